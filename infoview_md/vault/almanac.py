"""Almanac: a country's weekend, and its holidays in the years that are known so far; as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Almanac:
    """A country's days off: weekdays from Monday, 0, and public holidays by year.

    A year that is not in `years` is unknown; one without holidays has an empty set.
    """

    weekend: frozenset[int]
    years: Mapping[int, frozenset[date]] = field(default_factory=dict)

    def with_years_of(self, other: Almanac | None) -> Almanac:
        """This almanac with those years of another, if there is one, that it does not have."""
        return Almanac(self.weekend, {**other.years, **self.years}) if other else self


def format_almanac(almanac: Almanac) -> dict[str, object]:
    """The almanac in values that JSON can hold."""
    return {
        "weekend": sorted(almanac.weekend),
        "years": {
            str(year): [day.isoformat() for day in sorted(days)]
            for year, days in sorted(almanac.years.items())
        },
    }


def parse_almanac(data: object) -> Almanac | None:
    """The almanac that `format_almanac` made these values of; None where it cannot have."""
    match data:
        case {"weekend": list(weekend), "years": dict(years)}:
            try:
                return Almanac(
                    frozenset(map(_parse_weekday, weekend)),
                    {int(year): _parse_year(int(year), days) for year, days in years.items()},
                )
            except (TypeError, ValueError):
                return None
    return None


def _parse_weekday(value: object) -> int:
    if type(value) is not int or value not in range(7):
        raise ValueError
    return value


def _parse_year(year: int, values: object) -> frozenset[date]:
    if not isinstance(values, list):
        raise TypeError
    days = frozenset(map(date.fromisoformat, values))
    if any(day.year != year for day in days):
        raise ValueError
    return days
