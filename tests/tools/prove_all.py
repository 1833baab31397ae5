"""Every proof, one after the other; a table of their lines, and 1 where one does not hold."""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import monotonic

SHORT = ("--short",)
PROOFS: dict[str, tuple[str, ...]] = {
    "bytes": ("--size", "2000"),
    "notes": ("--size", "500"),
    "headers": SHORT,
    "undo": SHORT,
    "reading": SHORT,
    "crash": SHORT,
    "errors": SHORT,
    "power": SHORT,
    "races": SHORT,
    "disks": SHORT,
    "sandbox": SHORT,
    "bombs": SHORT,
    "sending": SHORT,
    "watch": SHORT,
    "cache": SHORT,
    "cache_damage": SHORT,
    "cache_crowd": SHORT,
}
"""Each is the module `tests.tools.prove_NAME`; and what makes it short."""


DOCUMENT = Path(__file__).resolve().parent.parent.parent / "docs" / "guarantees.md"
BLOCK = re.compile(r"(?<=<!-- proofs -->\n).*?(?=<!-- /proofs -->)", re.DOTALL)
ROW = re.compile(r"^\| ([a-z_]+) \|.* s \|.*$", re.MULTILINE)
LINE = re.compile(
    r"^(?P<name>[a-z_ ]+): (?P<points>\d+) points, (?P<met>\d+) met, (?P<bad>\d+) bad"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one proof printed, whether it holds (its control failed, too), and how long it took."""

    name: str
    lines: tuple[str, ...]
    holds: bool
    seconds: float

    def format_row(self, day: date) -> str:
        """The row of the table: points, met and bad as the proof counted them, and the day."""
        found = next((match for line in self.lines if (match := LINE.match(line))), None)
        counts = (
            [f"{int(found[key]):,}" for key in ("points", "met", "bad")] if found else ["?"] * 3
        )
        control = "bad, as it must be" if self.holds else "see the output"
        return f"| {self.name} | {' | '.join(counts)} | {control} | {self.seconds:.0f} s | {day} |"


def run(name: str, options: tuple[str, ...]) -> Verdict:
    """Run one proof, and show its lines as they come."""
    argv = [sys.executable, "-m", f"tests.tools.prove_{name}", *options]
    begun, lines = monotonic(), []
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            lines.append(line)
    return Verdict(name, tuple(lines), process.returncode == 0, monotonic() - begun)


def format_table(rows: Mapping[str, str]) -> str:
    """The table for docs/guarantees.md, with the machine it was measured on."""
    system = f"{platform.system()} {platform.release().partition('-')[0]}"
    where = f"{os.cpu_count()} cores, {system}, Python {platform.python_version()}"
    return "\n".join(
        (
            "",
            f"{where}:",
            "",
            "| proof | points | met | bad | control | time | measured |",
            "|---|---|---|---|---|---|---|",
            *(rows[name] for name in PROOFS if name in rows),
            "",
            "",
        )
    )


def write_rows(verdicts: Sequence[Verdict], day: date) -> None:
    """Put the rows of these proofs into docs/guarantees.md; those of others stay."""
    text = DOCUMENT.read_text(encoding="utf-8")
    block = BLOCK.search(text)
    rows = {row[1]: row[0] for row in ROW.finditer(block[0] if block else "")}
    rows |= {verdict.name: verdict.format_row(day) for verdict in verdicts}
    DOCUMENT.write_text(BLOCK.sub(lambda _: format_table(rows), text), encoding="utf-8")


def main() -> int:
    """Run all of them; say in the end which do not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.prove_all", description=__doc__)
    parser.add_argument("--short", action="store_true", help="samples instead of every point")
    parser.add_argument("--seed", default="1", help="the seed of all that is random")
    parser.add_argument("--write", action="store_true", help="write docs/guarantees.md")
    parser.add_argument("--only", nargs="+", choices=PROOFS, help="these alone")
    options = parser.parse_args()
    seed = ("--seed", options.seed)
    verdicts = [
        run(name, (*seed, *(short if options.short else ())))
        for name, short in PROOFS.items()
        if name in (options.only or PROOFS)
    ]
    if options.write:
        write_rows(verdicts, date.today())
    fallen = [verdict.name for verdict in verdicts if not verdict.holds]
    if fallen:
        print(f"not proven: {', '.join(fallen)}", flush=True)
    return int(bool(fallen))


if __name__ == "__main__":
    sys.exit(main())
