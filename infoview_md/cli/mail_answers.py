"""Answers: what a mail says is the person's choice, and becomes one line of a contact's log."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from infoview_md.cli.app import App
from infoview_md.cli.ask import ask, choose, confirm
from infoview_md.cli.changes import change
from infoview_md.cli.log_lines import log_edit
from infoview_md.cli.output import tell
from infoview_md.cli.today import put_stage
from infoview_md.errors import InfoviewError

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from infoview_md.core.event import Event, EventKind
    from infoview_md.core.links import Link
    from infoview_md.mail.replies import Proposal

ANSWERS = ("skip", "yes", "no", "later", "refer", "keep")
"""What can be said of a mail. `keep` notes that it came and answers nothing; `skip` asks again."""

NOTED = "a mail, with no answer in it"


def ask_about(app: App, proposal: Proposal, *, dry_run: bool = False) -> None:
    """Ask what a mail says, and log it; nothing is logged for `skip`, the default."""
    from infoview_md.core.event import EventKind

    word = choose(app, "What does it say?", *ANSWERS)
    if word == "skip":
        return
    if word == "keep":
        _log(app, proposal, _event(app, proposal, EventKind.NOTE, text=NOTED), dry_run)
        return
    event = replace(_event(app, proposal, EventKind.REPLY), qualifier=word)
    if word == "later":
        event = replace(event, until=_ask_day(app))
    elif word == "refer":
        event = _referring(app, event)
    _log(app, proposal, event, dry_run)


def log_bounce(app: App, proposal: Proposal, *, yes: bool = False, dry_run: bool = False) -> None:
    """Log that an address does not work; asked about first, unless `yes`."""
    from infoview_md.core.event import EventKind

    if yes or (app.may_ask and confirm(app, f"Mark {proposal.address} as one that fails?")):
        _log(app, proposal, _event(app, proposal, EventKind.BOUNCE, proposal.address), dry_run)


def _event(app: App, proposal: Proposal, kind: EventKind, text: str = "") -> Event:
    """What happened, by mail, when the mail came."""
    from infoview_md.core.event import Event
    from infoview_md.mail.replies import day_of

    day, moment = day_of(proposal, app.today), proposal.moment
    time = moment.time().replace(second=0, microsecond=0) if moment else None
    is_then = moment is not None and moment.date() == day
    return Event(kind, day, 0, time=time if is_then else None, channel="email", text=text)


def _log(app: App, proposal: Proposal, event: Event, dry_run: bool) -> None:
    from infoview_md.core.log import format_event

    change(
        app,
        lambda: [log_edit(app, proposal.contact, [event])],
        dry_run=dry_run,
        first=format_event(event),
    )
    if not dry_run:
        put_stage(app, proposal.contact)


# -- questions -----------------------------------------------------------------------------------


def _ask_day(app: App) -> date | None:
    from infoview_md.core.dayname import read_day

    while True:
        typed = ask(app, "Until when? A date, `may`, `next week`; empty if they do not say", None)
        day = read_day(typed, app.today) if typed else None
        if not typed or (day is not None and day > app.today):
            return day
        tell(f"“{typed}” names no day to come; write it like {app.today.year + 1}-01-31")


def _referring(app: App, event: Event) -> Event:
    """The answer with whom they name: a link where there is a note, else the bare name."""
    from infoview_md.core.model import Kind

    typed = ask(app, "Whom do they name? Empty to leave it out", None)
    if not typed:
        return event
    try:
        path = app.index.get(typed, Kind.CONTACT).path
    except InfoviewError:
        tell(f"there is no note on {typed} yet: infoview new contact makes one")
        return replace(event, text=f"names {typed}")
    return replace(event, links=_links(app, path))


def _links(app: App, path: PurePosixPath) -> tuple[Link, ...]:
    from infoview_md.core.links import format_link, parse_link

    link = parse_link(format_link(path, app.index.table))
    return (link,) if link else ()
