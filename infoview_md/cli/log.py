"""infoview log: what happened, as one line in a contact's log."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import click

from infoview_md.cli.app import App, Command, pass_app
from infoview_md.cli.changes import change
from infoview_md.cli.log_lines import log_edit
from infoview_md.cli.options import example, name_argument, refuse_split_name
from infoview_md.cli.today import put_stage, tell_next
from infoview_md.errors import UsageError

if TYPE_CHECKING:
    from infoview_md.core.event import Event
    from infoview_md.core.model import Contact
    from infoview_md.core.phrases import Asked


def _complete_event(ctx: click.Context, param: click.Parameter, typed: str) -> list[str]:
    from infoview_md.core.event import EventKind

    return [str(kind) for kind in EventKind if kind.startswith(typed)]


@click.command(
    "log",
    cls=Command,
    epilog=example(
        "infoview log ingrid reply yes: free after the 16th",
        'infoview log ingrid "replied yes, free after the 16th"',
        'infoview log ingrid "met for 25 minutes over video"',
        "infoview log ingrid scheduled for 2026-11-30 15:00",
        "infoview log ingrid reply later until May --date friday",
    ),
)
@name_argument("contact")
@click.argument(
    "words", nargs=-1, required=True, metavar="EVENT|PHRASE", shell_complete=_complete_event
)
@click.option(
    "--date",
    "on",
    metavar="DATE",
    help="When it happened, if not today: a date, `yesterday`, `fri`, `3 days ago`.",
)
@click.option("--dry-run", is_flag=True, help="Show the change, write nothing.")
@pass_app
def log_command(app: App, name: str, words: tuple[str, ...], on: str | None, dry_run: bool) -> None:
    """Add one line to the log of the contact NAME.

    Takes an event (request, nudge, reply yes|no|later|refer, scheduled, met, thanks, …) or a plain
    phrase, and shows the line it writes. Days may be named in words: “mailed her yesterday”,
    “replied later until May”.
    """
    from infoview_md.core.log import format_event
    from infoview_md.core.model import Contact, Kind
    from infoview_md.core.phrases import parse_phrase

    contact = app.index.get(name, Kind.CONTACT)
    if not isinstance(contact, Contact):
        raise UsageError(f"{contact.path} is no contact")
    day = _read_day(app, on)
    # What was pasted with line breaks becomes one line, as a log has it.
    phrase = " ".join(" ".join(words).split())
    event = parse_phrase(phrase, day, asked_before(app, contact))
    if event is None:
        refuse_split_name(app, name, phrase, "log")
        raise UsageError(_not_understood(phrase))
    change(
        app,
        lambda: [log_edit(app, contact.path, [event])],
        dry_run=dry_run,
        first=format_event(event),
    )
    if not dry_run:
        put_stage(app, contact.path)
        tell_next(app, contact.path)


def _read_day(app: App, on: str | None) -> date:
    """The day that `--date` names; a usage error for none, and for one that is still to come."""
    from infoview_md.core.dayname import read_past_day

    if not on:
        return app.today
    day = read_past_day(on, app.today) or _read_date(on)
    if day > app.today:
        raise UsageError(
            f"--date: {day} is still to come, and a log says what happened; of a talk to come say "
            f"`scheduled for {day}`"
        )
    return day


def _read_date(written: str) -> date:
    from infoview_md.core.values import DATE, Misread, read_date

    try:
        return read_date(written)
    except Misread as fault:
        more = "" if DATE.fullmatch(written) else ", yesterday, friday or 3 days ago"
        raise UsageError(f"--date: {fault}{more}") from None


def _not_understood(words: str) -> str:
    from infoview_md.core.event import EventKind
    from infoview_md.core.values import did_you_mean

    first = words.split(maxsplit=1)[0].strip(":,;.") if words.split() else ""
    return (
        f"“{words}” cannot be told apart as an event; begin with one of "
        f"{', '.join(EventKind)} (note: keeps any text)"
        f"{did_you_mean(first, list(EventKind))}"
    )


def asked_before(app: App, contact: Contact) -> Asked:
    """What was asked of a contact, which decides what “wrote” means."""
    from infoview_md.core.phrases import Asked
    from infoview_md.core.stage import Stage

    stage = app.outlook.standing(contact).stage
    if stage in (Stage.IDENTIFIED, Stage.READY):
        return Asked.NOTHING
    return Asked.WAITING if stage is Stage.REQUESTED else Asked.ANSWERED


def with_time(app: App, event: Event) -> Event:
    """The event with the hour on the owner's clock, where today is really today."""
    if not app.is_real_day:
        return event
    return replace(event, time=app.now.time().replace(second=0, microsecond=0))
