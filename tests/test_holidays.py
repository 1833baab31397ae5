"""Days off by country: what the library says, and that it is asked only once."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from importlib.machinery import ModuleSpec
from pathlib import Path

import holidays
import pytest

from infoview_md.core.workdays import PLAIN, add_workdays
from infoview_md.vault import holidays as ours
from infoview_md.vault.almanac import Almanac, format_almanac, parse_almanac
from infoview_md.vault.holidays import read_days_off

ROOT = Path(ours.__file__).parents[2]


@pytest.mark.parametrize(
    ("country", "day", "is_off"),
    [
        ("NO", "2026-05-17", True),
        ("NO", "2026-05-18", False),
        ("DE", "2026-10-03", True),
        ("US", "2026-11-26", True),
        ("DE", "2026-11-26", False),
        ("SA", "2026-11-27", True),  # a Friday
        ("SA", "2026-11-29", False),  # a Sunday
        ("AE", "2026-11-27", False),  # the weekend moved in 2022
        ("AE", "2026-11-28", True),
        ("no", "2026-05-17", True),
    ],
)
def test_a_countrys_days_off(country: str, day: str, is_off: bool) -> None:
    calendars = read_days_off({country})
    assert (date.fromisoformat(day) in calendars[country]) is is_off


@pytest.mark.parametrize("country", ["XX", "Norway", "utils", "HolidayBase", "BV"])
def test_an_unknown_country_has_plain_weekends(country: str) -> None:
    off = read_days_off({country})[country]
    assert [date(2026, 12, day) in off for day in (25, 26, 27, 28)] == [False, True, True, False]


def test_a_country_that_only_the_library_lacks_has_plain_weekends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise NotImplementedError

    monkeypatch.setattr(holidays, "country_holidays", refuse)
    off = read_days_off({"NO"})["NO"]
    assert [date(2026, 5, day) in off for day in (16, 17, 18)] == [True, True, False]
    assert date(2026, 5, 1) not in off


def test_the_plain_calendar_is_always_there() -> None:
    assert read_days_off(()) == {"": PLAIN}
    assert read_days_off({"", "NO"})[""] is PLAIN


def test_other_years_are_read_when_they_are_asked_for() -> None:
    off = read_days_off({"NO"})["NO"]
    assert add_workdays(date(2026, 12, 31), 1, off) == date(2027, 1, 4)
    assert date(2031, 5, 17) in off


@pytest.mark.parametrize("country", ["IN", "SA", "CN", "NO"])
@pytest.mark.parametrize("year", [1, 1700, 2040, 9999])
def test_years_the_library_does_not_know_have_weekends_and_no_warnings(
    country: str, year: int
) -> None:
    off = read_days_off([country])[country]
    days = [date(year, 2, day) for day in range(1, 15)]
    assert {day for day in days if day.weekday() in off.weekend} <= {d for d in days if d in off}


def test_a_day_is_not_only_a_date() -> None:
    assert "2026-05-17" not in read_days_off({"NO"})["NO"].holidays


def test_the_library_is_loaded_only_when_a_calendar_is_asked() -> None:
    program = """
import sys
from datetime import date
from infoview_md.vault.holidays import read_days_off
calendars = read_days_off({"NO", "XX"})
print(date(2026, 5, 17) in calendars[""], date(2026, 5, 18) in calendars["XX"])
print("holidays" in sys.modules)
print(date(2026, 5, 17) in calendars["NO"], "holidays" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[:3] == ["True False", "False", "True True"]


# -- the cache -----------------------------------------------------------------------------------

COUNTRIES = ["AE", "BV", "IN", "NO", "US"]
DAYS = [date(2025, 1, 1) + timedelta(days=count) for count in range(3 * 365)]


@pytest.fixture
def folder(machine: Path) -> Path:
    """Where days off are kept; nothing is there yet."""
    return machine / "cache" / "infoview" / "holidays"


def ask_library(country: str) -> list[date]:
    """The days off of DAYS, from the library itself."""
    try:
        off = holidays.country_holidays(country, years=range(2025, 2028))
    except NotImplementedError:
        return [day for day in DAYS if day.weekday() in (5, 6)]
    return [day for day in DAYS if day in off or off.is_weekend(day)]


def ask(country: str) -> list[date]:
    """The days off of DAYS, from a calendar that was just opened."""
    off = read_days_off([country])[country]
    return [day for day in DAYS if day in off]


def refuse_library(*_: object, **__: object) -> None:
    raise AssertionError("the library was asked")


@pytest.mark.parametrize("country", COUNTRIES)
def test_answers_are_the_librarys_before_and_after_they_are_kept(
    country: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = ask_library(country)
    assert ask(country) == expected
    monkeypatch.setattr(holidays, "country_holidays", refuse_library)
    assert ask(country) == expected


@pytest.mark.parametrize("country", COUNTRIES)
def test_answers_are_the_librarys_where_nothing_can_be_kept(country: str, folder: Path) -> None:
    folder.parent.parent.mkdir(parents=True, exist_ok=True)
    folder.parent.write_text("A file of somebody else's.")
    assert [ask(country), ask(country)] == [ask_library(country)] * 2


def test_an_unknown_country_is_neither_asked_for_nor_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holidays, "country_holidays", refuse_library)
    assert ask("../XX") == ask("")
    assert not folder.exists()


def test_a_year_not_kept_is_asked_for_and_kept_beside_the_others(folder: Path) -> None:
    for day in (date(2026, 5, 15), date(2031, 5, 16), date(2026, 5, 15)):
        assert day not in read_days_off({"no"})["no"]
    kept = json.loads((folder / "NO.json").read_bytes())["data"]
    assert list(kept["years"]) == ["2026", "2031"]
    assert "2031-05-17" in kept["years"]["2031"]


def lie(folder: Path) -> str:
    """Keep, under the signature of today, that Norway works on its national day; the signature."""
    ask("NO")
    file = folder / "NO.json"
    text = file.read_text().replace('"2027-05-17", ', "")
    file.write_text(text)
    return str(json.loads(text)["signature"])


def test_what_another_library_said_is_not_believed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signature = lie(folder)
    assert date(2027, 5, 17) not in ask("NO"), "the control: under this signature it is"
    monkeypatch.setattr(ours, "_read_signature", lambda: signature + "0")
    assert ask("NO") == ask_library("NO")
    assert json.loads((folder / "NO.json").read_bytes())["signature"] == signature + "0"


def test_without_a_signature_nothing_is_believed_or_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lie(folder)
    before = (folder / "NO.json").read_bytes()
    monkeypatch.setattr(ours, "_read_signature", lambda: None)
    assert ask("NO") == ask_library("NO")
    assert (folder / "NO.json").read_bytes() == before


# What the data may be in a file that was kept by this very library, and is wrong all the same.
WRONG_SHAPES: list[object] = [
    None,
    [],
    {},
    "2026",
    {"weekend": [4]},
    {"years": {}},
    {"weekend": 4, "years": {}},
    {"weekend": "4", "years": {}},
    {"weekend": {"4": 4}, "years": {}},
    {"weekend": ["4"], "years": {}},
    {"weekend": [4.0], "years": {}},
    {"weekend": [True], "years": {}},
    {"weekend": [7], "years": {}},
    {"weekend": [-1], "years": {}},
    {"weekend": [[4]], "years": {}},
    {"weekend": [4], "years": []},
    {"weekend": [4], "years": None},
    {"weekend": [4], "years": {"MMXXVI": []}},
    {"weekend": [4], "years": {"2026": None}},
    {"weekend": [4], "years": {"2026": {}}},
    {"weekend": [4], "years": {"2026": "2026-05-20"}},
    {"weekend": [4], "years": {"2026": [20260520]}},
    {"weekend": [4], "years": {"2026": ["2026-02-30"]}},
    {"weekend": [4], "years": {"2026": ["2027-05-20"]}},
    {"weekend": [4], "years": {"2026": ["the 17th of May"]}},
]


@pytest.mark.parametrize("data", WRONG_SHAPES, ids=json.dumps)
def test_data_of_a_wrong_shape_are_as_if_they_were_not_there(data: object, folder: Path) -> None:
    signature = lie(folder)
    file = folder / "NO.json"
    file.write_text(json.dumps({"signature": signature, "data": data}))
    assert ask("NO") == ask_library("NO")
    assert parse_almanac(json.loads(file.read_bytes())["data"]), "and what is kept is right again"


@pytest.mark.parametrize("size", range(0, 300, 13))
def test_a_file_cut_short_anywhere_is_as_if_it_were_not_there(size: int, folder: Path) -> None:
    lie(folder)
    file = folder / "NO.json"
    file.write_bytes(file.read_bytes()[:size])
    assert ask("NO") == ask_library("NO")


@pytest.mark.parametrize(
    "almanac",
    [
        Almanac(frozenset({5, 6})),
        Almanac(frozenset()),
        Almanac(frozenset({4}), {1: frozenset({date(1, 1, 1)}), 9999: frozenset()}),
    ],
)
def test_an_almanac_reads_back_as_it_was(almanac: Almanac) -> None:
    assert parse_almanac(json.loads(json.dumps(format_almanac(almanac)))) == almanac


# -- the signature -------------------------------------------------------------------------------


def make_library(where: Path) -> Path:
    """Something that looks like the installed library; its version.py."""
    (where / "holidays").mkdir(parents=True)
    (where / "holidays-0.1.dist-info").mkdir()
    version = where / "holidays" / "version.py"
    version.write_text("# a version\n")
    os.utime(version, ns=(0, 0))
    return version


def touch_later(version: Path) -> None:
    os.utime(version, ns=(0, 1))


def make_smaller(version: Path) -> None:
    version.write_text("# v\n")
    os.utime(version, ns=(0, 0))


def raise_number(version: Path) -> None:
    folder = version.parents[1]
    (folder / "holidays-0.1.dist-info").rename(folder / "holidays-0.2.dist-info")


def read_signature(monkeypatch: pytest.MonkeyPatch, version: Path) -> str | None:
    """The signature where the library lies around this version.py."""
    spec = ModuleSpec("holidays", None, origin=str(version.with_name("__init__.py")))
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: spec)
    return ours._read_signature.__wrapped__()


@pytest.mark.parametrize("change", [touch_later, make_smaller, raise_number])
def test_another_library_has_another_signature(
    change: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = make_library(tmp_path)
    before = read_signature(monkeypatch, version)
    assert before == read_signature(monkeypatch, version), "the control"
    change(version)
    assert read_signature(monkeypatch, version) not in (before, None)


def test_a_library_elsewhere_has_another_signature(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = (make_library(tmp_path / name) for name in "ab")
    assert read_signature(monkeypatch, one) != read_signature(monkeypatch, other)


def test_a_library_in_no_folder_has_no_signature(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_signature(monkeypatch, tmp_path / "libraries.zip" / "holidays" / "v.py") is None


# -- several processes ---------------------------------------------------------------------------

ASKER = """
import sys
from datetime import date
from infoview_md.vault.holidays import read_days_off
off = read_days_off({"NO"})["NO"]
print(*[date(int(year), 5, 17) in off.holidays for year in sys.argv[1:]])
print("holidays" in sys.modules)
"""


def start_asker(*years: int) -> subprocess.Popen[str]:
    """A process that prints whether Norway keeps its national day, then if the library came in."""
    command = [sys.executable, "-c", ASKER, *map(str, years)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def finish(asker: subprocess.Popen[str]) -> list[str]:
    shown, _ = asker.communicate()
    assert asker.returncode == 0
    return shown.split("\n")[:2]


def test_a_second_process_does_without_the_library(folder: Path) -> None:
    assert finish(start_asker(2026)) == ["True", "True"]
    assert finish(start_asker(2026)) == ["True", "False"]
    (folder / "NO.json").unlink()
    assert finish(start_asker(2026)) == ["True", "True"]


def test_two_processes_at_once_do_not_disturb_each_other(folder: Path) -> None:
    one, other = range(2001, 2026), range(2014, 2040)
    askers = [start_asker(*one), start_asker(*other)]
    shown = [finish(asker)[0] for asker in askers]
    assert shown == [" ".join(["True"] * len(years)) for years in (one, other)]
    kept = parse_almanac(json.loads((folder / "NO.json").read_bytes())["data"])
    assert kept is not None
    assert kept.years.keys() <= {*one, *other}
    assert set(kept.years) >= set(one) or set(kept.years) >= set(other), "each writes all it knows"
    assert [path.name for path in folder.iterdir()] == ["NO.json"]
    assert finish(start_asker(*one, *other))[0] == " ".join(["True"] * 51)
