"""letter --sent: a letter that left is frozen, and its log line written, in one go."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from infoview_md.cli.changes import change
from infoview_md.cli.letter_approve import is_edited_since, reason_of
from infoview_md.cli.letter_doubles import refuse_double
from infoview_md.cli.letter_drafts import note_edit
from infoview_md.cli.letter_logged import find_logged
from infoview_md.cli.letter_show import refuse_faults, tell_faults
from infoview_md.cli.log import with_time
from infoview_md.cli.log_lines import log_edit
from infoview_md.cli.output import tell
from infoview_md.cli.today import put_stage, tell_next

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from infoview_md.cli.app import App
    from infoview_md.cli.letter_desk import Desk
    from infoview_md.core.edit import Edit
    from infoview_md.core.event import Event


def record_sent(app: App, desk: Desk, anyway: str | None, dry_run: bool) -> None:
    """Freeze a letter the person has sent, and log it; Refused for one with faults."""
    if not anyway and find_logged(app, desk) is None:
        refuse_double(app, desk)
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
