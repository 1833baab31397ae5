"""infoview undo and doctor: what was written is taken back; what the disk can do is told."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from infoview_md.vault import probe as probe_module
from infoview_md.vault.probe import Abilities, probe
from infoview_md.vault.vault import Vault
from tests.conftest import Run

DAY = "2026-11-24"


def read_tree(root: Path) -> dict[str, tuple[int, bytes]]:
    """Every file with its mode and bytes."""
    return {
        str(path.relative_to(root)): (path.stat().st_mode, path.read_bytes())
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


COMMANDS: list[list[str]] = [
    ["log", "zoe", "replied yes, free after the 30th"],
    ["new", "company", "Nova"],
    ["new", "interview", "zoe", "--start", "2026-12-01T10:00"],
    ["letter", "zoe", "--write"],
    ["letter", "zoe", "request", "--sent"],
]


@pytest.mark.smoke
@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: " ".join(words[:2]))
def test_every_command_can_be_taken_back_and_restored(
    run: Run, example: Path, command: list[str]
) -> None:
    before = read_tree(example)
    done = run(*command, vault=example, today=DAY)
    assert done.exit_code == 0, done.stderr
    assert "; undo: infoview undo\n" in done.stderr
    after = read_tree(example)
    assert after != before
    shown = run("undo", "--dry-run", vault=example)
    assert shown.stdout.startswith("--- ")
    assert read_tree(example) == after
    taken = run("undo", vault=example)
    assert taken.stdout.startswith(f"taken back: infoview --vault {example}")
    assert read_tree(example) == before
    assert run("undo", "--redo", vault=example).stdout.startswith("restored: infoview")
    assert read_tree(example) == after


def test_what_can_be_taken_back_is_listed(run: Run, example: Path) -> None:
    run("log", "zoe", "replied yes", vault=example, today=DAY)
    run("log", "zoe", "note: hello", vault=example, today=DAY)
    run("undo", vault=example)
    rows = json.loads(run("undo", "--list", "--json", vault=example).stdout)
    assert [(row["notes"], row["state"]) for row in rows] == [
        (["contacts/Zoë Müller.md"], "taken back"),
        (["contacts/Zoë Müller.md"], ""),
    ]
    assert rows[0]["command"].endswith("log zoe 'note: hello'")


def test_nothing_to_take_back_is_said(run: Run, vault: Path) -> None:
    result = run("undo", vault=vault)
    assert (result.exit_code, result.stdout) == (4, "")
    assert "nothing that can be taken back" in result.stderr
    assert run("undo", "--redo", vault=vault).exit_code == 4


def test_a_note_edited_since_is_left_alone(run: Run, example: Path) -> None:
    run("log", "zoe", "replied yes", vault=example, today=DAY)
    note = example / "contacts/Zoë Müller.md"
    note.write_text(note.read_text() + "more\n")
    before = read_tree(example)
    result = run("undo", vault=example)
    assert result.exit_code == 6
    assert "was changed since" in result.stderr
    assert read_tree(example) == before


def test_a_dry_run_keeps_no_record(run: Run, example: Path, machine: Path) -> None:
    result = run("log", "zoe", "replied yes", "--dry-run", vault=example, today=DAY)
    assert "+- 2026-11-24 reply yes" in result.stdout
    assert not (machine / "state").exists()


def test_a_large_change_asks_first(run: Run, vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infoview_md.cli.changes.MANY", 0)
    (vault / "contacts/Zoe.md").write_text("x\n")
    result = run("log", "zoe", "replied yes", vault=vault, today=DAY)
    assert (result.exit_code, (vault / "contacts/Zoe.md").read_text()) == (6, "x\n")
    assert "this changes 1 of 1 notes; say --yes" in result.stderr


# -- doctor --------------------------------------------------------------------------------------


@pytest.mark.smoke
def test_the_doctor_finds_a_sound_vault_sound(run: Run, example: Path) -> None:
    before = read_tree(example)
    result = run("doctor", "--json", vault=example)
    findings = {one["name"]: one for one in json.loads(result.stdout)}
    assert result.exit_code == 0, result.stdout
    assert "notes are exchanged in one step" in findings["writing"]["text"]
    assert findings["left-overs"]["text"] == "none"
    assert read_tree(example) == before
    assert [name for name in os.listdir(example) if name.startswith(".infoview")] == []


def test_left_overs_are_told_and_repaired(run: Run, example: Path) -> None:
    left = example / "contacts/.infoview-0123.tmp"
    left.write_text("whose?\n")
    result = run("doctor", vault=example)
    assert result.exit_code == 1
    assert "!!  left-overs" in result.stdout
    assert "contacts/.infoview-0123.tmp" in result.stdout
    repaired = run("doctor", "--repair", vault=example)
    assert "it is kept in" in repaired.stderr
    assert "!!  recovered" in repaired.stdout
    assert not left.exists()


def test_a_repair_with_nothing_to_do_says_so(run: Run, example: Path) -> None:
    assert "nothing was left half done" in run("doctor", "--repair", vault=example).stderr


@pytest.mark.parametrize(
    ("abilities", "words"),
    [
        (Abilities(False, True, False, False, False, 2_000_000_000), "keeps a second name"),
        (Abilities(False, False, False, True, True, 0), "may be lost"),
    ],
)
def test_what_a_disk_lacks_is_told(
    run: Run, example: Path, monkeypatch: pytest.MonkeyPatch, abilities: Abilities, words: str
) -> None:
    monkeypatch.setattr(probe_module, "probe", lambda _: abilities)
    result = run("doctor", vault=example)
    assert result.exit_code == 1
    assert words in result.stdout
    assert "!!  other programs" in result.stdout
    step = "2 s" if abilities.time_step else "unknown length"
    assert f"in steps of {step}" in result.stdout


def test_a_disk_that_cannot_be_written_is_told(
    run: Run, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> Abilities:
        raise OSError(30, "read-only")

    monkeypatch.setattr(probe_module, "probe", refuse)
    result = run("doctor", vault=example)
    assert "!!  writing" in result.stdout
    assert "the disk is read-only" in result.stdout


def test_git_and_the_editor_are_told(
    run: Run, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (example / ".git").mkdir()
    (example / ".git/MERGE_HEAD").touch()
    monkeypatch.setenv("EDITOR", "no-such-editor --wait")
    result = run("doctor", vault=example)
    assert "in the middle of a merge" in result.stdout
    assert "no-such-editor --wait is not installed" in result.stdout


def test_this_disk_is_tried_out_and_left_as_it_was(vault: Path) -> None:
    before = read_tree(vault)
    abilities = probe(vault)
    assert abilities.folder_sync
    assert abilities.links
    assert read_tree(vault) == before
    assert Vault(vault).state.undo.exists() is False
