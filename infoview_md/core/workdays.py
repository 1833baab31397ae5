"""Business-day arithmetic over given days off."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DaysOff:
    """The days nobody works: public holidays, and the weekdays of the weekend (Monday is 0).

    Both need only answer `day in …`, so that a calendar may be read when it is first asked.
    """

    holidays: Container[date] = frozenset()
    weekend: Container[int] = frozenset({5, 6})

    def __contains__(self, day: date) -> bool:
        return day.weekday() in self.weekend or day in self.holidays


PLAIN = DaysOff()
"""A plain Saturday and Sunday, and no holidays."""

Calendars = Mapping[str, DaysOff]
"""Days off by ISO 3166 alpha-2 country code; the empty code is a plain Saturday and Sunday."""


def add_workdays(day: date, count: int, off: DaysOff) -> date:
    """The `count`-th business day after `day` (before it, where `count` is negative).

    `day` itself never counts, whether anybody works on it or not, and a count of 0 is `day`. Where
    the calendar ends first, its last (or first) day.
    """
    step, end = (DAY, date.max) if count >= 0 else (-DAY, date.min)
    for _ in range(abs(count)):
        if day == end:
            break
        day += step
        while day in off and day != end:
            day += step
    return day


def add_days(day: date, count: int) -> date:
    """The day `count` calendar days later; the calendar's last day where it would end before."""
    left = (date.max - day).days
    return day + timedelta(days=min(count, left))


def add_weeks(day: date, count: int) -> date:
    """The same weekday `count` weeks later; the calendar's last day where it would end before."""
    return add_days(day, 7 * count)


def as_day(when: date | datetime) -> date:
    """The day of a date or of a date and time."""
    return when.date() if isinstance(when, datetime) else when
