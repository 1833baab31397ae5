"""python -m tests.tools.prove_headers: no value of a mail becomes a header or a recipient.

Thousands of hostile values are put into each slot. A mail that is made must say to a reader of our
own, and to Python's two, exactly what was put in, and so must its `mailto:` link; a value that is
refused must be unfit by a list written down here, so that refusing everything proves nothing. The
control makes the same mails as one would without checks: `EmailMessage`, and strings put together.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, compat32, default
from functools import partial
from urllib.parse import unquote

from infoview_md.errors import Refused
from infoview_md.letters.eml import build_message
from infoview_md.letters.envelope import Envelope
from infoview_md.letters.mailto import make_mailto
from tests.tools.hostile_mail import SLOTS, WHOLE, make_envelopes
from tests.tools.mail_reader import (
    Unreadable,
    read_content,
    read_mailboxes,
    read_parameters,
    read_part,
    read_parts,
)
from tests.tools.proof import Length, Tally, gather, prove

HEADERS = ["From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References",
           "MIME-Version", "Content-Type"]  # fmt: skip
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ADDRESS = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@[^@\s]+")


def tidy(value: str) -> str:
    """A value of a header as it may stand there: its runs of spaces are one."""
    return re.sub(" +", " ", value).strip(" ")


def find_lies(data: bytes, meant: Envelope) -> list[str]:
    """What a mail says otherwise than it was meant, to any of three readers."""
    try:
        return [*_lies_to_us(data, meant), *_lies_to_python(data, meant)]
    except (Unreadable, UnicodeError, ValueError, KeyError, IndexError) as fault:
        return [f"unreadable: {fault!r}"]


def _lies_to_us(data: bytes, meant: Envelope) -> list[str]:
    mail = read_part(data)
    text, *files = read_parts(mail)
    said = {
        "headers": [name for name, _ in mail.head],
        "sender": read_mailboxes(mail.all("From")[0]),
        "to": read_mailboxes(mail.all("To")[0]),
        "subject": mail.text("Subject"),
        "ids": [*map(mail.text, ("Message-ID", "In-Reply-To")), mail.text("References").split()],
        "body": read_content(text).decode("utf-8"),
        "files": [
            (read_parameters(part.text("Content-Disposition"))["filename"], read_content(part))
            for part in files
        ],
    }
    subject = tidy(meant.subject)
    wanted = {
        "headers": [name for name in HEADERS if subject or name != "Subject"],
        "sender": [(" ".join(meant.sender_name.split()), in_ascii(meant.sender))],
        "to": [(" ".join(meant.to_name.split()), in_ascii(meant.to))],
        "subject": subject,
        "ids": [meant.message_id, meant.in_reply_to, [*meant.references]],
        "body": meant.body.replace("\r\n", "\n").rstrip("\n") + "\n",
        "files": [(file.name, file.data) for file in meant.attachments],
    }
    return [f"{key}: {said[key]!r}" for key in wanted if said[key] != wanted[key]]


def _lies_to_python(data: bytes, meant: Envelope) -> list[str]:
    new, old = (message_from_bytes(data, policy=policy) for policy in (default, compat32))
    lies = [
        f"{header}: {[str(box) for box in new[header].addresses]}"
        for header, address in (("From", meant.sender), ("To", meant.to))
        if [box.addr_spec for box in new[header].addresses] != [in_ascii(address)]
    ]
    if (new["Subject"] or "") != tidy(meant.subject):
        lies.append(f"subject: {new['Subject']!r}")
    return lies + ["extra headers"] * (not set(new.keys()) | set(old.keys()) <= set(HEADERS))


def find_link_lies(meant: Envelope) -> list[str]:
    """What a `mailto:` link of the letter says otherwise; nothing where it is refused."""
    try:
        link = make_mailto(replace(meant, attachments=()))
    except Refused:
        return []
    path, _, query = link.removeprefix("mailto:").partition("?")
    said = {key: unquote(value) for key, _, value in (p.partition("=") for p in query.split("&"))}
    wanted = {
        "subject": tidy(meant.subject),
        "in-reply-to": meant.in_reply_to,
        "body": meant.body.replace("\r\n", "\n").rstrip("\n").replace("\n", "\r\n"),
    }
    lies = [f"link: {key} {said.get(key)!r}" for key in wanted if said.get(key, "") != wanted[key]]
    if unquote(path) != in_ascii(meant.to) or not re.fullmatch(r"[!-~]+", link):
        lies.append(f"link: to {path!r}")
    return lies + [f"link: {key} smuggled in" for key in said.keys() - wanted.keys()]


def in_ascii(address: str) -> str:
    """An address with its domain in ASCII, by Python's codec."""
    local, _, domain = address.strip(" ").rpartition("@")
    return f"{local}@{domain if domain.isascii() else domain.encode('idna').decode()}"


def is_fit(slot: str, envelope: Envelope) -> bool:
    """Whether a value is one that everybody must be able to send: refusing it would be a loss."""
    read, _ = SLOTS[slot]
    value = read(envelope)
    bad = {"Cc", "Cs"} if slot == "body" else {"Cc", "Cs", "Zl", "Zp"}
    allowed = "\n\t" if slot == "body" else ""
    if any(unicodedata.category(c) in bad or c in TURNING for c in value if c not in allowed):
        return False
    if slot == "body":
        return len(value) < 10_000
    if slot in ("message_id", "in_reply_to", "references"):
        return bool(re.fullmatch(r"<\w+(\.\w+)*@[^\W_]+(\.[^\W_]+)*>", value[:64], re.ASCII))
    if "=?" in value or len(value) > 100:
        return False
    if slot in ("sender", "to"):
        plain = re.fullmatch(r"[a-z0-9_+-]+@[a-z0-9]+(\.[a-z0-9]+)*", value)
        return bool(plain) and len(value) < 60
    if slot == "attachment":
        return value == tidy(value) and bool(re.fullmatch(r"\w[\w .,'()+&-]*\.pdf", value))
    return True


def check_slot(slot: str, size: int, seed: int) -> Tally:
    """The hostile values of one slot."""
    tally = Tally()
    for envelope in make_envelopes(slot, size, seed):
        try:
            data = build_message(envelope)
        except Refused as refusal:
            lost = is_fit(slot, envelope) and f"refused: {refusal}"
            tally.add([f"{slot}: {SLOTS[slot][0](envelope)!r} {lost}"] if lost else ())
        else:
            lies = [*find_lies(data, envelope), *find_link_lies(envelope)]
            tally.add(f"{slot}: {SLOTS[slot][0](envelope)!r} {lie}" for lie in lies)
    return tally


def build_naively(envelope: Envelope) -> bytes:
    """The mail as `EmailMessage` makes it of values that nobody looked at."""
    mail = EmailMessage(policy=SMTP)
    for header, name, address in (
        ("From", envelope.sender_name, envelope.sender),
        ("To", envelope.to_name, envelope.to),
    ):
        local, _, domain = address.rpartition("@")
        mail[header] = Address(name, local, domain)
    mail["Subject"] = envelope.subject
    mail["Message-ID"] = envelope.message_id
    mail.set_content(envelope.body)
    return mail.as_bytes()


def join_naively(envelope: Envelope) -> bytes:
    """The mail as it is when strings are put together."""
    head = (
        f"From: {envelope.sender_name} <{envelope.sender}>",
        f"To: {envelope.to_name} <{envelope.to}>",
        f"Subject: {envelope.subject}",
        f"Message-ID: {envelope.message_id}",
    )
    return "\r\n".join((*head, "", envelope.body)).encode("utf-8", "surrogateescape")


def try_naively(build: Callable[[Envelope], bytes], envelope: Envelope) -> list[str]:
    """What a careless builder lets through; nothing where it gives up."""
    try:
        data = build(envelope)
    except Exception:
        return []
    mail = message_from_bytes(data, policy=compat32)
    smuggled = {"bcc", "cc", "x-evil"} & {name.lower() for name in mail}
    try:
        boxes = message_from_bytes(data, policy=default)["To"].addresses
    except Exception:
        return [f"{build.__name__}: no parser gets through"]
    if smuggled or len(mail.get_all("To", [])) > 1:
        return [f"{build.__name__}: {sorted(smuggled)} smuggled in"]
    is_lost = [box.addr_spec for box in boxes] != [envelope.to]
    return [f"{build.__name__}: {len(boxes)} recipients"] if is_lost else []


def control_slot(slot: str, size: int, seed: int) -> Tally:
    """Both careless ways; bad where a header is smuggled in, or a recipient won or lost."""
    tally = Tally()
    for envelope in make_envelopes(slot, size, seed):
        for build in (build_naively, join_naively):
            tally.add(try_naively(build, envelope))
    return tally


def check(length: Length) -> Tally:
    """Every slot."""
    size = length.choose(300, 10_000)
    return gather([partial(check_slot, slot, size, length.seed) for slot in SLOTS])


def control(length: Length) -> Tally:
    """The slots that a careless builder writes into a head."""
    size = length.choose(100, 1_000)
    slots = ("sender_name", "to_name", "subject", "message_id")
    return gather([partial(control_slot, slot, size, length.seed) for slot in slots])


if __name__ == "__main__":
    assert not find_lies(build_message(WHOLE), WHOLE)
    sys.exit(prove("headers", check, control))
