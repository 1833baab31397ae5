"""Likeness: a mail whose head differs from one that was read only in letters and digits of names.

To a parser of mail every letter and figure is the same kind of character: what is read out of
`To: Kari Lunde <kari@a.example>` is read out of `To: Ole Vik <ole.v@b.example>` in the same way.
So the parsers read one mail of each form, and the thousand that are like it are compared with it.
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


def find_likeness(data: bytes, meaning: Meaning) -> Hashable | None:
    """The head with what may differ made alike, and what the rest of it is meant to say.

    None for a mail with attachments: it is like no other.
    """
    if meaning.attachments:
        return None
    lines = data.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    exact = [meaning.sender.display_name, meaning.sender.addr_spec, meaning.subject]
    to = ("To", f"{meaning.to.display_name} <{meaning.to.addr_spec}>", MAILBOX)
    for header, value, plain in (to, *((*item, IDS) for item in meaning.ids.items())):
        line = f"{header}: {value}"
        if plain.fullmatch(value) and line in lines:
            lines[lines.index(line)] = f"{header}: {ALIKE.sub('x', value)}"
        else:
            exact.append(value)
    return (*lines, meaning.headers, meaning.date, *exact)


def read_text(data: bytes) -> str:
    """The text of a mail without attachments, by the coding that its head names; ValueError."""
    head, _, content = data.partition(b"\r\n\r\n")
    text = a2b_qp(content) if QUOTED in head.split(b"\r\n") else content
    return text.decode().replace("\r\n", "\n")
