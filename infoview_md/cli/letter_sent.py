"""letter --sent: a letter that left is frozen, and its log line written, in one go."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from itertools import chain
from typing import TYPE_CHECKING

from infoview_md.cli.changes import change
from infoview_md.cli.letter_approve import is_edited_since, reason_of
from infoview_md.cli.letter_drafts import note_edit
from infoview_md.cli.letter_notes import is_of_word
from infoview_md.cli.letter_show import refuse_faults, tell_faults
from infoview_md.cli.log import with_time
from infoview_md.cli.log_lines import log_edit
from infoview_md.cli.output import tell
from infoview_md.cli.today import put_stage, tell_next
from infoview_md.errors import Refused

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from infoview_md.cli.app import App
    from infoview_md.cli.letter_desk import Desk
    from infoview_md.core.edit import Edit
    from infoview_md.core.event import Event
    from infoview_md.core.model import Contact

MADE_ON = re.compile(r"\d{4}-\d{2}-\d{2}(?= )")


def record_sent(app: App, desk: Desk, anyway: str | None, dry_run: bool) -> None:
    """Freeze a letter the person has sent, and log it; Refused for one with faults."""
    if not anyway and find_logged(app, desk) is None:
        refuse_again(app, desk.contact, desk.word)
    if is_edited_since(desk):
        tell("it was edited after you approved it; what is kept is what it says now")
    tell_faults(desk)
    reason = reason_of(desk, anyway)
    refuse_faults(desk, reason)
    freeze(app, desk, reason, dry_run)


def freeze(
    app: App,
    desk: Desk,
    reason: str,
    dry_run: bool = False,
    *,
    note: PurePosixPath | None = None,
    left_at: datetime | None = None,
) -> None:
    """Write that the letter has left: into its note, and into the log where no line says it yet.

    `reason` is why it left in spite of its faults. With `note`, the letter is that one: where
    another run has frozen it meanwhile there is nothing left to write. `left_at` is when it left,
    on the owner's clock, where that is not now.
    """
    logged = find_logged(app, desk)
    if logged is not None:
        tell(f"{desk.contact.path}:{logged.line} says already that it left; no second line")

    def plan() -> list[Edit]:
        is_done = note is not None and _is_frozen(app, note)
        return [] if is_done else sent_edits(app, desk, reason, left_at)

    change(app, plan, dry_run=dry_run)
    if not dry_run:
        put_stage(app, desk.contact.path)
        tell_next(app, desk.contact.path)


def _is_frozen(app: App, note: PurePosixPath) -> bool:
    return note in app.index.letters and app.index.letters[note].sent is not None


def sent_edits(app: App, desk: Desk, reason: str, left_at: datetime | None = None) -> list[Edit]:
    """What is written when a letter has left; all edits are applied together."""
    from infoview_md.core.letter_kind import make_sent_event
    from infoview_md.core.links import format_link, parse_link

    draft = desk.draft
    logged = find_logged(app, desk)
    if logged is not None:
        return [note_edit(app, desk, {"sent": _moment_of(logged), "channel": draft.channel})]
    edit = note_edit(app, desk, {"sent": _moment(app, left_at), "channel": draft.channel})
    table = app.index.table
    about = [parse_link(format_link(person.path, table)) for person in desk.about]
    event = make_sent_event(
        draft.kind,
        draft.template,
        left_at.date() if left_at else app.today,
        channel=draft.channel,
        about=[link for link in about if link],
        letter=parse_link(format_link(edit.path, table)),
        text=f"sent anyway: {reason}" if reason else "",
    )
    hour = left_at.time().replace(second=0, microsecond=0) if left_at else None
    timed = replace(event, time=hour) if hour else with_time(app, event)
    return [edit, log_edit(app, desk.contact.path, [timed])]


def _moment(app: App, left_at: datetime | None) -> str:
    if left_at is not None:
        return left_at.isoformat()
    return app.now.isoformat() if app.is_real_day else app.today.isoformat()


def _moment_of(event: Event) -> str:
    if event.time is None:
        return event.date.isoformat()
    return datetime.combine(event.date, event.time).isoformat()


def find_logged(app: App, desk: Desk) -> Event | None:
    """The line that says already that the draft left, written by hand; None without one.

    It says the same event, since the day the draft was made, links no letter, and is not what
    another letter of that day was logged with.
    """
    if desk.written is None:
        return None
    index = app.index
    made = MADE_ON.match(desk.written.stem)
    since = date.fromisoformat(made[0]) if made else app.today
    taken = {_day(letter.sent) for letter in index.letters_to(desk.contact) if letter.sent}
    lines = [
        event
        for event in app.outlook.standing(desk.contact).events
        if _says_so(event, desk)
        and since <= event.date <= app.today
        and event.date not in taken
        and not _letters_of(app, event)
    ]
    return lines[-1] if lines else None


def _letters_of(app: App, event: Event) -> set[PurePosixPath | None]:
    """The letters that a log line links."""
    return {app.index.resolve(link) for link in event.links} & app.index.letters.keys()


def _says_so(event: Event, desk: Desk) -> bool:
    from infoview_md.core.letter_kind import find_letter_kind

    kind = find_letter_kind(desk.draft.kind, desk.draft.template)
    return event.kind is kind.event and event.qualifier == kind.qualifier


def _day(moment: datetime | date) -> date:
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
