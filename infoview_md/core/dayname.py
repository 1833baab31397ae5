"""read_day: a few words that name one day and nothing else: `friday`, `in 2 weeks`, `january`."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from datetime import date, timedelta

from infoview_md.core.daywords import COUNTS, DAYS_AWAY, SHORT, WEEKDAYS

MONTHS = {name.lower(): number for number, name in enumerate(month_name) if name}
SHORT_MONTHS = {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
MONTH_WORDS = MONTHS | SHORT_MONTHS

_WEEKDAY = "|".join(sorted({*WEEKDAYS, *SHORT}, key=len, reverse=True))
MONTH = "|".join(sorted(MONTH_WORDS, key=len, reverse=True))
UNITS = r"d|w|m|y|days?|weeks?|months?|years?"

ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
WEEKDAY = re.compile(rf"(?:on\s+)?(?P<which>(?:next|last|this)\s+)?(?P<day>{_WEEKDAY})")
AWAY = re.compile(
    rf"(?P<lead>in\s+|\+)?(?P<count>\d{{1,4}}|{'|'.join(COUNTS)})\s*(?P<unit>{UNITS})"
    r"(?P<ago>\s+ago)?",
    re.ASCII,
)
NEXT = re.compile(r"next\s+(?P<unit>week|month|year)")
NAMED_MONTH = re.compile(
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{MONTH})\.?"
    r"(?:\s+(?P<day_after>\d{1,2})(?:st|nd|rd|th)?(?=\s*,|\s|\Z))?(?:,?\s+(?P<year>\d{4}))?",
    re.ASCII,
)


def read_day(words: str, today: date) -> date | None:
    """The day that words name, seen from today; None where they name none, or more than a day.

    A weekday is the next one, never today; `last friday` and `3 days ago` look back. A month is its
    first day, this year or next, whichever is still to come.
    """
    words = " ".join(words.lower().split())
    try:
        for read in (_read_fixed, _read_weekday, _read_away, _read_next, _read_month):
            day = read(words, today)
            if day is not None:
                return day
    except (ValueError, OverflowError):
        return None
    return None


def read_past_day(words: str, today: date) -> date | None:
    """The day that words name, looking back: `fri` is the last Friday, and on a Friday today."""
    words = " ".join(words.lower().split())
    found = WEEKDAY.fullmatch(words)
    if found is None or found["which"]:
        return read_day(words, today)
    return today - timedelta(days=(today.weekday() - _weekday(found["day"])) % 7)


def _read_fixed(words: str, today: date) -> date | None:
    if words in DAYS_AWAY:
        return today + timedelta(days=DAYS_AWAY[words])
    return date.fromisoformat(words) if ISO.fullmatch(words) else None


def _weekday(word: str) -> int:
    """Monday is 0."""
    return WEEKDAYS.index(SHORT.get(word, word))


def _read_weekday(words: str, today: date) -> date | None:
    found = WEEKDAY.fullmatch(words)
    if found is None:
        return None
    away = _weekday(found["day"]) - today.weekday()
    is_past = (found["which"] or "").startswith("last")
    return today + timedelta(days=(away % -7 or -7) if is_past else (away % 7 or 7))


def _read_away(words: str, today: date) -> date | None:
    found = AWAY.fullmatch(words)
    if found is None or (found["lead"] and found["ago"]):
        return None
    count = COUNTS.get(found["count"]) or int(found["count"])
    return _add(today, -count if found["ago"] else count, found["unit"])


def _add(day: date, count: int, unit: str) -> date:
    """`count` days, weeks, months or years later; the 31st becomes the last day of a month."""
    if unit[0] in "dw":
        return day + timedelta(days=count * (7 if unit[0] == "w" else 1))
    months = day.year * 12 + day.month - 1 + count * (12 if unit[0] == "y" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _read_next(words: str, today: date) -> date | None:
    """`next week` is its Monday, `next month` and `next year` their first day."""
    found = NEXT.fullmatch(words)
    if found is None:
        return None
    if found["unit"] == "week":
        return today + timedelta(days=7 - today.weekday())
    return _add(today.replace(day=1, month=1 if found["unit"] == "year" else today.month), 1,
                found["unit"])  # fmt: skip


def _read_month(words: str, today: date) -> date | None:
    """`january`, `may 2027`, `12 may`, `may 12, 2027`."""
    found = NAMED_MONTH.fullmatch(words)
    if found is None or (found["day"] and found["day_after"]):
        return None
    month = MONTH_WORDS[found["month"]]
    day = int(found["day"] or found["day_after"] or 1)
    if found["year"]:
        return date(int(found["year"]), month, day)
    this_year = date(today.year, month, day)
    return this_year if this_year > today else date(today.year + 1, month, day)
