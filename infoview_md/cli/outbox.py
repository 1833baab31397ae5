"""infoview outbox: letters of which nobody knows whether they left, and what to do about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from infoview_md.cli.app import App, Command, pass_app, shared_options
from infoview_md.cli.changes import change, settle
from infoview_md.cli.letter_approve import approved_reason
from infoview_md.cli.letter_notes import people_of
from infoview_md.cli.letter_sent import Departure, departure_edits, format_leaving
from infoview_md.cli.options import example, format_options
from infoview_md.cli.outbox_items import (
    OutboxItem,
    State,
    find_items,
    find_sent_kind,
    get_item,
    is_logged,
    read_moment,
    settle_as,
)
from infoview_md.cli.output import put, put_rows, tell
from infoview_md.core.sending import Step
from infoview_md.errors import ProblemsFound, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from infoview_md.core.edit import Edit
    from infoview_md.core.fields import FieldValue
    from infoview_md.core.model import Letter

EMAIL = "email"
TITLES = {"state": "State", "letter": "Letter", "to": "To", "at": "At", "advice": "What to do"}


@click.group(
    "outbox",
    invoke_without_command=True,
    params=shared_options(),
    epilog=example("infoview outbox", "infoview outbox --json"),
)
@format_options
@click.pass_context
def outbox_command(ctx: click.Context, format: str | None, fields: str, zero: bool) -> None:
    """List the letters whose sending needs a look, and what to do about each.

    Those that broke off at the last moment, of which nobody knows whether they left; those that
    left, though their notes do not say so; those that left twice, from two copies of the vault;
    those that did not leave. The exit code is 1 where there are any but the last.
    """
    from infoview_md.vault.recovery import is_recovery_due

    if ctx.invoked_subcommand is not None:
        return
    app = ctx.ensure_object(App)
    items = find_items(app)
    if is_recovery_due(app.vault.state):
        tell("a command was broken off halfway: infoview doctor --repair, then look again")
    if not items and format is None:
        tell("no letter needs a look")
    put_rows([item.as_row() for item in items], TITLES, format, fields, zero)
    if any(item.state is not State.FAILED for item in items):
        raise SystemExit(ProblemsFound.exit_code)


@outbox_command.command(
    "settle",
    cls=Command,
    epilog=example(
        'infoview outbox settle "Ingrid Solheim" --sent',
        'infoview outbox settle "2026-11-03 Ingrid Solheim request" --not-sent',
    ),
)
@click.argument("name")
@click.option("--sent", is_flag=True, help="It left: its note and the log will say so.")
@click.option("--not-sent", is_flag=True, help="It did not leave, and may be sent again.")
@click.option("--dry-run", is_flag=True, help="Show the change, write nothing.")
@pass_app
def settle_command(app: App, name: str, sent: bool, not_sent: bool, dry_run: bool) -> None:
    """Say what became of a letter of the outbox.

    NAME is its note, whom it is for, or its Message-ID. Look into the Sent folder of your mail
    provider first, or ask: what you say is believed.
    """
    from infoview_md.vault.journal import hold_sending

    if sent == not_sent:
        raise UsageError("say what became of it: --sent or --not-sent")
    if not dry_run:
        settle(app)
    with hold_sending(app.vault.state):
        item = get_item(app, name)
        _refuse_odd_word(item, not_sent)
        step = Step.SENT if sent else Step.FAILED
        moment = app.moment

        def plan() -> list[Edit]:
            edit = settle_as(app, item.sending, step)
            return [edit, *(_sent_edits(app, item, moment) if sent else [])]

        change(app, plan, dry_run=dry_run)
    if not dry_run:
        put(_format_settled(item, sent))


def _format_settled(item: OutboxItem, sent: bool) -> str:
    if not sent:
        return f"{item.name} may be sent again"
    if item.is_same or item.letter is None:
        return f"{item.name} is recorded as sent"
    # Without a kind the log cannot say what left; the journal does.
    where = " in the log" if item.sending.kind and item.contact else ""
    return f"what left is recorded{where}; {item.letter.path} says something else and has not left"


def _refuse_odd_word(item: OutboxItem, not_sent: bool) -> None:
    if not_sent and item.state is not State.UNKNOWN:
        told = item.sending.first
        said = f" ({told.said})" if told and told.said else ""
        raise UsageError(f"the server took {item.name}{said}; it left, so only --sent is true")


def _sent_edits(app: App, item: OutboxItem, moment: datetime) -> list[Edit]:
    """The note, frozen, and its line in the log, of the time at which it left.

    A note that says something else than what left loses its Message-ID, and is another letter.
    """
    letter = app.index.letters.get(item.letter.path) if item.letter else None
    if letter is not None and letter.sent is not None:
        return []
    told = item.sending.first
    left = (read_moment(told.at) if told else None) or moment
    left_at = app.to_owner(left) if app.is_real_day else None
    if letter is not None and item.is_same:
        return _freeze(app, letter, item, left_at)
    return [*_set_free(app, letter), *_log(app, item, left_at)]


def _set_free(app: App, letter: Letter | None) -> list[Edit]:
    from infoview_md.core.surgery import unset_fields

    if letter is None or not letter.message_id:
        return []
    return [unset_fields(app.index.readings[letter.path].note, "message_id")]


def _freeze(app: App, letter: Letter, item: OutboxItem, left_at: datetime | None) -> list[Edit]:
    from infoview_md.core.surgery import set_fields

    note = app.index.readings[letter.path].note

    more = {} if letter.message_id else {"message_id": item.sending.message_id}

    def freeze(fields: Mapping[str, FieldValue]) -> Edit:
        return set_fields(note, {**fields, **more})

    contact = app.index.contacts.get(app.index.resolve(letter.to) or letter.path)
    if contact is None:
        return [freeze({"sent": format_leaving(app, left_at), "channel": EMAIL})]
    departure = Departure(
        contact=contact,
        letter=letter,
        kind=letter.kind,
        template=letter.template,
        channel=EMAIL,
        about=people_of(app, letter),
        reason=approved_reason(letter),
        left_at=left_at,
    )
    return departure_edits(app, departure, freeze)


def _log(app: App, item: OutboxItem, left_at: datetime | None) -> list[Edit]:
    """The log line of a letter without a note; none where it stands, or the kind is unknown."""
    contact = item.contact
    if not item.sending.kind or contact is None or is_logged(app, item.sending, contact):
        return []
    said = find_sent_kind(item.sending)
    departure = Departure(
        contact=contact, kind=said.kind, template=said.word, channel=EMAIL, left_at=left_at
    )
    return departure_edits(app, departure, None)
