"""Single values: what each type reads, and what it says about the rest."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
import yaml

from infoview_md.core.countries import COUNTRIES
from infoview_md.core.values import (
    Misread,
    did_you_mean,
    number_reader,
    read_checkbox,
    read_country,
    read_date,
    read_datetime,
    read_link,
    read_moment,
    read_timezone,
    reads_differently,
    word_reader,
)

Reader = Callable[[str], object]
read_lamp, read_minutes = number_reader(0, 3), number_reader(1, 1440, whole=True)
read_medium = word_reader(("video", "phone", "in-person"))

GOOD: list[tuple[Reader, str, object]] = [
    (read_date, "2026-11-03", date(2026, 11, 3)),
    (read_date, "2028-02-29", date(2028, 2, 29)),
    (read_datetime, "2026-11-19T16:00:30", datetime(2026, 11, 19, 16, 0, 30)),
    (read_datetime, "2026-11-19T16:00", datetime(2026, 11, 19, 16, 0)),
    (read_moment, "2026-11-19T16:00", datetime(2026, 11, 19, 16, 0)),
    (read_moment, "2026-11-19", date(2026, 11, 19)),
    (read_checkbox, "true", True),
    (read_checkbox, "False", False),
    (read_lamp, "0", 0),
    (read_lamp, "2.5", 2.5),
    (read_lamp, "+3", 3),
    (read_minutes, "20", 20),
    (read_medium, "Video", "video"),
    (read_medium, "IN-PERSON", "in-person"),
    (read_country, "de", "DE"),
    (read_country, "NO", "NO"),
    (read_timezone, "Europe/Oslo", "Europe/Oslo"),
]

BAD: list[tuple[Reader, str, str, str]] = [
    (read_date, "2027-02-30", "bad-date", "2027-02-30 is not a day of the calendar"),
    (read_date, "3.11.2026", "bad-date", "write YYYY-MM-DD"),
    (read_date, "2026-11-3", "bad-date", "write YYYY-MM-DD"),
    (read_date, "20261103", "bad-date", "write YYYY-MM-DD"),
    (read_date, "2026-11-03T10:00", "bad-date", "write YYYY-MM-DD"),
    (read_date, "２０２６-11-03", "bad-date", "write YYYY-MM-DD"),
    (read_datetime, "2026-11-19T25:00", "bad-time", "does not exist"),
    (read_datetime, "2026-11-19 16:00", "bad-time", "write YYYY-MM-DDTHH:MM"),
    (read_datetime, "2026-11-19T16:00+01:00", "bad-time", "write YYYY-MM-DDTHH:MM"),
    (read_datetime, "2026-11-19", "bad-time", "write YYYY-MM-DDTHH:MM"),
    (read_moment, "2026-11-31", "bad-date", "not a day of the calendar"),
    (read_moment, "yesterday", "bad-time", "“yesterday”"),
    (read_checkbox, "yes", "bad-checkbox", "write true or false"),
    (read_checkbox, "1", "bad-checkbox", "write true or false"),
    (read_lamp, "4", "bad-number", "4 is not a number from 0 to 3"),
    (read_lamp, "-1", "bad-number", "from 0 to 3"),
    (read_lamp, "three", "bad-number", "“three” is not a number"),
    (read_lamp, "1e0", "bad-number", "is not a number"),
    (read_lamp, "nan", "bad-number", "is not a number"),
    (read_lamp, "٣", "bad-number", "is not a number"),
    (read_minutes, "20.5", "bad-number", "not a whole number from 1 to 1440"),
    (read_minutes, "0", "bad-number", "not a whole number from 1 to 1440"),
    (read_medium, "vidoe", "bad-word", "is none of video, phone, in-person; did you mean video?"),
    (read_medium, "carrier pigeon", "bad-word", "is none of video, phone, in-person"),
    (read_country, "Germany", "bad-country", "no two-letter country code"),
    (read_country, "uk", "bad-country", "the United Kingdom is GB"),
    (read_timezone, "Berlin", "bad-timezone", "write one such as Europe/Berlin"),
    (read_timezone, "../etc/passwd", "bad-timezone", "write one such as"),
    (read_timezone, "Europe", "bad-timezone", "write one such as"),
    (read_link, "[[A]] and [[B]]", "bad-link", 'write "[[Name of the note]]"'),
    (read_link, "[[]]", "bad-link", "is no link"),
]


@pytest.mark.parametrize(("read", "raw", "value"), GOOD)
def test_a_good_value_is_read_as_its_type(read: Reader, raw: str, value: object):
    assert read(raw) == value


@pytest.mark.parametrize(("read", "raw", "code", "said"), BAD)
def test_a_bad_value_is_said_to_be_one(read: Reader, raw: str, code: str, said: str):
    with pytest.raises(Misread, match=re.escape(said)) as caught:
        read(raw)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("raw", "target", "bracketed"),
    [
        ("[[Fjordlys Energi]]", "Fjordlys Energi", True),
        ("[[companies/Fjordlys Energi.md|Fjordlys]]", "companies/Fjordlys Energi", True),
        ("Fjordlys Energi", "Fjordlys Energi", False),
    ],
)
def test_a_link_has_brackets_or_none(raw: str, target: str, bracketed: bool):
    link = read_link(raw)
    assert (link.target, link.bracketed) == (target, bracketed)


@pytest.mark.parametrize(
    ("raw", "hint"),
    [("freind", "; did you mean friend?"), ("FREIND", "; did you mean friend?"), ("zebra", "")],
)
def test_a_hint_names_the_nearest_word(raw: str, hint: str):
    assert did_you_mean(raw, ("friend", "alumni")) == hint


def test_countries_are_all_of_iso_3166():
    assert len(COUNTRIES) == 249
    assert all(re.fullmatch("[A-Z]{2}", code) for code in COUNTRIES)


# -- what YAML 1.1 and 1.2 take for different things ---------------------------------------------

DIFFERENT = [
    "NO",
    "no",
    "yes",
    "On",
    "off",
    "y",
    "N",
    "12:30",
    "1:30:15",
    "0123",
    "0800",
    "08",
    "1_000",
    "1_0.5",
    "0b101",
    "0o17",
    "0x1_F",
    "1e3",
    "1.5e3",
    "=",
    "2026-11-03",
    "2026-11-03T10:00:00",
    "2026-11-03T10:00:00Z",
]
SAME = [
    *[
        "Norway",
        "north",
        "123",
        "0",
        "1.5",
        "-3",
        "0x1F",
        "1.2.3",
        "a_b",
        "12:60x",
        "+47",
        "null",
        "true",
        "2026-1-3",
        "2026-11",
    ],
    "12:30 sharp",
    "2026-11-03 at the fair in Kiel",
    "040 1234567",
    "yes please",
]


@pytest.mark.parametrize(("raw", "differs"), [*((r, True) for r in DIFFERENT),
                                              *((r, False) for r in SAME)])  # fmt: skip
def test_what_readers_of_yaml_disagree_about(raw: str, differs: bool):
    assert reads_differently(raw) is differs


# The resolution of plain scalars by the core schema, YAML 1.2.2, section 10.3.2.
CORE = {
    "NoneType": "null|Null|NULL|~|",
    "bool": "true|True|TRUE|false|False|FALSE",
    "int": "[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    "float": r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?",
}


def core_type(raw: str) -> str:
    """What a YAML 1.2 reader takes a plain scalar for."""
    return next((name for name, form in CORE.items() if re.fullmatch(form, raw)), "str")


def test_no_short_text_is_read_differently_unnoticed():
    """PyYAML is the 1.1 reader; every word of up to four letters of numbers is tried."""
    words = ("".join(w) for n in range(1, 5) for w in itertools.product("018._:e-+", repeat=n))
    plain = [word for word in words if not re.match(r"-|[:.]*$|:", word) and word[-1] != ":"]
    loaded = yaml.load("".join(f"- {word}\n" for word in plain), yaml.CSafeLoader)
    missed = [
        word
        for word, value in zip(plain, loaded, strict=True)
        if type(value).__name__ != core_type(word) and not reads_differently(word)
    ]
    assert missed == []
    assert len(plain) > 3000
