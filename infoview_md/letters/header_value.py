"""Header values: which texts may stand in a mail's head, and how they are encoded and folded."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator

from infoview_md.errors import Refused

LINE = 78
"""Columns of a header line (RFC 5322, 2.1.1)."""
ENCODED_LINE = 76
"""Columns of a header line with encoded words (RFC 2047, 2)."""
ENCODED_WORD = 75
"""Columns of one encoded word (RFC 2047, 2)."""

# No header may hold one of these: control characters, separators of lines and paragraphs, halves
# of characters, and what shows a text in another order than it is written, so that an address can
# be made to look like another.
UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# In a text it is fewer: separators are odd there, and harmless; right-to-left text needs marks.
UNFIT_IN_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff]")

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
    if found := UNFIT.search(value):
        raise Refused(f"{field} has {name_unfit(found[0])}; take it out")
    if "=?" in value:
        raise Refused(f"{field} has “=?”, which mail programs take for a code; take it out")
    if len(value) > limit:
        raise Refused(f"{field} has {len(value):,} characters, at most {limit} fit; shorten it")
    return " ".join(part for part in value.split(" ") if part)


def format_head(name: str, address: str, subject: str) -> str:
    """`To: …` and `Subject: …` as a letter is shown, a line each whatever the values hold."""
    return f"To: {show_value(f'{name} {address}'.rstrip())}\nSubject: {show_value(subject)}"


def show_value(value: str) -> str:
    """A header's value to be looked at, with what is unfit escaped: it stays on its line."""
    return UNFIT.sub(lambda found: ascii(found[0])[1:-1], value)


def name_unfit(character: str) -> str:
    """An unfit character in plain words, with its number."""
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:
        name = "half a character"
    elif code in (0x2028, 0x2029):
        name = "a line separator"
    elif code > 0x2029:
        name = "a character that turns the direction of reading"
    else:
        name = "a line break or another control character"
    return f"{name} (U+{code:04X})"


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
