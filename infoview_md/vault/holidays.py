"""Days off by country, from the holidays library; kept in the cache, for it loads slowly."""

from __future__ import annotations

import importlib.util
import os
import warnings
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from infoview_md.core.countries import COUNTRIES
from infoview_md.core.workdays import PLAIN, Calendars, DaysOff
from infoview_md.vault.almanac import Almanac, format_almanac, parse_almanac
from infoview_md.vault.cache_files import read_cached, write_cached

if TYPE_CHECKING:
    from holidays import HolidayBase

FORMAT = 1
"""Counted up whenever what is kept, or how it is worked out, changes."""

# The weekend has moved in some countries; what counts is the one of our days.
A_MONDAY = date(2026, 1, 5)


def read_days_off(countries: Iterable[str]) -> Calendars:
    """The days off of each country (ISO 3166 alpha-2, any case), and plain weekends under "".

    A country that is unknown has plain weekends. Nothing is read before a calendar is asked about
    a day, and then only that day's year.
    """
    return {"": PLAIN} | {country: _days_off(country.upper()) for country in countries if country}


def _days_off(code: str) -> DaysOff:
    if code not in COUNTRIES:
        # The library takes any name of its own for a country's.
        return PLAIN
    country = _Country(code)
    return DaysOff(_Holidays(country), _Weekend(country))


class _Holidays:
    """A country's public holidays."""

    def __init__(self, country: _Country) -> None:
        self._country = country

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in self._country.find_holidays(day.year)


class _Weekend:
    """A country's weekend, as weekdays from Monday, 0."""

    def __init__(self, country: _Country) -> None:
        self._country = country

    def __contains__(self, weekday: object) -> bool:
        return weekday in self._country.find_weekend()


class _Country:
    """A country's days off: from the cache, or else worked out and then kept there."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._known: Almanac | None = None

    def find_weekend(self) -> frozenset[int]:
        known = self._known or self._read() or self._work_out(())
        return known.weekend

    def find_holidays(self, year: int) -> frozenset[date]:
        known = self._known or self._read()
        if known is None or year not in known.years:
            known = self._work_out({year})
        return known.years[year]

    def _read(self) -> Almanac | None:
        self._known = _read_kept(self._code)
        return self._known

    def _work_out(self, years: Iterable[int]) -> Almanac:
        almanac = _ask_library(self._code, years).with_years_of(self._known)
        # Another process may have kept other years meanwhile.
        almanac = almanac.with_years_of(_read_kept(self._code))
        _keep(self._code, almanac)
        self._known = almanac
        return almanac


# -- the cache -----------------------------------------------------------------------------------


def _read_kept(code: str) -> Almanac | None:
    signature = _read_signature()
    return parse_almanac(read_cached(_name(code), signature)) if signature else None


def _keep(code: str, almanac: Almanac) -> None:
    signature = _read_signature()
    if signature:
        write_cached(_name(code), signature, format_almanac(almanac))


def _name(code: str) -> str:
    return f"holidays/{code}.json"


@cache
def _read_signature() -> str | None:
    """What tells this library from any other that may be installed, without importing it.

    None where it lies in no folder, so that nobody can tell. Once read it stays: a process goes on
    with the library it has loaded, whatever is installed meanwhile.
    """
    spec = importlib.util.find_spec("holidays")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    try:
        status = os.stat(folder / "version.py")
    except OSError:
        return None
    # The number of the version stands only in the name of the folder that pip makes beside.
    versions = sorted(path.name for path in folder.parent.glob("holidays-*"))
    return " ".join(map(str, [FORMAT, *versions, status.st_mtime_ns, status.st_size, spec.origin]))


# -- the library ---------------------------------------------------------------------------------


def _ask_library(code: str, years: Iterable[int]) -> Almanac:
    calendar = _open_country(code, years)
    if calendar is None:
        plain = frozenset(day for day in range(7) if day in PLAIN.weekend)
        return Almanac(plain, {year: frozenset() for year in years})
    week = (A_MONDAY + timedelta(days=count) for count in range(7))
    return Almanac(
        frozenset(day.weekday() for day in week if calendar.is_weekend(day)),
        {year: frozenset(day for day in calendar if day.year == year) for year in years},
    )


def _open_country(code: str, years: Iterable[int]) -> HolidayBase | None:
    """The library's calendar with these years in it; None where it does not know the country."""
    import holidays  # late: it costs 80 ms

    with warnings.catch_warnings():
        # Some calendars warn that they end in a few years; then there are only weekends.
        warnings.simplefilter("ignore")
        try:
            return holidays.country_holidays(code, years=years, expand=False)
        except NotImplementedError:
            return None
