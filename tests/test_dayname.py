"""Words that name one day: what each means on a Tuesday, and what names none."""

from __future__ import annotations

from datetime import date

import pytest

from infoview_md.core.dayname import read_day, read_past_day

TUESDAY = date(2026, 11, 24)

AHEAD = [
    ("2026-11-20", "2026-11-20"),
    ("today", "2026-11-24"),
    ("Tomorrow", "2026-11-25"),
    ("yesterday", "2026-11-23"),
    ("friday", "2026-11-27"),
    ("on Fri", "2026-11-27"),
    ("tuesday", "2026-12-01"),
    ("next thurs", "2026-11-26"),
    ("last friday", "2026-11-20"),
    ("last tuesday", "2026-11-17"),
    ("in 2 weeks", "2026-12-08"),
    ("2 weeks", "2026-12-08"),
    ("a week", "2026-12-01"),
    ("+10d", "2026-12-04"),
    ("10d", "2026-12-04"),
    ("3w", "2026-12-15"),
    ("in three months", "2027-02-24"),
    ("a year", "2027-11-24"),
    ("3 days ago", "2026-11-21"),
    ("next week", "2026-11-30"),
    ("next month", "2026-12-01"),
    ("next year", "2027-01-01"),
    ("december", "2026-12-01"),
    ("January", "2027-01-01"),
    ("november", "2027-11-01"),
    ("may 2028", "2028-05-01"),
    ("sept.", "2027-09-01"),
    ("12 May", "2027-05-12"),
    ("30th of november", "2026-11-30"),
    ("May 12, 2028", "2028-05-12"),
    ("dec 3rd", "2026-12-03"),
]
NO_DAYS = [
    "", "soon", "2026-02-30", "2026-11", "the 16th", "99 february", "february 30", "in 2 weeks ago",
    "friday evening", "last", "9999 years", "+", "may may", "12 may 13", "monday tuesday", "x2d",
]  # fmt: skip


@pytest.mark.parametrize(("words", "day"), AHEAD)
def test_words_name_a_day_to_come(words: str, day: str) -> None:
    assert read_day(words, TUESDAY) == date.fromisoformat(day)


@pytest.mark.parametrize("words", NO_DAYS)
def test_other_words_name_no_day(words: str) -> None:
    assert read_day(words, TUESDAY) is None
    assert read_past_day(words, TUESDAY) is None


def test_a_month_later_is_never_beyond_its_last_day() -> None:
    assert read_day("a month", date(2027, 1, 31)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("fri", "2026-11-20"),
        ("friday", "2026-11-20"),
        ("tuesday", "2026-11-24"),
        ("on monday", "2026-11-23"),
        ("last tuesday", "2026-11-17"),
        ("yesterday", "2026-11-23"),
        ("3 days ago", "2026-11-21"),
        ("two weeks ago", "2026-11-10"),
        ("2026-11-20", "2026-11-20"),
        ("tomorrow", "2026-11-25"),
        ("next friday", "2026-11-27"),
    ],
)
def test_looking_back_a_weekday_is_the_last_one(words: str, day: str) -> None:
    assert read_past_day(words, TUESDAY) == date.fromisoformat(day)
