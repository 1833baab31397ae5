"""Start-up: what a run may load, by name, so that nobody slows every command down unseen."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT

# Beside click and what click brings along. What stands here is paid for by every run of its kind:
# a name more is a decision, to be measured with `python -X importtime`.
ALWAYS = {"gc", "infoview_md", "infoview_md.errors", "infoview_md.cli"} | {
    f"infoview_md.cli.{name}" for name in ("app", "boundary", "commands", "day", "group", "output")
}
TRANSLATION = {"_locale", "locale"}
"""What gettext loads as soon as click says anything."""

CACHE = {"sqlite3", "sqlite3.dbapi2", "_sqlite3", "_blake2", "encodings.ascii", "infoview_md.vault"}
CACHE |= {"infoview_md.core", "infoview_md.core.digest"}
CACHE |= {
    f"infoview_md.vault.{name}"
    for name in ("cache", "finding", "folders", "heartbeat", "stamps", "surroundings")
}
WARM = ALWAYS | TRANSLATION | CACHE | {"infoview_md.cli.recording", "infoview_md.cli.remembered"}
WARM |= {"infoview_md.cli.options", "infoview_md.vault.whole_file"}
NAMES = ALWAYS | TRANSLATION | CACHE | {"click.shell_completion", "unicodedata"}
NAMES |= {f"infoview_md.cli.{name}" for name in ("options", "show")}
NAMES |= {"infoview_md.core", "infoview_md.core.folding", "infoview_md.vault.known_names"}
NAMES |= {"infoview_md.vault.whole_file", "shlex"}

SEARCH = WARM | {"fcntl", "pathlib", "unicodedata", "zlib", "infoview_md.core"}
SEARCH |= {"fnmatch", "ipaddress", "ntpath", "urllib", "urllib.parse"}  # of pathlib
SEARCH |= {f"infoview_md.{name}" for name in ("cli.search", "core.folding", "core.search")}
SEARCH |= {
    f"infoview_md.vault.{name}"
    for name in (
        *("cache_faults", "cache_writing", "cached_texts", "fulltext", "keeping", "known_names"),
        "locking",
    )
}

# What costs tens of milliseconds, and what only writers, terminals and mail need.
HEAVY = {"email", "holidays", "jinja2", "keyring", "rich", "smtplib", "tempfile", "watchdog"}
HEAVY |= {"asyncio", "http", "importlib.metadata", "platformdirs", "socket", "subprocess"}

PROGRAM = """
import atexit, sys
atexit.register(lambda: open({told!r}, "w").write("\\n".join(sys.modules)))
import click
before = set(sys.modules)
{control}
from infoview_md.cli import main
sys.argv[0] = "infoview"
main()
"""


@cache
def loaded_by_click() -> frozenset[str]:
    """The modules of an interpreter that has imported click."""
    program = "import atexit, click, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    return frozenset(done.stdout.split())


def find_loaded(
    folder: Path, *words: str, environ: Mapping[str, str] | None = None, control: str = ""
) -> set[str]:
    """The modules that a run of infoview loads, beside click's."""
    told = folder / "modules.txt"
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(told=str(told), control=control), *words],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **(environ or {})},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout
    return set(told.read_text().split()) - loaded_by_click()


def test_the_version_costs_little_more_than_click(tmp_path: Path) -> None:
    assert find_loaded(tmp_path, "--version") <= ALWAYS | TRANSLATION


def test_control_another_import_is_seen(tmp_path: Path) -> None:
    found = find_loaded(tmp_path, "--version", control="import tomllib")
    assert {"tomllib", "tomllib._parser"} <= found - ALWAYS - TRANSLATION


@pytest.mark.parametrize(
    ("words", "own"),
    [
        (("list", "contacts", "--json"), "listing"),
        (("list", "contacts"), "listing"),
        (("today", "--json"), "today"),
        (("report", "--json"), "report"),
        (("search", "grid"), "search"),
        (("why", "ingrid"), "why"),
        ((), ""),
    ],
)
def test_an_answer_that_was_kept_costs_no_more_than_the_cache(
    example: Path, words: tuple[str, ...], own: str
) -> None:
    asked = ("--vault", str(example), *words)
    cold = find_loaded(example.parent, *asked)
    assert "infoview_md.core.index" in cold, "the control: the first time, the notes are read"
    warm = find_loaded(example.parent, *asked)
    # The report's module has its heading from that of today.
    also = {f"infoview_md.cli.{name}" for name in (own, "today") if own}
    assert warm <= WARM | also


@pytest.mark.parametrize(
    "words", [("list", "contacts"), ("today",), ("report", "--no-cache"), ("show", "ingrid")]
)
def test_a_first_answer_loads_nothing_that_is_heavy(example: Path, words: tuple[str, ...]) -> None:
    # The first run of all works the holidays out, and keeps them.
    assert "holidays" in find_loaded(example.parent, "--vault", str(example), "today", "--all")
    (example / "more.md").write_text("more\n")
    found = find_loaded(example.parent, "--vault", str(example), *words)
    assert "infoview_md.core.index" in found
    assert found & HEAVY == set()


def test_a_search_reads_texts_and_nothing_else(example: Path) -> None:
    asked = ("--vault", str(example), "search")
    assert "infoview_md.core.index" in find_loaded(example.parent, *asked, "grid")
    assert find_loaded(example.parent, *asked, "flexibility") <= SEARCH
    assert "infoview_md.core.index" in find_loaded(example.parent, *asked, "heat", "--no-cache")


def test_a_name_is_completed_without_reading_a_note(example: Path) -> None:
    asked = {
        "_INFOVIEW_COMPLETE": "bash_complete",
        "COMP_WORDS": f"infoview --vault {example} show ing",
        "COMP_CWORD": "4",
    }
    cold = find_loaded(example.parent, environ=asked)
    assert "infoview_md.core.index" in cold
    assert find_loaded(example.parent, environ=asked) <= NAMES
