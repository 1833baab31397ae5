"""How a report looks: plain text that fits, Markdown, JSON with stable keys."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.reports.columns import fill, width_of, wrap
from infoview_md.reports.pipeline import Report, build_report
from infoview_md.reports.render import as_json, as_markdown, as_text
from infoview_md.reports.sections import draw_bar
from tests.tools.dated_vault import ONE_OF_EACH, look

TARGET = "---\nstatus: target\n---\n"
VAULT = {
    **ONE_OF_EACH,
    "companies/Fjordlys Energi.md": TARGET,
    "companies/Zähler & Takt.md": TARGET,
    "contacts/Ingrid Solheim.md": "---\ncompany: '[[Fjordlys Energi]]'\n---\n"
    "- [ ] them: introduce me to Kari Lunde, who runs the grid side of it all @2026-11-20\n"
    "## Log\n- 2026-11-03 request\n- 2026-11-11 reply yes\n- 2026-11-19 met: 24 minutes\n",
    "contacts/山田 太郎.md": "- [ ] me: send the paper 📅 2026-12-01\n"
    "## Log\n- 2026-11-23 request\n",
    "contacts/Lost.md": "---\ncompany: '[[Nowhere]]'\n---\n",
}


def report_of(notes: dict[str, str]) -> Report:
    return build_report(look(notes))


def test_text(golden: Callable[[str, str], None]) -> None:
    golden("report-small.txt", as_text(report_of(VAULT)))


def test_markdown(golden: Callable[[str, str], None]) -> None:
    golden("report-small.md", as_markdown(report_of(VAULT)))


def test_an_empty_vault_has_a_report() -> None:
    text = as_text(report_of({}))
    assert "0 people" in text
    assert "Nobody was asked." in text
    assert "Coverage" not in text
    assert as_markdown(report_of({})).startswith("# Pipeline on 2026-11-24\n")


def test_json_has_stable_keys() -> None:
    found = as_json(report_of(VAULT))
    assert json.loads(json.dumps(found)) == found
    assert list(found) == [
        "today", "since", "stages", "badges", "funnel", "median_days_to_answer", "answers_timed",
        "targets", "promises", "changes", "problems",
    ]  # fmt: skip
    keys = {
        "funnel": ["step", "count", "of_previous", "of_asked"],
        "targets": [
            "name", "path", "state", "people", "booster", "next_best", "ask_next", "uncovered",
        ],
        "promises": ["who", "theirs", "text", "due", "late", "path", "line"],
        "changes": ["event", "count", "people"],
    }  # fmt: skip
    for name, wanted in keys.items():
        rows = found[name]
        assert isinstance(rows, list)
        assert rows
        assert all(list(row) == wanted for row in rows)


def test_a_share_in_json_has_its_interval() -> None:
    steps = as_json(report_of(VAULT))["funnel"]
    assert isinstance(steps, list)
    answered = steps[1]["of_asked"]
    assert list(answered) == ["count", "total", "ratio", "low", "high"]
    assert answered["low"] < answered["ratio"] < answered["high"]


NAMES = st.text(st.sampled_from("abc xyzÅåØß山田太郎é́|'&"), min_size=1, max_size=60).map(
    lambda name: name.strip() or "x"
)


@given(NAMES, NAMES, NAMES)
def test_law_the_text_fits_eighty_columns(company: str, person: str, promise: str) -> None:
    notes = {
        f"companies/{company}.md": TARGET,
        f"contacts/{person}.md": f"- [ ] me: {promise} @2026-11-20\n## Log\n- 2026-11-23 request\n",
    }
    report = report_of(notes)
    assert max(width_of(line) for line in as_text(report).split("\n")) <= 80
    assert all(line == line.rstrip() for line in as_text(report).split("\n"))


def test_a_long_name_gives_way_and_goes_on_below() -> None:
    name = "Gesellschaft für Netzplanung und Messstellenbetrieb in der Mitte Deutschlands"
    lines = as_text(report_of({f"companies/{name}.md": TARGET})).split("\n")
    assert max(map(width_of, lines)) <= 80
    first = next(at for at, line in enumerate(lines) if "Gesellschaft" in line)
    assert "untouched" in lines[first]
    assert lines[first + 1].strip() in name
    assert "nobody known there" in lines[first]


def test_a_cell_with_a_bar_does_not_break_a_markdown_table() -> None:
    text = as_markdown(report_of({"contacts/A.md": "- [ ] me: this | that @2026-11-20\n"}))
    (row,) = (line for line in text.split("\n") if "this" in line)
    assert row == "| 2026-11-20 (4 days late) | A | this \\| that |"


# -- columns ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("abc", 3), ("Åse", 3), ("A\u030ase", 3), ("山田", 4), ("─█", 2), ("a\u200bb", 2)],
)
def test_width(text: str, width: int) -> None:
    assert width_of(text) == width


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 5, [""]),
        ("one two three", 7, ["one two", "three"]),
        ("one", 3, ["one"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("a abcdefgh b", 3, ["a", "abc", "def", "gh", "b"]),
        ("山田 太郎", 4, ["山田", "太郎"]),
        ("山田太郎", 5, ["山田", "太郎"]),
    ],
)
def test_wrap(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


def test_fill() -> None:
    assert fill("山", 4) == "山  "
    assert fill("12", 4, right=True) == "  12"
    assert fill("too wide", 3) == "too wide"


def test_bars_are_in_proportion_and_nothing_is_lost() -> None:
    assert [len(draw_bar(count, 48)) for count in (48, 24, 1, 0)] == [24, 12, 1, 0]
    assert draw_bar(0, 0) == ""
