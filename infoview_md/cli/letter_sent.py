"""letter --sent: a letter that left is frozen, and its log line written, in one go."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from infoview_md.cli.changes import change
from infoview_md.cli.letter_approve import is_edited_since, reason_of
from infoview_md.cli.letter_doubles import refuse_double, refuse_other
from infoview_md.cli.letter_drafts import note_edit
from infoview_md.cli.letter_left import ask_journal, leaving_of
from infoview_md.cli.letter_logged import find_logged
from infoview_md.cli.letter_show import refuse_faults, tell_faults
from infoview_md.cli.log import with_time
from infoview_md.cli.log_lines import log_edit
from infoview_md.cli.outbox_items import read_moment, settle_as
from infoview_md.cli.output import tell
from infoview_md.cli.today import put_stage, tell_next
from infoview_md.core.sending import Fate, Step

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from infoview_md.cli.app import App
    from infoview_md.cli.letter_desk import Desk
    from infoview_md.cli.outbox_items import OutboxItem
    from infoview_md.core.edit import Edit
    from infoview_md.core.event import Event
    from infoview_md.core.fields import FieldValue
    from infoview_md.core.model import Contact, Letter
    from infoview_md.core.sending import Sending


def record_sent(app: App, desk: Desk, anyway: str | None, dry_run: bool) -> None:
    """Freeze a letter the person has sent, and log it; Refused for one with faults."""
    tell_faults(desk)
    if not anyway:
        refuse_other(app, desk)
        if _find_logged(app, desk) is None:
            refuse_double(app, desk)
    left = ask_journal(app, leaving_of(desk), is_word=True)
    if left is not None:
        freeze_left(app, desk, left, reason_of(desk, anyway), dry_run)
        return
    if is_edited_since(desk):
        tell("it was edited after you approved it; what is kept is what it says now")
    reason = reason_of(desk, anyway)
    refuse_faults(desk, reason)
    freeze(app, desk, reason, dry_run)


def freeze_left(
    app: App,
    desk: Desk,
    item: OutboxItem,
    reason: str,
    dry_run: bool = False,
    *,
    note: PurePosixPath | None = None,
) -> None:
    """Freeze and log a letter that another run has sent, with the time at which it left.

    With `note`, which that run may have frozen meanwhile, the letter is that one.
    """
    told = item.sending.first
    at = f" at {told.at}" if told and told.at else ""
    tell(f"the {desk.word} to {desk.contact.name} left{at} already; that is recorded now")
    moment = read_moment(told.at) if told and app.is_real_day else None
    note = note or (desk.written.path if desk.written else None)
    left_at = app.to_owner(moment) if moment else None
    freeze(app, desk, reason, dry_run, note=note, left_at=left_at, known=item.sending)


def _find_logged(app: App, desk: Desk) -> Event | None:
    return find_logged(app, desk.contact, desk.written, desk.about)


def freeze(
    app: App,
    desk: Desk,
    reason: str,
    dry_run: bool = False,
    *,
    note: PurePosixPath | None = None,
    left_at: datetime | None = None,
    known: Sending | None = None,
    by_door: bool = False,
) -> None:
    """Write that the letter has left: into its note, and into the log where no line says it yet.

    `reason` is why it left in spite of its faults. With `note`, the letter is that one: where
    another run has frozen it meanwhile there is nothing left to write. `left_at` is when it left,
    on the owner's clock, where that is not now; `known` is what the journal says of it: its
    Message-ID, which the note may have lost, and whether that it left is news to the journal, too.
    Where it has just left `by_door`, no line written before can mean it.
    """
    logged = None if by_door else _find_logged(app, desk)
    if logged is not None:
        tell(f"{desk.contact.path}:{logged.line} says already that it left; no second line")

    draft = desk.draft
    departure = Departure(
        contact=desk.contact,
        letter=None if by_door else desk.written,
        kind=draft.kind,
        template=draft.template,
        channel=draft.channel,
        about=desk.about,
        reason=reason,
        left_at=left_at,
    )

    def plan() -> list[Edit]:
        is_done = note is not None and _is_frozen(app, note)
        return [] if is_done else _sent_edits(app, desk, departure, known)

    change(app, plan, dry_run=dry_run)
    if not dry_run:
        put_stage(app, desk.contact.path)
        tell_next(app, desk.contact.path)


def _is_frozen(app: App, note: PurePosixPath) -> bool:
    return note in app.index.letters and app.index.letters[note].sent is not None


def _sent_edits(app: App, desk: Desk, departure: Departure, known: Sending | None) -> list[Edit]:
    more = {"message_id": known.message_id} if known else {}
    edits = departure_edits(app, departure, lambda fields: note_edit(app, desk, {**fields, **more}))
    # Without it the letter would be unknown again once its note is gone.
    if known and known.fate is Fate.UNKNOWN:
        edits.append(settle_as(app, known, Step.SENT))
    return edits


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """A letter that has left, as its note and the log are to say it.

    `letter` is its note as it was before, None where there was none, or where no line of the log
    can mean it; `left_at` is on the owner's clock, None for now.
    """

    contact: Contact
    letter: Letter | None = None
    kind: str
    template: str
    channel: str
    about: Sequence[Contact] = ()
    reason: str = ""
    left_at: datetime | None


Freeze = Callable[[Mapping[str, "FieldValue"]], "Edit"]
"""The edit that sets fields of the letter's note."""


def departure_edits(app: App, left: Departure, freeze: Freeze | None) -> list[Edit]:
    """What is written when a letter has left; all edits are applied together.

    Where the log says it already there is no second line; without `freeze` there is no note.
    """
    from infoview_md.core.letter_kind import make_sent_event
    from infoview_md.core.links import format_link, parse_link

    logged = find_logged(app, left.contact, left.letter, left.about)
    sent = _moment_of(logged) if logged else format_leaving(app, left.left_at)
    edits = [freeze({"sent": sent, "channel": left.channel})] if freeze else []
    if logged is not None:
        return edits
    table = app.index.table
    about = [parse_link(format_link(person.path, table)) for person in left.about]
    event = make_sent_event(
        left.kind,
        left.template,
        left.left_at.date() if left.left_at else app.today,
        channel=left.channel,
        about=[link for link in about if link],
        letter=parse_link(format_link(edits[0].path, table)) if edits else None,
        text=f"sent anyway: {left.reason}" if left.reason else "",
    )
    hour = left.left_at.time().replace(second=0, microsecond=0) if left.left_at else None
    timed = replace(event, time=hour) if hour else with_time(app, event)
    return [*edits, log_edit(app, left.contact.path, [timed])]


def format_leaving(app: App, left_at: datetime | None) -> str:
    """What `sent:` says of a letter that left then, on the owner's clock, or now."""
    if left_at is not None:
        return left_at.isoformat()
    return app.now.isoformat() if app.is_real_day else app.today.isoformat()


def _moment_of(event: Event) -> str:
    if event.time is None:
        return event.date.isoformat()
    return datetime.combine(event.date, event.time).isoformat()
