"""Letter notes: a draft's file, and what changes when it has left."""

from __future__ import annotations

from datetime import datetime
from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from infoview_md.cli.log import with_time
from infoview_md.cli.log_lines import log_edit
from infoview_md.errors import Refused

if TYPE_CHECKING:
    from infoview_md.cli.app import App
    from infoview_md.core.edit import Edit
    from infoview_md.core.fields import FieldValue
    from infoview_md.core.model import Contact, Letter
    from infoview_md.core.note import Note
    from infoview_md.letters.compose import Draft

FOLDER = "letters"
EMPTY = "---\ntype: letter\nto:\nkind:\ntemplate:\nsubject:\n---\n"


def find_draft(app: App, contact: Contact, kind: str) -> Letter | None:
    """The latest unsent letter of a kind to a contact; Refused where that cannot be known."""
    drafts = [draft for draft in _unsent(app, contact) if draft.kind == kind]
    if not drafts:
        return None
    note = app.index.readings[drafts[-1].path].note
    if drafts[-1].is_broken or is_marked_sent(note):
        raise Refused(f"{note.path}: whether it left cannot be read; mend its front matter first")
    return drafts[-1]


def choose_waiting(app: App, contact: Contact) -> str:
    """The kind of the drafts that wait to be sent to a contact; empty where none or several do."""
    kinds = {draft.kind for draft in _unsent(app, contact)}
    return kinds.pop() if len(kinds) == 1 else ""


def refuse_again(app: App, contact: Contact, kind: str) -> None:
    """Refused where a letter of the kind left today already; without one, any that was chosen.

    The same command given twice must not log a letter that nobody wrote.
    """
    from infoview_md.core.event import EventKind
    from infoview_md.core.letter_kind import find_letter_kind

    chosen = {EventKind.REQUEST, EventKind.NUDGE, EventKind.THANKS}
    words = {find_letter_kind(kind).event} if kind else chosen
    logged = (
        f"{contact.path}:{event.line}"
        for event in app.outlook.standing(contact).events
        if event.date == app.today and event.kind in words
    )
    letters = (
        str(letter.path)
        for letter in app.index.letters_to(contact)
        if letter.sent is not None
        and letter.sent.isoformat().startswith(app.today.isoformat())
        and kind in ("", letter.kind)
    )
    if found := next(chain(letters, logged), None):
        more = 'say why with --anyway "REASON"' if kind else "name its kind"
        raise Refused(
            f"{found}: the {kind or 'letter'} to {contact.name} left today already; "
            f"for one more, {more}"
        )


def _unsent(app: App, contact: Contact) -> list[Letter]:
    return [letter for letter in app.index.letters_to(contact) if letter.sent is None]


def is_marked_sent(note: Note) -> bool:
    """True where `sent:` holds something that is no day."""
    field = note.fields.get("sent")
    return field is not None and any(raw.strip() for raw in field.raws)


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
    app: App, contact: Contact, draft: Draft, written: Letter | None, reason: str | None
) -> list[Edit]:
    """What is written when a letter has left: its note, frozen by `sent:`, and the log line.

    All edits are applied together. `reason` is why it left in spite of its faults.
    """
    from infoview_md.core.event import Event
    from infoview_md.core.letter_kind import find_letter_kind
    from infoview_md.core.links import format_link, parse_link
    from infoview_md.core.surgery import set_fields

    moment = app.now if app.is_real_day else app.today.isoformat()
    sent = moment.isoformat() if isinstance(moment, datetime) else moment
    if written is None:
        note_edit = letter_edit(app, contact, draft, sent)
    else:
        note = app.index.readings[written.path].note
        note_edit = set_fields(note, {"sent": sent, "channel": draft.channel})
    link = parse_link(format_link(note_edit.path, app.index.table))
    event = Event(
        find_letter_kind(draft.kind).event,
        app.today,
        0,
        channel=draft.channel,
        links=(link,) if link else (),
        text=f"sent anyway: {reason}" if reason else "",
    )
    return [note_edit, log_edit(app, contact.path, [with_time(app, event)])]
