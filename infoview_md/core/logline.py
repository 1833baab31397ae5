"""One log line: `- DATE [TIME] EVENT TOKENS [END TEXT]`, read as an event or as a note."""

from __future__ import annotations

import re
from collections.abc import Sequence

from infoview_md.core.event import (
    NEEDS_LINK,
    NEEDS_QUALIFIER,
    QUALIFIERS,
    Event,
    EventKind,
    single_spaced,
    takes_links_of_text,
)
from infoview_md.core.frozen import dataclass, replace
from infoview_md.core.links import Link, find_links
from infoview_md.core.loghead import (
    DAY,
    TIME,
    Fault,
    Head,
    NoSuchDay,
    S,
    end_of_head,
    read_clock,
    read_day,
    read_head,
    read_late_qualifier,
    read_link,
)
from infoview_md.core.pattern import SPACES, LinePattern, pattern
from infoview_md.core.visible import FENCE_PREFIX

OPENING = LinePattern(
    rf"{S}*[-*+]{S}+(?P<date>{DAY}):?(?={S}|\Z)(?:{S}+(?P<time>{TIME})(?={S}|\Z))?{S}*"
)
UNTIL_IN_TEXT = pattern(rf"(?<!\w)until[{SPACES}\n]+(?P<until>{DAY})(?![\w-])", re.IGNORECASE)
BLOCK_ID = pattern(rf"{S}\^[A-Za-z0-9-]+{S}*\Z")
# The backslashes with which `format_event` keeps a text from opening a fence or a comment.
ESCAPE = pattern(rf"(?<=%)\\(?=%)|(?<=<)\\(?=!--)|^({FENCE_PREFIX})\\(?=```|~~~)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line of a log says, if anything, and its fault, if any."""

    event: Event | None = None
    fault: Fault | None = None


def parse_line(text: str, line: int = 1) -> Event | None:
    """The event of one log line, with the indented lines below it; None for any other line.

    A dated line that does not keep to the grammar is a `note`; one dated with a day that does not
    exist is none.
    """
    first, *below = text.split("\n")
    return read_line(first, below, line).event


def read_line(raw: str, below: Sequence[str] = (), line: int = 1) -> Reading:
    """One log line without its line end, and the indented lines below it."""
    raw = BLOCK_ID.sub("", raw) if "^" in raw else raw
    opening = OPENING.match(raw)
    if opening is None:
        return Reading()
    try:
        day, clock = read_day(opening, "date"), read_clock(opening["time"])
        head = read_head(raw, opening.end(), day, clock)
        reading = _finish(head, raw, below, line) if isinstance(head, Head) else Reading(None, head)
    except NoSuchDay as missing:
        return Reading(None, missing.fault)
    if reading.event is not None:
        return reading
    text = _join(raw[opening.end() :], below)
    return Reading(Event(EventKind.NOTE, day, line, clock, text=text), reading.fault)


def _finish(head: Head, raw: str, below: Sequence[str], line: int) -> Reading:
    """The text after the head, what of it still counts, and whether a part is missing."""
    place = end_of_head(raw, head.place)
    if head.kind in QUALIFIERS and not head.qualifier:
        head, place = read_late_qualifier(raw, head, place)
    text = _join(raw[place:], below)
    if not head.links and "[[" in text and takes_links_of_text(head.kind, head.qualifier):
        head.links = list(links_of_text(text))
    if lacks := missing_part(head.kind, head.qualifier, head.links):
        reason = f"`{head.name}` needs {lacks}"
        return Reading(None, Fault("log-hint", reason, head.start, head, raw[place:]))
    fault = None
    if head.qualifier == "later" and not head.until:
        fault = _take_until_of_text(head, text, raw, place)
    return Reading(head.event(line, text), fault)


def _take_until_of_text(head: Head, text: str, raw: str, place: int) -> Fault | None:
    """After `reply later`, an `until DATE` in the text counts; a fault if there is no such day."""
    match = UNTIL_IN_TEXT.search(text)
    if match is None:
        return None
    try:
        head.until = read_day(match, "until")
    except NoSuchDay as missing:
        return replace(missing.fault, start=max(raw.find(match["until"], place), 0))
    return None


def missing_part(kind: EventKind, qualifier: str, links: Sequence[Link]) -> str:
    """What an event still needs, as words of a sentence; empty for a whole one."""
    if kind in NEEDS_QUALIFIER and not qualifier:
        if kind is EventKind.WAS:
            return "a stage"
        return "one of " + ", ".join(f"`{word}`" for word in QUALIFIERS[kind])
    return "a link" if kind in NEEDS_LINK and not links else ""


def _join(first: str, below: Sequence[str]) -> str:
    """The text of an event: its own line, then each line below that is not blank."""
    text = single_spaced(first)
    if below:
        text = "\n".join(filter(None, (text, *map(single_spaced, below))))
    return ESCAPE.sub(r"\1", text) if "\\" in text else text


def links_of_text(text: str) -> tuple[Link, ...]:
    """The links of a text that may name somebody or something; a bare date names nobody."""
    return tuple(
        read_link(text[link.start : link.end]) for link in find_links(text) if not link.is_date
    )
