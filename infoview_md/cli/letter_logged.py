"""What the log says already: of a letter that was logged by hand, or that left today."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from datetime import date, datetime
from itertools import chain
from typing import TYPE_CHECKING

from infoview_md.cli.letter_notes import is_of_word
from infoview_md.errors import Refused

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
    may be anything, and counts only if it is of today.
    """
    if letter is None:
        return None
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
        and _says_so(app, event, kind, people)
    ]
    return lines[-1] if lines else None


def _first_day(app: App, letter: Letter) -> date:
    """The day a draft was made, as its name says; today where it does not, or for a `touch`."""
    from infoview_md.core.event import EventKind

    made = MADE_ON.match(letter.stem)
    is_any = letter.letter_kind.event is EventKind.TOUCH
    return date.fromisoformat(made[0]) if made and not is_any else app.today


def _letters_of(app: App, event: Event) -> set[PurePosixPath | None]:
    """The letters that a log line links."""
    return {app.index.resolve(link) for link in event.links} & app.index.letters.keys()


def _says_so(app: App, event: Event, kind: LetterKind, about: Set[PurePosixPath]) -> bool:
    """Whether a line says that a letter like this one left, and links no letter."""
    if event.kind is not kind.event or event.qualifier != kind.qualifier:
        return False
    linked = {app.index.resolve(link) for link in event.links}
    people = linked & app.index.contacts.keys()
    is_about_others = bool(people) and not people & about
    return not (is_about_others or linked & app.index.letters.keys())


def _day(moment: datetime | date | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def refuse_again(app: App, contact: Contact, word: str, more: str = "") -> None:
    """Refused where a letter of the kind left today already; without one, any that was chosen.

    The same command given twice must not log, or send, a letter that nobody wrote. `more` is how
    to have one more all the same.
    """
    from infoview_md.core.event import EventKind
    from infoview_md.core.letter_kind import find_letter_kind

    chosen = {EventKind.REQUEST, EventKind.NUDGE, EventKind.THANKS}
    words = {find_letter_kind(word, word).event} if word else chosen
    logged = (
        f"{contact.path}:{event.line}"
        for event in app.outlook.standing(contact).events
        if event.date == app.today and event.kind in words and not _letters_of(app, event)
    )
    letters = (
        str(letter.path)
        for letter in app.index.letters_to(contact)
        if letter.sent is not None
        and _day(letter.sent) == app.today
        and (not word or is_of_word(letter, word))
    )
    if found := next(chain(letters, logged), None):
        more = more or ('say why with --anyway "REASON"' if word else "name its kind")
        raise Refused(
            f"{found}: the {word or 'letter'} to {contact.name} left today already; "
            f"for one more, {more}"
        )
