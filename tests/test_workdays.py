"""Business days: the golden vectors of the 3B7 clock, edges of the calendar, and laws."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.core.workdays import PLAIN, DaysOff, add_days, add_weeks, add_workdays

THANKSGIVING = DaysOff(frozenset({date(2026, 11, 26)}))
CHRISTMAS = DaysOff(frozenset({date(2026, 12, 25)}))
FRIDAY_SATURDAY = DaysOff(weekend=frozenset({4, 5}))

# Sent, the days off, then R1 (3 business days) and R2 (7).
GOLDEN = [
    ("2026-11-23", PLAIN, "2026-11-26", "2026-12-02"),
    ("2026-11-23", THANKSGIVING, "2026-11-27", "2026-12-03"),
    ("2026-12-18", CHRISTMAS, "2026-12-23", "2026-12-30"),
    ("2026-11-21", PLAIN, "2026-11-25", "2026-12-01"),
    ("2026-11-03", PLAIN, "2026-11-06", "2026-11-12"),
]


@pytest.mark.parametrize(("sent", "off", "r1", "r2"), GOLDEN)
def test_golden_vectors(sent: str, off: DaysOff, r1: str, r2: str) -> None:
    day = date.fromisoformat(sent)
    assert (str(add_workdays(day, 3, off)), str(add_workdays(day, 7, off))) == (r1, r2)


@pytest.mark.parametrize(
    ("day", "count", "off", "expected"),
    [
        ("2026-11-27", 1, PLAIN, "2026-11-30"),  # Friday to Monday
        ("2026-11-28", 1, PLAIN, "2026-11-30"),
        ("2026-11-29", 1, PLAIN, "2026-11-30"),
        ("2026-11-30", -1, PLAIN, "2026-11-27"),  # R6 counts back
        ("2026-11-27", -1, THANKSGIVING, "2026-11-25"),
        ("2026-11-26", 0, THANKSGIVING, "2026-11-26"),
        ("2026-11-25", 1, THANKSGIVING, "2026-11-27"),
        ("2026-11-26", 1, FRIDAY_SATURDAY, "2026-11-29"),  # Thursday to Sunday
        ("2026-12-24", 1, DaysOff(frozenset({date(2026, 12, 26)})), "2026-12-25"),
        ("9999-12-30", 5, PLAIN, "9999-12-31"),
        ("0001-01-02", -5, PLAIN, "0001-01-01"),
    ],
)
def test_business_days(day: str, count: int, off: DaysOff, expected: str) -> None:
    assert str(add_workdays(date.fromisoformat(day), count, off)) == expected


def test_where_nobody_ever_works_the_calendar_ends() -> None:
    never = DaysOff(weekend=frozenset(range(7)))
    assert add_workdays(date(9999, 1, 1), 1, never) == date.max
    assert add_workdays(date(1, 12, 31), -1, never) == date.min


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2026-11-30", 1, "2026-12-01"),
        ("2028-02-28", 1, "2028-02-29"),
        ("9999-12-30", 9, "9999-12-31"),
    ],
)
def test_calendar_days(day: str, count: int, expected: str) -> None:
    assert str(add_days(date.fromisoformat(day), count)) == expected


def test_weeks_keep_the_weekday_and_end_with_the_calendar() -> None:
    assert add_weeks(date(2026, 11, 23), 52) == date(2027, 11, 22)
    assert add_weeks(date(9999, 12, 1), 9) == date.max


def test_a_day_is_off_for_either_reason() -> None:
    assert date(2026, 11, 28) in PLAIN
    assert date(2026, 11, 27) not in PLAIN
    assert date(2026, 11, 26) in THANKSGIVING


DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
HOLIDAYS = st.builds(DaysOff, st.frozensets(st.dates(date(2020, 1, 1), date(2020, 3, 1))))
COUNTS = st.integers(1, 30)


@given(DAYS | st.dates(date(2020, 1, 1), date(2020, 2, 1)), COUNTS, HOLIDAYS)
def test_exactly_so_many_business_days_lie_between(day: date, count: int, off: DaysOff) -> None:
    end = add_workdays(day, count, off)
    between = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(each not in off for each in between) == count
    assert end not in off


@given(DAYS, COUNTS, HOLIDAYS)
def test_counting_back_undoes_counting_on(day: date, count: int, off: DaysOff) -> None:
    start = add_workdays(day, 1, off)
    assert add_workdays(add_workdays(start, count, off), -count, off) == start
