"""Value, Field: what is typed in a front matter, with its place, and what may not stand there."""

from __future__ import annotations

from enum import Enum

from infoview_md.core.frozen import dataclass
from infoview_md.core.pattern import pattern

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
# What YAML forbids, what only some YAML readers take for a line end (a lone CR, NEL, LS, PS; here a
# line ends at \n alone), and a second BOM: each would make two keys of one value, or one of none.
UNPRINTABLE = pattern(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
    "|\r(?!\n)"
)


class Shape(Enum):
    """How a field's value is written."""

    SCALAR = "scalar"
    LIST = "list"
    NESTED = "nested"


@dataclass(frozen=True, slots=True)
class Value:
    """One scalar as typed: its text, its place (from 1) and its span in the note's text."""

    raw: str
    line: int
    column: int
    start: int
    end: int
    plain: bool = True

    @property
    def is_null(self) -> bool:
        """True where YAML's core schema reads nothing: no text, `~` or `null`, unquoted."""
        return self.plain and self.raw in NULLS


@dataclass(frozen=True, slots=True)
class Field:
    """One key of the front matter: its values (one of a scalar, any number of a list).

    `end` is where all that is written for it ends, nested or null as it may be; `in_brackets` says
    that it stands in a `[list]` or in `{braces}`; `long_texts` are the spans of its scalars that
    run over several lines, where a `#` may begin a line and yet no comment.
    """

    key: Value
    values: tuple[Value, ...]
    shape: Shape
    end: int = 0
    in_brackets: bool = False
    long_texts: tuple[tuple[int, int], ...] = ()

    @property
    def raws(self) -> list[str]:
        """The texts of all values."""
        return [value.raw for value in self.values]


class FrontMatterFault(Exception):
    """A fault that ends the reading of a front matter: problem code, sentence, offset in it."""

    def __init__(self, code: str, message: str, offset: int) -> None:
        super().__init__(code, message, offset)
        self.code, self.message, self.offset = code, message, offset


def find_surrogate(text: str) -> int:
    """The offset of half a character, which no UTF-8 can hold; -1 where there is none."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return error.start
    return -1


def find_unprintable(text: str) -> int:
    """The offset of a character that may not stand in a front matter; -1 where there is none."""
    lines = text.replace("\r\n", "\n") if "\r" in text else text
    # Quick, and right wherever it says so; tabs and a few others are looked at one by one.
    if lines.replace("\n", "").isprintable():
        return -1
    found = UNPRINTABLE.search(text)
    return found.start() if found else -1
