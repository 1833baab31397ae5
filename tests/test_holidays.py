"""Days off by country: what the library says, and that it is only asked when it matters."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import holidays
import pytest

from infoview_md.core.workdays import PLAIN, add_workdays
from infoview_md.vault.holidays import read_days_off


@pytest.mark.parametrize(
    ("country", "day", "is_off"),
    [
        ("NO", "2026-05-17", True),
        ("NO", "2026-05-18", False),
        ("DE", "2026-10-03", True),
        ("US", "2026-11-26", True),
        ("DE", "2026-11-26", False),
        ("SA", "2026-11-27", True),  # a Friday
        ("SA", "2026-11-29", False),  # a Sunday
        ("AE", "2026-11-27", False),  # the weekend moved in 2022
        ("AE", "2026-11-28", True),
        ("no", "2026-05-17", True),
    ],
)
def test_a_countrys_days_off(country: str, day: str, is_off: bool) -> None:
    calendars = read_days_off({country}, {2026})
    assert (date.fromisoformat(day) in calendars[country]) is is_off


@pytest.mark.parametrize("country", ["XX", "Norway", "utils", "HolidayBase", "BV"])
def test_an_unknown_country_has_plain_weekends(country: str) -> None:
    off = read_days_off({country}, {2026})[country]
    assert [date(2026, 12, day) in off for day in (25, 26, 27, 28)] == [False, True, True, False]


def test_a_country_that_only_the_library_lacks_has_plain_weekends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise NotImplementedError

    monkeypatch.setattr(holidays, "country_holidays", refuse)
    off = read_days_off({"NO"}, {2026})["NO"]
    assert [date(2026, 5, day) in off for day in (16, 17, 18)] == [True, True, False]
    assert date(2026, 5, 1) not in off


def test_the_plain_calendar_is_always_there() -> None:
    assert read_days_off((), ()) == {"": PLAIN}
    assert read_days_off({"", "NO"}, ())[""] is PLAIN


def test_other_years_are_read_when_they_are_asked_for() -> None:
    off = read_days_off({"NO"}, {2026})["NO"]
    assert add_workdays(date(2026, 12, 31), 1, off) == date(2027, 1, 4)
    assert date(2031, 5, 17) in off


@pytest.mark.parametrize("country", ["IN", "SA", "CN", "NO"])
@pytest.mark.parametrize("year", [1, 1700, 2040, 9999])
def test_years_the_library_does_not_know_have_weekends_and_no_warnings(
    country: str, year: int
) -> None:
    off = read_days_off([country], [year])[country]
    days = [date(year, 2, day) for day in range(1, 15)]
    assert {day for day in days if day.weekday() in off.weekend} <= {d for d in days if d in off}


def test_a_day_is_not_only_a_date() -> None:
    assert "2026-05-17" not in read_days_off({"NO"}, {2026})["NO"].holidays


def test_the_library_is_loaded_only_when_a_calendar_is_asked() -> None:
    program = """
import sys
from datetime import date
from infoview_md.vault.holidays import read_days_off
calendars = read_days_off({"NO", "XX"}, {2026})
print(date(2026, 5, 17) in calendars[""], date(2026, 5, 18) in calendars["XX"])
print("holidays" in sys.modules)
print(date(2026, 5, 17) in calendars["NO"], "holidays" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[:3] == ["True False", "False", "True True"]
