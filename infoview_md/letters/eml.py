"""build_message(): an envelope → a mail as bytes, checked value by value and read back."""

from __future__ import annotations

from email.headerregistry import Address
from email.utils import format_datetime
from functools import lru_cache

from infoview_md.errors import Refused
from infoview_md.letters.envelope import Envelope
from infoview_md.letters.header_value import check_value, format_text
from infoview_md.letters.likeness import Meaning
from infoview_md.letters.mail_address import (
    NAME_LIMIT,
    REFERENCES_LIMIT,
    SUBJECT_LIMIT,
    check_id,
    check_own_id,
    encode_address,
    format_ids,
    format_mailbox,
)
from infoview_md.letters.mime import check_attachments, check_body, format_content
from infoview_md.letters.readback import check_reading


def build_message(envelope: Envelope) -> bytes:
    """The letter as a mail (RFC 5322 and MIME): CRLF lines of ASCII, ready to write or send.

    The same envelope always gives the same bytes. They name one sender and one recipient, no
    program, no machine; there is never a Bcc. Raises Refused, with a sentence that names the
    field, for a value that cannot travel or could pass for another header or recipient, and where
    the finished bytes do not read back as they were meant.
    """
    meaning, lines, content = _prepare(envelope)
    data = "\r\n".join((*lines, "", content)).encode("ascii")
    check_reading(data, meaning)
    return data


def _prepare(envelope: Envelope) -> tuple[Meaning, list[str], str]:
    """What the mail is meant to say, its header lines, and what comes below them."""
    sender = check_mailbox("your name", envelope.sender_name, "your address", envelope.sender)
    to = check_mailbox("the contact's name", envelope.to_name, "the contact's address", envelope.to)
    subject = check_value("the subject", envelope.subject, SUBJECT_LIMIT)
    ids = _check_ids(envelope)
    body = check_body(envelope.body)
    check_attachments(envelope.attachments)
    if envelope.date.utcoffset() is None:
        raise Refused("the date of the letter has no time zone; set timezone in infoview.toml")
    date = envelope.date.replace(microsecond=0)
    mime, content = format_content(body, envelope.attachments)
    lines = [
        format_mailbox("From", sender.display_name, sender.addr_spec),
        format_mailbox("To", to.display_name, to.addr_spec),
        *([format_text("Subject", subject)] if subject else []),
        f"Date: {_format_date(date)}",
        *(format_ids(header, value.split(" ")) for header, value in ids.items()),
        *(["X-Unsent: 1"] if envelope.is_draft else []),
        "MIME-Version: 1.0",
        *mime,
    ]
    meaning = Meaning(
        headers=tuple(line.partition(":")[0] for line in lines),
        sender=sender,
        to=to,
        subject=subject,
        date=date,
        ids=ids,
        body=body,
        attachments=envelope.attachments,
    )
    return meaning, lines, content


# A batch has one sender, and its letters are written on one day.
@lru_cache(maxsize=64)
def check_mailbox(name_field: str, name: str, address_field: str, address: str) -> Address:
    """Name and address as one, checked, the domain in ASCII; Refused, naming the field.

    Odd spaces in a name, such as no-break spaces from a web page, become plain ones: not all
    programs keep them beside others.
    """
    plain = " ".join(check_value(name_field, name, NAME_LIMIT).split())
    local, _, domain = encode_address(address_field, address).rpartition("@")
    return Address(plain, local, domain)


_format_date = lru_cache(maxsize=64)(format_datetime)


def _check_ids(envelope: Envelope) -> dict[str, str]:
    """The headers that hold Message-IDs, by name; those without a value are left out."""
    ids = {"Message-ID": check_own_id("the message_id", envelope.message_id)}
    if envelope.in_reply_to:
        ids["In-Reply-To"] = check_id("In-Reply-To", envelope.in_reply_to)
    if len(envelope.references) > REFERENCES_LIMIT:
        raise Refused(f"the thread has more than {REFERENCES_LIMIT} letters; begin a new one")
    if envelope.references:
        ids["References"] = " ".join(check_id("References", one) for one in envelope.references)
    return ids
