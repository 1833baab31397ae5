"""What is printed: nothing a terminal obeys, stable where piped, safe in a spreadsheet."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.cli.output import Row, _indent, as_cell, guard_cell, put_rows, visible, write_file
from infoview_md.errors import Refused, UsageError

ROWS: list[Row] = [
    {"name": "Zoë", "areas": ["grid", "heat"], "people": 2, "ok": True},
    {"name": "=SUM(A1)", "areas": [], "people": None, "ok": False},
]
TITLES = {"name": "Name", "areas": "Areas", "people": "People"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain Zoë\n\ttext", "plain Zoë\n\ttext"),
        ("\x1b[2J", "\\x1b[2J"),
        ("a\rb", "a\\x0db"),
        ("\x9b31m", "\\x9b31m"),
        ("evil\u202egnp.exe", "evil\\u202egnp.exe"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("tag\U000e0041", "tag\\U000e0041"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_plain_rows_are_tab_separated(capsys: pytest.CaptureFixture[str]) -> None:
    put_rows(ROWS, TITLES)
    assert capsys.readouterr().out == "Zoë\tgrid, heat\t2\n=SUM(A1)\t\t\n"


def test_rows_ended_by_nul(capsys: pytest.CaptureFixture[str]) -> None:
    put_rows(ROWS, TITLES, fields="name", zero=True)
    assert capsys.readouterr().out == "Zoë\0=SUM(A1)\0"


def test_csv_guards_formulas(capsys: pytest.CaptureFixture[str]) -> None:
    put_rows(ROWS, TITLES, "csv")
    lines = capsys.readouterr().out.split("\n")
    assert lines == ["name,areas,people", 'Zoë,"grid, heat",2', "'=SUM(A1),,", ""]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_guard_cell(start: str) -> None:
    assert guard_cell(f"{start}1") == f"'{start}1"


def test_guard_cell_leaves_the_rest() -> None:
    assert guard_cell("a=b") == "a=b"


def test_json_rows_hold_every_key(capsys: pytest.CaptureFixture[str]) -> None:
    put_rows(ROWS, TITLES, "json")
    assert json.loads(capsys.readouterr().out) == ROWS


def test_jsonl_with_fields(capsys: pytest.CaptureFixture[str]) -> None:
    put_rows(ROWS, TITLES, "jsonl", fields="name,ok")
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line) for line in lines] == [
        {"name": "Zoë", "ok": True},
        {"name": "=SUM(A1)", "ok": False},
    ]


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(UsageError, match="no field “nmae”"):
        put_rows(ROWS, TITLES, "json", fields="nmae")


def test_a_table_leaves_out_empty_columns(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    put_rows([{"name": "Zoë", "areas": []}], TITLES, "table")
    shown = capsys.readouterr().out
    assert "Name" in shown
    assert "Zoë" in shown
    assert "Areas" not in shown


@pytest.mark.parametrize(
    ("value", "cell"),
    [(None, ""), (True, "yes"), (False, ""), (3, "3"), (["a", "b"], "a, b"), ("a\nb", "a b")],
)
def test_as_cell(value: object, cell: str) -> None:
    assert as_cell(value) == cell  # type: ignore[arg-type]


def test_a_file_is_never_overwritten_unasked(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    write_file(path, "one")
    with pytest.raises(Refused, match="is there already"):
        write_file(path, "two")
    assert path.read_text() == "one"
    write_file(path, "two", force=True)
    assert path.read_text() == "two"


@pytest.mark.parametrize(
    "char", ["\x1b", "\x7f", "\x9b", "\u00ad", "\u202e", "\ufeff", "\U000e0041", "\u2028"]
)
def test_json_reads_back_as_it_was(char: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows: list[Row] = [{"name": f"a{char}b"}]
    put_rows(rows, {"name": "Name"}, "json")
    put_rows(rows, {"name": "Name"}, "jsonl")
    whole, line = capsys.readouterr().out.split("]\n")
    assert char not in whole + line
    assert json.loads(f"{whole}]") == [json.loads(line)] == rows


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner),
)


@given(VALUES)
def test_json_is_indented_as_the_library_does_it(value: object) -> None:
    wanted = json.dumps(value, ensure_ascii=False, indent=2)
    assert _indent(value, json.JSONEncoder(ensure_ascii=False).encode, "\n") == wanted
