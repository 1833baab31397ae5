"""Times: when a talk is, or could be, as the other person's clock shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from infoview_md.core.workdays import DaysOff
from infoview_md.letters.situation import Occasion
from infoview_md.letters.tongue import EN, Tongue
from infoview_md.letters.wording import format_weekday, one_line

EARLIEST, LATEST = time(7), time(21)
"""Between these one may offer a talk, on their clock."""


def say_windows(windows: Iterable[datetime], occasion: Occasion, tongue: Tongue) -> str:
    """One line a time offered: `- Monday 30 November, 14:00–14:20 (Oslo time)`.

    `windows` are on the owner's clock, without a zone; the lines are on theirs. Where the two
    differ the owner's hour stands behind; where theirs is not known, it is the owner's, and named.
    """
    minutes = timedelta(minutes=occasion.pack.number("R13"))
    return "\n".join(f"- {say_time(start, occasion, tongue, minutes)}" for start in sorted(windows))


def say_time(
    start: datetime, occasion: Occasion, tongue: Tongue, length: timedelta | None = None
) -> str:
    """A time on the owner's clock as the letter says it, with its end where there is a length."""
    mine, zone = occasion.owner.timezone, find_zone(occasion)
    there = _move(start, mine, zone)
    day, hour = format_weekday(there.date(), tongue), f"{there:%H:%M}"
    if length is None:
        said = tongue.at_hour.format(day=day, hour=hour)
    else:
        said = f"{day}, {hour}–{_move(start + length, mine, zone):%H:%M}"
    behind = []
    if zone or mine:
        behind.append(tongue.zone.format(city=city_of(zone or mine)))
    if there != start:
        behind.append(tongue.other_zone.format(time=f"{start:%H:%M}", city=city_of(mine)))
    return f"{said} ({'; '.join(behind)})" if behind else said


def find_odd_times(occasion: Occasion, off: DaysOff) -> Iterator[str]:
    """What is odd about the times offered, as their clock and calendar (`off`) show them."""
    mine, zone = occasion.owner.timezone, find_zone(occasion)
    minutes = timedelta(minutes=occasion.pack.number("R13"))
    given = one_line(occasion.contact.first_name)
    for start in sorted(occasion.windows):
        there, end = _move(start, mine, zone), _move(start + minutes, mine, zone)
        day = format_weekday(there.date(), EN)
        if there.date() in off:
            yield f"{day} is a day off where {given} is"
        if there.time() < EARLIEST or (end.date(), end.time()) > (there.date(), LATEST):
            yield f"{day}, {there:%H:%M}–{end:%H:%M} is not between 7:00 and 21:00 for {given}"


def find_zone(occasion: Occasion) -> str:
    """The time zone of the addressee: their own, else their company's; empty where unknown."""
    company = occasion.company.timezone if occasion.company else ""
    return occasion.contact.timezone or company


def city_of(zone: str) -> str:
    """The city that a time zone is named after: `Europe/Oslo` is Oslo."""
    return zone.rpartition("/")[2].replace("_", " ")


def _move(moment: datetime, mine: str, theirs: str) -> datetime:
    """A moment on the owner's clock, on theirs; both without a zone."""
    if not mine or not theirs or mine == theirs:
        return moment
    try:
        there = moment.replace(tzinfo=ZoneInfo(mine)).astimezone(ZoneInfo(theirs))
    except OverflowError:  # the first or the last day of the calendar
        return moment
    return there.replace(tzinfo=None)
