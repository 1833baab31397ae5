"""find_bounces(): the recipients a mail server says it could not reach, now or for good."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from infoview_md.core.channels import EMAIL
from infoview_md.mail.mail_text import read_part
from infoview_md.mail.message import find_ids, get_value

MAX_RECIPIENTS = 50
STATUS = re.compile(r"\b([245])\.[0-9]{1,3}\.[0-9]{1,3}\b")
REPLY_CODE = re.compile(r"\b([45])[0-9]{2}[ -]")
# qmail: `<ann@x.example>:` on a line of its own, then why.
NAMED = re.compile(rf"^<(?P<address>{EMAIL.pattern})>:", re.MULTILINE | re.IGNORECASE)
QMAIL = "this is the qmail-send program"
DELAYED = re.compile(r"delayed|will (?:keep trying|retry|be retried|continue to)|not yet", re.I)
ID_LINE = re.compile(r"^message-id:\s*(<[^<>\s]{1,998}>)", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """One recipient of one mail of ours that was not reached.

    `recipients` is the address it was sent to, and the one it was passed on to, in lower case;
    `is_final` is False where the server still tries; `status` is the code it gives, such as
    `5.1.1`; `message_id` is that of the mail of ours, empty where the report does not say.
    """

    recipients: tuple[str, ...]
    is_final: bool
    status: str = ""
    message_id: str = ""


def find_bounces(data: bytes) -> tuple[Bounce, ...]:
    """The failures that a mail reports (RFC 3464, else qmail's and Exim's older way); often none.

    Raises nothing, whatever the bytes are.
    """
    # Crafted mails make the library recurse and stumble in many ways.
    try:
        return tuple(_find_bounces(message_from_bytes(data)))[:MAX_RECIPIENTS]
    except Exception:
        return ()


def _find_bounces(message: Message) -> Iterator[Bounce]:
    original = _find_original(message)
    reports = [
        block
        for part in message.walk()
        if part.get_content_type() == "message/delivery-status"
        for block in _blocks_of(part)
    ]
    if reports:
        for block in reports:
            if bounce := _read_block(block, original):
                yield bounce
    else:
        yield from _read_old(message, original)


def _blocks_of(part: Message) -> list[Message]:
    blocks = part.get_payload()
    return (
        [block for block in blocks if isinstance(block, Message)]
        if isinstance(blocks, list)
        else []
    )


def _read_block(block: Message, original: str) -> Bounce | None:
    """One recipient's fields; None for the fields of the whole, and for one that was reached."""
    recipients = tuple(
        dict.fromkeys(
            found[0].lower()
            for name in ("Original-Recipient", "Final-Recipient")
            if (found := EMAIL.search(get_value(block, name).rpartition(";")[2]))
        )
    )
    action = get_value(block, "Action").lower()
    if not recipients or action not in ("failed", "delayed"):
        return None
    status = STATUS.search(get_value(block, "Status"))
    # A status of 4 says that it may work later, even where the server has given up.
    is_final = action == "failed" and not (status and status[1] == "4")
    return Bounce(
        recipients=recipients,
        is_final=is_final,
        status=status[0] if status else "",
        message_id=original,
    )


def _read_old(message: Message, original: str) -> Iterator[Bounce]:
    text = next(
        (read_part(part) for part in message.walk() if part.get_content_maintype() == "text"), ""
    )
    said = text.partition("\n--- ")[0]
    failed = [found[0] for found in EMAIL.finditer(get_value(message, "X-Failed-Recipients"))]
    if not failed and QMAIL in said.lower():
        failed = [found["address"] for found in NAMED.finditer(said)]
    status = STATUS.search(said)
    code = status or REPLY_CODE.search(said)
    is_final = code[1] == "5" if code else not DELAYED.search(said)
    inside = ID_LINE.search(text)
    for address in dict.fromkeys(address.lower() for address in failed):
        yield Bounce(
            recipients=(address,),
            is_final=is_final,
            status=status[0] if status else "",
            message_id=original or (inside[1] if inside else ""),
        )


def _find_original(message: Message) -> str:
    """The Message-ID of the mail that came back, which the report has inside."""
    for part in message.walk():
        if part is message:
            continue
        if part.get_content_type() == "text/rfc822-headers":
            if found := ID_LINE.search(read_part(part)):
                return found[1]
        elif part.get("Message-ID"):
            return next(find_ids(get_value(part, "Message-ID")), "")
    return ""
