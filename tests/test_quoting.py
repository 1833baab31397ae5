"""Quoting: what is written reads back the same in YAML 1.1 and 1.2, and is bare where it may be."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from infoview_md.core.note import parse_note
from infoview_md.core.quoting import Scalar, format_list, format_value, is_plain, write_plainly
from infoview_md.errors import UsageError


@pytest.mark.parametrize(
    ("key", "value", "written"),
    [
        ("role", "Head of Data", "Head of Data"),
        ("role", "Rådgiver (50 %)", "Rådgiver (50 %)"),
        ("role", "CEO & founder", "CEO & founder"),
        ("role", "3M", "3M"),
        ("role", "20 minutes", "20 minutes"),
        ("location", "NO", '"NO"'),
        ("location", "yes", '"yes"'),
        ("location", "Off", '"Off"'),
        ("location", "y", '"y"'),
        ("location", "null", '"null"'),
        ("location", "~", '"~"'),
        ("location", "True", '"True"'),
        ("place", "12:30", '"12:30"'),
        ("place", "12:30:15", '"12:30:15"'),
        ("place", "1:2:3.5", '"1:2:3.5"'),
        ("phone", "0123", '"0123"'),
        ("phone", "+47 22 33 44 55", '"+47 22 33 44 55"'),
        ("size", "0x1F", '"0x1F"'),
        ("size", "1_000", '"1_000"'),
        ("size", "1e3", '"1e3"'),
        ("size", "-.inf", '"-.inf"'),
        ("size", "250", '"250"'),
        ("name", "2026-11-23", '"2026-11-23"'),
        ("name", "2026-11-23 10:00:00", '"2026-11-23 10:00:00"'),
        ("name", "<<", '"<<"'),
        ("name", "=", '"="'),
        ("name", "- dash", '"- dash"'),
        ("name", "#1", '"#1"'),
        ("name", "@home", '"@home"'),
        ("name", "*star", '"*star"'),
        ("name", "'s-Hertogenbosch", '"\'s-Hertogenbosch"'),
        ("name", "Acme: the company", '"Acme: the company"'),
        ("name", "Acme:", '"Acme:"'),
        ("name", "C #", '"C #"'),
        ("name", 'Bob "Bobby" Lee', 'Bob "Bobby" Lee'),
        ("name", '"Bobby" Lee', '"\\"Bobby\\" Lee"'),
        ("name", "back\\slash", "back\\slash"),
        ("name", "@back\\slash", '"@back\\\\slash"'),
        ("name", " edge ", '" edge "'),
        ("name", "two\nlines\tand", '"two\\nlines\\tand"'),
        ("name", "line\u2028separator", '"line\\u2028separator"'),
        ("name", "https://a.example/b?c=d", "https://a.example/b?c=d"),
        ("company", "[[Fjordlys Energi]]", '"[[Fjordlys Energi]]"'),
        ("past_roles", "Title @ [[Acme]], 2019–2024", '"Title @ [[Acme]], 2019–2024"'),
        ("created", "2026-11-23", "2026-11-23"),
        ("created", date(2026, 11, 23), "2026-11-23"),
        ("created", "today", "today"),
        ("not_ours", date(2026, 11, 23), "2026-11-23"),
        ("start", "2026-11-23T10:00:00", "2026-11-23T10:00:00"),
        ("start", datetime(2026, 11, 23, 10), "2026-11-23T10:00:00"),
        ("start", datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Asia/Tokyo")), "2026-11-23T10:00:00"),
        ("minutes", "20", "20"),
        ("minutes", 20, "20"),
        ("minutes", "020", '"020"'),
        ("fit", -1.5, "-1.5"),
        ("fit", 2.0, "2"),
        ("may_use_name", True, "true"),
        ("may_use_name", "false", "false"),
        ("may_use_name", "yes", '"yes"'),
        ("tier", "A", "A"),
    ],
)
def test_a_value_is_written(key: str, value: Scalar, written: str) -> None:
    assert format_value(key, value) == written


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ([], "[]"),
        (["a@b.example", "c d"], "[a@b.example, c d]"),
        (["a, b", "[x]", "a:b", "NO"], '["a, b", "[x]", "a:b", "NO"]'),
        (["https://a.example"], '["https://a.example"]'),
    ],
)
def test_a_list_in_brackets_is_written(values: list[str], written: str) -> None:
    assert format_list("links", values) == written


@pytest.mark.parametrize("text", ["bell\x07", "nul\x00", "half\ud800", "next\x85line", "a\rb"])
def test_what_no_note_may_hold_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="leave it out"):
        format_value("role", text)


# What YAML has a meaning for, and what people write.
PIECES = st.sampled_from(
    [
        *"aé0._ex-:#[]{},'\"\\|>&*!%@`?=~ \n\t\u2028\ufeff🙂",
        *("12", ": ", " #", "- ", "<<", "---", "...", "yes", "No", "null", "true", ".inf"),
        *("2026-11-23", "12:30"),
    ]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=6).map("".join)


def both_readings(line: str) -> tuple[object, list[str]]:
    """What a YAML 1.1 reader makes of the field `f`, and what ours does."""
    note = parse_note(PurePosixPath("a.md"), f"---\n{line}\nlast: 1\n---\n")
    assert note.problems == ()
    assert list(note.fields) == ["f", "last"]
    return yaml.safe_load(line)["f"], note.fields["f"].raws


@given(TEXTS)
@example("a:")
@example("1:2")
@example("é:\n")
def test_any_text_reads_back_in_both_yamls(text: str) -> None:
    assert both_readings(f"f: {format_value('f', text)}") == (text, [text])


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_any_list_reads_back_in_both_yamls(texts: list[str]) -> None:
    assert both_readings(f"f: {format_list('f', texts)}") == (texts, texts)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_any_characters_read_back_in_both_yamls(text: str) -> None:
    assert both_readings(f"f: {format_value('f', text)}") == (text, [text])


@pytest.mark.parametrize(
    ("key", "value", "in_yaml"),
    [
        ("created", date(2026, 11, 23), date(2026, 11, 23)),
        ("start", datetime(2026, 11, 23, 10, 5), datetime(2026, 11, 23, 10, 5)),
        ("minutes", 20, 20),
        ("fit", -0.5, -0.5),
        ("may_use_name", False, False),
    ],
)
def test_what_is_not_text_reads_back_as_its_type(key: str, value: Scalar, in_yaml: object) -> None:
    yaml_1_1, ours = both_readings(f"f: {format_value(key, value)}")
    assert yaml_1_1 == in_yaml
    assert type(yaml_1_1) is type(in_yaml)
    assert ours == [write_plainly(value)]


@given(st.from_regex(r"[A-Z][a-zé]{3,9}( [A-Z(][a-zé.]{1,9}\)?){0,2}", fullmatch=True))
def test_ordinary_names_stay_without_quotes(name: str) -> None:
    assert is_plain(name) or name.casefold() in {"null", "true", "false"}
