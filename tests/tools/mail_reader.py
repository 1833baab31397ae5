"""A mail reader of our own: small, strict, and independent of Python's and of what writes mails."""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import dataclass
from urllib.parse import unquote

WORD = re.compile(r"=\?([^?\s]+)\?([bqBQ])\?([^?\s]*)\?=")
BETWEEN_WORDS = re.compile(r"(?<=\?=)\s+(?==\?)")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
PARAMETER = re.compile(r';\s*([a-zA-Z]+)(\*\d+)?(\*)?=("[^"]*"|[^;\s]*)')


class Unreadable(Exception):
    """The bytes are no mail."""


@dataclass(frozen=True, slots=True)
class Part:
    """A head, as pairs in order, and what is below it."""

    head: tuple[tuple[str, str], ...]
    content: str

    def all(self, name: str) -> list[str]:
        """Every value of a header."""
        return [value for key, value in self.head if key.lower() == name.lower()]

    def text(self, name: str) -> str:
        """The value of a header that stands at most once, its encoded words read."""
        found = self.all(name)
        if len(found) > 1:
            raise Unreadable(f"{name} stands {len(found)} times")
        return read_words(found[0]) if found else ""


def read_part(data: bytes) -> Part:
    """Split a mail at its CRLF lines; Unreadable for bare CR or LF, or bytes outside ASCII."""
    text = data.decode("ascii")
    if "\r" in (bare := text.replace("\r\n", "")) or "\n" in bare:
        raise Unreadable("a bare CR or LF")
    head, mark, content = text.partition("\r\n\r\n")
    if not mark:
        raise Unreadable("no empty line after the head")
    pairs: list[tuple[str, str]] = []
    for line in head.split("\r\n"):
        if line[:1] in " \t":
            name, value = pairs.pop()
            pairs.append((name, value + line))
        else:
            name, colon, value = line.partition(":")
            if not colon or not re.fullmatch(r"[!-9;-~]+", name):
                raise Unreadable(f"no header: {line!r}")
            pairs.append((name, value.strip()))
    return Part(tuple(pairs), content)


def read_words(value: str) -> str:
    """A value with its encoded words read (RFC 2047)."""
    return WORD.sub(_read_word, BETWEEN_WORDS.sub("", value))


def _read_word(found: re.Match[str]) -> str:
    if len(found[0]) > 75:
        raise Unreadable("an encoded word of more than 75 characters")
    if found[2] in "bB":
        return b64decode(found[3], validate=True).decode(found[1])
    return _read_quoted(found[3].replace("_", " ")).decode(found[1])


def _read_quoted(text: str) -> bytes:
    pieces = re.split(r"=([0-9A-F]{2})", text)
    if any("=" in piece for piece in pieces[::2]):
        raise Unreadable("a bare = in quoted-printable text")
    return b"".join(
        bytes([int(piece, 16)]) if at % 2 else piece.encode() for at, piece in enumerate(pieces)
    )


def read_mailboxes(value: str) -> list[tuple[str, str]]:
    """Names and addresses, split at the commas outside quotes; read before words are decoded."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(re.sub(r"\\(.)", r"\1", found[1]))
        return f"\0{len(kept) - 1}\0"

    plain = QUOTED.sub(keep, value)
    if any(mark in plain for mark in '();:"\\'):
        raise Unreadable(f"odd marks in {value!r}")
    boxes = []
    for box in plain.split(","):
        found = re.fullmatch(r"\s*(.*?)\s*<([^<>\s@]+@[^<>\s@]+)>\s*|\s*([^<>\s]+)\s*", box)
        if not found:
            raise Unreadable(f"no mailbox: {box!r}")
        name = re.sub("\0(\\d+)\0", lambda at: kept[int(at[1])], read_words(found[1] or ""))
        boxes.append((name, found[2] or found[3]))
    return boxes


def read_content(part: Part) -> bytes:
    """What a part holds, its coding undone and its line ends `\\n` where it is text."""
    coding = part.text("Content-Transfer-Encoding")
    if coding == "base64":
        return b64decode(part.content.replace("\r\n", ""), validate=True)
    lines = part.content.replace("\r\n", "\n")
    if coding == "7bit":
        return lines.encode("ascii")
    if coding != "quoted-printable" or any(len(line) > 76 for line in lines.split("\n")):
        raise Unreadable(f"coding {coding!r}")
    return _read_quoted(re.sub(r"=\n", "", re.sub(r"[ \t]+(?=\n)", "", lines)))


def read_parts(part: Part) -> list[Part]:
    """The parts of a mail, one of which is the mail itself where it has no others."""
    kind = part.text("Content-Type")
    if not kind.startswith("multipart/mixed"):
        return [part]
    boundary = read_parameters(kind)["boundary"]
    before, *pieces, after = f"\r\n{part.content}".split(f"\r\n--{boundary}")
    if before or after != "--\r\n" or not all(piece.startswith("\r\n") for piece in pieces):
        raise Unreadable("torn at its boundary")
    return [read_part(piece[2:].encode("ascii")) for piece in pieces]


def read_parameters(value: str) -> dict[str, str]:
    """The parameters of a header, their pieces joined and decoded (RFC 2231)."""
    found: dict[str, str] = {}
    for name, number, star, text in PARAMETER.findall(value):
        if star and number in ("", "*0"):
            text = text.removeprefix("utf-8''")
        if name in found and not number:
            raise Unreadable(f"{name} stands twice")
        found[name] = found.get(name, "") + (text if star else text.strip('"'))
        if star:
            found[f"{name}*"] = "yes"
    return {
        name: unquote(text, errors="strict") if f"{name}*" in found else text
        for name, text in found.items()
        if not name.endswith("*")
    }
