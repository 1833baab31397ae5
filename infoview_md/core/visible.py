"""What of a note's body a reader sees: neither fenced code nor comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from infoview_md.core.note import Note

SPACES = " \t\r\u00a0\u2007\u202f"
"""What counts as a space: tabs and no-break spaces too, but no other line end than `\\n`."""

BOM = "\ufeff"
MARKERS = ("```", "~~~", "<!--", "%%")
# Code inside a line is shorter; looking further would make crafted notes slow.
MAX_CODE = 2_000
# What may stand before a fence: indentation, quotes, bullets.
FENCE_PREFIX = r"[ \t>]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*"
# A backslash before the marker makes it plain text, as Markdown and Obsidian have it.
OPENING = re.compile(
    rf"(?:^|(?<=\A\ufeff)){FENCE_PREFIX}(?P<fence>`{{3,}}(?=[^`\n]*$)|~{{3,}})"
    r"|(?<![\\`])(?P<code>`+)"
    r"|(?<!\\)(?P<comment><!--|%%)",
    re.MULTILINE,
)
CLOSING_COMMENT = {"<!--": "-->", "%%": "%%"}
SHOWN = re.compile(r"[^\n]")


def read_visible(note: Note) -> str:
    """The note's text with fenced code and comments of its body blanked; no offset moves.

    An opening `<!--` or `%%` that is never closed hides nothing: a log must not vanish because
    somebody wrote `50%%`. An open fence hides the rest, as every editor shows it.
    """
    begin = body_begin(note)
    if not any(note.text.find(marker, begin) >= 0 for marker in MARKERS):
        return note.text
    return _blank_hidden(note.text, begin)


def body_begin(note: Note) -> int:
    """The offset of the body's first character; a byte order mark is none."""
    return note.body_start or int(note.text.startswith(BOM))


# Several readers ask for the same note, one after the other.
@lru_cache(maxsize=2)
def _blank_hidden(text: str, begin: int) -> str:
    pieces: list[str] = []
    shown_from = begin
    for start, end in _find_hidden(text, begin):
        pieces += (text[shown_from:start], SHOWN.sub(" ", text[start:end]))
        shown_from = end
    return "".join((text[:begin], *pieces, text[shown_from:]))


def _find_hidden(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Spans of fenced code and comments; one inside the other is none of its own."""
    never_closed = set()
    while match := OPENING.search(text, at):
        at = match.end()
        if marker := match["comment"]:
            close = -1 if marker in never_closed else text.find(CLOSING_COMMENT[marker], at)
            if close < 0:
                never_closed.add(marker)
                continue
            at = close + len(CLOSING_COMMENT[marker])
            yield match.start(), at
        elif match["fence"]:
            at = _end_of_fence(text, match["fence"], at)
            yield match.start(), at
        else:
            at = _end_of_code(text, match["code"], at)


def _end_of_fence(text: str, fence: str, at: int) -> int:
    closing = re.compile(rf"^[ \t>]*{fence[0]}{{{len(fence)},}}[ \t\r]*$", re.MULTILINE)
    close = closing.search(text, text.find("\n", at) + 1 or len(text))
    return close.end() if close else len(text)


def _end_of_code(text: str, ticks: str, at: int) -> int:
    """Where code inside a line ends, or where its opening ends if it never does."""
    limit = min(at + MAX_CODE, len(text))
    line_end = text.find("\n", at, limit)
    closing = re.compile(rf"(?<!`)`{{{len(ticks)}}}(?!`)")
    close = closing.search(text, at, line_end if line_end >= 0 else limit)
    return close.end() if close else at
