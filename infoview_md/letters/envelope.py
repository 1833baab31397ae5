"""Envelope: a finished letter with sender, recipient and threading, before it is a mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along: its name for the reader, its MIME type, its bytes."""

    name: str
    type: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One letter to one recipient.

    `date` has a zone. Message-IDs stand in angle brackets; `references` are those of the thread,
    the first letter first, and `in_reply_to` is the one answered. `is_draft` asks mail programs
    to open it for editing.
    """

    sender_name: str
    sender: str
    to_name: str
    to: str
    subject: str
    body: str
    date: datetime
    message_id: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    is_draft: bool = False
