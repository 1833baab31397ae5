"""Promises that wait: mine to pay, theirs to ask after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from infoview_md.core.agenda.action import Action, ActionKind
from infoview_md.core.agenda.commands import handle_of, make_command
from infoview_md.core.agenda.making import make_action
from infoview_md.core.agenda.talks import find_talks
from infoview_md.core.clocks import ask_after_due
from infoview_md.core.model import Contact, Record
from infoview_md.core.outlook import Outlook
from infoview_md.core.promises import Promise, PromiseState


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
    for promise in contact.promises:
        if promise.state is PromiseState.OPEN and promise.due is not None:
            yield OpenPromise(contact, contact, promise, promise.due)
    pack = outlook.pack_of(contact)
    for talk in find_talks(contact, outlook):
        if talk.interview is None or not _is_first(contact, talk.interview.path, outlook):
            continue
        for promise in talk.interview.promises:
            due = promise.due or (ask_after_due(talk.day, pack) if talk.day else None)
            if promise.state is PromiseState.OPEN and due is not None:
                yield OpenPromise(contact, talk.interview, promise, due)


def _is_first(contact: Contact, path: object, outlook: Outlook) -> bool:
    """A promise of a talk with several people is one promise, listed with the first of them."""
    talk = next((t for t in outlook.index.interviews_with(contact) if t.path == path), None)
    first = outlook.index.resolve(talk.contacts[0]) if talk and talk.contacts else None
    return first is None or first == contact.path


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
