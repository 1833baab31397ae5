"""Span: what `<2026-12-01`, `>=2` or `2026-11-01..2026-11-30` lets through, in days or numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from infoview_md.core.dayname import read_day
from infoview_md.core.values import NUMBER
from infoview_md.errors import UsageError

COMPARATOR = re.compile(r"(?P<sign><=|>=|<|>|=)\s*(?P<operand>.*)", re.DOTALL)
RANGE = ".."
PERIOD = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})(?:[T ](?P<hour>\d{2})"
    r"(?::(?P<minute>\d{2}))?)?)?)?",
    re.ASCII,
)
DAY = 86400
Operand = Callable[[str], "Span"]


@dataclass(frozen=True, slots=True)
class Span:
    """All from `low` to `high`, both included; days are counted in seconds."""

    low: float = -math.inf
    high: float = math.inf

    def holds(self, value: object) -> bool:
        """True for a date, an hour or a number inside the span; false for anything else."""
        size = measure(value)
        return size is not None and self.low <= size <= self.high


def measure(value: object) -> float | None:
    """A date or an hour in seconds, a number as it is; None for what has no size."""
    if isinstance(value, datetime):
        clock = value.hour * 3600 + value.minute * 60 + value.second
        return float(value.toordinal() * DAY + clock)
    if isinstance(value, date):
        return float(value.toordinal() * DAY)
    return float(value) if isinstance(value, (int, float)) else None


def has_comparator(value: str) -> bool:
    """True for a value that begins with `<`, `>` or `=`."""
    return COMPARATOR.match(value) is not None


def read_days(value: str, today: date | None = None) -> Span:
    """The days that a value of a query means: a day, a month, a year, a range, before, after.

    Without a sign it is the whole of the day, month or year. Day words such as `friday` need a
    `today`. Raises UsageError for anything else.
    """

    def read(word: str) -> Span:
        day = read_day(word, today) if today is not None else None
        return _period(word) if day is None else _whole_day(day)

    return _read(value, read)


def read_numbers(value: str) -> Span:
    """The numbers that a value of a query means; UsageError for anything else."""

    def read(word: str) -> Span:
        if not NUMBER.fullmatch(word):
            raise UsageError(f"“{word}” is not a number; write 2, '>=2' or 1..3")
        return Span(float(word), float(word))

    return _read(value, read)


def _read(value: str, read: Operand) -> Span:
    if found := COMPARATOR.fullmatch(value):
        return _compare(found["sign"], read(found["operand"]))
    start, dots, end = value.partition(RANGE)
    if not dots:
        return read(value)
    first = read(start) if start else Span()
    last = read(end) if end else Span()
    if not (start or end) or last.high < first.low:
        raise UsageError(f"“{value}” is no range; write the smaller end first, or only one end")
    return Span(first.low, last.high)


def _compare(sign: str, one: Span) -> Span:
    if sign == "<":
        return Span(high=math.nextafter(one.low, -math.inf))
    if sign == ">":
        return Span(low=math.nextafter(one.high, math.inf))
    if sign == "=":
        return one
    return Span(high=one.high) if sign == "<=" else Span(low=one.low)


def _whole_day(day: date) -> Span:
    start = float(day.toordinal() * DAY)
    return Span(start, start + DAY - 1)


def _period(word: str) -> Span:
    """A year, a month, a day or an hour, from its first to its last second."""
    fault = UsageError(
        f"“{word}” is no day; write 2026-11-30, 2026-11, '<2026-12-01' or a day word"
    )
    found = PERIOD.fullmatch(word)
    if found is None:
        raise fault
    year, month, day, hour, minute = (int(part or 0) for part in found.groups())
    try:
        first = datetime(year, month or 1, day or 1, hour, minute)
        last = _end_of(first, found)
    except (ValueError, OverflowError):
        raise fault from None
    start, end = measure(first) or 0.0, measure(last) or 0.0
    return Span(start, end)


def _end_of(first: datetime, found: re.Match[str]) -> datetime:
    """The last second of the period that begins with `first`."""
    second = timedelta(seconds=1)
    if found["minute"]:
        return first + timedelta(minutes=1) - second
    if found["hour"]:
        return first + timedelta(hours=1) - second
    if found["day"]:
        return first.replace(hour=23, minute=59, second=59)
    if found["month"]:
        last_day = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        return last_day.replace(hour=23, minute=59, second=59)
    return first.replace(month=12, day=31, hour=23, minute=59, second=59)
