"""Channels: where a contact's addresses came from, and which still work."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum

from infoview_md.core.event import CHANNELS, single_spaced
from infoview_md.core.frozen import dataclass
from infoview_md.core.loghead import DAY, S
from infoview_md.core.logline import BLOCK_ID
from infoview_md.core.note import Note
from infoview_md.core.pattern import SPACES, LinePattern, pattern
from infoview_md.core.problem import Problem, make_problem
from infoview_md.core.sections import Item, find_items, find_sections

_BULLET = rf"{S}*[-*+]{S}+"
LINE = LinePattern(rf"{_BULLET}(?P<medium>{'|'.join(CHANNELS)}):?{S}+(?P<rest>.+)", re.IGNORECASE)
COLON = LinePattern(rf":(?={S}|\Z)")
OTHER_ITEM = LinePattern(rf"{_BULLET}(?P<box>\[.\](?:{S}|\Z))?(?P<text>.*)")
STATE = LinePattern(rf"{S}*(?P<state>verified|given|guessed|bounced)(?![\w-])", re.IGNORECASE)
DATED = LinePattern(rf"[{SPACES},;]*(?P<date>{DAY})(?![\w-])")
MARKS = SPACES + ",;:."
_PART = r"[^\s<>()\[\],;:\"'|@]"
EMAIL = pattern(rf"{_PART}{{1,64}}@{_PART}{{0,250}}(?<![.!?@])")
WRITTEN_EMAIL = pattern(rf"<?(?:mailto:)?(?P<email>{EMAIL.pattern})>?", re.IGNORECASE)


class Trust(StrEnum):
    """How sure an address is."""

    VERIFIED = "verified"
    GIVEN = "given"
    GUESSED = "guessed"
    BOUNCED = "bounced"


@dataclass(frozen=True, slots=True)
class Channel:
    """One line of `## Channels`: `- email ingrid@x.example: verified 2026-11-01, talk slides`."""

    medium: str
    address: str
    trust: Trust
    line: int
    date: dt.date | None = None
    source: str = ""


def parse_channels(note: Note) -> tuple[tuple[Channel, ...], tuple[Problem, ...]]:
    """The lines of a note's `Channels` sections, in file order, and those that cannot be read.

    Task items are left alone; a date that does not exist is a problem, and the line counts undated.
    """
    channels: list[Channel] = []
    problems: list[Problem] = []
    for section in find_sections(note, "Channels"):
        for item in find_items(section):
            channel, fault = _read_channel(item)
            if channel is not None:
                channels.append(channel)
            if fault is not None:
                message, start = fault
                place = (item.line.number, start + 1)
                problems.append(make_problem("channel-line", note.path, message, *place))
    return tuple(channels), tuple(problems)


Fault = tuple[str, int]
"""A sentence, and the offset in the line that it is about."""


def _read_channel(item: Item) -> tuple[Channel | None, Fault | None]:
    raw = BLOCK_ID.sub("", item.line.text) if "^" in item.line.text else item.line.text
    match = LINE.match(raw)
    if match is None:
        return None, _other_item(raw)
    start = match.start("rest")
    colon = COLON.search(raw, start)
    end, told = colon.span() if colon else (len(raw), len(raw))
    medium, address = match["medium"].lower(), single_spaced(raw[start:end])
    if medium == "email":
        written = WRITTEN_EMAIL.fullmatch(address)
        if written is None:
            return None, (f"`{address}` is no e-mail address{_shown(address)}", start)
        address = written["email"]
    trust, day, source, fault = _read_rest(raw, told)
    return Channel(medium, address, trust, item.line.number, day, source), fault


def _read_rest(raw: str, start: int) -> tuple[Trust, dt.date | None, str, Fault | None]:
    """State, date and source, each of which may be missing."""
    state = STATE.match(raw, start)
    place = state.end() if state else start
    trust = Trust(state["state"].lower()) if state else Trust.GIVEN
    dated = DATED.match(raw, place)
    source = single_spaced(raw[dated.end() if dated else place :].lstrip(MARKS))
    if dated is None:
        return trust, None, source, None
    written = dated["date"].strip("[]")
    try:
        return trust, dt.date.fromisoformat(written), source, None
    except ValueError:
        sentence = f"{written} is not a day of the calendar, so this line counts as undated"
        return trust, None, source, (sentence, dated.start("date"))


def _other_item(raw: str) -> Fault | None:
    item = OTHER_ITEM.match(raw)
    if item is None or item["box"] or not item["text"].strip():
        return None
    text = single_spaced(item["text"])
    return f"`{text}` names no channel{_shown(text)}", item.start("text")


def _shown(text: str) -> str:
    """How the line would be right, with the address that it holds."""
    found = EMAIL.search(text)
    address = found[0] if found else "NAME@HOST"
    return f"; a channel is written `- email {address}: verified 2026-11-01, where from`"
