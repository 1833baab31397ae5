"""infoview rules: the pack in force, one rule in every pack, and the packs themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from infoview_md.core.rulebook import RULEBOOK
from tests.conftest import Run

PACKS = ["campus", "classic", "executive", "friend", "two-hour"]
ROW = {
    "id", "title", "value", "level", "source", "dissent", "letters", "judged", "pack",
}  # fmt: skip


@pytest.mark.parametrize("pack", PACKS)
def test_the_rules_of_any_pack_are_listed(run: Run, vault: Path, pack: str) -> None:
    rows = json.loads(run("rules", "--rules", pack, "--json", vault=vault).stdout)
    assert [row["id"] for row in rows] == list(RULEBOOK)
    assert {row["pack"] for row in rows} == {pack}
    assert all(row.keys() == ROW for row in rows)


@pytest.mark.parametrize("rule", RULEBOOK)
def test_each_rule_is_explained_with_every_packs_answer(run: Run, vault: Path, rule: str) -> None:
    shown = run("rules", "explain", rule, vault=vault).stdout
    assert RULEBOOK[rule].judged in shown
    named = [
        name
        for line in shown.splitlines()
        if line.startswith("  in ")
        for name in line[5:].partition(":")[0].split(", ")
    ]
    assert sorted(named) == PACKS
    assert named[0] == "classic"


def test_the_pack_in_force_comes_first(run: Run, vault: Path) -> None:
    rows = json.loads(
        run("rules", "explain", "L06", "--rules", "two-hour", "--json", vault=vault).stdout
    )
    assert [row["pack"] for row in rows][:2] == ["two-hour", "campus"]
    assert {row["pack"]: row["value"] for row in rows}["two-hour"] == "silent"


def test_a_pack_of_the_vaults_own_answers_too(run: Run, vault: Path) -> None:
    own = vault / "rules" / "mine.toml"
    own.parent.mkdir(exist_ok=True)
    own.write_text('extends = "classic"\n[rule.R4]\nlevel = "off"\n', encoding="utf-8")
    shown = run("rules", "explain", "R4", vault=vault).stdout
    assert "  in mine: off\n" in shown


def test_the_packs_are_listed(run: Run, vault: Path) -> None:
    rows = json.loads(run("rules", "packs", "--json", vault=vault).stdout)
    assert [row["name"] for row in rows] == PACKS
    assert [row["name"] for row in rows if row["in_force"]] == ["classic"]
    assert all(row["title"] and row["description"] for row in rows)


def test_every_rule_says_how_it_is_judged() -> None:
    assert [rule.id for rule in RULEBOOK.values() if not rule.judged.endswith(".")] == []
