"""infoview snooze: nothing is due to somebody before a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from infoview_md.cli.app import App, Command, pass_app
from infoview_md.cli.changes import change
from infoview_md.cli.fields import Make, dry_run_option, field_edits
from infoview_md.cli.options import example, name_argument
from infoview_md.cli.output import put, tell
from infoview_md.cli.today import tell_next
from infoview_md.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from infoview_md.core.edit import Edit
    from infoview_md.core.index import Reading

KEY = "not_before"


@click.command(
    "snooze",
    cls=Command,
    epilog=example(
        "infoview snooze ingrid 2 weeks",
        "infoview snooze ingrid friday",
        "infoview snooze ingrid 2027-01-11",
        "infoview snooze ingrid --clear",
    ),
)
@name_argument("contact")
@click.argument("until", nargs=-1, metavar="[UNTIL]")
@click.option("--clear", is_flag=True, help="Take the snooze away.")
@dry_run_option
@pass_app
def snooze_command(app: App, name: str, until: tuple[str, ...], clear: bool, dry_run: bool) -> None:
    """Let nothing be due to the contact NAME before the day UNTIL.

    UNTIL is a date or a word for one: `friday`, `2 weeks`, `+10d`, `january`. Talks that have a
    date, and what is to be logged, stay on the list. The day stands in the note as `not_before`.
    """
    from infoview_md.core.model import Contact, Kind

    contact = app.index.get(name, Kind.CONTACT)
    if not isinstance(contact, Contact):
        raise UsageError(f"{contact.path} is no contact")
    if clear == bool(until):
        raise UsageError("say until when, such as `2 weeks` or `friday`, or --clear")
    day = None if clear else _read_day(app, " ".join(until))

    paths = change(app, lambda: field_edits(app, contact.path, _make(app, day)), dry_run=dry_run)
    if dry_run:
        return
    if not paths:
        tell(f"{contact.path} says so already; nothing was changed")
    put(f"{contact.name} is not snoozed" if day is None else
        f"{contact.name}: nothing is due before {day:%a} {day}")  # fmt: skip
    tell_next(app, contact.path)


def _make(app: App, day: date | None) -> Make:
    """What writes the day into a note, or takes it away."""
    from infoview_md.core.field_entry import find_entry
    from infoview_md.core.model import Kind
    from infoview_md.core.surgery import set_fields, unset_fields

    def make(reading: Reading) -> Edit:
        key = find_entry(reading.note, Kind.CONTACT, KEY, app.config.keys).key
        if day is None:
            return unset_fields(reading.note, key)
        return set_fields(reading.note, {key: day})

    return make


def _read_day(app: App, words: str) -> date:
    """The day that was named; a usage error for none, and for one that is not to come."""
    from infoview_md.core.dayname import read_day

    words = words.removeprefix("until ")
    day = read_day(words, app.today)
    if day is None:
        raise UsageError(
            f"“{words}” names no day; write YYYY-MM-DD, friday, 2 weeks, +10d or january"
        )
    if day <= app.today:
        raise UsageError(f"{day} is not after today ({app.today}); name a day to come, or --clear")
    return day
