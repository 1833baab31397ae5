"""Ticked: what the ticked lines of a checklist stand for, each of them once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePosixPath

from infoview_md.core.checklist import DONE_ON, Line, count_like, event_of, mark_of_promise
from infoview_md.core.event import Event
from infoview_md.core.links import find_links
from infoview_md.core.model import Contact
from infoview_md.core.outlook import Outlook
from infoview_md.core.promises import Promise, PromiseState


@dataclass(slots=True)
class Ticked:
    """What to write for the ticks, by note, and the lines that stay or are done already."""

    events: dict[PurePosixPath, list[tuple[Line, Event]]] = field(default_factory=dict)
    promises: list[tuple[Line, PurePosixPath, int]] = field(default_factory=list)
    stays: list[tuple[Line, str]] = field(default_factory=list)
    known: list[tuple[Line, str]] = field(default_factory=list)


class _Stays(Exception):
    """The line cannot be settled; the sentence says why."""


def find_ticked(lines: Iterable[Line], outlook: Outlook) -> Ticked:
    """What the ticked lines of a checklist stand for today.

    A line whose event the log has once more than when the line was written is known already, and
    is not logged twice. One whose person cannot be told stays.
    """
    ticked, seen = Ticked(), set()
    for line in lines:
        if not line.is_ticked:
            continue
        try:
            contact = _find_contact(line, outlook)
            key = (contact.path, line.command, line.mark)
            if key not in seen:
                _settle(line, contact, outlook, ticked)
            seen.add(key)
        except _Stays as fault:
            ticked.stays.append((line, str(fault)))
    return ticked


def _find_contact(line: Line, outlook: Outlook) -> Contact:
    links = find_links(line.said)
    found = outlook.index.table.resolve(links[0]) if links else ()
    people = [outlook.index.contacts[path] for path in found if path in outlook.index.contacts]
    if len(people) == 1:
        return people[0]
    name = f"[[{links[0].target}]]" if links else "the person"
    raise _Stays(f"{name} {'is several contacts' if people else 'is no contact'}")


def _settle(line: Line, contact: Contact, outlook: Outlook, ticked: Ticked) -> None:
    if line.mark.startswith("promise-"):
        _settle_promise(line, contact, outlook, ticked)
        return
    event = event_of(line.command, outlook.today)
    if event is None or line.mark.rpartition("-")[0] != event.kind:
        raise _Stays("it does not say what to log")
    for link in event.links:
        if not outlook.index.table.resolve(link):
            raise _Stays(f"[[{link.target}]] leads nowhere")
    if count_like(event, contact, outlook) > int(line.mark.rpartition("-")[2], 16):
        ticked.known.append((line, f"the log of {contact.name} has it already"))
        return
    dated = _with_tail(event, line, outlook.today)
    ticked.events.setdefault(contact.path, []).append((line, dated))


def _with_tail(event: Event, line: Line, today: date) -> Event:
    """The event on the day, and with the words, that stand behind the line."""
    day = event.date
    if found := DONE_ON.search(line.tail):
        try:
            day = date.fromisoformat(found["day"])
        except ValueError:
            raise _Stays(f"{found['day']} is not a day of the calendar") from None
    if day > today:
        raise _Stays(f"{day} has not come yet")
    text = ", ".join(filter(None, (event.text, line.words)))
    return replace(event, date=day, text=text)


def _settle_promise(line: Line, contact: Contact, outlook: Outlook, ticked: Ticked) -> None:
    found = [
        (path, promise)
        for path, promise in _promises_around(contact, outlook)
        if mark_of_promise(promise) == line.mark
    ]
    is_open = [(p, one) for p, one in found if one.state is PromiseState.OPEN]
    if is_open:
        path, promise = is_open[0]
        if any((where, number) == (path, promise.line) for _, where, number in ticked.promises):
            ticked.known.append((line, "the promise is ticked in another line"))
            return
        ticked.promises.append((line, path, promise.line))
    elif found:
        ticked.known.append((line, "the promise is ticked already"))
    else:
        raise _Stays("the promise was changed or taken away; tick it in its note")


def _promises_around(contact: Contact, outlook: Outlook) -> Iterator[tuple[PurePosixPath, Promise]]:
    yield from ((contact.path, promise) for promise in contact.promises)
    for talk in outlook.index.interviews_with(contact):
        yield from ((talk.path, promise) for promise in talk.promises)
