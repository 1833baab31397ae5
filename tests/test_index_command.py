"""infoview index: what is kept of a vault can be looked at, compared with it, and renewed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from infoview_md.cli import indexing
from infoview_md.vault import stamps as looking
from infoview_md.vault.cache import Cache, open_cache
from infoview_md.vault.cache_writing import changing, writing
from infoview_md.vault.indexing import read_rows
from infoview_md.vault.stamps import RACY
from tests.conftest import Run

ADA = """\
---
company: "[[Acme]]"
country: NO
aliases: [Countess]
---
## Log

- 2026-11-02 met
"""
NOTES = {
    "companies/Acme.md": "---\ntype: company\n---\nEngines\n",
    "contacts/Ada Byron.md": ADA,
    "contacts/Bo.md": "[[Ada Byron]]\n",
    "daily/2026-11-03.md": "x" * 40_000,
}


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that is ahead of the files', so that the times of files can be trusted."""
    monkeypatch.setattr(looking, "read_clock", lambda: time.time_ns() + 10 * RACY)


@pytest.fixture
def root(vault: Path) -> Path:
    """A vault of four notes, one with a word that is too long for the full text."""
    for path, text in NOTES.items():
        (vault / path).parent.mkdir(exist_ok=True)
        (vault / path).write_text(text, encoding="utf-8")
    return vault


@pytest.fixture
def kept(root: Path, run: Run) -> Path:
    """The vault, with all of it kept."""
    run("index", "--rebuild", vault=root)
    return root


def open_existing(root: Path) -> Cache:
    cache = open_cache(root)
    assert cache is not None
    return cache


def stats_of(run: Run, root: Path) -> dict[str, object]:
    stats = json.loads(run("index", "--stats", "--json", vault=root).stdout)
    assert isinstance(stats, dict)
    return stats


def test_nothing_is_kept_of_a_new_vault(root: Path, run: Run) -> None:
    said = run("index", "--stats", vault=root).stdout
    assert said.startswith("Nothing is kept of the vault yet; it would be in ")
    assert stats_of(run, root)["file"] == ""


def test_stats_say_how_much_is_kept_and_where(kept: Path, run: Run) -> None:
    stats = stats_of(run, kept)
    assert (stats["notes"], stats["old_notes"]) == (4, 0)
    assert stats["note_bytes"] == sum(len(text.encode()) for text in NOTES.values())
    file = Path(str(stats["file"]))
    assert stats["bytes"] == file.stat().st_size
    assert str(file) in run("index", "--stats", vault=kept).stdout


def test_a_rebuild_makes_another_database_and_leaves_no_other(kept: Path, run: Run) -> None:
    before = stats_of(run, kept)["file"]
    result = run("index", "--rebuild", vault=kept)
    assert result.stdout.startswith("Read 4 notes and 2 links")
    after = stats_of(run, kept)["file"]
    assert after != before
    assert list(Path(str(after)).parent.glob("*.db")) == [Path(str(after))]


@pytest.mark.parametrize("options", [["--rebuild", "--stats"], ["--no-cache", "--verify"]])
def test_what_does_not_go_together_is_refused(root: Path, run: Run, options: list[str]) -> None:
    result = run("index", *options, vault=root)
    assert result.exit_code == 2
    assert " one of " in result.stderr


def test_a_bar_is_drawn_on_a_terminal_alone(monkeypatch, capsys) -> None:
    with indexing._bar() as show:
        assert show is None
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with indexing._bar() as show:
        assert show is not None
        show(1, 4)
        show(4, 4)
    printed = capsys.readouterr()
    assert (printed.out, "reading notes" in printed.err) == ("", True)


def test_stats_of_what_cannot_be_read_say_what_to_do(kept: Path, run: Run) -> None:
    change(kept, "PRAGMA writable_schema = ON", "DROP TABLE answer")
    result = run("index", "--stats", vault=kept)
    assert result.exit_code == 5
    assert "infoview index --rebuild" in result.stderr


def test_where_nothing_can_be_kept_it_is_said(root: Path, run: Run, machine: Path) -> None:
    (machine / "cache").mkdir(exist_ok=True)
    (machine / "cache" / "infoview").write_text("a file")
    for option in ("--rebuild", "--verify"):
        result = run("index", option, vault=root)
        assert (result.exit_code, result.stdout) == (5, "")
        assert "nothing can be kept of the vault" in result.stderr


# -- verify --------------------------------------------------------------------------------------


def test_what_was_read_is_what_the_notes_say(root: Path, run: Run) -> None:
    result = run("index", "--verify", vault=root)
    assert (result.exit_code, result.stdout) == (
        0,
        "All that is kept of 4 notes is what they say\n",
    )


def test_so_it_is_after_a_note_has_changed(kept: Path, run: Run) -> None:
    (kept / "contacts/Bo.md").write_text("[[Acme]] and something else\n")
    (kept / "daily/2026-11-03.md").unlink()
    result = run("index", "--verify", vault=kept)
    assert (result.exit_code, result.stdout) == (
        0,
        "All that is kept of 3 notes is what they say\n",
    )
    assert stats_of(run, kept)["old_notes"] == 2


def test_what_was_worked_out_is_forgotten_rather_than_believed(kept: Path, run: Run) -> None:
    run("today", vault=kept)
    change(kept, "INSERT INTO answer VALUES ('x', 'x', '', 0, 0)")
    change(kept, "INSERT INTO fact VALUES (1, '', '', '', '', 'x', 1)")
    assert stats_of(run, kept)["answers"]
    assert stats_of(run, kept)["facts"]
    assert run("index", "--verify", vault=kept).exit_code == 0
    assert (stats_of(run, kept)["answers"], stats_of(run, kept)["facts"]) == (0, 0)


def change(root: Path, *statements: str) -> None:
    """Change the database as a fault of ours would, with the seal put on again."""
    cache = open_existing(root)
    cache.close()
    with writing(cache), changing(cache) as connection:
        for statement in statements:
            connection.execute(statement)


BO = "(SELECT id FROM note WHERE place = CAST('contacts' || char(0) || 'Bo.md' AS BLOB))"
FAULTS = [
    ("UPDATE note SET kind = 'company' WHERE id = {}", "contacts/Bo.md: what kind of note it is"),
    ("UPDATE note SET digest = 'x' WHERE id = {}", "contacts/Bo.md: the digest of its bytes"),
    ("UPDATE note SET country = 'SE' WHERE id = {}", "contacts/Bo.md: its country"),
    ("UPDATE note SET names = 'x' WHERE id = {}", "contacts/Bo.md: what it is called"),
    ("UPDATE note SET handles = '1x' WHERE id = {}", "contacts/Bo.md: what links may call it"),
    ("UPDATE note SET targets = 'x' WHERE id = {}", "contacts/Bo.md: what it links to"),
    ("UPDATE reading SET text = 'x' WHERE id = {}", "contacts/Bo.md: what stands in it"),
    ("DELETE FROM reading WHERE id = {}", "contacts/Bo.md: what stands in it"),
    ("DELETE FROM note WHERE id = {}", "contacts/Bo.md: it is missing"),
    ("DELETE FROM answering WHERE note = {}", "Bo.md: it is not found under one of its names"),
    ("UPDATE answering SET how = 0 WHERE note = {}", "it is not found under one of its names"),
    ("DELETE FROM linking WHERE note = {}", "contacts/Bo.md: it is not found by one of its links"),
    ("INSERT INTO note (id, place) VALUES (99, 'x')", "it has notes that are not there"),
    ("INSERT INTO reading VALUES (99, 'x')", "it has texts of notes that are not there"),
    ("INSERT INTO answering VALUES ('x', 99, 1)", "it has names of notes that are not there"),
    ("INSERT INTO linking VALUES ('x', 99)", "it has links of notes that are not there"),
    ("INSERT INTO text_index(rowid, words) VALUES ({}, 'x')", "Bo.md: which words are in it"),
    ("DELETE FROM text_words", "the cache: a word is in no list"),
]


@pytest.mark.parametrize(("statement", "said"), FAULTS)
def test_each_fault_is_named_and_mended(kept: Path, run: Run, statement: str, said: str) -> None:
    change(kept, statement.format(BO))
    result = run("index", "--verify", vault=kept)
    assert result.exit_code == 1
    assert said in result.stdout
    assert "all notes were read anew" in result.stderr
    assert run("index", "--verify", vault=kept).exit_code == 0


@pytest.mark.parametrize("table", ["text_index_data", "note_by_place", "head"])
def test_a_database_that_cannot_be_read_is_made_anew(kept: Path, run: Run, table: str) -> None:
    what = "INDEX" if table == "note_by_place" else "TABLE"
    change(kept, "PRAGMA writable_schema = ON", f"DROP {what} {table}")
    result = run("index", "--verify", "--json", vault=kept)
    faults = json.loads(result.stdout)["faults"]
    assert [fault["what"] for fault in faults] == (["it cannot be read"] if faults else [])
    assert run("index", "--verify", vault=kept).exit_code == 0


def test_a_note_that_is_saved_meanwhile_is_no_fault(kept: Path, run: Run, monkeypatch) -> None:
    def save_and_read(*args):
        (kept / "contacts/Bo.md").write_text("[[Acme]]\n")
        return read_rows(*args)

    monkeypatch.setattr("infoview_md.vault.cache_check.read_rows", save_and_read)
    assert run("index", "--verify", vault=kept).exit_code == 0


def test_what_is_kept_rests_on_no_chance_order_of_names(root: Path) -> None:
    names = "\n".join(f"  - Other {number}" for number in range(20))
    note = f"---\nname: Cy Dee\naliases:\n{names}\n---\n"
    (root / "contacts/Cy.md").write_text(note, encoding="utf-8")
    for seed in ("1", "2", "3"):
        command = (sys.executable, "-m", "infoview_md", "--vault", str(root), "index", "--verify")
        environ = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(command, env=environ, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
