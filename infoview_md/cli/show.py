"""infoview show: a card of one company, contact, interview or letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from infoview_md.cli.app import App, Command, always, pass_app
from infoview_md.cli.options import example, whole_name_argument
from infoview_md.cli.output import put_json, tell

if TYPE_CHECKING:
    from infoview_md.core.event import Event
    from infoview_md.core.model import Record
    from infoview_md.core.outlook import Outlook


@click.command(
    "show",
    cls=Command,
    remembers=always,
    epilog=example("infoview show ingrid", "infoview show fjordlys"),
)
@whole_name_argument()
@click.option("--json", "as_json", is_flag=True, help="Print the note's fields as JSON.")
@pass_app
def show_command(app: App, name: str, as_json: bool) -> None:
    """Show all there is about one note: fields, standing, log, promises, letters, people."""
    record, outlook = app.index.get(name), app.outlook
    if as_json:
        put_json(_as_dict(outlook, record))
        return
    from infoview_md.cli.card import put_card
    from infoview_md.cli.show_card import make_card

    put_card(make_card(outlook, record))
    if record.is_broken:
        tell(f"{app.index.readings[record.path].note.problems[0]}; the rest is not read")


def _as_dict(outlook: Outlook, record: Record) -> dict[str, object]:
    from infoview_md.cli.listing import make_row
    from infoview_md.core.index import kind_of
    from infoview_md.core.model import Contact

    row: dict[str, object] = {"type": str(kind_of(record))}
    row |= make_row(outlook, kind_of(record), record)
    if isinstance(record, Contact):
        index = outlook.index
        row["log"] = [_event_dict(event) for event in record.events]
        row["interviews"] = [str(talk.path) for talk in index.interviews_with(record)]
        row["letters"] = [str(letter.path) for letter in index.letters_to(record)]
        row["referrers"] = [person.name for person in index.referrers_of(record)]
        row["referred"] = [person.name for person in index.referred_by(record)]
    row["backlinks"] = [str(path) for path in outlook.index.backlinks.get(record.path, ())]
    return row


def _event_dict(event: Event) -> dict[str, object]:
    return {
        "line": event.line,
        "date": event.date.isoformat(),
        "event": str(event.kind),
        "qualifier": event.qualifier,
        "channel": event.channel,
        "text": event.text,
    }
