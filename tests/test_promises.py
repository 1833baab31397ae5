"""Task items that are promises, whose they are, and when they are due."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath

import pytest

from infoview_md.core.links import Link
from infoview_md.core.note import parse_note
from infoview_md.core.problem import Problem
from infoview_md.core.promises import Promise, PromiseState, parse_promises

DAY = date(2026, 11, 26)
OPEN, PAID, DROPPED = PromiseState.OPEN, PromiseState.PAID, PromiseState.DROPPED


def read(text: str) -> tuple[tuple[Promise, ...], tuple[Problem, ...]]:
    """The promises of a note with this text, and its problems."""
    return parse_promises(parse_note(PurePosixPath("interviews/2026-11-19 Ingrid.md"), text))


PROMISES = [
    ("- [ ] send her the list @2026-11-26", "send her the list", False, OPEN),
    ("- [ ] me: send her the list @2026-11-26", "send her the list", False, OPEN),
    ("- [ ] them: introduce me @2026-11-26", "introduce me", True, OPEN),
    ("- [ ] THEM:introduce me @2026-11-26", "introduce me", True, OPEN),
    ("- [ ] them : introduce me @2026-11-26", "introduce me", True, OPEN),
    ("- [ ] them introduce me @2026-11-26", "them introduce me", False, OPEN),
    ("- [ ] theme: x @2026-11-26", "theme: x", False, OPEN),
    ("- [x] done @2026-11-26", "done", False, PAID),
    ("- [X] done @2026-11-26", "done", False, PAID),
    ("- [-] them: dropped @2026-11-26", "dropped", True, DROPPED),
    ("- [/] half done @2026-11-26", "half done", False, OPEN),
    ("* [ ] a @2026-11-26", "a", False, OPEN),
    ("+ [ ] a @2026-11-26", "a", False, OPEN),
    ("1. [ ] a @2026-11-26", "a", False, OPEN),
    ("\t- [ ] a @2026-11-26", "a", False, OPEN),
    ("> - [ ] a @2026-11-26", "a", False, OPEN),
    ("-\t[ ]\ta\u00a0 b @2026-11-26", "a b", False, OPEN),
    ("- [ ] @2026-11-26 a", "a", False, OPEN),
    ("- [ ] a @[[2026-11-26]]", "a", False, OPEN),
    ("- [ ] a 📅 2026-11-26", "a", False, OPEN),
    ("- [ ] a 📅2026-11-26", "a", False, OPEN),
    ("- [ ] a 📅\ufe0f 2026-11-26 ^id", "a", False, OPEN),
    ("- [ ] a [due:: 2026-11-26]", "a", False, OPEN),
    ("- [ ] a [Due::2026-11-26] b", "a b", False, OPEN),
    ("- [ ] a (due:: 2026-11-26)", "a", False, OPEN),
    ("- [ ] a [due:: [[2026-11-26]]]", "a", False, OPEN),
    ("- [ ] a due:: 2026-11-26", "a", False, OPEN),
    ("- [ ] a @2026-11-26 @2026-12-26", "a", False, OPEN),
    ("- [x] a ➕ 2026-11-01 📅 2026-11-26 ✅ 2026-11-20", "a", False, PAID),
    ("- [ ] a @2026-11-26\u2028b", "a \u2028b", False, OPEN),
]


@pytest.mark.parametrize(
    ("line", "text", "theirs", "state"), PROMISES, ids=[c[0] for c in PROMISES]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("opening", ["", "\ufeff", "---\ntype: contact\n---\n\n# Ingrid\n\n"])
def test_a_dated_task_is_a_promise(
    line: str, text: str, theirs: bool, state: PromiseState, newline: str, opening: str
) -> None:
    note = f"{opening}{line}\nmore\n"
    expected = Promise(text, theirs, state, opening.count("\n") + 1, DAY)
    assert read(note.replace("\n", newline)) == ((expected,), ())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- [ ] send her the list",
        "- [ ] them: introduce me",
        "- [ ] me: send it\n\n## Next steps\n\n- [ ] me: send it\n- [ ] send it",
        "## Questions\n- [ ] How do you measure it? #metering\n- [x] them: who else?",
        "## Next steps\n- a\n## Later\n- [ ] them: introduce me",
        "- send it @2026-11-26",
        "- [] send it @2026-11-26",
        "-[ ] send it @2026-11-26",
        "- [ ]send it @2026-11-26",
        "[ ] send it @2026-11-26",
        "- [ ] mail ingrid@2026-11-26",
        "- [ ] on 2026-11-26",
        "- [ ] ⏳ 2026-11-26",
        "- [ ] overdue:: 2026-11-26",
        "- [ ] a\n  @2026-11-26",
        "```\n- [ ] a @2026-11-26\n```",
        "<!-- - [ ] a @2026-11-26 -->",
        "%%\n- [ ] a @2026-11-26\n%%",
    ],
)
def test_other_lines_promise_nothing(text: str) -> None:
    assert read(text) == ((), ())


def test_undated_promises_of_theirs_count_under_next_steps() -> None:
    promises, problems = read(
        "- [ ] them: no\n"
        "## Next Steps\n"
        "- [ ] them: introduce me\n"
        "### From her\n"
        "  - [x] Them: the slides\n"
        "## Notes\n"
        "- [ ] them: no\n"
        "# Next steps\n"
        "- [-] them: the list\n"
    )
    assert problems == ()
    assert promises == (
        Promise("introduce me", True, OPEN, 3),
        Promise("the slides", True, PAID, 5),
        Promise("the list", True, DROPPED, 9),
    )


def test_dated_questions_are_promises() -> None:
    promises, _ = read("## Questions\n- [ ] ask her again @2026-11-26\n")
    assert [(promise.text, promise.due) for promise in promises] == [("ask her again", DAY)]


def test_links_are_kept_and_read_as_text() -> None:
    promises, _ = read(
        "- [ ] them: introduce me to [[contacts/Kari Lunde|Kari: the boss]] and"
        " [[Nils#Log]] @[[2026-11-26]]"
    )
    (promise,) = promises
    assert promise.text == "introduce me to Kari: the boss and Nils"
    assert promise.links == (
        Link("contacts/Kari Lunde", "Kari: the boss"),
        Link("Nils", heading="Log"),
    )


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("- [ ] a @2026-11-31", 10),
        ("- [ ] them: a  @[[2026-02-30]]", 17),
        ("- [x] a 📅 2026-13-01", 11),
        ("  - [ ] a [due:: 2026-00-10]", 18),
        ("- [ ] a @2026-1-1", 10),
        ("- [ ] a (due:: 2026-11-31) @2026-11-26", 16),
    ],
)
def test_a_date_that_does_not_exist_is_a_problem(line: str, column: int) -> None:
    promises, problems = read(
        f"---\ntype: interview\n---\n## Next steps\n\n{line}\n- [ ] b @2026-11-26\n"
    )
    assert [promise.text for promise in promises] == ["b"]
    assert [(p.code, p.line, p.column) for p in problems] == [("promise-date", 6, column)]
    assert "is not a day of the calendar" in problems[0].message
