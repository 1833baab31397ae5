"""python -m benchmarks: check the answers, measure, print the tables, write docs/performance.md."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from benchmarks.checking import find_wrong
from benchmarks.document import draw_growth, format_document
from benchmarks.generator import write_vault
from benchmarks.goals import WATCHED, Goal, find_goals
from benchmarks.home import CommandFailed, Home, measure_size
from benchmarks.jobs import Plan, measure_starts, measure_vault
from benchmarks.letters import measure_letters
from benchmarks.measure import Measure
from benchmarks.peers import PEERS, install_peer, measure_peer
from benchmarks.table import format_goals, format_table
from benchmarks.watching import measure_watching

DOCS = Path(__file__).resolve().parent.parent / "docs"
SIZES = {"small": (1_000,), "full": (1_000, 10_000, 100_000)}
PLANS = {1_000: Plan(12, 30), 10_000: Plan(8, 40), 100_000: Plan(3, 50)}
SHORT = Plan(3, 10)
BROKEN = 0.002
SETTLED = 3
"""Seconds after which a file counts as at rest: what changed just now is never taken on trust."""


class WrongAnswer(Exception):
    """Nothing is measured of a program that is wrong; the sentences say in what."""


@dataclass(slots=True)
class Findings:
    """What was measured so far; `shares` are the bytes kept to those of the notes, by size."""

    measures: list[Measure] = field(default_factory=list)
    shares: dict[int, float] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def take(self, measure: Callable[[], Iterable[Measure]]) -> None:
        """Measure; what cannot be measured is said in the document instead."""
        try:
            for one in measure():
                self.measures.append(one)
        except CommandFailed as error:
            self.remark(f"Not measured: {error}")

    def remark(self, sentence: str) -> None:
        """Say something beside the tables."""
        print(sentence, file=sys.stderr)
        self.remarks.append(sentence)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure; 1 where an answer is wrong (then nothing is written) or a goal is missed."""
    options = _read_options(argv)
    is_full = options.sizes == "full"
    found = Findings()
    try:
        for notes in SIZES[options.sizes]:
            with tempfile.TemporaryDirectory(prefix="bench-") as folder:
                _measure_size(found, Path(folder), notes, is_full)
    except WrongAnswer as error:
        print(error, file=sys.stderr)
        return 1
    letters = 1_000 if is_full else 100
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        found.take(lambda: measure_letters(Path(folder), letters, with_peer=is_full))
    goals = find_goals(found.measures, found.shares, SIZES[options.sizes], f"{letters:,} letters")
    print(format_table(found.measures), format_goals(goals), sep="\n", end="")
    if is_full:
        _write(found, goals, options.date)
    return int(is_full and not all(goal.is_met for goal in goals))


def _write(found: Findings, goals: Iterable[Goal], day: date) -> None:
    document = format_document(found.measures, goals, found.remarks, day)
    (DOCS / "performance.md").write_text(document, encoding="utf-8")
    chart = draw_growth(found.measures, SIZES["full"])
    (DOCS / "growth.svg").write_text(chart, encoding="utf-8")


def _read_options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", choices=SIZES, default="full", help="small: 1,000 notes only")
    parser.add_argument(
        "--date", type=date.fromisoformat, default=date.today(), help="the day to write down"
    )
    return parser.parse_args(argv)


def _measure_size(found: Findings, folder: Path, notes: int, is_full: bool) -> None:
    """Everything about a vault of this size; WrongAnswer where the program is wrong about it."""
    print(f"{notes:,} notes …", file=sys.stderr)
    home = Home(folder / "home", folder / "vault")
    home.folder.mkdir()
    truth = write_vault(home.root, notes, broken=BROKEN)
    time.sleep(SETTLED)
    if wrong := find_wrong(home, truth):
        raise WrongAnswer("\n".join(wrong))
    time.sleep(SETTLED)
    plan = PLANS[notes] if is_full else SHORT
    found.take(lambda: measure_vault(home, truth, plan))
    found.shares[notes] = measure_size(home.cache) / truth.size
    if notes == min(PLANS):
        found.take(lambda: measure_starts(home, plan))
    if is_full and notes == WATCHED:
        found.take(lambda: measure_watching(home, truth.samples, notes))
    if is_full:
        _measure_peers(found, folder, notes)


def _measure_peers(found: Findings, folder: Path, notes: int) -> None:
    for peer in PEERS:
        if notes > peer.most:
            found.remark(f"{peer.package} was not given {notes:,} notes: it takes minutes.")
            continue
        try:
            version = install_peer(peer)
        except CommandFailed as error:
            found.remark(f"Not measured: {error}")
            continue
        if notes == min(PLANS):
            found.remark(f"{peer.package} is of version {version}.")
        found.take(partial(measure_peer, peer, folder, notes, PLANS[notes]))


if __name__ == "__main__":
    sys.exit(main())
