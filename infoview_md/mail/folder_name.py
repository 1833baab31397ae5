"""Folder names of IMAP: the server's list of folders, and modified UTF-7 (RFC 3501, 5.1.3)."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass

from infoview_md.errors import ServiceMissing

ENTRY = re.compile(
    rb"\((?P<flags>[^()\r\n]*)\) (?:NIL|\"(?P<delimiter>\\?[^\r\n])\") (?P<name>.*)", re.DOTALL
)
LITERAL = re.compile(rb"\{[0-9]+\}\Z")
SHIFTED = re.compile(r"&([^-]*)-")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder of a mailbox.

    `name` is for people, `wire` what the server calls it; `flags` are in lower case, such as
    `\\drafts`; `delimiter` stands between the levels of a name, and is empty where there are none.
    """

    name: str
    wire: str
    flags: frozenset[str] = frozenset()
    delimiter: str = ""

    @property
    def can_be_opened(self) -> bool:
        """False for a folder that only holds other folders."""
        return not self.flags & {"\\noselect", "\\nonexistent"}

    @property
    def quoted(self) -> str:
        """The name as a command takes it."""
        return quote(self.wire)


def parse_folders(answer: Iterable[object]) -> list[Folder]:
    """The folders in the answer to LIST, as imaplib hands it out; what cannot be read is left out.

    One entry that makes no sense must not hide the others.
    """
    return [folder for entry in answer if (folder := _parse_entry(entry)) is not None]


def _parse_entry(entry: object) -> Folder | None:
    # A name that needs it comes as a literal of its own: (b'(\\Flag) "/" {4}', b'name').
    head, literal = entry if isinstance(entry, tuple) and len(entry) == 2 else (entry, None)
    if not isinstance(head, bytes) or (found := ENTRY.match(head)) is None:
        return None
    name = found["name"]
    if isinstance(literal, bytes) and LITERAL.search(name):
        name = literal
    elif name[:1] == b'"':
        name = re.sub(rb"\\(.)", rb"\1", name[1:].removesuffix(b'"'), flags=re.DOTALL)
    wire = name.decode("utf-8", "surrogateescape")
    if not wire or CONTROL.search(wire):
        return None
    delimiter = (found["delimiter"] or b"")[-1:].decode("latin-1")
    flags = found["flags"].decode("latin-1").lower().split()
    return Folder(decode_name(wire), wire, frozenset(flags), delimiter)


def decode_name(wire: str) -> str:
    """A server's name for a folder as people write it; left as it is where it is not UTF-7."""
    try:
        return SHIFTED.sub(_decode_shifted, wire)
    except ValueError:
        return wire


def _decode_shifted(found: re.Match[str]) -> str:
    if not found[1]:
        return "&"
    base64 = found[1].replace(",", "/")
    data = binascii.a2b_base64(base64 + "=" * (-len(base64) % 4), strict_mode=True)
    text = data.decode("utf-16-be")
    return text if text else found[0]


def quote(text: str) -> str:
    """A text as a quoted string of a command; ServiceMissing where no command could hold it."""
    if CONTROL.search(text) or not text.isascii():
        raise ServiceMissing(f"“{text}” cannot stand in a command to a mail server; rename it")
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
