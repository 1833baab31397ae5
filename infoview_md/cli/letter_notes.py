"""Letter notes: a draft's file, and what changes when it has left."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from infoview_md.cli.log import log_edit, with_time
from infoview_md.errors import Refused

if TYPE_CHECKING:
    from infoview_md.cli.app import App
    from infoview_md.core.edit import Edit
    from infoview_md.core.fields import FieldValue
    from infoview_md.core.model import Contact, Letter
    from infoview_md.letters.compose import Draft

FOLDER = "letters"
EMPTY = "---\ntype: letter\nto:\nkind:\ntemplate:\nsubject:\n---\n"


def find_draft(app: App, contact: Contact, kind: str) -> Letter | None:
    """The latest unsent letter of a kind to a contact."""
    drafts = [
        letter
        for letter in app.index.letters_to(contact)
        if letter.sent is None and letter.kind == kind
    ]
    return drafts[-1] if drafts else None


def letter_edit(
    app: App, contact: Contact, draft: Draft, sent: datetime | str | None = None
) -> Edit:
    """The edit that makes a letter's note; Refused where a draft of the kind waits already."""
    from infoview_md.core.edit import Edit, Splice
    from infoview_md.core.links import format_link
    from infoview_md.core.note import parse_note
    from infoview_md.core.surgery import new_note

    waiting = find_draft(app, contact, draft.kind)
    if waiting is not None:
        raise Refused(f"a draft is there already: {waiting.path}; edit it, or delete it first")
    path = _free_path(app, contact, draft.kind)
    fields: dict[str, FieldValue] = {
        "to": format_link(contact.path, app.index.table),
        "kind": draft.kind,
        "template": draft.template,
        "subject": draft.subject,
    }
    if sent is not None:
        fields |= {"sent": sent, "channel": draft.channel}
    head = new_note(parse_note(path, EMPTY), fields, path)
    text = head.apply("")
    return Edit(path, None, (Splice(0, 0, f"{text}\n{draft.body.rstrip()}\n"),))


def _free_path(app: App, contact: Contact, kind: str) -> PurePosixPath:
    """`letters/DATE NAME KIND.md`, numbered where a letter of that day has the name already."""
    taken = {path.name.casefold() for path in app.index.readings}
    stem = f"{app.today} {contact.stem} {kind}"
    number = 2
    name = stem
    while f"{name}.md".casefold() in taken:
        name = f"{stem} {number}"
        number += 1
    return PurePosixPath(FOLDER, f"{name}.md")


def sent_edits(
    app: App, contact: Contact, draft: Draft, written: Letter | None, reason: str
) -> list[Edit]:
    """What is written when a letter has left: its note, frozen by `sent:`, and the log line.

    All edits are applied together. `reason` is why it left in spite of its faults.
    """
    from infoview_md.core.event import Event, EventKind
    from infoview_md.core.links import Link
    from infoview_md.core.surgery import set_fields

    moment = app.now if app.is_real_day else app.today.isoformat()
    sent = moment.isoformat() if isinstance(moment, datetime) else moment
    if written is None:
        note_edit = letter_edit(app, contact, draft, sent)
    else:
        note = app.index.readings[written.path].note
        note_edit = set_fields(note, {"sent": sent, "channel": draft.channel})
    event = Event(
        EventKind(draft.kind),
        app.today,
        0,
        channel=draft.channel,
        links=(Link(note_edit.path.stem),),
        text=f"sent anyway: {reason}" if reason else "",
    )
    return [note_edit, log_edit(app, contact, [with_time(app, event)])]
