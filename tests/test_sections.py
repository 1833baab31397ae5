"""Headings, sections and items of a note's body, and what of it a reader does not see."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.core.note import Note, parse_note
from infoview_md.core.sections import (
    LineCounter,
    find_headings,
    find_items,
    find_sections,
    scan_lines,
)
from infoview_md.core.visible import read_visible


def note_of(text: str) -> Note:
    """A note with this text."""
    return parse_note(PurePosixPath("contacts/Ingrid Solheim.md"), text)


def shown_lines(text: str) -> list[str]:
    """The visible lines of a body that are not blank, single-spaced."""
    return [" ".join(line.text.split()) for line in scan_lines(note_of(text)) if line.text.strip()]


# -- what is hidden ------------------------------------------------------------------------------

HIDDEN = [
    ("a fence", "a\n```\nb\n```\nc", ["a", "c"]),
    ("a fence with a language", "a\n```python\nb\n```\nc", ["a", "c"]),
    ("a fence of tildes, closed by as many", "a\n~~~~ x`y\n~~~\nb\n~~~~~\nc", ["a", "c"]),
    ("a fence is not closed by the other kind", "a\n```\n~~~\nb\n```\nc", ["a", "c"]),
    ("a fence is not closed by a line with text", "a\n```\n``` b\n```\nc", ["a", "c"]),
    ("an open fence hides the rest", "a\n```\nb\n# c", ["a"]),
    ("a fence in a list item", "- a\n  ```\n  b\n  ```\n- c", ["- a", "- c"]),
    ("a fence right behind a bullet", "- ```\n  b\n  ```\n- c", ["- c"]),
    ("a fence in a quote", "> ```\n> b\n> ```\nc", ["c"]),
    ("ticks that close on their line are code, not a fence", "```a``` b\nc", ["```a``` b", "c"]),
    ("a comment inside a line", "a <!-- b --> c", ["a c"]),
    ("a comment over lines", "a <!-- b\nc\nd --> e", ["a", "e"]),
    ("an Obsidian comment inside a line", "a %%b%% c", ["a c"]),
    ("an Obsidian comment over lines", "%%\na\n\nb\n%%\nc", ["c"]),
    ("a comment inside a comment", "<!-- %% --> a <!-- %% --> b", ["a b"]),
    ("a fence inside a comment", "<!--\n```\n--> a\nb", ["a", "b"]),
    ("a comment inside a fence", "```\n<!--\n```\na --> b", ["a --> b"]),
    ("an open comment hides nothing", "a <!-- b\n# c", ["a <!-- b", "# c"]),
    ("an open percent comment hides nothing", "50%% of it\nb", ["50%% of it", "b"]),
    ("a comment is closed by its own mark only", "a %% b --> c %% d", ["a d"]),
    ("marks in inline code are text", "`<!--` a `%%` b\nc -->", ["`<!--` a `%%` b", "c -->"]),
    (
        "marks behind a backslash are text",
        "\\<!-- a \\%% b\n%% c -->",
        ["\\<!-- a \\%% b", "%% c -->"],
    ),
    ("a tick that is never closed opens nothing", "a ` <!-- b --> c", ["a ` c"]),
]


@pytest.mark.parametrize(
    ("text", "lines"), [case[1:] for case in HIDDEN], ids=[c[0] for c in HIDDEN]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_fences_and_comments_are_not_seen(text: str, lines: list[str], newline: str) -> None:
    assert shown_lines(text.replace("\n", newline)) == lines


MARKS = """
``` ```` ~~~ ` `` <!-- --> %% \\ a - # === --- Log
"""
MARKDOWN = st.lists(
    st.sampled_from([*MARKS.split(), " ", "\ufeff", "\u2028", "# Log", "\n", "\r\n"]), max_size=30
).map("".join)


@given(MARKDOWN)
def test_hiding_moves_nothing(body: str) -> None:
    note = note_of(f"---\na: b\n---\n{body}")
    visible = read_visible(note)
    assert len(visible) == len(note.text)
    assert [i for i, c in enumerate(visible) if c == "\n"] == [
        i for i, c in enumerate(note.text) if c == "\n"
    ]
    assert all(seen in (written, " ") for seen, written in zip(visible, note.text, strict=True))


@given(MARKDOWN)
def test_lines_and_headings_know_their_places(body: str) -> None:
    note = note_of(f"---\na: b\n---\n{body}")
    for line in scan_lines(note):
        assert note.place(line.start) == (line.number, 1)
        assert read_visible(note).startswith(line.text, line.start)
    for heading in find_headings(note):
        assert note.place(heading.start)[1] in (1, 2)
        assert heading.title in read_visible(note)[heading.start : heading.end]
    for section in find_sections(note, "Log"):
        assert note.text.count("\n", 0, section.body_start) + 1 == section.body_line
        assert section.text == read_visible(note)[section.body_start : section.end]


# -- headings ------------------------------------------------------------------------------------

HEADINGS = [
    ("# A\n\ntext\n## B", [("A", 1), ("B", 2)]),
    ("###### A\n####### no heading", [("A", 6)]),
    ("#tag\n#\n# ", [("", 1), ("", 1)]),
    ("## A ##\n## B #\n## C#\n## #", [("A", 2), ("B", 2), ("C#", 2), ("", 2)]),
    ("   ## A\n    ## code", [("A", 2)]),
    ("\t# code", []),
    ("#\tA\t", [("A", 1)]),
    ("A\n===\n\nB\n---\n", [("A", 1), ("B", 2)]),
    ("text\n\n---\n\n***\n---\n", []),
    ("- item\n---\n", []),
    ("- item\nlazy\n---\n", []),
    ("- item\n\n  more\n  ---\n", []),
    ("- item\n\nTitle\n-----\n", [("Title", 2)]),
    ("> quote\n---\n", []),
    ("| a |\n---\n", []),
    ("text\n-\n", []),
    ("- item\n  # of the item\n\n   # of the item\n# A\n   # B", [("A", 1), ("B", 1)]),
    ("1. item\n  # of the item\ntext\n  # A", [("A", 1)]),
    ("```\n# code\n```\n<!--\n# comment\n-->\n# A", [("A", 1)]),
    ("# A\u2028# B", [("A\u2028# B", 1)]),
    ("> # quoted", []),
]


@pytest.mark.parametrize(("text", "expected"), HEADINGS, ids=lambda value: repr(value))
@pytest.mark.parametrize("opening", ["", "\ufeff", "---\na: b\n---\n"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_headings_are_found(
    text: str, expected: list[tuple[str, int]], opening: str, newline: str
) -> None:
    note = note_of((opening + text).replace("\n", newline))
    assert [(heading.title, heading.level) for heading in find_headings(note)] == expected


def test_a_heading_has_its_span() -> None:
    note = note_of("---\na: b\n---\n# A\nB\n---\ntext")
    spans = [note.text[heading.start : heading.end] for heading in find_headings(note)]
    assert spans == ["# A", "B\n---"]


# -- sections ------------------------------------------------------------------------------------


def section_texts(text: str, title: str = "Log") -> list[str]:
    """What stands below each heading of that title."""
    return [section.text for section in find_sections(note_of(text), title)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("text", []),
        ("## Log", [""]),
        ("## Log\n", [""]),
        ("## Log\na\n", ["a\n"]),
        ("## Log\na\n### b\nc\n## d\ne", ["a\n### b\nc\n"]),
        ("## Log\na\n# d\ne", ["a\n"]),
        ("# LOG #\na\n###### log\nb\n# d", ["a\n###### log\nb\n"]),
        ("## log\na\n## Log\nb", ["a\n", "b"]),
        ("### Log\na\n## Log\nb", ["a\n", "b"]),
        ("Log\n===\na\n## b\n", ["a\n## b\n"]),
        ("## Logbook\na\n## My Log\nb\n## Log: c\nd", []),
        ("## Log\n```\n## a\n```\nb\n## c", ["   \n    \n   \nb\n"]),
        ("##   Next \t steps \n", []),
    ],
)
def test_sections_reach_to_the_next_heading_of_their_level(text: str, expected: list[str]) -> None:
    assert section_texts(text) == expected


def test_titles_are_compared_as_names_are() -> None:
    assert section_texts("##   NEXT \t steps \na", "Next steps") == ["a"]
    assert section_texts("## Cafe\u0301\na", "CAFÉ") == ["a"]


def test_a_section_knows_where_it_stands() -> None:
    text = "---\na: b\n---\n# A\n\n## Log\nfirst\n\n- second\n## B\n"
    (section,) = find_sections(note_of(text), "log")
    assert text[section.start : section.body_start] == "## Log\n"
    assert text[section.body_start : section.end] == "first\n\n- second\n"
    assert [(line.text, line.number) for line in section.lines()] == [
        ("first", 7),
        ("", 8),
        ("- second", 9),
        ("", 10),
    ]
    assert all(text.startswith(line.text, line.start) for line in section.lines())


@pytest.mark.parametrize(
    ("text", "is_empty"),
    [
        ("", True),
        ("\n \t\r\n", True),
        ("### Deeper\n\n", True),
        ("<!-- nothing -->\n```\nx\n```\n", True),
        ("x", False),
        ("### Deeper\n- x", False),
    ],
)
def test_a_section_is_empty_where_nothing_is_said(text: str, is_empty: bool) -> None:
    (section,) = find_sections(note_of(f"## Debrief\n{text}"), "Debrief")
    assert section.is_empty is is_empty


# -- items ---------------------------------------------------------------------------------------


def items_of(text: str) -> list[tuple[int, str, tuple[str, ...]]]:
    """Number, line and lines below of each item."""
    (section,) = find_sections(note_of(f"## Log\n{text}"), "Log")
    return [(item.line.number, item.line.text, item.below) for item in find_items(section)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a\n* b\n+ c\n-d\n1. e", [(2, "- a", ()), (3, "* b", ()), (4, "+ c", ())]),
        ("- a\n b\n\n\n\tc  \n- d", [(2, "- a", ("b", "c")), (7, "- d", ())]),
        ("- a\ntext\n  no more of a\n- b", [(2, "- a", ()), (5, "- b", ())]),
        ("- a\n### b\n  c\n- d", [(2, "- a", ()), (5, "- d", ())]),
        ("- a\n  - b\n    - c", [(2, "- a", ("- b", "- c"))]),
        (
            "  - a\n    b\n  - c\n- d\n  e",
            [(2, "  - a", ("b",)), (4, "  - c", ()), (5, "- d", ("e",))],
        ),
        ("   - a\n\u00a0\u00a0\u00a0\u00a0b", [(2, "   - a", ("b",))]),
        ("    - code\n\t- code", []),
        ("-\n-\ta", [(2, "-", ()), (3, "-\ta", ())]),
        ("- a\r\n  b\r\n", [(2, "- a", ("b",))]),
        ("- a\u2028- b\n", [(2, "- a\u2028- b", ())]),
        ("- a\n<!-- c -->\n  b", [(2, "- a", ("b",))]),
    ],
)
def test_items_are_the_outermost_of_their_list(
    text: str, expected: list[tuple[int, str, tuple[str, ...]]]
) -> None:
    assert items_of(text) == expected


# -- lines ---------------------------------------------------------------------------------------


@given(st.text("a\n\r\u2028", max_size=20), st.lists(st.integers(0, 20)))
def test_lines_are_counted_on_from_the_last_place(text: str, offsets: list[int]) -> None:
    lines = LineCounter(text)
    for offset in sorted(offsets):
        assert lines.line_of(offset) == text.count("\n", 0, offset) + 1
