"""Columns of plain text: how wide a text is on a terminal, and texts filled and wrapped to that."""

from __future__ import annotations

import unicodedata

MARKS = frozenset({"Mn", "Me", "Cf"})


def width_of(text: str) -> int:
    """How many cells a terminal gives a text: wide letters take two, combining marks none.

    Names of files come from some systems with their accents as marks of their own.
    """
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(char: str) -> int:
    if unicodedata.category(char) in MARKS:
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def fill(text: str, width: int, right: bool = False) -> str:
    """The text filled with spaces to `width` cells; a wider one is left as it is."""
    spaces = " " * (width - width_of(text))
    return spaces + text if right else text + spaces


def wrap(text: str, width: int) -> list[str]:
    """The text as lines of at most `width` cells, at least one; a longer word is broken."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if width_of(joined) <= width:
            lines[-1] = joined
            continue
        pieces = _break(word, width)
        lines[-1:] = [lines[-1], *pieces] if lines[-1] else pieces
    return lines


def _break(word: str, width: int) -> list[str]:
    """The word in pieces of at most `width` cells; a single letter is never broken."""
    pieces = [""]
    for char in word:
        if pieces[-1] and width_of(pieces[-1] + char) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces
