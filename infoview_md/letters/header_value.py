"""Header values: which texts may stand in a mail's head, and how they are encoded and folded."""

from __future__ import annotations

import re
import unicodedata
from base64 import b64encode
from collections.abc import Callable, Iterator

from infoview_md.errors import Refused

LINE = 78
"""Columns of a header line (RFC 5322, 2.1.1)."""
ENCODED_LINE = 76
"""Columns of a header line with encoded words (RFC 2047, 2)."""
ENCODED_WORD = 75
"""Columns of one encoded word (RFC 2047, 2)."""

# Text that shows in another order than it is written: an address can be made to look like another.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
OVERRIDES = frozenset("\u202d\u202e")
UNFIT: dict[str, str] = {
    "Cc": "a line break or another control character",
    "Zl": "a line separator",
    "Zp": "a paragraph separator",
    "Cs": "half a character",
}
"""Unicode categories that no header may hold, each by its plain name."""

ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
QUOTED_MAX = 60
"""Characters of a name that may stand between quotes: longer ones would have to be folded there."""
# What an encoded word of a phrase may show as it is (RFC 2047, 5).
PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")


def check_value(field: str, value: str, limit: int) -> str:
    """The value with its runs of spaces made one; Refused, naming the field, where it is unfit.

    Unfit are control characters, line separators, halves of characters, characters that turn the
    direction of reading, `=?`, and more than `limit` characters: what a mail program could take
    for another header, another recipient or another name.
    """
    for character in value:
        if reason := name_unfit(character, TURNING):
            raise Refused(f"{field} has {reason} ({_show(character)}); take it out")
    if "=?" in value:
        raise Refused(f"{field} has “=?”, which mail programs take for a code; take it out")
    if len(value) > limit:
        raise Refused(f"{field} has {len(value):,} characters, at most {limit} fit; shorten it")
    return " ".join(part for part in value.split(" ") if part)


def name_unfit(character: str, turning: frozenset[str]) -> str:
    """Why a character may not stand in a mail, in plain words; empty where it may."""
    if character in turning:
        return "a character that turns the direction of reading"
    return UNFIT.get(unicodedata.category(character), "")


def _show(character: str) -> str:
    return f"U+{ord(character):04X}"


def format_text(name: str, value: str) -> str:
    """The header line, folded, of a free text such as the subject; `value` has been checked."""
    words = value.split(" ")
    is_plain = value.isascii() and all(len(word) < LINE - len(name) - 2 for word in words)
    if is_plain:
        return fold(f"{name}:", words)
    return f"{name}: {encode_words(value, ENCODED_LINE - len(name) - 2)}"


def fold(head: str, words: list[str]) -> str:
    """Words behind a head, in lines of at most 78 columns where the words allow it."""
    lines = [head]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > LINE and lines[-1] != head:
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines)


def format_phrase(name: str, room: int) -> str:
    """A person's name as an address may begin with it: as it is, quoted, or encoded.

    A name that is not plain ASCII is encoded whole: Python's own way quotes first and encodes
    then, and so makes several recipients of one name with a comma (CVE-2025-1795). `room` is what
    the first line has left.
    """
    if ATOMS.fullmatch(name) and len(name) <= QUOTED_MAX:
        return name
    if name.isascii() and len(name) <= QUOTED_MAX:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return encode_words(name, room)


def encode_words(text: str, room: int) -> str:
    """The text as encoded words (RFC 2047), a line each, `room` columns in the first line.

    The shorter of both encodings is taken, and no character is cut in two.
    """
    data = text.encode()
    seen = sum(byte in PLAIN or byte == 0x20 for byte in data)
    is_binary = 3 * len(data) - 2 * seen > 4 * len(data) / 3
    code, encode = ("b", _encode_b) if is_binary else ("q", _encode_q)
    return "\r\n ".join(
        f"=?utf-8?{code}?{part}?=" for part in _cut(text, encode, min(room, ENCODED_WORD))
    )


def _cut(text: str, encode: Callable[[str], str], room: int) -> Iterator[str]:
    """The text in encoded pieces that each fit into a word, the first one into `room`."""
    frame = len("=?utf-8?q??=")
    piece = ""
    for character in text:
        if piece and len(encode(piece + character)) > room - frame:
            yield encode(piece)
            piece, room = "", ENCODED_WORD
        piece += character
    yield encode(piece)


def _encode_b(text: str) -> str:
    return b64encode(text.encode()).decode()


def _encode_q(text: str) -> str:
    return "".join(
        "_" if byte == 0x20 else chr(byte) if byte in PLAIN else f"={byte:02X}"
        for byte in text.encode()
    )
