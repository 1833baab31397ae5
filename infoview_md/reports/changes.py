"""Change: what happened in the last seven days, by kind of event."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from infoview_md.core.facts import Fact, make_key, write_json
from infoview_md.core.log import Event, EventKind
from infoview_md.core.model import Contact
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


CHANGE = "change"


def find_changes(contact: Contact, outlook: Outlook) -> Iterator[Fact]:
    """What the log of a contact says of the last seven days, in order of date and name."""
    first = first_day(outlook.today)
    # The standing's events: there an everyday word such as `wrote` has found its meaning.
    for event in outlook.standing(contact).events:
        if first <= event.date <= outlook.today and event.kind not in UNTOLD:
            line, name = f"{event.line:09}", contact.name
            key = make_key(event.date.isoformat(), name.casefold(), line, str(contact.path))
            yield Fact(CHANGE, key, text=write_json([_kind_of(event), name]))


def build_changes(facts: Iterable[Fact]) -> tuple[Change, ...]:
    """What the logs say of the last seven days, kinds in the order of the event table.

    A reply's answer belongs to its kind: `reply yes` and `reply no` are two changes.
    """
    found: dict[str, list[str]] = {}
    for fact in facts:
        kind, name = json.loads(fact.text)
        found.setdefault(kind, []).append(name)
    ordered = sorted(found.items(), key=lambda item: _place(item[0]))
    return tuple(Change(kind, len(names), tuple(dict.fromkeys(names))) for kind, names in ordered)


def _kind_of(event: Event) -> str:
    return f"{event.kind} {event.qualifier}".strip()


def _place(kind: str) -> tuple[int, str]:
    word = EventKind(kind.partition(" ")[0])
    return (list(EventKind).index(word), kind)
