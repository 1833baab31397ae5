"""Renaming and ticking: only the characters of the target, or of the box, change."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from infoview_md.core.links import Link
from infoview_md.core.note import Note, parse_note
from infoview_md.core.renaming import rename_links
from infoview_md.core.schema import Keys
from infoview_md.core.ticking import tick
from infoview_md.errors import Refused, UsageError

PATH = PurePosixPath("contacts/Zoe.md")
NEWLINES = pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])


def note_of(text: str) -> Note:
    return parse_note(PATH, text)


def rename(text: str, new: str, old: str = "Old") -> str:
    """The text with every link to `old` leading to `new`."""
    note = note_of(text)
    edit = rename_links(
        note, lambda link, _: new if link.target.casefold() == old.casefold() else None
    )
    assert (edit.path, edit.digest) == (note.path, note.digest)
    return edit.apply(text)


RENAMED = [
    ("[[Old]] and ![[ old.md#Log|her]]\n", "New", "[[New]] and ![[ New.md#Log|her]]\n"),
    ("| [[Old\\|x]] | [[Old#^a]] |\n", "New/N", "| [[New/N\\|x]] | [[New/N#^a]] |\n"),
    (
        "`[[Old]]` %%[[Old]]%% [[Old]]\n```\n[[Old]]\n```\n",
        "N",
        "`[[Old]]` %%[[Old]]%% [[N]]\n```\n[[Old]]\n```\n",
    ),
    ("[[Older]] [[#Old]] [[x|Old]]\n", "New", "[[Older]] [[#Old]] [[x|Old]]\n"),
    (
        "## Log\n- 2026-11-20 referral [[Old]]: x\n",
        "New",
        "## Log\n- 2026-11-20 referral [[New]]: x\n",
    ),
    (
        '---\ncompany: "[[Old|x]]" # [[Old]]\n---\n',
        'N "q"',
        '---\ncompany: "[[N \\"q\\"|x]]" # [[Old]]\n---\n',
    ),
    ("---\ncompany: '[[Old]]'\n---\n", "It's", "---\ncompany: '[[It''s]]'\n---\n"),
    ("---\ncompany: '[[Old]]'\n---\n", "a\u2028b", '---\ncompany: "[[a\\u2028b]]"\n---\n'),
    ("---\ncompany: Old # c\n---\n", "New", "---\ncompany: New # c\n---\n"),
    ("---\ncompany: Old.md\n---\n", "New", "---\ncompany: New.md\n---\n"),
    ("---\ncompany: Old\n---\n", "NO", '---\ncompany: "NO"\n---\n'),
    ("---\ncompany: Old\n---\n", "N: x", '---\ncompany: "N: x"\n---\n'),
    ('---\ncompany: " [[ Old.md ]]"\n---\n', "New", '---\ncompany: " [[ New.md ]]"\n---\n'),
    ("---\nvia: [Old, '[[Old]]', x]\n---\n", "N, x", "---\nvia: [\"N, x\", '[[N, x]]', x]\n---\n"),
    ('---\nvia:\n- Old\n- "[[Old]]" # c\n---\n', "New", '---\nvia:\n- New\n- "[[New]]" # c\n---\n'),
    (
        '---\nx: "caf\\u00e9 \\x41 [[Ol\\x64]] \\\n  b"\n---\n',
        "New",
        '---\nx: "caf\\u00e9 \\x41 [[New]] \\\n  b"\n---\n',
    ),
    (
        "---\npast_roles:\n  - T @ [[Old]], U @ [[Old|o]], 2\n---\n",
        "New",
        "---\npast_roles:\n  - T @ [[New]], U @ [[New|o]], 2\n---\n",
    ),
    (
        "---\nx: see [[Old]] here\n  and [[Old]]\n---\n",
        "New",
        "---\nx: see [[New]] here\n  and [[New]]\n---\n",
    ),
    ("---\nx: see [[Old]]\n---\n", "C: 1", '---\nx: "see [[C: 1]]"\n---\n'),
    (
        "---\nx: |\n  a [[Old]]\n\n   b [[Old]]\n---\n",
        "N: 'x'",
        "---\nx: |\n  a [[N: 'x']]\n\n   b [[N: 'x']]\n---\n",
    ),
    (
        "---\nx: >-\n  a [[Old]]\n  b\n\n  [[Old]]\n---\n",
        "New",
        "---\nx: >-\n  a [[New]]\n  b\n\n  [[New]]\n---\n",
    ),
    ("---\nx: 'a\n\n  b [[Old]] ''c'''\n---\n", "New", "---\nx: 'a\n\n  b [[New]] ''c'''\n---\n"),
    ("---\nx: {a: '[[Old]]'}\n---\n", "New", "---\nx: {a: '[[Old]]'}\n---\n"),
]


@NEWLINES
@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["plain", "bom"])
@pytest.mark.parametrize(("before", "new", "after"), RENAMED)
def test_links_get_another_target(
    before: str, new: str, after: str, newline: str, bom: str
) -> None:
    before, after = (bom + text.replace("\n", newline) for text in (before, after))
    assert rename(before, new) == after


@pytest.mark.parametrize("new", ["a|b", "a]]", "[[a", "a\nb", "", " a", "a.md", "a#b"])
def test_a_target_that_would_not_read_back_is_refused(new: str) -> None:
    for text in ("[[Old]]\n", '---\ncompany: "[[Old]]"\n---\n'):
        with pytest.raises(Refused):
            rename(text, new)


@pytest.mark.parametrize(
    "text",
    [
        "---\ncompany: Old\ncompany: Old\n---\n",
        "---\ncompany: [Old\n---\n[[Old]]\n",
        "<<<<<<< HEAD\n[[Old]]\n",
    ],
)
def test_links_of_a_note_that_is_not_whole_are_not_renamed(text: str) -> None:
    with pytest.raises(Refused):
        rename(text, "New")


def test_the_key_is_ours_and_links_of_the_body_have_none() -> None:
    note = note_of('---\norg: "[[A]]"\nvia: B\nx: "[[C]]"\n---\n[[D]] ![[E.png]]\n')
    seen: list[tuple[str, str]] = []

    def tell(link: Link, key: str) -> str | None:
        seen.append((link.target, key))
        return link.target

    edit = rename_links(note, tell, Keys(fields={"org": "company"}))
    assert edit.splices == ()
    assert seen == [
        ("A", "company"), ("B", "referred_by"), ("C", "x"), ("D", ""), ("E.png", ""),
    ]  # fmt: skip


# -- tasks ---------------------------------------------------------------------------------------

TASKS = "\ufeff---\nx: 1\n---\n- [ ] a\n> 1. [X] b\n```\n- [ ] code\n```\n  * [-] c `x`\n"


@NEWLINES
@pytest.mark.parametrize(
    ("line", "box", "before", "after"),
    [(4, "x", "[ ] a", "[x] a"), (5, " ", "[X]", "[ ]"), (9, "/", "[-]", "[/]")],
)
def test_a_task_is_ticked(line: int, box: str, before: str, after: str, newline: str) -> None:
    text = TASKS.replace("\n", newline)
    note = note_of(text)
    assert tick(note, line, box).apply(text) == text.replace(before, after)
    done = note_of(text.replace(before, after))
    assert tick(done, line, box).splices == ()


@pytest.mark.parametrize("line", [0, 1, 2, 6, 7, 10, 99])
def test_a_line_without_a_task_is_refused(line: int) -> None:
    with pytest.raises(Refused, match=f"Zoe.md:{line}: no task"):
        tick(note_of(TASKS), line)


@pytest.mark.parametrize("box", ["", "xx", "\n", "]", "[", "\x07"])
def test_what_is_no_box_is_refused(box: str) -> None:
    with pytest.raises(UsageError, match="one character"):
        tick(note_of(TASKS), 4, box)


def test_a_box_that_hides_text_is_refused() -> None:
    with pytest.raises(Refused, match="change it by hand"):
        tick(note_of("- [ ] a %% ` b %% c\n"), 1, "`")
