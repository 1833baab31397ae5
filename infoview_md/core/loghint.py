"""Hints: the event that a dated line of a log resembles, shown as the line would be right."""

from __future__ import annotations

import re
from functools import lru_cache

from infoview_md.core.event import EVERYDAY, NEEDS_LINK, TALKS, WORDS, Event, EventKind
from infoview_md.core.links import Link
from infoview_md.core.loghead import DAY, Fault, Head, S, end_of_head, open_head, read_tokens
from infoview_md.core.logline import links_of_text
from infoview_md.core.logtext import clean_text, format_event
from infoview_md.core.pattern import SPACES, pattern

MAX_DISTANCE = 2
# In a word as short as “met” two slips leave nothing to resemble, and “called” is not “talked”.
SHORT_WORD = 4
SHORT_EVERYDAY_WORD = 6
# A line that is a note needs no hint that it could be one.
CANDIDATES = tuple(word for word, kind in WORDS.items() if kind is not EventKind.NOTE)
# What two words may stand for.
PAIRS = ("followed up", "no-show")

LETTERS = r"[^\W\d_]+(?:-[^\W\d_]+)*"
FIRST_WORDS = pattern(rf"(?:[^\w\[]|[\d_])*(?P<first>{LETTERS})(?:{S}+(?P<second>{LETTERS}))?")
OTHER_PREPOSITION = pattern(rf"{S}+(?:to|on|at){S}+(?={DAY})", re.IGNORECASE)
MARKS = SPACES + ":;,.!?/-–—"

# What stands in the line shown where the person's own lacks a part.
QUALIFIER_SHOWN = {
    EventKind.WAS: "requested",
    EventKind.INTRO: "made",
    EventKind.REFERENCE: "agreed",
}
LINK_SHOWN = Link("NAME")


def find_hint(raw: str, note: Event, fault: Fault) -> tuple[str, int] | None:
    """A sentence about a line that counts as a note, and the offset it is about.

    None where the line resembles no event, or is meant as a note.
    """
    if fault.head is None:
        return _find_lookalike(raw, note, fault.start)
    if fault.head.kind is EventKind.NOTE:
        return None
    return _sentence(fault.reason, *_with_day(fault.head, fault.rest)), fault.start


def _find_lookalike(raw: str, note: Event, start: int) -> tuple[str, int] | None:
    """The hint for a line whose first word is almost that of an event."""
    found = FIRST_WORDS.match(raw, start)
    meant = _meant_word(found) if found else None
    if found is None or meant is None:
        return None
    word, end = meant
    first = found.start("first")
    shown = raw[start:end] if raw[start:end].lower() != word else raw[start:].split(maxsplit=1)[0]
    head = open_head(word, first, end, note.date, note.time)
    read = read_tokens(raw, head.copy())
    reason = f"`{shown}` is no event"
    return _sentence(reason, *_parts(read, raw, head)), first


def _meant_word(found: re.Match[str]) -> tuple[str, int] | None:
    """The event word that the first words resemble, and the offset where they end."""
    first, second = found["first"].lower(), (found["second"] or "").lower()
    if second and (pair := nearest_word(f"{first} {second}", PAIRS)):
        return pair, found.end("second")
    word = nearest_word(first)
    return (word, found.end("first")) if word else None


def _parts(read: Head | Fault, raw: str, head: Head) -> tuple[Head, str]:
    if isinstance(read, Head):
        return read, raw[end_of_head(raw, read.place) :]
    return read.head or head, read.rest


def _with_day(head: Head, rest: str) -> tuple[Head, str]:
    """A talk's date is written `for DATE`, where people say “moved to” or “on”."""
    if head.kind not in TALKS or head.at or not OTHER_PREPOSITION.match(rest):
        return head, rest
    moved = OTHER_PREPOSITION.sub(" for ", rest, count=1)
    with_day = head.copy()
    with_day.place = 0
    return _parts(read_tokens(moved, with_day), moved, with_day)


def _sentence(reason: str, head: Head, rest: str) -> str:
    shown = format_event(_as_event(head, rest)).replace("\n", " ")
    return f"{reason}, so this line counts as a note; as an event it reads `{shown}`"


def _as_event(head: Head, rest: str) -> Event:
    """The event as it would be right: what is missing filled in, what is in the way moved back."""
    text = clean_text(rest.lstrip(MARKS))
    event = head.copy()
    event.qualifier = head.qualifier or QUALIFIER_SHOWN.get(head.kind, "")
    if head.kind in NEEDS_LINK and not head.links:
        event.links = list(links_of_text(text)) or [LINK_SHOWN]
    return event.event(0, text)


@lru_cache(maxsize=1024)
def nearest_word(written: str, candidates: tuple[str, ...] = CANDIDATES) -> str | None:
    """The event word nearest to a lower-case word; None if none is near enough."""
    best, limit = None, MAX_DISTANCE + 1
    for word in candidates:
        is_short = len(word) <= (SHORT_EVERYDAY_WORD if word in EVERYDAY else SHORT_WORD)
        allowed = 1 if is_short else MAX_DISTANCE
        distance = edit_distance(written, word, min(allowed, limit - 1))
        if distance is not None:
            best, limit = word, distance
    return best


def edit_distance(one: str, other: str, limit: int) -> int | None:
    """Letters to add, drop, change or swap with their neighbour; None where more than `limit`.

    The Damerau-Levenshtein distance, each letter being touched once (optimal string alignment).
    """
    if abs(len(one) - len(other)) > limit:
        return None
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(row[-1] + 1, before[j] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return None
    return row[-1] if row[-1] <= limit else None
