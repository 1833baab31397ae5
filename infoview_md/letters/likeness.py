"""Likeness: a mail whose head differs from one that was read only in letters and digits of names.

To a parser of mail every letter and figure is the same kind of character: what is read out of
`To: Kari Lunde <kari@a.example>` is read out of `To: Ole Vik <ole.v@b.example>` in the same way.
So the parsers read one mail of each form, and the thousand like it are compared with it; where
only the recipient is like no other (`=?utf-8?q?Zo=C3=AB?=`), they read that line of each by itself.
Alike are only names, addresses and ids of letters and figures with single plain marks between
them, in a line that holds nothing else; every other byte of the head has to be the same.
"""

from __future__ import annotations

import re
from binascii import a2b_qp
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address

from infoview_md.letters.envelope import Attachment

MOST = 1024
_NAME = "[A-Za-z0-9]+(?:[ '-][A-Za-z0-9]+)*"
_ADDRESS = "[A-Za-z0-9]+(?:[._+-][A-Za-z0-9]+)*@[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*"
MAILBOX = re.compile(f"{_NAME} <{_ADDRESS}>")
IDS = re.compile(f"<{_ADDRESS}>(?: <{_ADDRESS}>)*")
ALIKE = re.compile("[A-Za-z0-9]+")
QUOTED = b"Content-Transfer-Encoding: quoted-printable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a mail is meant to say: the names of its headers in order, and their checked values.

    `ids` are the values of the headers that hold Message-IDs.
    """

    headers: tuple[str, ...]
    sender: Address
    to: Address
    subject: str
    date: datetime
    ids: dict[str, str]
    body: str
    attachments: tuple[Attachment, ...]


class Likenesses:
    """Those that the parsers have read and found to be as they were meant."""

    def __init__(self) -> None:
        self._known: set[Hashable] = set()

    def has(self, likeness: Hashable) -> bool:
        """Whether a mail like this was read."""
        return likeness in self._known

    def add(self, likeness: Hashable | None) -> None:
        """Remember one that was read; None for a mail that is like no other."""
        if likeness is not None:
            if len(self._known) >= MOST:
                self._known.clear()
            self._known.add(likeness)

    def cache_clear(self) -> None:
        """Forget them all."""
        self._known.clear()


READ = Likenesses()


def find_likeness(data: bytes, meaning: Meaning) -> tuple[Hashable | None, bytes]:
    """The head with what may differ made alike, and what the rest of it is meant to say.

    With it the line of the recipient, where that is like no other and has to be read by itself;
    and None for a mail with attachments, which is like no other as a whole.
    """
    if meaning.attachments:
        return None, b""
    lines = data.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    exact = [meaning.sender.display_name, meaning.sender.addr_spec, meaning.subject]
    for header, value in meaning.ids.items():
        if not _make_alike(lines, header, value, IDS):
            exact.append(value)
    to = f"{meaning.to.display_name} <{meaning.to.addr_spec}>"
    recipient = "" if _make_alike(lines, "To", to, MAILBOX) else _take_out(lines, "To: ")
    return (*lines, meaning.headers, meaning.date, *exact), recipient.encode("latin-1")


def _make_alike(lines: list[str], header: str, value: str, plain: re.Pattern[str]) -> bool:
    """Put the form of a plain value in the place of its line; False where it has another."""
    line = f"{header}: {value}"
    if not plain.fullmatch(value) or line not in lines:
        return False
    lines[lines.index(line)] = f"{header}: {ALIKE.sub('x', value)}"
    return True


def _take_out(lines: list[str], head: str) -> str:
    """Take a header out of the lines, folded ones too, and give it back as a head of its own."""
    start = next((at for at, line in enumerate(lines) if line.startswith(head)), len(lines))
    end = start + 1
    while end < len(lines) and lines[end].startswith(" "):
        end += 1
    taken = lines[start:end]
    lines[start:end] = [head]
    return "\r\n".join((*taken, "", ""))


def read_text(data: bytes) -> str:
    """The text of a mail without attachments, by the coding that its head names; ValueError."""
    head, _, content = data.partition(b"\r\n\r\n")
    text = a2b_qp(content) if QUOTED in head.split(b"\r\n") else content
    return text.decode().replace("\r\n", "\n")
