"""What the log says already: of a letter that was logged by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from infoview_md.cli.app import App
    from infoview_md.core.event import Event
    from infoview_md.core.letter_kind import LetterKind
    from infoview_md.core.model import Contact, Letter

MADE_ON = re.compile(r"\d{4}-\d{2}-\d{2}(?= )")


def find_logged(
    app: App, contact: Contact, letter: Letter | None, about: Sequence[Contact]
) -> Event | None:
    """The line that says already that a draft left, written by hand; None without one.

    It says the same event, about the same people, since the day the draft was made; it links no
    letter, and is not what another letter of that day was logged with. A sign of life (`touch`)
    may be anything, and counts only if it is of today. One that the journal knows to be of other
    words does not count; see `find_other`.
    """
    lines = _find_lines(app, contact, letter, about)
    return next((line for line in lines if letter and not _is_other(app, line, letter)), None)


def find_other(
    app: App, contact: Contact, letter: Letter | None, about: Sequence[Contact]
) -> Event | None:
    """The line that says that a draft left, but with other words, as the journal knows."""
    lines = _find_lines(app, contact, letter, about)
    return next((line for line in lines if letter and _is_other(app, line, letter)), None)


def _find_lines(
    app: App, contact: Contact, letter: Letter | None, about: Sequence[Contact]
) -> list[Event]:
    """The lines without a letter that a draft may have left with, the last one first."""
    if letter is None:
        return []
    kind, people = letter.letter_kind, {person.path for person in about}
    since = _first_day(app, letter)
    taken = {
        _day(one.sent)
        for one in app.index.letters_to(contact)
        if one.sent is not None and one.letter_kind.event is kind.event
    }
    lines = [
        event
        for event in app.outlook.standing(contact).events
        if since <= event.date <= app.today
        and event.date not in taken
        and says_so(app, event, kind, people)
    ]
    return lines[::-1]


def _is_other(app: App, line: Event, letter: Letter) -> bool:
    """Whether the line is of what was sent from here, its note gone, and the draft says else."""
    from infoview_md.cli.outbox_items import find_recipient, is_of_line, says_same
    from infoview_md.vault.journal import read_journal

    known = {one.message_id for one in app.index.letters.values()}
    sent = [
        one
        for one in read_journal(app.vault.root)
        if one.seal and one.message_id not in known and is_of_line(app, one, line)
    ]
    to = app.index.resolve(letter.to)
    own = [one for one in sent if (who := find_recipient(app, one, None)) and who.path == to]
    return bool(own) and not any(says_same(app, one, letter) for one in own)


def _first_day(app: App, letter: Letter) -> date:
    """The day a draft was made, as its name says; today where it does not, or for a `touch`."""
    from infoview_md.core.event import EventKind

    made = MADE_ON.match(letter.stem)
    is_any = letter.letter_kind.event is EventKind.TOUCH
    return date.fromisoformat(made[0]) if made and not is_any else app.today


def letters_of(app: App, event: Event) -> set[PurePosixPath | None]:
    """The letters that a log line links."""
    return {app.index.resolve(link) for link in event.links} & app.index.letters.keys()


def says_so(app: App, event: Event, kind: LetterKind, about: Set[PurePosixPath]) -> bool:
    """Whether a line says that a letter like this one left, and links no letter."""
    if event.kind is not kind.event or event.qualifier != kind.qualifier:
        return False
    linked = {app.index.resolve(link) for link in event.links}
    people = linked & app.index.contacts.keys()
    is_about_others = bool(people) and not people & about
    return not (is_about_others or linked & app.index.letters.keys())


def _day(moment: datetime | date | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment
