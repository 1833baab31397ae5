"""What of a note's body a reader sees: neither fenced code nor comments."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import wraps
from typing import TypeVar

from infoview_md.core.note import Note
from infoview_md.core.pattern import pattern

Answer = TypeVar("Answer")

BOM = "\ufeff"
MARKERS = (("`", "```"), ("~", "~~~"), ("<", "<!--"), ("%", "%%"))
# Code inside a line is shorter; looking further would make crafted notes slow.
MAX_CODE = 2_000
# What may stand before a fence: indentation, quotes, bullets.
FENCE_PREFIX = r"[ \t>]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*"
MARKER = pattern(r"`+|~{3,}|<!--|%%")
CLOSING_COMMENT = {"<!--": "-->", "%%": "%%"}


def read_visible(note: Note) -> str:
    """The note's text with fenced code and comments of its body blanked; no offset moves.

    An opening `<!--` or `%%` that is never closed hides nothing: a log must not vanish because
    somebody wrote `50%%`. An open fence hides the rest, as every editor shows it.
    """
    return _blank_hidden(note.text, body_begin(note))


def body_begin(note: Note) -> int:
    """The offset of the body's first character; a byte order mark is none."""
    return note.body_start or int(note.text.startswith(BOM))


def recall_last(read: Callable[[str, int], Answer]) -> Callable[[str, int], Answer]:
    """The function with its last answer kept: several readers ask for one text after each other.

    `lru_cache` would do, but for the thousands of characters that it hashes: here it must be the
    very same text.
    """
    last: tuple[str, int, Answer] | None = None

    @wraps(read)
    def recalled(text: str, begin: int) -> Answer:
        nonlocal last
        known = last  # read once: another thread may put another answer there
        if known is not None and known[0] is text and known[1] == begin:
            return known[2]
        answer = read(text, begin)
        last = text, begin, answer
        return answer

    return recalled


@recall_last
def _blank_hidden(text: str, begin: int) -> str:
    # A single character is found many times faster than a word.
    if not any(one in text and text.find(marker, begin) >= 0 for one, marker in MARKERS):
        return text
    pieces: list[str] = []
    shown_from = begin
    for start, end in _find_hidden(text, begin):
        blank = "\n".join([" " * len(line) for line in text[start:end].split("\n")])
        pieces += (text[shown_from:start], blank)
        shown_from = end
    return "".join((text[:begin], *pieces, text[shown_from:]))


def _find_hidden(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Spans of fenced code and comments; one inside the other is none of its own."""
    never_closed = set()
    places = dict.fromkeys(("`", "~~~", "<!--", "%%"), -1)
    while match := MARKER.match(text, _next_marker(text, at, places)):
        found, start, end = match[0], match.start(), match.end()
        if (fence := _start_of_fence(text, at, start, end)) >= 0:
            at = _end_of_fence(text, found, end)
            yield fence, at
        # A backslash before the marker makes it plain text, as Markdown and Obsidian have it.
        elif found[0] == "~" or (start and text[start - 1] == "\\"):
            at = start + 1 if found in CLOSING_COMMENT else end
        elif found not in CLOSING_COMMENT:
            at = _end_of_code(text, found, end)
        elif found in never_closed or (close := text.find(CLOSING_COMMENT[found], end)) < 0:
            never_closed.add(found)
            at = end
        else:
            at = close + len(CLOSING_COMMENT[found])
            yield start, at


def _next_marker(text: str, at: int, places: dict[str, int]) -> int:
    """The first place of a marker from an offset on, the end of the text where none follows.

    `places` is what is known of each; asked for offsets that only grow, no character is looked at
    twice.
    """
    for marker, place in places.items():
        if place < at:
            found = text.find(marker, at)
            places[marker] = found if found >= 0 else len(text)
    return min(places.values())


def _start_of_fence(text: str, at: int, start: int, end: int) -> int:
    """Where the line begins that the marker makes an opening fence; -1 where it makes none."""
    if end - start < 3 or text[start] not in "`~":
        return -1
    line = text.rfind("\n", 0, start) + 1 or int(text.startswith(BOM))
    if line < at or (line < start and not re.compile(FENCE_PREFIX).fullmatch(text, line, start)):
        return -1
    line_end = text.find("\n", end)
    is_code = text[start] == "`" and text.find("`", end, line_end if line_end >= 0 else None) >= 0
    return -1 if is_code else line


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
