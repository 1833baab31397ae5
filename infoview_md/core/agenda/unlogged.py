"""What happened and no log line mentions: a letter that left, a talk that is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from infoview_md.core.agenda.action import Action, ActionKind
from infoview_md.core.agenda.making import command_for, make_action
from infoview_md.core.agenda.talks import Talk, find_talks
from infoview_md.core.letter_kind import make_sent_event
from infoview_md.core.links import format_link, parse_link
from infoview_md.core.logtext import format_event
from infoview_md.core.model import Contact, Letter, Record
from infoview_md.core.outlook import Outlook
from infoview_md.core.workdays import as_day


def find_unlogged(contact: Contact, outlook: Outlook) -> Iterator[Action]:
    """What is to be logged before anything else can be right."""
    for letter in outlook.index.letters_to(contact):
        if letter.sent is not None and not letter.is_broken:
            yield from _find_letter(contact, letter, outlook)
    for talk in find_talks(contact, outlook):
        yield from _find_talk(talk, outlook)


def _find_letter(contact: Contact, letter: Letter, outlook: Outlook) -> Iterator[Action]:
    """A letter counts as mentioned by a link to it, or by a line of its day that says the same."""
    sent = letter.sent
    if sent is None:
        return
    day = as_day(sent)
    said = letter.letter_kind
    for event in outlook.standing(contact).events:
        letters = {outlook.index.resolve(link) for link in event.links}
        letters &= outlook.index.letters.keys()
        is_it = event.kind is said.event and event.qualifier == said.qualifier
        says_so = is_it and event.date == day and not letters
        if says_so or letter.path in letters:
            return
    line = _format_sent(letter, day, outlook)
    yield make_action(
        ActionKind.LOG,
        contact,
        outlook,
        due=day,
        why=f"the letter “{letter.subject or letter.stem}” left on {day}; no log line mentions it",
        command=command_for(contact, outlook, "log", line, "--date", day.isoformat()),
    )


def _format_sent(letter: Letter, day: date, outlook: Outlook) -> str:
    """The log line of a letter that left, without its day."""
    event = make_sent_event(
        letter.kind,
        letter.template,
        day,
        channel=letter.channel,
        about=letter.about,
        letter=parse_link(_link_to(letter, outlook)),
    )
    return format_event(event).removeprefix(f"- {day} ")


def _find_talk(talk: Talk, outlook: Outlook) -> Iterator[Action]:
    """A talk whose day is past, of which nothing says that it was held or fell through."""
    if talk.is_called_off:
        yield _make_cancelled(talk, outlook)
    if not talk.is_ahead or talk.day is None or talk.day >= outlook.today:
        return
    line = f"met {_link_to(talk.interview, outlook)}" if talk.interview else "met"
    hour = f" {talk.start:%H:%M}" if talk.start else ""
    # What was agreed on is logged late now and then; a line dated before it would not end it.
    agreed = talk.meeting.agreed if talk.meeting else None
    day = max(talk.day, agreed.date) if agreed is not None else talk.day
    yield make_action(
        ActionKind.LOG,
        talk.contact,
        outlook,
        due=talk.day,
        at=talk.start,
        why=f"the talk of {talk.day}{hour} is over; the log does not say what became of it",
        command=command_for(talk.contact, outlook, "log", line, "--date", day.isoformat()),
    )


def _make_cancelled(talk: Talk, outlook: Outlook) -> Action:
    """The note says `status: cancelled`, and the log still waits for the talk."""
    return make_action(
        ActionKind.LOG,
        talk.contact,
        outlook,
        due=min(talk.day or outlook.today, outlook.today),
        why="the note of the talk says cancelled; the log does not",
        command=command_for(talk.contact, outlook, "log", "cancelled"),
    )


def _link_to(record: Record, outlook: Outlook) -> str:
    return format_link(record.path, outlook.index.table)
