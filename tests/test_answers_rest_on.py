"""What an answer that is kept rests on: nothing but what a change of would end it.

A command that remembers its answers may open notes, settings, rules and what is derived from code
and libraries, and may not ask for the hour. Each is run in a process that tells of every file it
opened.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from infoview_md.cli.app import App
from infoview_md.cli.commands import COMMANDS
from infoview_md.cli.group import cli
from tests.conftest import ROOT, Run

DAY = "2026-11-24"
# One way at least to ask every command that remembers.
ASKED: dict[str, list[tuple[str, ...]]] = {
    "list": [("list", "contacts", "--json"), ("list", "letters"), ("list", "interviews")],
    "today": [("today",), ("today", "--all", "--json")],
    "report": [("report",), ("report", "--json")],
    "search": [("search", "grid")],
    "show": [("show", "ingrid"), ("show", "fjordlys", "--json")],
    "why": [("why", "ingrid")],
}
QUESTIONS = [question for questions in ASKED.values() for question in questions]

PROGRAM = """
import json, sys
import infoview_md.cli.group
opened = []
def note(event, values):
    if event == "open" and isinstance(values[0], str):
        opened.append(values[0])
sys.addaudithook(note)
from infoview_md.cli import main
try:
    main()
except SystemExit as stop:
    json.dump([stop.code or 0, opened], open({told!r}, "w"))
"""


def find_opened(vault: Path, *question: str) -> set[str]:
    """The files that a question opens beside code and its data, the vault's named from its root."""
    told = vault.parent / "opened.json"
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(told=str(told)), "--vault", vault, *question],
        capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    code, opened = json.loads(told.read_text())
    assert code in (0, 1), done.stderr
    paths = {os.path.realpath(path) for path in opened} - {os.path.realpath(told)}
    code_places = (sys.prefix, sys.base_prefix, str(ROOT / "infoview_md"), "/usr/share/zoneinfo")
    return {
        path.removeprefix(f"{os.path.realpath(vault)}/")
        for path in paths
        if not path.startswith((*code_places, f"{os.environ['XDG_CACHE_HOME']}/infoview/"))
    }


def is_accounted_for(path: str) -> bool:
    """True for notes, which have stamps, and for what stands in the surroundings."""
    is_note = path.endswith(".md") and not path.startswith(("templates/", ".", "/"))
    is_rule = path.endswith(".toml") and path.startswith((f"{ROOT}/rules/", "rules/"))
    return is_note or is_rule or path in ("infoview.toml", "/etc/localtime", "/dev/null")


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_an_answer_rests_on_nothing_unaccounted_for(
    example: Path, question: tuple[str, ...]
) -> None:
    opened = find_opened(example, *question)
    assert any(path.endswith(".md") for path in opened), "the control: reading is seen"
    assert [path for path in sorted(opened) if not is_accounted_for(path)] == []


def test_control_a_template_or_a_journal_would_be_seen(example: Path) -> None:
    opened = find_opened(example, "check")
    assert [path for path in opened if "templates/" in path and not is_accounted_for(path)]


@pytest.fixture
def no_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has a day, but refuses to say which hour it is."""

    def refuse(_: App) -> object:
        raise AssertionError("the hour is asked for")

    monkeypatch.setattr(App, "moment", property(refuse))


@pytest.mark.usefixtures("no_hour")
@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_an_answer_does_not_rest_on_the_hour(
    run: Run, example: Path, question: tuple[str, ...]
) -> None:
    assert run(*question, vault=example, today=DAY).exit_code == 0


@pytest.mark.usefixtures("no_hour")
def test_control_who_asks_for_the_hour_is_refused(example: Path) -> None:
    app = App()
    app.vault_option = str(example)
    with pytest.raises(AssertionError, match="the hour"):
        _ = app.now


def test_every_command_that_remembers_is_asked() -> None:
    context = cli.make_context("infoview", [], resilient_parsing=True)
    found = {
        entry.name
        for entry in COMMANDS
        if getattr(cli.get_command(context, entry.name), "remembers", None)
    }
    assert found == set(ASKED)
