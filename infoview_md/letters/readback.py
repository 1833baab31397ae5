"""Reading a finished mail back: it must say to other programs what it was meant to say."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage, Message
from email.policy import compat32, default
from email.utils import getaddresses, parsedate_to_datetime
from typing import cast

from infoview_md.errors import Refused
from infoview_md.letters.envelope import Attachment
from infoview_md.letters.likeness import READ, Meaning, find_likeness, read_text

LONGEST_LINE = 998
"""Octets of a line without its CRLF (RFC 5322, 2.1.1)."""


def check_reading(data: bytes, meaning: Meaning) -> None:
    """Refused where any reader takes something else out of the bytes than was put in.

    Two of Python's parsers read them, the new and the old one, which share little code. This is
    the last lock behind the checks of each value: on some versions of Python a name could become
    a header (CVE-2024-6923) or several recipients (CVE-2025-1795). Of a mail that is like one they
    have read (likeness.py) the text alone is read again.
    """
    raw, *parsers = READERS
    _refuse_difference(raw(data, meaning))
    likeness, recipient = find_likeness(data, meaning)
    if likeness is None or not READ.has(likeness):
        for read in parsers:
            _refuse_difference(read(data, meaning))
        READ.add(likeness)
    else:
        _refuse_difference(_differences_rest(data, recipient, meaning))


def _refuse_difference(differences: Iterator[str]) -> None:
    if place := _find_difference(differences):
        raise Refused(f"{place} would not reach its reader as it is written; write it more plainly")


def _find_difference(differences: Iterator[str]) -> str:
    """What is read otherwise first, if anything; a parser that gives up has read it otherwise."""
    try:
        return next(differences, "")
    except (AttributeError, LookupError, TypeError, ValueError, MessageError):
        return "a header"


def _differences_raw(data: bytes, meaning: Meaning) -> Iterator[str]:
    """What the bytes themselves show."""
    lines = data.split(b"\r\n")
    ends = len(lines) - 1
    if not data.isascii() or data.count(b"\r") != ends or data.count(b"\n") != ends:
        yield "a line end or a letter outside ASCII"
    if max(map(len, lines)) > LONGEST_LINE:
        yield "a line that is too long"
    head = lines[: lines.index(b"")]
    names = [line.partition(b":")[0].decode() for line in head if not line.startswith(b" ")]
    if names != list(meaning.headers):
        yield "a header"


def _differences(data: bytes, meaning: Meaning) -> Iterator[str]:
    """What the new parser reads otherwise."""
    message = message_from_bytes(data, policy=default)
    if message.keys() != list(meaning.headers):
        yield "a header"
    if message.defects:
        yield "the form of the letter"
    yield from _differing_mailbox(message, "From", meaning.sender)
    yield from _differing_mailbox(message, "To", meaning.to)
    if message.get("Subject", "") != meaning.subject:
        yield "the subject"
    if message["Date"].datetime != meaning.date:
        yield "the date"
    yield from _differing_ids(message, meaning)
    yield from _differing_content(message, meaning)


def _differences_rest(data: bytes, recipient: bytes, meaning: Meaning) -> Iterator[str]:
    """What the text says otherwise, and to both parsers a recipient whose line is like no other."""
    if read_text(data) != meaning.body:
        yield "the text"
    if recipient:
        head = message_from_bytes(recipient, policy=default)
        yield from _differing_mailbox(head, "To", meaning.to)
        old_head = message_from_bytes(recipient, policy=compat32)
        yield from _differing_old_mailbox(old_head, "To", meaning.to)


def _differing_mailbox(message: EmailMessage, header: str, meant: Address) -> Iterator[str]:
    found = message[header].addresses
    if len(found) != 1 or found[0].addr_spec != meant.addr_spec:
        yield f"the address of {header}"
    elif _squeeze(found[0].display_name) != _squeeze(meant.display_name):
        yield f"the name of {header}"


def _squeeze(name: str) -> str:
    """A name without its spaces: before Python 3.13 those between encoded words are doubled."""
    return name.replace(" ", "")


def _differing_ids(message: Message, meaning: Meaning) -> Iterator[str]:
    for header, meant in meaning.ids.items():
        if " ".join(str(message[header]).split()) != meant:
            yield header


def _differing_content(message: EmailMessage, meaning: Meaning) -> Iterator[str]:
    parts = list(message.iter_parts()) if message.is_multipart() else [message]
    text, *files = parts
    body = text.get_content().replace("\r\n", "\n")
    if text.get_content_type() != "text/plain" or body != meaning.body:
        yield "the text"
    found = tuple(
        Attachment(str(file.get_filename()), file.get_content_type(), _decode(file))
        for file in files
    )
    if found != meaning.attachments:
        yield "an attachment"


def _decode(part: Message) -> bytes:
    return cast("bytes", part.get_payload(decode=True))


def _differences_old(data: bytes, meaning: Meaning) -> Iterator[str]:
    """What the old parser reads otherwise; nearly every mail program in Python is built on it."""
    message = message_from_bytes(data, policy=compat32)
    if message.keys() != list(meaning.headers):
        yield "a header"
    yield from _differing_old_mailbox(message, "From", meaning.sender)
    yield from _differing_old_mailbox(message, "To", meaning.to)
    if _decode_words(message.get("Subject", "")) != meaning.subject:
        yield "the subject"
    if parsedate_to_datetime(message["Date"]) != meaning.date:
        yield "the date"
    yield from _differing_ids(message, meaning)
    yield from _differing_old_content(message, meaning)


def _differing_old_mailbox(message: Message, header: str, meant: Address) -> Iterator[str]:
    found = getaddresses([str(message[header])])
    if len(found) != 1 or found[0][1] != meant.addr_spec:
        yield f"the address of {header}"
    elif _decode_words(found[0][0]) != meant.display_name:
        yield f"the name of {header}"


def _decode_words(value: str) -> str:
    unfolded = value.replace("\r\n", "").replace("\n", "")
    return str(make_header(decode_header(unfolded))) if "=?" in unfolded else unfolded


def _differing_old_content(message: Message, meaning: Meaning) -> Iterator[str]:
    parts = cast("list[Message]", message.get_payload()) if message.is_multipart() else [message]
    text, *files = parts
    if _decode(text).decode().replace("\r\n", "\n") != meaning.body:
        yield "the text"
    found = [(file.get_filename(), _decode(file)) for file in files]
    if found != [(file.name, file.data) for file in meaning.attachments]:
        yield "an attachment"


READERS = (_differences_raw, _differences, _differences_old)
