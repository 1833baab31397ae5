"""Change: what happened in the last seven days, by kind of event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from infoview_md.core.log import Event, EventKind
from infoview_md.core.outlook import Outlook
from infoview_md.core.workdays import add_days

DAYS = 7
UNTOLD = frozenset({EventKind.NOTE, EventKind.WAS})
"""What is no news: remarks, and where things stood when a log began."""


@dataclass(frozen=True, slots=True)
class Change:
    """All events of one kind in the last seven days, and whose they were, in order of date."""

    kind: str
    count: int
    people: tuple[str, ...]


def first_day(today: date) -> date:
    """The first of the seven days that end with today."""
    return add_days(today, 1 - DAYS) if (today - date.min).days >= DAYS else date.min


def build_changes(outlook: Outlook) -> tuple[Change, ...]:
    """What the logs say of the last seven days, kinds in the order of the event table.

    A reply's answer belongs to its kind: `reply yes` and `reply no` are two changes.
    """
    found: dict[str, list[str]] = {}
    for event, name in sorted(_recent(outlook), key=_by_date):
        found.setdefault(_kind_of(event), []).append(name)
    ordered = sorted(found.items(), key=lambda item: _place(item[0]))
    return tuple(Change(kind, len(names), tuple(dict.fromkeys(names))) for kind, names in ordered)


def _recent(outlook: Outlook) -> Iterator[tuple[Event, str]]:
    first = first_day(outlook.today)
    for contact in outlook.index.contacts.values():
        # The standing's events: there an everyday word such as `wrote` has found its meaning.
        for event in outlook.standing(contact).events:
            if first <= event.date <= outlook.today and event.kind not in UNTOLD:
                yield event, contact.name


def _by_date(item: tuple[Event, str]) -> tuple[date, str, int]:
    event, name = item
    return (event.date, name.casefold(), event.line)


def _kind_of(event: Event) -> str:
    return f"{event.kind} {event.qualifier}".strip()


def _place(kind: str) -> tuple[int, str]:
    word = EventKind(kind.partition(" ")[0])
    return (list(EventKind).index(word), kind)
