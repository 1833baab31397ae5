"""The head of a log line: event word, qualifier, channel, links and dates, up to its END."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from infoview_md.core.event import (
    CHANNELS,
    EVERYDAY,
    QUALIFIERS,
    TALKS,
    WORDS,
    Event,
    EventKind,
    single_spaced,
)
from infoview_md.core.frozen import dataclass
from infoview_md.core.links import Link, parse_inner
from infoview_md.core.pattern import SPACES, LinePattern, any_case

S = f"[{SPACES}]"
TIME = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9]"
DAY = r"(?:\[\[[0-9]{4}-[0-9]{2}-[0-9]{2}\]\]|[0-9]{4}-[0-9]{2}-[0-9]{2})"
LINK = r"!?\[\[[^\[\]\n]+\]\]"
WORD = r"[A-Za-z]+(?:-[A-Za-z]+)*"
AND, FOR, UNTIL = map(any_case, ("and", "for", "until"))
# “No thanks” is a no; “no problem” is none.
QUALIFIER = rf"{any_case('no')}{S}+{any_case('thanks')}|{WORD}"
# What closes a head: a mark before a space or the end of the line, or a dash between spaces.
END = rf"(?:{S}*[:,;.](?={S}|\Z)|{S}+[-–—](?={S}|\Z)|{S}*\Z)"
# What may stand after a token without being part of it; between two links a bare comma may.
BREAK = rf"(?={S}|[:,;.](?:{S}|\Z)|\Z)"
LINK_BREAK = rf"(?={S}|[:,;.](?:{S}|\Z)|,{LINK}|\Z)"

_LINK_OR_UNTIL = (
    rf"(?P<joint>{S}*,{S}*(?:{AND}{S}+)?|{S}+{AND}{S}+)?{S}*(?P<link>{LINK}){LINK_BREAK}"
    rf"|{S}+{UNTIL}{S}+(?P<until>{DAY}){BREAK}"
)
_WORD = rf"{S}+(?P<word>{QUALIFIER}){BREAK}"
_AT = rf"{S}+(?:{FOR}{S}+)?(?P<at>{DAY}){BREAK}(?:{S}+(?P<clock>{TIME}){BREAK})?"
EVENT_WORD = LinePattern(
    rf"(?:{any_case('followed')}{S}+{any_case('up')}|{WORD}){BREAK}", any_case=True
)
TOKEN = LinePattern(rf"{_LINK_OR_UNTIL}|{_WORD}", any_case=True)
TALK_TOKEN = LinePattern(rf"{_AT}|{_LINK_OR_UNTIL}|{_WORD}", any_case=True)
LATE_TOKEN = LinePattern(_LINK_OR_UNTIL, any_case=True)
LATE_QUALIFIER = LinePattern(
    rf"{S}*(?P<word>{QUALIFIER})(?={END}|{S}+{LINK}|{S}+{UNTIL}{S}+{DAY}{BREAK})", any_case=True
)
HEAD_END = LinePattern(END)
NEXT_PIECE = LinePattern(rf"{S}*([^{SPACES}]*)")


class Head:
    """What has been read of a line before its text.

    `start` is the offset of the event word, `place` the offset up to which the line is read.
    """

    __slots__ = (
        *("kind", "word", "start", "place", "day", "clock"),
        *("qualifier", "channel", "links", "until", "at"),
    )

    def __init__(
        self, kind: EventKind, word: str, start: int, place: int, day: date, clock: time | None
    ) -> None:
        self.kind, self.word = kind, word
        self.start, self.place = start, place
        self.day, self.clock = day, clock
        self.qualifier = self.channel = ""
        self.links: list[Link] = []
        self.until: date | None = None
        self.at: datetime | date | None = None

    @property
    def name(self) -> str:
        """The event as the person calls it."""
        return self.word or self.kind.value

    def copy(self, links: list[Link] | None = None) -> Head:
        """The same head, to be read on without touching this one; `links` in place of its own."""
        other = Head(self.kind, self.word, self.start, self.place, self.day, self.clock)
        other.qualifier, other.channel = self.qualifier, self.channel
        other.links = self.links.copy() if links is None else links
        other.until, other.at = self.until, self.at
        return other

    def event(self, line: int, text: str) -> Event:
        """The event, with its text."""
        return Event(
            self.kind,
            self.day,
            line,
            self.clock,
            self.qualifier,
            self.channel,
            tuple(self.links),
            self.until,
            self.at,
            text,
            self.word,
        )


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a dated line is not the event it may be meant as: a problem's code and a clause.

    `start` is the offset of what is at fault; `head` what was read before it (None where no event
    word stands), and `rest` what follows the head.
    """

    code: str
    reason: str
    start: int
    head: Head | None = None
    rest: str = ""


class NoSuchDay(Exception):
    """A date of a line is not in the calendar; never leaves the reading of that line."""

    def __init__(self, day: str, start: int) -> None:
        super().__init__(day)
        self.fault = Fault("log-date", f"{day} is not a day of the calendar", start)


def read_head(raw: str, start: int, day: date, clock: time | None) -> Head | Fault:
    """The event word at an offset with its tokens, up to the END; a fault where none follows."""
    found = EVENT_WORD.match(raw, start)
    word = single_spaced(found[0].lower()) if found else ""
    if found is None or word not in WORDS:
        return Fault("log-hint", "", start)
    return read_tokens(raw, open_head(word, start, found.end(), day, clock))


def open_head(word: str, start: int, place: int, day: date, clock: time | None) -> Head:
    """A head of which the event word is read, and nothing else."""
    return Head(WORDS[word], word if word in EVERYDAY else "", start, place, day, clock)


def read_tokens(raw: str, head: Head, token: LinePattern | None = None) -> Head | Fault:
    """Read the tokens of a head as far as they go, into the head; a fault where no END follows."""
    token = token or (TALK_TOKEN if head.kind in TALKS else TOKEN)
    shorter: Head | None = None
    links_of_shorter = 0
    reason, is_after_link = "", False
    pattern = token.of(raw)
    while match := pattern.match(raw, head.place):
        if joint := match["joint"]:
            if not is_after_link:
                break
            # The comma may also close the head: `referral [[Kari]], [[Nils]] is her boss`.
            if "," in joint:
                # Its links are cut off in the end: here they would be copied again and again.
                shorter, links_of_shorter = head.copy(head.links), len(head.links)
        if reason := _take(head, match):
            break
        head.place, is_after_link = match.end(), match.lastgroup == "link"
    if not reason and HEAD_END.match(raw, head.place):
        return head
    if shorter is None:
        return _misfit(raw, head, reason)
    shorter.links = head.links[:links_of_shorter]
    return shorter


def read_late_qualifier(raw: str, head: Head, place: int) -> tuple[Head, int]:
    """The qualifier that opens the text (`reply: refer [[Kari]]`), and where the text begins."""
    match = LATE_QUALIFIER.match(raw, place)
    if match is None:
        return head, place
    late = head.copy()
    late.place = match.end()
    if _take_word(late, match["word"]) or late.qualifier == head.qualifier:
        return head, place
    closed = read_tokens(raw, late, LATE_TOKEN)
    if isinstance(closed, Fault):
        # No END follows: the links and `until` count, and stay in the text for the reader.
        return late, match.end()
    return closed, end_of_head(raw, closed.place)


def end_of_head(raw: str, place: int) -> int:
    """Where the text begins: after the mark that closes the head."""
    end = HEAD_END.match(raw, place)
    return end.end() if end else place


def _misfit(raw: str, head: Head, reason: str) -> Fault:
    piece = NEXT_PIECE.match(raw, head.place)
    shown, start = (piece[1], piece.start(1)) if piece else ("", head.place)
    return Fault("log-hint", reason or _stray(shown, head), start, head, raw[head.place :])


def _stray(piece: str, head: Head) -> str:
    return f"`{piece}` does not belong to the head of `{head.name}`"


def _take(head: Head, match: re.Match[str]) -> str:
    """Add one token to the head; a clause that says why not, where it does not fit."""
    group = match.lastgroup
    if group == "word":
        return _take_word(head, match["word"])
    if group == "link":
        head.links.append(read_link(match["link"]))
    elif group == "until":
        if head.until:
            return "`until` stands twice"
        head.until = read_day(match, "until")
    else:
        if head.at:
            return f"`{head.name}` has two dates"
        day, clock = read_day(match, "at"), read_clock(match["clock"])
        head.at = datetime.combine(day, clock) if clock else day
    return ""


def _take_word(head: Head, written: str) -> str:
    word = single_spaced(written.lower())
    word = "no" if word == "no thanks" else word
    if word in QUALIFIERS.get(head.kind, ()):
        if head.qualifier:
            return f"`{head.name}` cannot be both `{head.qualifier}` and `{word}`"
        head.qualifier = word
    elif word in CHANNELS:
        if head.channel:
            return f"`{head.channel}` and `{word}` are two channels"
        head.channel = word
    else:
        return _stray(written, head)
    return ""


def read_link(written: str) -> Link:
    """A link as an event holds it: without offsets, so that equal lines make equal events."""
    target, heading, shown = parse_inner(written.lstrip("!")[2:-2])
    return Link(target, shown, heading, written[0] == "!")


def read_day(match: re.Match[str], group: str) -> date:
    """The date in a group, with or without brackets; NoSuchDay where the calendar has none."""
    written = match[group].strip("[]")
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise NoSuchDay(written, match.start(group)) from None


def read_clock(written: str | None) -> time | None:
    """`9:05` or `09:05` as a time of the day."""
    if not written:
        return None
    hour, _, minute = written.partition(":")
    return time(int(hour), int(minute))
