"""format_scalar: a value as YAML that readers of 1.1 and of 1.2 take for the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from infoview_md.core.schema import BY_KEY, FieldType
from infoview_md.core.values import DATE, DATE_TIME, reads_differently
from infoview_md.core.written import NULLS, UNPRINTABLE, find_unprintable
from infoview_md.errors import UsageError

Scalar = str | bool | int | float | date | datetime

# Where a text could mean something to YAML: at its start, anywhere in it, in a list in brackets.
MARKS_AT_START = "-?:,[]{}#&*!|>'\"%@`=<~"
MARKS_INSIDE = re.compile(r":(?= |\Z)| #|\t|\[\[|\ufeff")
MARKS_IN_BRACKETS = re.compile(r"[,\[\]{}:?]")
# Wider than any number, so that no reader's idea of one is missed: `1e3`, `0x1F`, `12:30`, `.5`.
LIKE_A_NUMBER = re.compile(r"[-+.]*\d[\d_.,:+\-a-fxotz ]*|[-+]?\.(?:inf|nan)", re.IGNORECASE)
WORDS = NULLS | {"true", "false"}

# How a value of a field that is not text may stand without quotes.
BARE: dict[FieldType, re.Pattern[str]] = {
    FieldType.DATE: DATE,
    FieldType.DATE_TIME: re.compile(f"{DATE_TIME.pattern}|{DATE.pattern}"),
    FieldType.NUMBER: re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?"),
    FieldType.CHECKBOX: re.compile("true|false"),
}

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
SURROGATE = re.compile("[\ud800-\udfff]")
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
ESCAPED = re.compile(rf'[\\"\n\t\ufeff]|{UNPRINTABLE.pattern}')
# What single quotes cannot hold so that every reader sees it.
ESCAPED_ALWAYS = re.compile(rf"[\n\t\ufeff]|{UNPRINTABLE.pattern}")


def format_value(key: str, value: Scalar) -> str:
    """A value of the field `key` as it stands in the front matter.

    Dates, numbers and checkboxes in fields of that type are bare, as Obsidian writes them; a text
    is quoted where a reader could take it for anything else. UsageError for what no note may hold.
    """
    text = write_plainly(value)
    if not isinstance(value, str):
        return text
    spec = BY_KEY.get(key)
    if spec is not None and spec.type in BARE and BARE[spec.type].fullmatch(text):
        return text
    return format_text(text)


def format_item(key: str, value: Scalar) -> str:
    """A value as it stands in a list in brackets."""
    text = format_value(key, value)
    return text if text.startswith('"') or not MARKS_IN_BRACKETS.search(text) else quote(text)


def format_list(key: str, values: Iterable[Scalar]) -> str:
    """The values as a list in brackets."""
    return f"[{', '.join(format_item(key, value) for value in values)}]"


def format_like(key: str, value: Scalar, token: str, in_brackets: bool = False) -> str:
    """A value as it stands in place of `token`: in its quotes, where it can stand in them.

    An empty text in quotes, as templates have it, does not make a text of a date or a number.
    """
    shown = format_item(key, value) if in_brackets else format_value(key, value)
    text = write_plainly(value)
    is_to_fill = token in ("''", '""') and shown == text and not _is_text(key, value)
    if is_to_fill or token[:1] not in ("'", '"'):
        return shown
    return quote_once(text) if token[0] == "'" and not ESCAPED_ALWAYS.search(text) else quote(text)


def _is_text(key: str, value: Scalar) -> bool:
    spec = BY_KEY.get(key)
    return isinstance(value, str) and (spec is None or spec.type not in BARE)


def write_plainly(value: Scalar) -> str:
    """What is typed for a value: the text that reading the field gives back."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        # Times stand in the zone of the field `timezone`, never with an offset of their own.
        return value.replace(tzinfo=None).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else f"{value:g}"


def format_text(text: str) -> str:
    """The text, in double quotes where it needs them; UsageError for control characters."""
    if odd := CONTROL.search(text) or SURROGATE.search(text):
        raise UsageError(f"{text!r} holds U+{ord(odd[0]):04X}, which no note can; leave it out")
    return text if is_plain(text) else quote(text)


def is_plain(text: str) -> bool:
    """True where every reader takes the text for itself without quotes."""
    return not (
        text != text.strip()
        or text[:1] in MARKS_AT_START
        or text.casefold() in WORDS
        or MARKS_INSIDE.search(text)
        or LIKE_A_NUMBER.fullmatch(text)
        or reads_differently(text)
        or find_unprintable(text) >= 0
        or "\n" in text
    )


def quote(text: str) -> str:
    """The text in double quotes."""
    return f'"{escape(text)}"'


def quote_once(text: str) -> str:
    """The text in single quotes; it may hold nothing that must be escaped."""
    return "'" + text.replace("'", "''") + "'"


def escape(text: str) -> str:
    """The text as it stands between double quotes."""
    return ESCAPED.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    return ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04x}"
