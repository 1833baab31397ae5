"""Mail: what a received mail's header says, read so that no byte in it can stop us."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import decode_header
from email.message import Message
from email.parser import HeaderParser
from email.utils import parsedate_to_datetime
from enum import StrEnum

from infoview_md.core.channels import EMAIL

HEADERS = (
    "From", "Date", "Subject", "Message-ID", "In-Reply-To", "References", "Return-Path",
    "Auto-Submitted", "X-Autoreply", "X-Autorespond", "Precedence", "List-Id", "Content-Type",
    "X-Failed-Recipients",
)  # fmt: skip
"""The headers that are looked at."""

MAX_HEAD = 64 * 1024
MAX_VALUE = 4_000
MAX_IDS = 200
MESSAGE_ID = re.compile(r"<[^<>\s]{1,998}>")
HEAD_END = re.compile(rb"\r?\n\r?\n")
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
COMMENT = re.compile(r"\([^()]*\)")
ANGLED = re.compile(r"<\s*([^<>\s]+)\s*>")
MAILER = re.compile(r"(?:mailer-daemon|postmaster|mail-daemon|bounces?)(?:[+=-][^@]*)?@", re.I)


class Automatic(StrEnum):
    """What sort of machine wrote a mail; empty where a person did."""

    NO = ""
    REPLY = "auto-reply"
    LIST = "mailing list"
    REPORT = "report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """The header of a mail. Addresses are in lower case, Message-IDs stand in angle brackets.

    `answers` are the mails it answers, the nearest first; `date` has a zone, and is None where
    there is none to be read; `place` says where the mail lies.
    """

    place: str
    message_id: str = ""
    answers: tuple[str, ...] = ()
    sender: str = ""
    sender_name: str = ""
    date: dt.datetime | None = None
    subject: str = ""
    automatic: Automatic = Automatic.NO


def cut_head(data: bytes) -> bytes:
    """The header of a mail: what stands above the first empty line, at most MAX_HEAD bytes."""
    found = HEAD_END.search(data, 0, MAX_HEAD)
    return data[: found.start() if found else MAX_HEAD]


def parse_mail(head: bytes, place: str) -> Mail:
    """Read a mail's header of any bytes; what cannot be read is empty. Raises nothing."""
    header = HeaderParser().parsestr(cut_head(head).decode("utf-8", "replace"))
    sender_name, sender = _read_sender(get_value(header, "From"))
    return Mail(
        place=place,
        message_id=next(find_ids(get_value(header, "Message-ID")), ""),
        answers=_read_answers(header),
        sender=sender,
        sender_name=sender_name,
        date=_read_date(get_value(header, "Date")),
        subject=decode_words(get_value(header, "Subject")),
        automatic=_read_automatic(header, sender),
    )


def get_value(header: Message, name: str) -> str:
    """The value of a header on one line, as it is written; empty where there is none."""
    return " ".join(str(header.get(name, ""))[:MAX_VALUE].split())


def find_ids(value: str) -> Iterator[str]:
    """The Message-IDs in a header's value, in order."""
    return (found[0] for found in MESSAGE_ID.finditer(value))


def decode_words(value: str) -> str:
    """A header's value for people (RFC 2047), on one line; as it is where that makes no sense."""
    # The library raises many things for values that were made to break it.
    try:
        parts = [_decode(data, charset) for data, charset in decode_header(value)]
    except Exception:
        return value
    return " ".join("".join(parts).split()) or value


def _decode(data: bytes | str, charset: str | None) -> str:
    if isinstance(data, str):
        return data
    try:
        return data.decode(charset or "utf-8", "replace")
    except (LookupError, ValueError):
        return data.decode("utf-8", "replace")


def _read_answers(header: Message) -> tuple[str, ...]:
    nearest = list(find_ids(get_value(header, "In-Reply-To")))
    # A long thread names its first letter first, and its last one last.
    thread = list(find_ids(" ".join(str(header.get("References", "")).split())))[:MAX_IDS]
    return tuple(dict.fromkeys([*nearest, *reversed(thread)]))


def _read_sender(value: str) -> tuple[str, str]:
    """Name and address of the first sender; the address empty where there is none to be read.

    The library takes `victim@x.example <attacker@y.example>` for the victim.
    """
    bare = COMMENT.sub(" ", QUOTED.sub(" ", value))
    found = ANGLED.search(bare) or EMAIL.search(bare)
    address = EMAIL.fullmatch(found[1] if found.re is ANGLED else found[0]) if found else None
    if address is None:
        return "", ""
    name = value.partition("<")[0] if "<" in value else ""
    return decode_words(" ".join(name.replace('"', " ").split())), address[0].lower()


def _read_date(value: str) -> dt.datetime | None:
    try:
        date = parsedate_to_datetime(value)
        moment = date if date.tzinfo else date.replace(tzinfo=dt.UTC)
        # A day before or after must still be a day, in whatever zone.
        return moment if 1970 < moment.year < 9999 else None
    except Exception:
        return None


def _read_automatic(header: Message, sender: str) -> Automatic:
    """RFC 3834 and what was there before it; in doubt, a report: those are read further."""
    kind = header.get_content_type()
    if kind == "multipart/report" or header.get("X-Failed-Recipients") or MAILER.match(sender):
        return Automatic.REPORT
    submitted = get_value(header, "Auto-Submitted").partition(";")[0].strip().lower()
    precedence = get_value(header, "Precedence").lower()
    nobody = get_value(header, "Return-Path") == "<>"
    marked = any(header.get(name) for name in ("X-Autoreply", "X-Autorespond"))
    if submitted not in ("", "no") or marked or precedence == "auto_reply" or nobody:
        return Automatic.REPLY
    if header.get("List-Id") or precedence in ("bulk", "list", "junk"):
        return Automatic.LIST
    return Automatic.NO
