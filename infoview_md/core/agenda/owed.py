"""Promises that wait: mine to pay, theirs to ask after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from infoview_md.core.agenda.action import Action, ActionKind
from infoview_md.core.agenda.commands import handle_of, make_command
from infoview_md.core.agenda.making import make_action
from infoview_md.core.agenda.talks import find_talks, participants
from infoview_md.core.clocks import ask_after_due
from infoview_md.core.model import Contact, Interview, Record
from infoview_md.core.outlook import Outlook
from infoview_md.core.promises import Promise, PromiseState
from infoview_md.core.stage import Stage


@dataclass(frozen=True, slots=True)
class OpenPromise:
    """A promise that waits: between whom, in which note, and when it falls due."""

    contact: Contact
    note: Record
    promise: Promise
    due: date


def find_open_promises(contact: Contact, outlook: Outlook) -> Iterator[OpenPromise]:
    """The open promises of a contact's note and of the notes of their conversations."""
    if contact.is_broken:
        return
    talks = list(find_talks(contact, outlook))
    met = max((talk.met.date for talk in talks if talk.met), default=None)
    yield from _find_open(contact, contact, contact.promises, met, outlook)
    for talk in talks:
        noted = talk.interview
        if noted is not None and _is_first(contact, noted, outlook):
            yield from _find_open(contact, noted, noted.promises, talk.day, outlook)


def _find_open(
    contact: Contact,
    note: Record,
    promises: Iterable[Promise],
    talked: date | None,
    outlook: Outlook,
) -> Iterator[OpenPromise]:
    """The open promises of one note; those without a date run from the day of the talk."""
    undated = ask_after_due(talked, outlook.pack_of(contact)) if talked is not None else None
    for promise in promises:
        due = promise.due or undated
        if promise.state is PromiseState.OPEN and due is not None:
            yield OpenPromise(contact, note, promise, due)


def _is_first(contact: Contact, interview: Interview, outlook: Outlook) -> bool:
    """A promise of a talk with several people is one promise, listed with the first of them.

    Whose note is broken, or who is off limits, has no list, so the next one's it is.
    """
    listed = [
        person.path
        for person in participants(interview, outlook.index)
        if not person.is_broken and outlook.standing(person).stage is not Stage.OFF_LIMITS
    ]
    return not listed or listed[0] == contact.path


def find_owed(contact: Contact, outlook: Outlook) -> Iterator[Action]:
    """R11 for what they promised without a day; the promise's own day otherwise."""
    for owed in find_open_promises(contact, outlook):
        who = "they promised" if owed.promise.theirs else "you promised"
        is_dated = owed.promise.due is not None
        yield make_action(
            ActionKind.PROMISE,
            contact,
            outlook,
            due=owed.due,
            rule="" if is_dated else "R11",
            why=f"{who}: {owed.promise.text}{'' if is_dated else ' (R11)'}",
            command=make_command("edit", handle_of(outlook.index, owed.note)),
        )
