"""What the log says already: of a letter that was logged by hand."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from infoview_md.cli.app import App
    from infoview_md.cli.letter_desk import Desk
    from infoview_md.core.event import Event
    from infoview_md.core.letter_kind import LetterKind
    from infoview_md.core.model import Letter

MADE_ON = re.compile(r"\d{4}-\d{2}-\d{2}(?= )")


def find_logged(app: App, desk: Desk) -> Event | None:
    """The line that says already that the draft left, written by hand; None without one.

    It says the same event, about the same people, since the day the draft was made; it links no
    letter, and is not what another letter of that day was logged with. A sign of life (`touch`)
    may be anything, and counts only if it is of today.
    """
    if desk.written is None:
        return None
    since = _first_day(app, desk.written)
    taken = {_day(one.sent) for one in app.index.letters_to(desk.contact) if _says_same(one, desk)}
    lines = [
        event
        for event in app.outlook.standing(desk.contact).events
        if since <= event.date <= app.today
        and event.date not in taken
        and says_so(app, event, desk)
    ]
    return lines[-1] if lines else None


def _first_day(app: App, letter: Letter) -> date:
    """The day a draft was made, as its name says; today where it does not, or for a `touch`."""
    from infoview_md.core.event import EventKind

    made = MADE_ON.match(letter.stem)
    is_any = letter.letter_kind.event is EventKind.TOUCH
    return date.fromisoformat(made[0]) if made and not is_any else app.today


def _says_same(letter: Letter, desk: Desk) -> bool:
    """Whether another letter that left is one that the log says the same of."""
    return letter.sent is not None and letter.letter_kind.event is _kind_of(desk).event


def _kind_of(desk: Desk) -> LetterKind:
    from infoview_md.core.letter_kind import find_letter_kind

    return find_letter_kind(desk.draft.kind, desk.draft.template)


def letters_of(app: App, event: Event) -> set[PurePosixPath | None]:
    """The letters that a log line links."""
    return {app.index.resolve(link) for link in event.links} & app.index.letters.keys()


def says_so(app: App, event: Event, desk: Desk) -> bool:
    """Whether a line says that a letter like this one left, and links no letter."""
    kind = _kind_of(desk)
    if event.kind is not kind.event or event.qualifier != kind.qualifier:
        return False
    linked = {app.index.resolve(link) for link in event.links}
    people = linked & app.index.contacts.keys()
    is_about_others = bool(people) and not people & {person.path for person in desk.about}
    return not (is_about_others or linked & app.index.letters.keys())


def _day(moment: datetime | date | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment
