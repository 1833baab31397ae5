"""read_daytime: a day and an hour in a few words: `friday 14:00`, `2026-11-30 3:30 pm`."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from infoview_md.core.dayname import read_day

_HOUR = re.compile(
    r"(?P<day>.+?)(?:\s*,\s*|\s+at\s+|\s+|(?<=\d)[Tt](?=\d))"
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?\s*(?P<half>[ap]\.?m\.?)?",
    re.ASCII | re.IGNORECASE,
)


def read_daytime(words: str, today: date) -> datetime | None:
    """The hour on the owner's clock that words name; None where they name none, or no one hour.

    The day is read as everywhere (`dayname`); an hour stands alone only with `am` or `pm`.
    """
    found = _HOUR.fullmatch(" ".join(words.split()))
    if found is None or not (found["minute"] or found["half"]):
        return None
    hour = _read_hour(int(found["hour"]), found["half"])
    day = today if found["day"].lower() == "today" else read_day(found["day"], today)
    minute = int(found["minute"] or 0)
    if day is None or hour is None or minute > 59:
        return None
    return datetime.combine(day, time(hour, minute))


def _read_hour(hour: int, half: str | None) -> int | None:
    if half is None:
        return hour if hour < 24 else None
    if not 1 <= hour <= 12:
        return None
    return hour % 12 + 12 * (half[0].lower() == "p")
