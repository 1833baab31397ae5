"""Around a talk: the talk itself, preparing and confirming it, debrief and thanks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from infoview_md.core.agenda.action import Action, ActionKind
from infoview_md.core.agenda.commands import handle_of, make_command
from infoview_md.core.agenda.making import command_for, make_action
from infoview_md.core.agenda.talks import Talk, find_talks, participants
from infoview_md.core.clocks import MINE, confirm_due, debrief_due, thanks_due, thanks_late
from infoview_md.core.event import Event, EventKind
from infoview_md.core.model import Contact
from infoview_md.core.outlook import Outlook

AGREEING = frozenset({EventKind.SCHEDULED, EventKind.RESCHEDULED})


def find_around_talks(contact: Contact, outlook: Outlook) -> Iterator[Action]:
    """What a contact's conversations, ahead and held, ask for."""
    for talk in find_talks(contact, outlook):
        if talk.met is not None:
            yield from _find_debrief(talk, talk.met, outlook)
        elif talk.is_ahead and talk.day is not None and talk.day >= outlook.today:
            yield _make_talk(talk, outlook)
            yield from _find_confirm(talk, outlook)
            yield from _find_brief(talk, outlook)
    yield from _find_thanks(contact, outlook)


def _make_talk(talk: Talk, outlook: Outlook) -> Action:
    day = talk.day or outlook.today
    medium = talk.interview.medium if talk.interview else ""
    place = talk.interview.place if talk.interview else ""
    where = ", ".join(filter(None, [medium, place]))
    hour = f" at {talk.start:%H:%M}" if talk.start else ""
    people = participants(talk.interview, outlook.index) if talk.interview else []
    others = [person.name for person in people if person.path != talk.contact.path]
    along = f" with {', '.join(others)}" if others else ""
    return make_action(
        ActionKind.TALK,
        talk.contact,
        outlook,
        due=day,
        at=talk.start,
        why=f"talk on {day}{hour}{along}{f' ({where})' if where else ''}",
        command=make_command("show", _name_of(talk, outlook)),
    )


def _name_of(talk: Talk, outlook: Outlook) -> str:
    return handle_of(outlook.index, talk.interview or talk.contact)


def _find_confirm(talk: Talk, outlook: Outlook) -> Iterator[Action]:
    """R6: paid by `status: confirmed`, or by a line of mine since the day it fell due."""
    contact, day = talk.contact, talk.day or outlook.today
    due = confirm_due(day, outlook.pack_of(contact), outlook.days_off(contact))
    if due is None or (talk.interview is not None and talk.interview.status == "confirmed"):
        return
    agreed = talk.meeting.agreed if talk.meeting else None
    if any(_confirms(event, agreed) and event.date >= due for event in contact.events):
        return
    yield make_action(
        ActionKind.CONFIRM,
        contact,
        outlook,
        due=due,
        rule="R6",
        why=f"talk on {day}: confirm it the business day before (R6)",
        command=command_for(contact, outlook, "letter", "confirm"),
    )


def _confirms(event: Event, agreed: Event | None) -> bool:
    """A talk agreed on at the last moment needs no confirming beside the agreement."""
    return event.kind in MINE and (event.kind not in AGREEING or event == agreed)


def _find_brief(talk: Talk, outlook: Outlook) -> Iterator[Action]:
    """To prepare: a talk without a note, or without a goal in it."""
    contact, day = talk.contact, talk.day or outlook.today
    due = confirm_due(day, outlook.pack_of(contact), outlook.days_off(contact)) or day
    if talk.interview is None:
        command = _new_note(talk, day, outlook)
        why = f"talk on {day}: no note with your questions yet"
    elif not talk.interview.goal:
        command = make_command("edit", _name_of(talk, outlook))
        why = f"talk on {day}: its note has no goal yet"
    else:
        return
    yield make_action(
        ActionKind.BRIEF, contact, outlook, due=due, late_after=day, why=why, command=command
    )


def _find_debrief(talk: Talk, met: Event, outlook: Outlook) -> Iterator[Action]:
    """R7: paid by `Learned` or `Debrief`, by outcomes, or by text on the `met` line."""
    noted = talk.interview
    if met.text or (noted is not None and (noted.has_debrief or noted.outcomes)):
        return
    due = debrief_due(met.date, outlook.pack_of(talk.contact))
    if due is None or not _is_current(met, talk.contact, outlook):
        return
    yield make_action(
        ActionKind.DEBRIEF,
        talk.contact,
        outlook,
        due=due,
        rule="R7",
        why=f"met on {met.date}: write what you learned under Learned or Debrief (R7)",
        command=make_command("edit", _name_of(talk, outlook))
        if noted is not None
        else f"{_new_note(talk, met.date, outlook)} --edit",
    )


def _new_note(talk: Talk, day: date, outlook: Outlook) -> str:
    """The command that makes a talk's note; under another day it would be another talk's."""
    at = talk.start if talk.start is not None and talk.start.date() == day else None
    start = at.isoformat(timespec="minutes") if at else day.isoformat()
    name = handle_of(outlook.index, talk.contact)
    return make_command("new", "interview", name, "--start", start)


def _is_current(met: Event, contact: Contact, outlook: Outlook) -> bool:
    """True for a talk of the thread under way; clocks count inside it, older talks are history."""
    thread = outlook.standing(contact).thread
    return thread is not None and any(event.line == met.line for event in thread.events)


def _find_thanks(contact: Contact, outlook: Outlook) -> Iterator[Action]:
    """R8: late after its limit, and never let off."""
    standing, pack = outlook.standing(contact), outlook.pack_of(contact)
    due = thanks_due(standing, pack)
    if due is None:
        return
    days = pack.number("R8")
    yield make_action(
        ActionKind.THANK,
        contact,
        outlook,
        due=due,
        late_after=thanks_late(standing, pack),
        rule="R8",
        why=f"met, and not thanked yet: due {days} day{'s' if days != 1 else ''} after (R8)",
        command=command_for(contact, outlook, "letter", "thanks"),
    )
