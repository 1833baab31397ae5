"""Moments: the days and times of day that a sentence names, joined into windows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from infoview_md.letters.lint.phrase_book import ODD_CASES, WORD

_WEEKDAY = (
    r"(?:mon|tues?|wed(?:nes)?|thur?s?|fri)(?:day)?s?|(?:satur|sun)days?|(?:sat|sun)(?=[ ,.]+\d)"
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_NUMERIC = r"\d{1,2}[./]\d{1,2}(?:[./](?:\d{4}|\d\d)?|(?=[ ,;)]))"
_DATE = (
    rf"\d{{4}}-\d{{2}}-\d{{2}}|{_NTH} (?:of )?{_MONTH}\b(?: \d{{4}}\b)?"
    rf"|{_MONTH}\.? {_NTH}\b(?!:)(?:,? \d{{4}}\b)?|{_NUMERIC}|the \d{{1,2}}(?:st|nd|rd|th)"
)
_DAY = rf"(?:{_WEEKDAY})\b(?:[, ]{{1,2}}(?:the )?(?:{_DATE}))?|{_DATE}|tomorrow|today|tonight"

_HOUR = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_CLOCK = (
    r"(?:\d{1,2}(?::|\.|h)\d{2}(?: ?[ap]\.?m\b\.?)?|\d{1,2} ?[ap]\.?m\b\.?|\d{1,2} ?o'clock"
    r"|\d{1,2}h\b)"
)
_TO = r"(?:\s?[-–]\s?| (?:to|until|till|and) )"
_NO_COUNT = (
    r"(?! (?:minutes?|hours?|days?|weeks?|months?|years?|other|of|people|per|more|things?|%))"
)
_TIME = (
    rf"(?:(?:at|after|before|around|from) )?{_CLOCK}(?:{_TO}(?:{_CLOCK}|\d{{1,2}}\b))?"
    rf"|(?:from|between) (?:{_CLOCK}|{_HOUR}){_TO}(?:{_CLOCK}|{_HOUR}\b){_NO_COUNT}"
    rf"|\d{{1,2}}\s?[-–]\s?\d{{1,2}}(?: ?[ap]\.?m\b\.?|(?= ?(?:[,;.)]|or\b|$)))"
    rf"|(?:at|after|before|around|from) {_HOUR}\b{_NO_COUNT}"
    r"|noon|midday|lunch ?time|(?:(?:in )?the )?(?:early |late )?(?:morning|afternoon|evening)s?"
)
MOMENT = re.compile(rf"(?<![\w/.:-])(?:(?P<day>{_DAY})|(?P<time>{_TIME}))(?!\w)", re.IGNORECASE)
# How the first word of a moment begins, where it is no number.
BEGINNINGS = frozenset(
    (
        *("mon", "tue", "wed", "thu", "fri", "sat", "sun", "tom", "tod", "ton", "the"),
        *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        *("at", "aft", "bef", "aro", "fro", "bet", "noo", "mid", "lun", "in", "ear", "lat"),
        *("mor", "eve"),
    )
)
NEAR = 24
"""Characters between a day and its time of day, at most."""


@dataclass(frozen=True, slots=True)
class Window:
    """A time that somebody could say yes to: a day, a time of day or both, with its offsets."""

    start: int
    end: int
    has_day: bool
    has_time: bool


def find_windows(text: str) -> list[Window]:
    """The windows of a flattened sentence: “Tuesday at 10:00 or 15:00” holds two.

    A time of day belongs to the day beside it; of a day with two times each is a window.
    """
    windows: list[Window] = []
    for found in _join_dates(_find_moments(text.replace("\n", " "))):
        last = windows[-1] if windows else None
        is_near = last is not None and found.start - last.end <= NEAR
        if last and is_near and _fits(last, found):
            windows[-1] = Window(last.start, found.end, True, True)
        else:
            windows.append(found)
    return windows


def _find_moments(text: str) -> Iterator[re.Match[str]]:
    """What `MOMENT.finditer` finds, tried only at the words that can begin one."""
    plain = text if text.isascii() else text.translate(ODD_CASES)
    free = 0
    for word in WORD.finditer(plain):
        start = word.start()
        if start < free or not (word[0][0].isdigit() or word[0][:3].lower() in BEGINNINGS):
            continue
        if found := MOMENT.match(text, start):
            free = found.end()
            yield found


def _fits(last: Window, found: Window) -> bool:
    """A day wants a time, and a time a day; two of a kind are two windows."""
    return (last.has_day, last.has_time) != (True, True) and last.has_day != found.has_day


def _join_dates(found: Iterable[re.Match[str]]) -> Iterator[Window]:
    for match in found:
        yield Window(match.start(), match.end(), bool(match["day"]), bool(match["time"]))
