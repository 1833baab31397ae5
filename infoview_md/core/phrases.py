"""Phrases: what a person types after `infoview log NAME`, as the event it says."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from enum import Enum

from infoview_md.core.dayname import read_day
from infoview_md.core.daywords import DayFound, find_coming_day, find_past_day, has_false_date
from infoview_md.core.event import UNSETTLED, WORDS, Event, EventKind, single_spaced
from infoview_md.core.loghead import (
    EVENT_WORD,
    LATE_TOKEN,
    LINK,
    Fault,
    read_head,
    read_tokens,
)
from infoview_md.core.logline import parse_line, read_line
from infoview_md.core.phrase_table import CHANNEL, CHANNEL_MEANT, NO_ANSWER, PHRASES, Phrase

LINKS = re.compile(LINK)
CLAUSE_END = re.compile(r"[:,;.](?=\s|\Z)|\s[-–—](?=\s|\Z)")
LEADING_FOR = re.compile(r"for\s+(?=[0-9])", re.IGNORECASE)
TALK_DAY = re.compile(r"(?:\s|\A)(?:to|for|on|at)\s*\Z", re.IGNORECASE)
# An hour the clock does not have: better to ask again than to lose it in the text.
FALSE_TIME = re.compile(
    r"(?:\d{4}-\d{2}-\d{2}|\bat)[ T]+(?:(?:2[4-9]|[3-9]\d):\d\d|\d{1,2}:[6-9]\d)(?![\d:])"
)
# After `until`, the words that may name a day: `until May`, `until 12 January 2027`.
UNTIL = re.compile(r"(?<!\w)(until\s+)(?P<words>[\w+-]+(?:,?\s+[\w+-]+){0,3})", re.IGNORECASE)
LAST_WORD = re.compile(r",?\s+[\w+-]+\Z")
MARKS = " ,:;-–—"


class Asked(Enum):
    """What was asked of somebody before, which decides what “wrote” means."""

    NOTHING = EventKind.REQUEST
    WAITING = EventKind.NUDGE
    ANSWERED = EventKind.TOUCH

    @property
    def writing(self) -> EventKind:
        """What writing to them is now: the request, a nudge while it waits, else a light touch."""
        return EventKind(self.value)


def parse_phrase(words: str, today: date, asked: Asked) -> Event | None:
    """The event that a phrase, or a log line without bullet and date, says; None in doubt.

    A day is looked for before the first comma or colon; where none is named it was today. A first
    word that is an event decides, even where a file's stricter grammar sees a note:
    `met video 25 minutes`. The event has line 0, and `format_event` shows it as it will be read.
    Where the event can have an `until`, a day in words counts: `reply later until May`.
    """
    dated = UNTIL.sub(lambda found: _date_until(found, today), words)
    event = _parse_dated(dated, today, asked) if dated != words else None
    return event if event and event.until else _parse_dated(words, today, asked)


def _date_until(found: re.Match[str], today: date) -> str:
    """`until DATE` for the longest run of words that names a day to come; else what stood there."""
    words = found["words"]
    while True:
        day = read_day(words, today)
        if day is not None and day > today:
            return f"{found[1]}{day}{found['words'][len(words) :]}"
        shorter = LAST_WORD.sub("", words)
        if shorter == words:
            return found[0]
        words = shorter


def _parse_dated(words: str, today: date, asked: Asked) -> Event | None:
    words = single_spaced(words)
    if has_false_date(words) or FALSE_TIME.search(words):
        return None
    when = DayFound(today, None, 0, 0)
    named = find_past_day(words, today)
    if named is not None and not named.start:
        when, words = named, words[named.end :].lstrip(MARKS)
    strict = read_line(f"- {_stamp(when)} {words}", line=0)
    if strict.event is not None and strict.fault is None:
        return _settle(strict.event, asked)
    event = _parse_loosely(words, today, when)
    return _settle(event, asked) if event else None


def _stamp(when: DayFound) -> str:
    return f"{when.day} {when.clock:%H:%M}" if when.clock else f"{when.day}"


def _settle(event: Event, asked: Asked) -> Event:
    """The event without its everyday word, which a file need not keep."""
    kind = asked.writing if event.word in UNSETTLED else event.kind
    return replace(event, kind=kind, word="")


def _parse_loosely(words: str, today: date, when: DayFound) -> Event | None:
    """By the event word, else by the phrase, that the first clause begins with."""
    if silence := NO_ANSWER.match(words):
        words = words[silence.end() :]
    end = _end_of_clause(words)
    found = _find_phrase(words[:end])
    if found is None:
        return None
    phrase, rest = found
    rest, when = _take_day(phrase, rest, today, when)
    rest, channel = _take_channel(phrase, rest)
    return _read(phrase, channel, rest, words[end:].lstrip(MARKS + "."), when)


def _end_of_clause(words: str) -> int:
    """Where the first mark stands that ends a clause; a link's shown name holds none."""
    masked = LINKS.sub(lambda link: "x" * len(link[0]), words)
    found = CLAUSE_END.search(masked)
    return found.start() if found else len(words)


def _find_phrase(clause: str) -> tuple[Phrase, str] | None:
    """What the clause begins with, and the rest of it."""
    for phrase in PHRASES:
        if found := phrase.pattern.match(clause):
            kept = found.groupdict().get("kept") or ""
            return phrase, f"{kept}{clause[found.end() :]}"
    plain = EVENT_WORD.match(clause)
    if plain and (word := single_spaced(plain[0].lower())) in WORDS:
        return Phrase(EVENT_WORD.of(clause), word), clause[plain.end() :]
    return None


def _take_day(phrase: Phrase, rest: str, today: date, when: DayFound) -> tuple[str, DayFound]:
    """Take the day it happened out of the clause; a talk's own day becomes `for DATE TIME`."""
    if phrase.event in ("scheduled", "rescheduled") and (day := find_coming_day(rest, today)):
        before = TALK_DAY.sub("", rest[: day.start])
        rest = f"{before} for {_stamp(day)} {rest[day.end :]}"
    if day := find_past_day(rest, today):
        return f"{rest[: day.start]} {rest[day.end :]}", day
    return rest, when


def _take_channel(phrase: Phrase, rest: str) -> tuple[str, str]:
    """Take `over video` out of the clause; else the channel is what the phrase implies."""
    found = CHANNEL.search(rest)
    if found is None:
        return rest, phrase.channel
    word = single_spaced(found["word"].lower())
    return f"{rest[: found.start()]} {rest[found.end() :]}", CHANNEL_MEANT.get(word, word)


def _read(phrase: Phrase, channel: str, rest: str, text: str, when: DayFound) -> Event | None:
    """Read the tokens as far as they go; what does not belong to the head opens the text."""
    said = single_spaced(f"{phrase.event} {channel}")
    line = single_spaced(f"{said} {rest}")
    head = read_head(said, 0, when.day, when.clock)
    if isinstance(head, Fault):
        return None
    # In “said no problem” `no` is just a word; behind an event word it is a token.
    is_free = phrase in PHRASES and head.kind is EventKind.REPLY
    read = read_tokens(line, head, LATE_TOKEN if is_free else None)
    if isinstance(read, Fault):
        if head.qualifier == "no":  # “reply no problem” is no refusal
            return None
        text = ", ".join(filter(None, (LEADING_FOR.sub("", read.rest.strip(MARKS + ".")), text)))
        line = line[: head.place]
    event = parse_line(f"- {_stamp(when)} {line}{': ' if text else ''}{text}", line=0)
    is_lost = event is None or (event.kind is EventKind.NOTE and head.kind is not EventKind.NOTE)
    return None if is_lost else event
