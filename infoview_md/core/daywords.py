"""Day words: `yesterday`, `on friday`, `3 days ago`, `2026-11-20 at 14:00` as dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# “Sat” and “sun” are also other words: an abbreviation counts after `on`, `last`, `next`, `for`
# or `to`, and at the end.
SHORT = {day[:3]: day for day in WEEKDAYS} | {"tues": "tuesday", "thur": "thursday"}
SHORT |= {"thurs": "thursday"}
DAYS_AWAY = {"yesterday": -1, "today": 0, "tomorrow": 1}
COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}

_SHORT = "|".join(sorted(SHORT, key=len, reverse=True))
_CLOCK = r"(?:,?\s+(?:at\s+)?(?P<clock>(?:[01]?[0-9]|2[0-3]):[0-5][0-9])(?!\w))?"
DAY = re.compile(
    rf"""(?<![\w\[-])(?:
      (?:on\s+)? (?P<open>\[\[)? (?P<iso>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}) (?(open)\]\])
    | (?P<word>today|yesterday|tomorrow)
    | (?P<count>[0-9]{{1,3}}|{"|".join(COUNTS)})\s+(?P<unit>day|week)s?\s+ago
    | (?:on\s+)?(?:(?P<which>last|next)\s+)?(?P<weekday>{"|".join(WEEKDAYS)})
    | (?:on\s+|(?P<which_short>last|next)\s+|(?<=for\s)|(?<=to\s))(?P<short>{_SHORT})
    | (?P<short_last>{_SHORT})(?=\s*\Z)
    )(?![\w-]){_CLOCK}""",
    re.IGNORECASE | re.VERBOSE,
)


# After these a day is not when it happened, but what it was about.
ABOUT = re.compile(
    r"(?<!\w)(?:for|until|till|by|to|after|before|from|since|next)\s+\Z", re.IGNORECASE
)
ISO = re.compile(r"(?<![\w\[-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w-])")


@dataclass(frozen=True, slots=True)
class DayFound:
    """A day that somebody named: where its words stand, and the time beside it."""

    day: date
    clock: time | None
    start: int
    end: int


def has_false_date(words: str) -> bool:
    """True where a date is written out that the calendar does not have."""
    return any(_real_date(written) is None for written in ISO.findall(words))


def find_past_day(words: str, today: date) -> DayFound | None:
    """The first day named that is not to come; `friday` is the last one, and on a Friday today.

    `until friday`, `free for friday` and the like do not say when it happened.
    """
    for match in DAY.finditer(words):
        day = None if ABOUT.search(words, 0, match.start()) else _past_day(match, today)
        if day is not None and day <= today:
            return DayFound(day, _clock(match), *match.span())
    return None


def find_coming_day(words: str, today: date) -> DayFound | None:
    """The first day named for something to come; `friday` is the next one, not today.

    Today is one only with a time or a `for` before it, a past day only where it is written out.
    """
    for match in DAY.finditer(words):
        day = _coming_day(match, today)
        is_meant = match["iso"] or match["clock"] or ABOUT.search(words, 0, match.start())
        if day is not None and (day > today or (is_meant and (match["iso"] or day == today))):
            return DayFound(day, _clock(match), *match.span())
    return None


def _past_day(match: re.Match[str], today: date) -> date | None:
    weekday = _weekday(match)
    if weekday is None:
        return _fixed_day(match, today)
    back = (today.weekday() - weekday) % 7
    which = (match["which"] or match["which_short"] or "").lower()
    if which == "next":
        return None
    return today - timedelta(days=7 if which == "last" and back == 0 else back)


def _coming_day(match: re.Match[str], today: date) -> date | None:
    weekday = _weekday(match)
    if weekday is None:
        return _fixed_day(match, today)
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _weekday(match: re.Match[str]) -> int | None:
    """Monday is 0."""
    short = match["short"] or match["short_last"]
    name = match["weekday"] or (SHORT[short.lower()] if short else "")
    return WEEKDAYS.index(name.lower()) if name else None


def _fixed_day(match: re.Match[str], today: date) -> date | None:
    """A day that is not named by its weekday."""
    if match["iso"]:
        return _real_date(match["iso"])
    if match["word"]:
        return today + timedelta(days=DAYS_AWAY[match["word"].lower()])
    count = match["count"].lower()
    days = (COUNTS.get(count) or int(count)) * (7 if match["unit"].lower() == "week" else 1)
    return today - timedelta(days=days)


def _real_date(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _clock(match: re.Match[str]) -> time | None:
    if not match["clock"]:
        return None
    hour, _, minute = match["clock"].partition(":")
    return time(int(hour), int(minute))
