"""The log of a note: its events in the order in which they count, and lines that need a hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import attrgetter

from infoview_md.core.event import (
    CHANNELS,
    EVERYDAY,
    QUALIFIERS,
    UNSETTLED,
    Event,
    EventKind,
)
from infoview_md.core.frozen import dataclass
from infoview_md.core.loghint import find_hint
from infoview_md.core.logline import Reading, parse_line, read_line
from infoview_md.core.logtext import format_event
from infoview_md.core.note import Note
from infoview_md.core.pattern import pattern
from infoview_md.core.problem import Problem, make_problem
from infoview_md.core.sections import Item, find_items, find_sections

__all__ = [
    "CHANNELS",
    "EVERYDAY",
    "QUALIFIERS",
    "UNSETTLED",
    "Event",
    "EventKind",
    "Log",
    "format_event",
    "order_events",
    "parse_line",
    "parse_log",
]

# A date in almost the right form, year first, so that its meaning is in no doubt.
NEAR_DATE = pattern(
    r"\s*[-*+]\s+(?P<date>[\[*_(]*(?P<year>[0-9]{4})[-./](?P<month>[0-9]{1,2})[-./]"
    r"(?P<day>[0-9]{1,2})(?![0-9])\S*)"
)


DAY_OF = attrgetter("date")


@dataclass(frozen=True, slots=True)
class Log:
    """The log of one note: events in the order in which they count, and what is wrong in lines."""

    events: tuple[Event, ...] = ()
    problems: tuple[Problem, ...] = ()
    newest_first: bool = False


def parse_log(note: Note) -> Log:
    """Read every `Log` section of a note, as one.

    A line dated with a day that does not exist is left out, with a `log-date` problem; a dated
    line that is almost an event counts as a `note`, with a `log-hint`.
    """
    events: list[Event] = []
    problems: list[Problem] = []
    for section in find_sections(note, "Log"):
        for item in find_items(section):
            reading = read_line(item.line.text, item.below, item.line.number)
            if reading.event is not None:
                events.append(reading.event)
            if reading.event is None or reading.fault is not None:
                problems += _find_problems(note, item, reading)
    newest_first = len(events) > 1 and events[0].date > events[-1].date
    return Log(order_events(events, newest_first), tuple(problems), newest_first)


def order_events(events: list[Event], newest_first: bool = False) -> tuple[Event, ...]:
    """Events in the order in which they count: by date, then by their place in the file.

    Where the log is kept newest first, the lower of two lines of one date is the earlier one.
    Times reorder the lines of a date only when all of them have one.
    """
    placed = sorted(reversed(events) if newest_first else events, key=DAY_OF)
    if len(set(map(DAY_OF, placed))) == len(placed):
        return tuple(placed)
    ordered: list[Event] = []
    for _, found in groupby(placed, DAY_OF):
        day = list(found)
        times = [event.time for event in day if event.time is not None]
        if len(day) > 1 and len(times) == len(day):
            day = [event for _, event in sorted(zip(times, day, strict=True), key=lambda at: at[0])]
        ordered += day
    return tuple(ordered)


def _find_problems(note: Note, item: Item, reading: Reading) -> Iterator[Problem]:
    """What a person should know about one line of a log."""
    event, fault, line = reading.event, reading.fault, item.line
    if fault is not None and fault.code == "log-date":
        lost = "it is not read" if event else "this line does not count"
        message = f"{fault.reason}, so {lost}; write the day that is meant"
        yield make_problem(fault.code, note.path, message, line.number, fault.start + 1)
    elif fault is not None and event is not None:
        if hint := find_hint(line.text, event, fault):
            sentence, start = hint
            yield make_problem(fault.code, note.path, sentence, line.number, start + 1)
    elif event is None and (found := NEAR_DATE.match(line.text)):
        message = f"`{found['date']}` is no date of a log, so this line does not count"
        message += _right_date(found)
        start = found.start("date")
        yield make_problem("log-hint", note.path, message, line.number, start + 1)


def _right_date(found: re.Match[str]) -> str:
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return "; write it like 2026-11-03"
    return f"; write `{day}`, then a space"
