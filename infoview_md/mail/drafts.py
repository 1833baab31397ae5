"""put_draft(): a letter into the folder of drafts, once, however often that is asked."""

from __future__ import annotations

import datetime as dt
from email import message_from_bytes
from email.message import Message
from enum import Enum

from infoview_md.mail.folder_name import Folder
from infoview_md.mail.imap import Mailbox

MAX_BYTES = 20 * 1024 * 1024
SAID = ("from", "to", "cc", "bcc", "subject", "in-reply-to", "references")
"""The headers that make two drafts differ; the date does not."""


class Put(Enum):
    """What became of a draft: put there, there already, or there with other words."""

    NEW = "new"
    SAME = "same"
    OTHER = "other"


def put_draft(
    mailbox: Mailbox, folder: Folder, message: bytes, message_id: str, date: dt.datetime
) -> Put:
    """Put a draft into a folder unless one of its Message-ID lies there; `date` has a zone.

    A draft that is there is never replaced: the person may have gone on writing in it.
    """
    mailbox.open(folder)
    found = mailbox.find_message(message_id)
    if not found:
        mailbox.append_draft(folder, message, date)
        return Put.NEW
    there = mailbox.fetch(found, f"[]<0.{MAX_BYTES}>").values()
    said = read_draft(message)
    return Put.SAME if any(read_draft(data) == said for _, data in there) else Put.OTHER


def read_draft(data: bytes) -> tuple[object, ...]:
    """What a draft says to whom: equal for two drafts that differ in date and encoding only."""
    message = message_from_bytes(data)
    headers = tuple(" ".join(str(message.get(name, "")).split()) for name in SAID)
    return headers, tuple(_read_part(part) for part in message.walk() if not part.is_multipart())


def _read_part(part: Message) -> tuple[str, str, bytes]:
    data = part.get_payload(decode=True)
    content = data if isinstance(data, bytes) else b""
    return part.get_content_type(), part.get_filename() or "", b"\n".join(content.splitlines())
