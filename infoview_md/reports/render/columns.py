"""Columns of plain text: how wide a text is on a terminal, and texts cut and filled to a width."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

EIGHTHS = " ▏▎▍▌▋▊▉"
ZERO_WIDTH = frozenset({"Mn", "Me", "Cf"})


def width_of(text: str) -> int:
    """How many cells a terminal gives a text: wide letters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


def _cells(char: str) -> int:
    if unicodedata.category(char) in ZERO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def cut(text: str, width: int) -> str:
    """The text as one line, shortened with an ellipsis where it is wider than `width` cells."""
    text = " ".join(text.split())
    if width_of(text) <= width:
        return text
    kept = ""
    for char in text:
        if width_of(kept + char) > width - 1:
            break
        kept += char
    return f"{kept.rstrip()}…" if width > 0 else ""


def fill(text: str, width: int) -> str:
    """The text cut or filled with spaces to exactly `width` cells."""
    shown = cut(text, width)
    return shown + " " * (width - width_of(shown))


def draw_bar(count: int, most: int, width: int) -> str:
    """A bar `width` cells long for `most`, in steps of an eighth; what is not nothing is seen."""
    if count <= 0 or most <= 0:
        return ""
    eighths = max(1, round(count / most * width * 8))
    full, rest = divmod(eighths, 8)
    return "█" * full + (EIGHTHS[rest] if rest else "")


def align(rows: Sequence[Sequence[str]], gap: str = "  ") -> list[str]:
    """Rows of texts as lines with aligned columns; the last column is left as it is."""
    if not rows:
        return []
    widths = [max(width_of(row[at]) for row in rows) for at in range(len(rows[0]) - 1)]
    return [
        gap.join([*(fill(text, w) for text, w in zip(row, widths, strict=False)), row[-1]]).rstrip()
        for row in rows
    ]
