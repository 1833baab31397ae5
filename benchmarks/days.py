"""TODAY, and days before and after it: the generator's own counting, not the program's.

Between 12 November and 2 December 2026 no country of the generated vaults has a holiday, so that
business days are weekdays there. Whatever is due within a week rests on days of that span.
"""

from __future__ import annotations

from datetime import date, timedelta

TODAY = date(2026, 11, 24)  # a Tuesday
WEEK = 7
LAST_DAY = TODAY + timedelta(days=WEEK)
FAR = date(2027, 1, 15)
"""A day that no look ahead reaches: until then people are snoozed."""


def shift(day: date, days: int) -> date:
    """So many days later, or earlier where negative."""
    return day + timedelta(days=days)


def workday(day: date, count: int) -> date:
    """The count-th weekday after a day; before it, where the count is negative."""
    step = 1 if count >= 0 else -1
    for _ in range(abs(count)):
        day = shift(day, step)
        while day.weekday() >= 5:
            day = shift(day, step)
    return day


def on_workday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day if day.weekday() < 5 else workday(day, 1)
