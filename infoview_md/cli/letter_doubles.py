"""Doubles: a letter that would leave a second time, by the same words, or for the same cause."""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from infoview_md.cli.letter_logged import find_logged, find_other, letters_of, says_so
from infoview_md.cli.letter_notes import is_first, is_of_word, people_of
from infoview_md.core.workdays import as_day
from infoview_md.errors import Refused

if TYPE_CHECKING:
    from infoview_md.cli.app import App
    from infoview_md.cli.letter_desk import Desk
    from infoview_md.core.model import Contact, Letter


def refuse_unnamed(app: App, contact: Contact) -> None:
    """Refused where a letter left today already, so that the stage would choose another.

    The same command given twice must not log, or send, a letter that nobody wrote.
    """
    from infoview_md.core.event import EventKind

    chosen = {EventKind.REQUEST, EventKind.NUDGE, EventKind.THANKS}
    logged = (
        f"{contact.path}:{event.line}"
        for event in app.outlook.standing(contact).events
        if event.date == app.today and event.kind in chosen and not letters_of(app, event)
    )
    letters = (
        str(letter.path)
        for letter in app.index.letters_to(contact)
        if letter.sent and as_day(letter.sent) == app.today
    )
    if found := next(chain(letters, logged), None):
        raise Refused(
            f"{found}: the letter to {contact.name} left today already; for one more, name its kind"
        )


def refuse_double(app: App, desk: Desk, more: str = 'say why with --anyway "REASON"') -> None:
    """Refused where a letter like this one has left already; `more` is how to have one more."""
    if found := find_double(app, desk):
        raise Refused(
            f"{found}: a letter like this {desk.word} to {desk.contact.name} left already; "
            f"for one more, {more}"
        )


def refuse_unwritten(app: App, desk: Desk) -> None:
    """Refused for a letter that nobody wrote, where one like it has left already.

    Not even with --anyway, which may be there for the faults of the first.
    """
    from infoview_md.cli.letter_show import command

    if desk.written is None:
        refuse_double(app, desk, f"write it first: {command(desk, '--write')}")


def refuse_logged(app: App, desk: Desk) -> None:
    """Refused where the log says that the draft left already, or other words in its place."""
    from infoview_md.cli.letter_show import command

    refuse_other(app, desk)
    if (logged := find_logged(app, desk.contact, desk.written, desk.about)) is not None:
        raise Refused(
            f"{desk.contact.path}:{logged.line} says already that it left; record that with "
            f'{command(desk, "--sent")}, or say with --anyway "REASON" why it is to leave now'
        )


def refuse_other(app: App, desk: Desk) -> None:
    """Refused where the log says that the letter left, and the journal that it said otherwise."""
    if (line := find_other(app, desk.contact, desk.written, desk.about)) is not None:
        raise Refused(
            f"{desk.contact.path}:{line.line} says that the {desk.word} left, and what left said "
            'something else; delete this draft, or send it with --anyway "REASON"'
        )


def find_double(app: App, desk: Desk) -> str | None:
    """The note, or log line, of a letter like this one that has left; None without one.

    It has the same words, whenever it left; or it is of the same kind, about the same people, and
    left today, in the live thread that a request would open again, or after the talk that is
    thanked for. First letters are all of one kind, whomever they tell of, a `hand-over` too.
    What left before their last `bounce` has not arrived, and does not count.
    """
    from infoview_md.core.event import EventKind
    from infoview_md.core.letter_kind import find_letter_kind

    kind = find_letter_kind(desk.draft.kind, desk.draft.template)
    people = {person.path for person in desk.about}
    events = app.outlook.standing(desk.contact).events
    last = max((n for n, one in enumerate(events) if one.kind is EventKind.BOUNCE), default=-1)
    lost = set[object]().union(*(letters_of(app, event) for event in events[: last + 1]))
    asks = is_first(desk.draft)
    since = _begin(app, desk, asks)
    letters = (
        str(letter.path)
        for letter in app.index.letters_to(desk.contact)
        if letter.sent is not None
        and letter.path not in lost
        and _is_like(app, letter, desk, since)
    )
    lines = (
        f"{desk.contact.path}:{event.line}"
        for event in events[last + 1 :]
        if event.date >= since
        and (says_so(app, event, kind, people) or (asks and event.kind is EventKind.REQUEST))
    )
    return next(chain(letters, lines), None)


def _begin(app: App, desk: Desk, asks: bool) -> date:
    """The day from which on a second letter of the kind is one too many."""
    from infoview_md.core.event import EventKind
    from infoview_md.core.stage import LIVE

    standing = app.outlook.standing(desk.contact)
    begin = app.today
    if asks and standing.stage in LIVE and standing.thread:
        begin = standing.thread.began
    if desk.word == "thanks":
        begin = max((e.date for e in standing.events if e.kind is EventKind.MET), default=begin)
    return min(begin, app.today)


def _is_like(app: App, letter: Letter, desk: Desk, since: date) -> bool:
    from infoview_md.letters.approval import make_seal

    draft = desk.draft
    if make_seal("", letter.subject, letter.body) == make_seal("", draft.subject, draft.body):
        return True
    is_late = letter.sent is not None and as_day(letter.sent) >= since
    others = {person.path for person in people_of(app, letter)}
    is_same = is_of_word(letter, desk.word) and others == {person.path for person in desk.about}
    return is_late and (is_same or (is_first(draft) and is_first(letter)))
