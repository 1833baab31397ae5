"""python -m tests.tools.prove_notes: no bad note stops the program, and each is told.

The notes lie in vaults beside good ones, and the real command reads them. The control is a reader
that calls python-frontmatter as it is: on the same notes it must raise, or see nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import frontmatter
import yaml

from tests.tools.bad_notes import FIELDS, make_bad_notes, write_note
from tests.tools.tally import Tally

A_VAULT = 1000
GOOD = 10
OWNER = '[owner]\nname = "Test Owner"\ntimezone = "Europe/Berlin"\n'
TODAY = "2026-12-01"


def make_vault(folder: Path, bad: Sequence[bytes]) -> None:
    """A vault of these bad notes, and a few good ones."""
    for name in ("companies", "contacts"):
        (folder / name).mkdir(parents=True)
    (folder / "infoview.toml").write_text(OWNER, encoding="utf-8")
    (folder / "companies" / "Acme.md").write_text("---\ntype: company\n---\n", encoding="utf-8")
    for number in range(GOOD):
        text = write_note(FIELDS)
        (folder / "contacts" / f"Good {number}.md").write_text(text, encoding="utf-8")
    for number, data in enumerate(bad):
        (folder / "contacts" / f"Bad {number}.md").write_bytes(data)


def call(vault: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the real command in a process and a home of its own."""
    command = [sys.executable, "-m", "infoview_md", "--vault", str(vault), "--today", TODAY]
    folders = {
        f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "CACHE", "STATE", "DATA")
    }
    env = {**os.environ, "HOME": str(home), "COLUMNS": "80", **folders}
    return subprocess.run(
        [*command, *arguments], capture_output=True, text=True, env=env, check=False, timeout=600
    )


def try_vault(vault: Path, home: Path, count: int) -> list[str]:
    """What is wrong with the answers about a vault of so many bad notes."""
    checked = call(vault, home, "check", "--json")
    listed = call(vault, home, "list", "contacts", "--json")
    wrong = [
        f"{vault.name}: {ran.args[-2:]} ended with {ran.returncode}: {ran.stderr[-500:]}"
        for ran in (checked, listed)
        if ran.returncode not in (0, 1) or "Traceback" in ran.stderr
    ]
    if wrong:
        return wrong * count
    found = {p["path"] for p in json.loads(checked.stdout) if p["line"] >= 1 and p["message"]}
    paths = {f"contacts/Bad {number}.md" for number in range(count)}
    good = {f"contacts/Good {number}.md" for number in range(GOOD)}
    kept = {row["path"] for row in json.loads(listed.stdout)}
    return [
        *(f"{vault.name}/{path} is not told" for path in sorted(paths - found)),
        *(f"{vault.name}/{path} is told, yet good" for path in sorted(good & found)),
        *(f"{vault.name}/{path} is not listed" for path in sorted(good - kept)),
    ]


def prove(size: int, seed: int = 20, a_vault: int = A_VAULT) -> tuple[Tally, float]:
    """So many bad notes, and the seconds that each took on average."""
    notes = [*make_bad_notes(size, seed)]
    tally = Tally("bad notes", size, 0, [])
    took = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for number, start in enumerate(range(0, size, a_vault)):
            bad = notes[start : start + a_vault]
            vault = Path(folder) / f"vault-{number}"
            make_vault(vault, bad)
            began = time.perf_counter()
            wrong = try_vault(vault, Path(folder) / "home", len(bad))
            took += time.perf_counter() - began
            tally.met += len(bad)
            tally.bad += wrong
    return tally, took / size


def run_control(size: int, seed: int = 20) -> tuple[int, int]:
    """How many of the notes a plain reader dies of, and how many it takes without a word."""
    died = silent = 0
    for data in make_bad_notes(size, seed):
        try:
            frontmatter.loads(data.decode("utf-8"))
        except (yaml.YAMLError, ValueError, TypeError, AttributeError, RecursionError):
            died += 1
        else:
            silent += 1
    return died, silent


def main(arguments: Sequence[str] | None = None) -> int:
    """Prove and tell; 1 where something is bad, or the control finds nothing."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.prove_notes", description=__doc__)
    parser.add_argument("--size", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=20)
    options = parser.parse_args(arguments)
    tally, seconds = prove(options.size, options.seed)
    died, silent = run_control(options.size, options.seed)
    for line in tally.bad[:20]:
        print(line, file=sys.stderr)
    print(f"control: a plain reader dies of {died} and takes {silent}", file=sys.stderr)
    print(f"{seconds:.4f} s a note, for two commands", file=sys.stderr)
    print(tally)
    return int(tally.is_bad or not died or not silent)


if __name__ == "__main__":
    sys.exit(main())
