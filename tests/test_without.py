"""Where something is missing that is nearly always there: SQLite, or the working folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from infoview_md.vault.cache import open_cache
from infoview_md.vault.cache_writing import throw_away
from tests.conftest import Run

WITHOUT_SQLITE = """
import sys
sys.modules["_sqlite3"] = None
from infoview_md.cli.boundary import run
run(sys.argv[1:])
"""
WITHOUT_FOLDER = """
import os, sys
os.mkdir("gone")
os.chdir("gone")
os.rmdir(os.getcwd())
from infoview_md.cli.boundary import run
run(sys.argv[1:])
"""


def ask(program: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True)


@pytest.mark.parametrize("program", [WITHOUT_SQLITE, WITHOUT_FOLDER])
@pytest.mark.parametrize("more", [[], ["--no-cache"]])
@pytest.mark.parametrize(
    "words", [("list", "contacts"), ("today",), ("search", "grid"), ("check",)], ids=" ".join
)
def test_a_command_answers_all_the_same(
    run: Run, example: Path, program: str, more: list[str], words: tuple[str, ...]
) -> None:
    expected = run(*words, "--no-cache", vault=example)
    done = ask(program, *words, *more, "--vault", str(example))
    assert (done.returncode, done.stdout) == (expected.exit_code, expected.stdout), done.stderr


@pytest.mark.parametrize("words", [("--stats",), ("--rebuild",), ("--verify",)])
def test_without_sqlite_nothing_can_be_kept(example: Path, words: tuple[str, ...]) -> None:
    done = ask(WITHOUT_SQLITE, "index", *words, "--vault", str(example))
    assert done.returncode == 5
    assert "without SQLite" in done.stderr
    assert ask(WITHOUT_SQLITE, "index", "--vault", str(example)).returncode == 0


def test_without_sqlite_a_vault_is_watched(example: Path) -> None:
    done = ask(WITHOUT_SQLITE, "watch", "--once", "--vault", str(example))
    assert done.returncode == 0, done.stderr


def test_without_sqlite_nobody_is_forgotten_by_half(run: Run, example: Path) -> None:
    said = ("forget", "ingrid solheim", "--yes", "--vault", str(example))
    run("list", "contacts", vault=example)
    done = ask(WITHOUT_SQLITE, *said)
    assert done.returncode == 5
    assert "has no SQLite; delete" in done.stderr
    assert (example / "contacts/Ingrid Solheim.md").exists()
    cache = open_cache(example)
    assert cache is not None
    throw_away(cache)
    os.unlink(f"{cache.folder}/lock")
    os.rmdir(cache.folder)
    os.rmdir(os.path.dirname(cache.folder))
    done = ask(WITHOUT_SQLITE, *said)
    assert not (example / "contacts/Ingrid Solheim.md").exists(), done.stderr


def test_without_a_working_folder_a_vault_is_named_in_full(example: Path) -> None:
    done = ask(WITHOUT_FOLDER, "list", "contacts")
    assert done.returncode not in (0, 70)
    assert "the working folder, which is gone" in done.stderr
    done = ask(WITHOUT_FOLDER, "list", "contacts", "--vault", example.name)
    assert done.returncode not in (0, 70)
    assert "name it in full" in done.stderr
