"""The example vault says what tests/example/truth.toml, worked out by hand, says."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest

from infoview_md.cli.app import App
from infoview_md.core.agenda import build_agenda, uncovered_targets
from infoview_md.core.checks import find_problems
from infoview_md.core.outlook import Outlook
from infoview_md.core.pipeline import find_badges
from tests.conftest import ROOT, example_source

TRUTH: dict[str, Any] = tomllib.loads(
    (ROOT / "tests" / "example" / "truth.toml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def outlook() -> Outlook:
    """The example vault on the day of its own clock."""
    app = App()
    app.vault_option = str(example_source())
    return app.outlook


def due(outlook: Outlook) -> dict[tuple[str, str], list[date]]:
    """What is due today: kind and person, and since when."""
    found: dict[tuple[str, str], list[date]] = {}
    for action in build_agenda(outlook):
        found.setdefault((str(action.kind), action.who), []).append(action.due)
    return found


def lines(table: str) -> set[tuple[str, str]]:
    """Kind and person of the lines of one table of the truth."""
    return {(line["kind"], line["who"]) for line in TRUTH[table]}


def test_the_clock_and_the_pack(outlook: Outlook):
    assert outlook.today == TRUTH["clock"]
    assert outlook.default_pack == TRUTH["rules"]


def test_every_contact_stands_where_its_log_says(outlook: Outlook):
    found = {}
    for person in outlook.index.contacts.values():
        standing, pack = outlook.standing(person), outlook.pack_of(person)
        badges = find_badges(person, standing, pack, outlook.today)
        found[person.stem] = (str(standing.stage), list(badges))
    assert found == {name: (one["stage"], one["badges"]) for name, one in TRUTH["contact"].items()}


def test_every_company_is_in_its_state(outlook: Outlook):
    found = {path.stem: str(one.state) for path, one in outlook.companies.items()}
    assert found == {name: one["state"] for name, one in TRUTH["company"].items()}


def test_the_uncovered_targets(outlook: Outlook):
    assert sorted(one.stem for one in uncovered_targets(outlook)) == sorted(TRUTH["uncovered"])


def test_the_check_finds_the_two_faults_and_no_other(outlook: Outlook):
    found = [str(problem.path) for problem in find_problems(outlook)]
    assert sorted(found) == sorted(TRUTH["faults"])


def test_the_list_of_today_is_complete_and_holds_nothing_else(outlook: Outlook):
    assert set(due(outlook)) - lines("today_open") == lines("today")


def test_what_only_looks_due_is_not(outlook: Outlook):
    assert set(due(outlook)) & lines("not_today") == set()


@pytest.mark.parametrize(
    "line",
    [line for line in TRUTH["today"] if "due" in line],
    ids=lambda line: f"{line['kind']} {line['who']}",
)
def test_each_line_fell_due_on_its_day(outlook: Outlook, line: dict[str, Any]):
    assert due(outlook).get((line["kind"], line["who"])) == [line["due"]]
