"""Days off by country and year, from the holidays library."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from infoview_md.core.countries import COUNTRIES
from infoview_md.core.workdays import PLAIN, Calendars, DaysOff

if TYPE_CHECKING:
    from holidays import HolidayBase

# The weekend has moved in some countries; what counts is the one of our days.
A_MONDAY = date(2026, 1, 5)


def read_days_off(countries: Iterable[str], years: Iterable[int] = ()) -> Calendars:
    """The days off of each country (ISO 3166 alpha-2, any case), and plain weekends under "".

    A country that is unknown has plain weekends. Nothing is read before a calendar is asked about
    a day: then the years given are, and any other year when one of its days is asked for.
    """
    wanted = frozenset(years)
    return {"": PLAIN} | {
        country: DaysOff(_Holidays(country.upper(), wanted), _Weekend(country.upper()))
        for country in countries
        if country
    }


class _Holidays:
    """A country's public holidays."""

    def __init__(self, country: str, wanted: frozenset[int]) -> None:
        self._country = country
        self._wanted = wanted
        self._read: set[int] = set()
        self._days: frozenset[date] = frozenset()

    def __contains__(self, day: object) -> bool:
        if not isinstance(day, date):
            return False
        if day.year not in self._read:
            years = (self._wanted | {day.year}) - self._read
            self._days |= frozenset(_open_country(self._country, years) or ())
            self._read |= years
        return day in self._days


class _Weekend:
    """A country's weekend, as weekdays from Monday, 0."""

    def __init__(self, country: str) -> None:
        self._country = country
        self._days: frozenset[int] | None = None

    def __contains__(self, weekday: object) -> bool:
        if self._days is None:
            self._days = _read_weekend(self._country)
        return weekday in self._days


def _read_weekend(country: str) -> frozenset[int]:
    calendar = _open_country(country, ())
    if calendar is None:
        return frozenset(day for day in range(7) if day in PLAIN.weekend)
    week = (A_MONDAY + timedelta(days=count) for count in range(7))
    return frozenset(day.weekday() for day in week if calendar.is_weekend(day))


def _open_country(country: str, years: Iterable[int]) -> HolidayBase | None:
    """The library's calendar with these years in it; None where it does not know the country."""
    if country not in COUNTRIES:
        # The library takes any name of its own for a country's.
        return None
    import holidays  # late: it costs 80 ms

    with warnings.catch_warnings():
        # Some calendars warn that they end in a few years; then there are only weekends.
        warnings.simplefilter("ignore")
        try:
            return holidays.country_holidays(country, years=years, expand=False)
        except NotImplementedError:
            return None
