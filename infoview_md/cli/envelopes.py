"""make_envelope(): a letter's note and the person's settings → what a mail of it is made from."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from infoview_md.errors import Refused

if TYPE_CHECKING:
    from infoview_md.cli.app import App
    from infoview_md.core.model import Contact, Letter
    from infoview_md.letters.compose import Draft
    from infoview_md.letters.envelope import Attachment, Envelope

MAX_ATTACHMENT = 10_000_000
"""Bytes; many servers refuse a mail over 10 to 25 MB, and base64 adds a third."""

# A letter of these kinds goes on with what was begun; any other begins something.
ANSWERING = frozenset({"nudge", "answer", "confirm", "reschedule", "cancel", "thanks", "close"})


def find_sender(app: App) -> str:
    """The address that letters come from; Refused, with where to write it, where none is known."""
    sender = app.user_config.mail.sender or app.config.owner.email
    if not sender:
        raise Refused(
            "no address to send from is known; write `email` under [owner] in infoview.toml, or "
            "`sender` under [mail] in your own config"
        )
    return sender


def make_envelope(
    app: App, draft: Draft, letter: Letter, attachments: Sequence[Attachment] = ()
) -> Envelope:
    """The mail of a letter as it stands in its note, with the thread that it goes on with.

    Without a known sender, or a Message-ID in the note, it can only be shown.
    """
    from infoview_md.letters.envelope import Envelope

    sender = app.user_config.mail.sender or app.config.owner.email
    contact = app.index.contacts[app.index.resolve(letter.to) or letter.path]
    first = find_first_letter(app, contact, letter)
    return Envelope(
        sender_name=app.config.owner.name,
        sender=sender,
        to_name=draft.to_name,
        to=draft.address,
        subject=draft.subject,
        body=draft.body.strip() + "\n",
        date=_now(app),
        message_id=letter.message_id,
        in_reply_to=first,
        references=(first,) if first else (),
        attachments=tuple(attachments),
    )


def find_first_letter(app: App, contact: Contact, letter: Letter) -> str:
    """The Message-ID of the first mail of the thread that a letter answers; else nothing.

    One that is none is passed over, and `check` reports the note that holds it.
    """
    from infoview_md.core.values import is_message_id

    if letter.kind not in ANSWERING:
        return ""
    thread = app.outlook.standing(contact).thread
    ids = [
        one.message_id
        for one in app.index.letters_to(contact)
        if one.path != letter.path
        and is_message_id(one.message_id)
        and one.sent is not None
        and (thread is None or f"{one.sent:%Y-%m-%d}" >= f"{thread.began:%Y-%m-%d}")
    ]
    return ids[0] if ids else ""


def _now(app: App) -> datetime:
    from zoneinfo import ZoneInfo

    zone = app.config.owner.timezone
    return app.now.replace(tzinfo=ZoneInfo(zone)) if zone else app.now.astimezone()


def read_attachments(files: Sequence[Path]) -> list[Attachment]:
    """The files that go along; Refused for one that cannot be read, is empty, or is too large."""
    return [_read_attachment(file) for file in files]


def _read_attachment(file: Path) -> Attachment:
    from infoview_md.letters.envelope import Attachment

    try:
        size = file.stat().st_size
        data = file.read_bytes() if 0 < size <= MAX_ATTACHMENT else b""
    except OSError as error:
        raise Refused(f"{file} cannot be attached: {error.strerror}; name another file") from None
    if size > MAX_ATTACHMENT:
        raise Refused(f"{file} is over 10 MB; put it where it can be fetched, and send the link")
    if not data:
        raise Refused(f"{file} is empty; name a file that has something in it")
    kind, encoding = mimetypes.guess_type(file.name)
    return Attachment(
        file.name, kind if kind and not encoding else "application/octet-stream", data
    )
