"""One typed value out of what was typed: dates, numbers, checkboxes, words, links."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import lru_cache

from infoview_md.core.countries import COUNTRIES
from infoview_md.core.links import Link, parse_link
from infoview_md.core.pattern import pattern

DATE = pattern(r"\d{4}-\d{2}-\d{2}", re.ASCII)
DATE_TIME = pattern(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?", re.ASCII)
NUMBER = pattern(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
MESSAGE_ID = pattern(r"<[!-;=?A-~]+@[!-;=?A-~]+>")
MESSAGE_ID_LIMIT = 250
"""Characters: longer ones are cut by some servers."""

CHECKBOXES = {"true": True, "false": False}

# Plain scalars that a YAML 1.1 reader (PyYAML, Ruby) and a YAML 1.2 reader (Obsidian) take for
# different things: yes and no, base-60 and octal numbers, numbers with `_` or `e`, dates.
READ_DIFFERENTLY = pattern(
    r"""(?iax)
      y | yes | n | no | on | off
    | [-+]? \d [\d_]* (?: :[0-5]?\d )+ (?: \.[\d_]* )?
    | [-+]? 0 \d+ | [-+]? 0o [0-7]+ | [-+]? 0b [01_]+ | [-+]? 0x [\da-f]* _ [\da-f_]*
    | [-+]? \d [\d_]* _ [\d_.]* | [-+]? \d [\d_]* \. \d* _ [\d_]* | [-+]? \. [\d_]* _ [\d_]*
    | [-+]? (?: \d+ \.? \d* | \.\d+ ) e [-+]? \d+ | [-+] \.\d+
    | \d{4}-\d{2}-\d{2}
    | \d{4}-\d{1,2}-\d{1,2} (?: t | [\ \t]+ ) \d{1,2}:\d{2}:\d{2} (?: \.\d* )?
      (?: [\ \t]* (?: z | [-+]\d{1,2} (?: :\d{2} )? ) )?
    | = | <<
    """
)
MAY_READ_DIFFERENTLY = frozenset("yYnNoO0123456789-+.=<")


class Misread(ValueError):
    """A value is not of its field's type: problem code and the end of a sentence about it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def reads_differently(raw: str) -> bool:
    """True for a plain text that YAML 1.1 and YAML 1.2 readers take for different values."""
    return raw[:1] in MAY_READ_DIFFERENTLY and READ_DIFFERENTLY.fullmatch(raw) is not None


def is_message_id(text: str) -> bool:
    """True for a Message-ID of anybody's, in angle brackets: `<word@domain>`, of visible marks."""
    is_short = len(text) <= MESSAGE_ID_LIMIT
    # `=?` would be taken for a code.
    return is_short and "=?" not in text and MESSAGE_ID.fullmatch(text) is not None


def read_date(raw: str) -> date:
    """`YYYY-MM-DD`; Misread otherwise."""
    if len(raw) == 10 and raw[4] == raw[7] == "-":
        try:
            return date.fromisoformat(raw)
        except ValueError:
            pass  # what is wrong with it is said below
    if DATE.fullmatch(raw):
        try:
            return date.fromisoformat(raw)
        except ValueError:
            raise Misread("bad-date", f"{raw} is not a day of the calendar") from None
    raise Misread("bad-date", f"“{raw}” is not a date; write YYYY-MM-DD")


def read_datetime(raw: str) -> datetime:
    """`YYYY-MM-DDTHH:MM:SS`, or without the seconds; Misread otherwise."""
    if DATE_TIME.fullmatch(raw):
        try:
            return datetime.fromisoformat(raw)
        except ValueError:
            raise Misread("bad-time", f"{raw} does not exist") from None
    raise Misread("bad-time", f"“{raw}” is not a date and time; write YYYY-MM-DDTHH:MM")


def read_moment(raw: str) -> datetime | date:
    """A date-time, or the bare date where nobody noted the hour."""
    return read_date(raw) if DATE.fullmatch(raw) else read_datetime(raw)


def read_checkbox(raw: str) -> bool:
    """`true` or `false` in any letter case; Misread otherwise (`yes` is text in YAML 1.2)."""
    try:
        return CHECKBOXES[raw.casefold()]
    except KeyError:
        raise Misread("bad-checkbox", f"“{raw}” is not a checkbox; write true or false") from None


def number_reader(low: float, high: float, whole: bool = False) -> Callable[[str], float]:
    """A reader of numbers from `low` to `high`."""

    def read_number(raw: str) -> float:
        if not NUMBER.fullmatch(raw):
            raise Misread("bad-number", f"“{raw}” is not a number")
        number = float(raw)
        if not low <= number <= high or (whole and not number.is_integer()):
            kind = "a whole number" if whole else "a number"
            raise Misread("bad-number", f"{raw} is not {kind} from {low:g} to {high:g}")
        return int(number) if whole else number

    return read_number


def word_reader(words: Sequence[str]) -> Callable[[str], str]:
    """A reader of one of a closed list of words, in any letter case."""
    by_fold = {word.casefold(): word for word in words}

    def read_word(raw: str) -> str:
        if (word := by_fold.get(raw.casefold())) is not None:
            return word
        raise Misread(
            "bad-word", f"“{raw}” is none of {', '.join(words)}{did_you_mean(raw, words)}"
        )

    return read_word


def did_you_mean(raw: str, words: Sequence[str]) -> str:
    """The end of a sentence that offers the nearest word, if one is near."""
    from difflib import get_close_matches

    near = get_close_matches(raw.casefold(), words, 1, 0.6)
    return f"; did you mean {near[0]}?" if near else ""


def read_country(raw: str) -> str:
    """An ISO 3166 alpha-2 code in upper case; Misread otherwise."""
    code = raw.upper()
    if code in COUNTRIES:
        return code
    hint = "; the United Kingdom is GB" if code == "UK" else ""
    raise Misread(
        "bad-country", f"“{raw}” is no two-letter country code (ISO 3166), such as DE or NO{hint}"
    )


def read_timezone(raw: str) -> str:
    """The name of an IANA time zone; Misread otherwise."""
    if not _is_timezone(raw):
        raise Misread("bad-timezone", f"“{raw}” is no time zone; write one such as Europe/Berlin")
    return raw


@lru_cache(maxsize=64)
def _is_timezone(name: str) -> bool:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def read_link(raw: str) -> Link:
    """A `[[link]]` or a plain name; Misread for anything else."""
    link = parse_link(raw)
    if link is None:
        raise Misread("bad-link", f'“{raw}” is no link; write "[[Name of the note]]"')
    return link
