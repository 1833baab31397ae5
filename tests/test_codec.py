"""Readings as text: every one comes back as it was, and a damaged one is known as such."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infoview_md.core.channels import Channel
from infoview_md.core.event import Event
from infoview_md.core.links import Link
from infoview_md.core.model import Company, Contact, Interview, Letter, Record
from infoview_md.core.note import Note, Value, decode_note
from infoview_md.core.problem import CODES, Problem, Severity, make_problem
from infoview_md.core.promises import Promise
from infoview_md.core.references import Reference
from infoview_md.core.source import Reading, read_note
from infoview_md.vault import codec
from infoview_md.vault.cache_faults import Undecodable
from infoview_md.vault.codec import decode_reading, encode_reading
from infoview_md.vault.vault import Vault
from tests.conftest import example_source
from tests.tools.bad_notes import make_bad_notes
from tests.tools.odd_notes import make_notes
from tests.tools.odd_vault import make_odd_notes
from tests.tools.small_vault import make_note

PATH = PurePosixPath("contacts/Åse Lien.md")
KINDS: tuple[type[Record], ...] = (Company, Contact, Interview, Letter)


def get_note() -> Note:
    """The note of a reading, which is not kept with it."""
    return Note(PATH, "")


def there_and_back(reading: Reading) -> Reading:
    """What is read of what was written."""
    return decode_reading(reading.path, encode_reading(reading), reading.load)


def whole(kind: type[Any], **known: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Values of a dataclass with anything in every field, defaults too."""
    inner = {one.name: INNER[str(one.type)] for one in fields(kind) if str(one.type) in INNER}
    return st.builds(kind, **{one.name: ... for one in fields(kind)} | inner | known)


def several(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """None to three of them."""
    return st.lists(values, max_size=3).map(tuple)


# An hour that comes twice is never written down as the second one.
TIMES = st.times().map(lambda found: found.replace(fold=0))
DATE_TIMES = st.datetimes().map(lambda found: found.replace(fold=0))
INNER: dict[str, st.SearchStrategy[Any]] = {
    "dt.time | None": st.none() | TIMES,
    "datetime | None": st.none() | DATE_TIMES,
    "datetime | date | None": st.none() | st.dates() | DATE_TIMES,
    "dt.datetime | dt.date | None": st.none() | st.dates() | DATE_TIMES,
}
INNER["Link"] = whole(Link)
INNER["Link | None"] = st.none() | INNER["Link"]
INNER["tuple[Link, ...]"] = several(INNER["Link"])
INNER["Value | None"] = st.none() | whole(Value)
for part in (Event, Promise, Channel):
    INNER[f"tuple[{part.__name__}, ...]"] = several(whole(part))

PROBLEMS = st.builds(
    make_problem,
    st.sampled_from(sorted(CODES)),
    st.just(PATH),
    st.text(),
    st.integers(1),
    st.integers(1),
)
RECORDS = st.one_of(*(whole(kind, path=st.just(PATH)) for kind in KINDS))
READINGS = st.builds(
    Reading,
    st.just(PATH),
    st.none() | RECORDS,
    several(whole(Reference)),
    several(PROBLEMS),
    st.just(get_note),
    st.none() | st.tuples(st.integers(1), st.integers(1)),
)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(READINGS)
def test_any_reading_comes_back(reading: Reading) -> None:
    # Equal would not be enough: a word that was an enum is one again.
    assert repr(there_and_back(reading)) == repr(reading)


def all_notes() -> list[Note]:
    """Notes of every kind that we have: a believable vault, odd ones, and broken bytes."""
    found = Vault(example_source()).read()
    found += [make_note(path, text) for path, text in make_odd_notes().items()]
    folders = ("companies", "contacts", "interviews", "letters", "daily")
    for number, odd in enumerate(make_notes(200)):
        found.append(make_note(f"{folders[number % 5]}/odd {number}", odd.text))
    for number, data in enumerate(make_bad_notes(200)):
        path = PurePosixPath(f"{folders[number % 5]}/bad {number}.md")
        found.append(decode_note(path, data))
    return found


def test_notes_of_all_kinds_come_back() -> None:
    readings = [read_note(note) for note in all_notes()]
    kinds = {type(reading.record) for reading in readings}
    assert kinds == {Company, Contact, Interview, Letter, type(None)}
    assert sum(bool(reading.problems) for reading in readings) > 100
    for reading in readings:
        assert repr(there_and_back(reading)) == repr(reading)


def test_a_field_that_is_lost_would_be_seen() -> None:
    """The control: the comparison above knows a reading with one field less."""
    reading = read_note(make_note(str(PATH), "---\nrole: Planner\n---\n"))
    assert isinstance(reading.record, Contact)
    lesser = replace(reading, record=replace(reading.record, role=""))
    assert repr(there_and_back(lesser)) != repr(reading)


def test_the_text_is_compact(golden: Callable[[str, str], None]) -> None:
    notes = {note.path.stem: note for note in Vault(example_source()).read()}
    kept = ("Wisła Grid Labs", "Ingrid Solheim", "2026-11-19 Ingrid Solheim", "2026-11-23")
    lines = [encode_reading(read_note(notes[stem])) for stem in kept]
    golden("readings.txt", "\n".join(lines) + "\n")


# -- damage --------------------------------------------------------------------------------------

TEXT = encode_reading(read_note(make_note(str(PATH), "---\nrole: Planner\n---\n[[Grid Labs]]\n")))


@pytest.mark.parametrize("at", range(len(TEXT)))
def test_a_changed_character_is_noticed(at: int) -> None:
    other = "1" if TEXT[at] == "0" else "0"
    if TEXT[at].lower() != other:
        with pytest.raises(Undecodable):
            decode_reading(PATH, TEXT[:at] + other + TEXT[at + 1 :], get_note)


@pytest.mark.parametrize("length", range(len(TEXT)))
def test_a_text_that_ends_early_is_noticed(length: int) -> None:
    with pytest.raises(Undecodable):
        decode_reading(PATH, TEXT[:length], get_note)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=3), inner),
)


@given(st.text() | JSON.map(json.dumps))
def test_what_is_no_reading_is_refused_even_under_a_right_checksum(text: str) -> None:
    signed = f"{codec._checksum(text):08x}{text}"
    with pytest.raises(Undecodable):
        decode_reading(PATH, signed, get_note)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "[1,[9007199254740993],[],[]]", "[0,[],[],[],1]", '[0,["a"],[],[]]']
)
def test_crafted_text_is_refused(text: str) -> None:
    with pytest.raises(Undecodable):
        decode_reading(PATH, f"{codec._checksum(text):08x}{text}", get_note)


@pytest.mark.parametrize(
    "problem",
    [
        replace(make_problem("nul", PATH, "x"), severity=Severity.INFO),
        make_problem("nul", PurePosixPath("contacts/Other.md"), "x"),
    ],
)
def test_a_problem_that_cannot_be_kept_is_a_bug(problem: Problem) -> None:
    with pytest.raises(ValueError, match="cannot be kept"):
        encode_reading(Reading(PATH, None, (), (problem,), get_note))
