"""Promises: the dated task items of a note, mine and theirs."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum

from infoview_md.core.event import single_spaced
from infoview_md.core.frozen import dataclass
from infoview_md.core.links import WIKILINK, Link, find_links
from infoview_md.core.loghead import read_link
from infoview_md.core.logline import BLOCK_ID
from infoview_md.core.note import Note
from infoview_md.core.pattern import pattern
from infoview_md.core.problem import Problem, make_problem
from infoview_md.core.sections import LineCounter, Section, find_sections
from infoview_md.core.visible import body_begin, read_visible

TASK = pattern(r"[ \t>]*(?:[-*+]|[0-9]{1,9}[.)])[ \t]+\[(?P<box>[^\n])\][ \t]+(?P<text>[^\n]*)")
TASK_BELOW = pattern(rf"\n{TASK.pattern}")
OWNER = pattern(r"\A[ \t]*(?P<owner>them|me)[ \t]*:[ \t]*", re.IGNORECASE)
_DATE = r"(?P<{}>\[\[[0-9]+-[0-9]+-[0-9]+\]\]|[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}})(?![0-9])"
# `@2026-11-26`, the Tasks plug-in's `📅 2026-11-26` and Dataview's `[due:: 2026-11-26]`.
DUE = pattern(
    rf"(?<!\w)@{_DATE.format('at')}"
    rf"|📅\ufe0f?[ \t]*{_DATE.format('calendar')}"
    rf"|[\[(][ \t]*due[ \t]*::[ \t]*{_DATE.format('field')}[ \t]*[\])]"
    rf"|(?<!\w)due[ \t]*::[ \t]*{_DATE.format('bare')}",
    re.IGNORECASE,
)
# The Tasks plug-in's other dates (created, started, scheduled, done, cancelled) are not due dates.
OTHER_DATES = pattern(r"[➕🛫⏳✅❌]\ufe0f?[ \t]*[0-9]{4}-[0-9]{2}-[0-9]{2}")


class PromiseState(StrEnum):
    """Whether a promise still waits."""

    OPEN = "open"
    PAID = "paid"
    DROPPED = "dropped"


STATES = {"x": PromiseState.PAID, "X": PromiseState.PAID, "-": PromiseState.DROPPED}


@dataclass(frozen=True, slots=True)
class Promise:
    """A task item that binds me or them.

    `due` is None only for an undated `them:` item under `Next steps`, which is due R11 after the
    talk. `text` has the owner, the date and the links' brackets taken off for reading.
    """

    text: str
    theirs: bool
    state: PromiseState
    line: int
    due: dt.date | None = None
    links: tuple[Link, ...] = ()


def parse_promises(note: Note) -> tuple[tuple[Promise, ...], tuple[Problem, ...]]:
    """Every promise of a note, in file order, and the dates that do not exist.

    A task item with a date is one wherever it stands in the body; one without a date only where it
    is theirs and stands under `Next steps`. A promise whose date does not exist is left out.
    """
    promises: list[Promise] = []
    problems: list[Problem] = []
    lines = LineCounter(note.text)
    next_steps: list[Section] | None = None
    for task in find_tasks(note):
        due = DUE.search(task["text"])
        if due is None:
            if not _is_theirs(task):
                continue
            next_steps = find_sections(note, "Next steps") if next_steps is None else next_steps
            if not _stands_in(task, next_steps):
                continue
        line = lines.line_of(task.start("text"))
        try:
            promises.append(_read_promise(task, due, line))
        except ValueError:
            problems.append(_date_problem(note, task, line))
    return tuple(promises), tuple(problems)


def find_tasks(note: Note) -> Iterator[re.Match[str]]:
    """Every task item of the body: matches of `TASK` in the note as a reader sees it."""
    begin = body_begin(note)
    if note.text.find("[", begin) < 0:
        return
    visible = read_visible(note)
    if first := TASK.match(visible, begin):
        yield first
    yield from TASK_BELOW.finditer(visible, begin)


def _is_theirs(task: re.Match[str]) -> bool:
    return _names_them(OWNER.match(task["text"]))


def _names_them(owner: re.Match[str] | None) -> bool:
    return owner is not None and owner["owner"].lower() == "them"


def _read_promise(task: re.Match[str], due: re.Match[str] | None, line: int) -> Promise:
    """The promise a task item makes; ValueError where its date is none of the calendar."""
    day = dt.date.fromisoformat(_written_date(due)) if due else None
    text = task["text"]
    owner = OWNER.match(text)
    if owner is not None:
        text = text[owner.end() :]
    if "^" in text:
        text = BLOCK_ID.sub("", text)
    if due is not None:
        text = DUE.sub("", text)
    if not text.isascii():
        text = OTHER_DATES.sub("", text)
    links: tuple[Link, ...] = ()
    if "[[" in text:
        links = tuple(read_link(text[link.start : link.end]) for link in find_links(text))
        text = WIKILINK.sub(lambda link: find_links(link[0])[0].text, text)
    return Promise(
        text=single_spaced(text),
        theirs=_names_them(owner),
        state=STATES.get(task["box"], PromiseState.OPEN),
        line=line,
        due=day,
        links=links,
    )


def _written_date(found: re.Match[str]) -> str:
    return found[found.lastgroup or 0].strip("[]")


def _stands_in(task: re.Match[str], sections: list[Section]) -> bool:
    place = task.start("text")
    before = bisect_right(sections, place, key=lambda section: section.body_start)
    return before > 0 and place < sections[before - 1].end


def _date_problem(note: Note, task: re.Match[str], line: int) -> Problem:
    found = DUE.search(task.string, task.start("text"))
    start = found.start(found.lastgroup or 0) if found else task.start("text")
    shown = _written_date(found) if found else ""
    reason = f"{shown} is not a day of the calendar, so this promise does not count"
    column = start - note.text.rfind("\n", 0, start)
    return make_problem("promise-date", note.path, f"{reason}; write YYYY-MM-DD", line, column)
