"""log_edit: events into a contact's log, and a `stage:` of its own in line with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infoview_md.cli.app import App
from infoview_md.errors import Busy

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from infoview_md.core.edit import Edit
    from infoview_md.core.event import Event
    from infoview_md.core.model import Contact
    from infoview_md.core.note import Note


def log_edit(app: App, path: PurePosixPath, events: list[Event]) -> Edit:
    """The edit that adds events to a contact's log, and brings a `stage:` of its own in line.

    The first event of an adopted note, which has a stage and no log, is preceded by `was STAGE`, so
    that what was known before does not get lost.
    """
    from infoview_md.core.event import Event, EventKind
    from infoview_md.core.log import format_event
    from infoview_md.core.pipeline import stand
    from infoview_md.core.surgery import append_log

    contact = _contact_at(app, path)
    if contact.stage is not None and not app.outlook.standing(contact).steps:
        was = Event(EventKind.WAS, events[0].date, 0, qualifier=str(contact.stage))
        events = [was, *events]
    note = app.index.readings[contact.path].note
    lines = [format_event(event) for event in events]
    plain = append_log(note, *lines)
    stage = None
    if contact.stage is not None:
        after = app.index.with_note(_parse_after(plain, note.text)).contacts[contact.path]
        stage = stand(after, app.outlook.pack_of(after)).stage
    key = next((k for k, ours in app.config.keys.fields.items() if ours == "stage"), "stage")
    return append_log(note, *lines, stage=stage, stage_key=key if key in note.fields else "stage")


def _contact_at(app: App, path: PurePosixPath) -> Contact:
    """The contact as the note says now; Busy where it went meanwhile."""
    contact = app.index.contacts.get(path)
    if contact is None:
        raise Busy(f"{path} was deleted or renamed meanwhile; nothing was changed")
    return contact


def _parse_after(edit: Edit, text: str) -> Note:
    from infoview_md.core.note import parse_note

    return parse_note(edit.path, edit.apply(text))
