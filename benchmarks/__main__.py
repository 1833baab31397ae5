"""python -m benchmarks: check the answers, measure, print the tables, write docs/performance.md."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from benchmarks.checking import find_wrong
from benchmarks.document import draw_growth, format_document
from benchmarks.generator import write_vault
from benchmarks.goals import WATCHED, Goal, find_goals
from benchmarks.home import CommandFailed, Home, measure_size
from benchmarks.jobs import Plan, find_ripgrep, measure_starts, measure_vault
from benchmarks.letters import measure_letters
from benchmarks.measure import Measure
from benchmarks.peers import PEERS, Peer, install_peer, measure_peer
from benchmarks.table import format_goals, format_table
from benchmarks.watching import measure_watching

DOCS = Path(__file__).resolve().parent.parent / "docs"
SIZES = {"small": (1_000,), "middle": (1_000, 10_000), "full": (1_000, 10_000, 100_000)}
PLANS = {1_000: Plan(12, 20), 10_000: Plan(6, 25), 100_000: Plan(2, 30)}
SHORT = Plan(3, 10)
LETTERS = 1_000
BROKEN = 0.002
SETTLED = 3
"""Seconds after which a file counts as at rest: what changed just now is never taken on trust."""


class WrongAnswer(Exception):
    """Nothing is measured of a program that is wrong; the sentences say in what."""


@dataclass(slots=True)
class Bench:
    """One run: what is to be measured, and what was so far.

    `is_short` leaves out other programs, letters in bulk and watching. `shares` are the bytes kept
    to those of the notes, by size.
    """

    sizes: Sequence[int]
    is_short: bool
    by_processor: bool
    measures: list[Measure] = field(default_factory=list)
    shares: dict[int, float] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    versions: list[str] = field(default_factory=list)

    def take(self, measure: Callable[[], Iterable[Measure]]) -> None:
        """Measure; what cannot be measured is said in the document instead."""
        try:
            for one in measure():
                self.measures.append(one)
                print(f"  {one.name}: {1000 * one.seconds:,.1f} ms", file=sys.stderr)
        except CommandFailed as error:
            self.remark(f"Not measured: {error}")

    def remark(self, sentence: str) -> None:
        """Say something beside the tables."""
        print(sentence, file=sys.stderr)
        self.remarks.append(sentence)

    def find_goals(self) -> list[Goal]:
        """The goals of what was to be measured."""
        return find_goals(self.measures, self.shares, self.sizes, f"{self.letters:,} letters")

    @property
    def letters(self) -> int:
        """How many letters are made."""
        return LETTERS // 10 if self.is_short else LETTERS


def main(argv: Sequence[str] | None = None) -> int:
    """Measure; 1 where an answer is wrong (then nothing is written) or a goal is missed."""
    options = _read_options(argv)
    bench = Bench(SIZES[options.sizes], options.sizes == "small", options.by_processor)
    try:
        _measure_all(bench)
    except WrongAnswer as error:
        print(error, file=sys.stderr)
        return 1
    goals = bench.find_goals()
    print(format_table(bench.measures), format_goals(goals), sep="\n", end="")
    if not bench.is_short:
        _write(bench, goals, options.date)
    return int(not bench.is_short and not all(goal.is_met for goal in goals))


def _read_options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--sizes",
        choices=SIZES,
        default="full",
        help="small: 1,000 notes and no other programs, 1 on wrong answers only; "
        "middle: up to 10,000; full: up to 100,000",
    )
    parser.add_argument(
        "--by-processor",
        action="store_true",
        help="count the processors' time instead of the time that passes: where others work, too",
    )
    parser.add_argument(
        "--date", type=date.fromisoformat, default=date.today(), help="the day to write down"
    )
    return parser.parse_args(argv)


def _write(bench: Bench, goals: Iterable[Goal], day: date) -> None:
    if bench.versions:
        bench.remarks.insert(0, f"Beside it: {', '.join(bench.versions)}.")
    document = format_document(bench.measures, goals, bench.remarks, day, bench.by_processor)
    (DOCS / "performance.md").write_text(document, encoding="utf-8")
    chart = draw_growth(bench.measures, bench.sizes)
    (DOCS / "growth.svg").write_text(chart, encoding="utf-8")


def _measure_all(bench: Bench) -> None:
    peers = [] if bench.is_short else list(_install_peers(bench))
    for notes in bench.sizes:
        print(f"{notes:,} notes …", file=sys.stderr)
        with _temporary() as folder:
            home = Home(folder / "home", folder / "vault", bench.by_processor)
            home.folder.mkdir()
            _measure_size(bench, home, notes)
        for peer in peers:
            if notes <= peer.most:
                with _temporary() as folder:
                    home = Home(folder / "home", folder / "notes", bench.by_processor)
                    bench.take(partial(measure_peer, peer, home, notes, PLANS[notes]))
    with _temporary() as folder:
        is_full = not bench.is_short
        bench.take(lambda: measure_letters(folder, bench.letters, with_peer=is_full))


def _measure_size(bench: Bench, home: Home, notes: int) -> None:
    """Everything about a vault of this size; WrongAnswer where the program is wrong about it."""
    truth = write_vault(home.root, notes, broken=BROKEN)
    time.sleep(SETTLED)
    if wrong := find_wrong(home, truth):
        raise WrongAnswer("\n".join(wrong))
    time.sleep(SETTLED)
    plan = SHORT if bench.is_short else PLANS[notes]
    bench.take(lambda: measure_vault(home, truth, plan))
    bench.shares[notes] = measure_size(home.cache) / truth.size
    if notes == min(PLANS):
        bench.take(lambda: measure_starts(home, plan))
    if notes == WATCHED:
        bench.take(lambda: measure_watching(home, truth.samples, notes))


def _install_peers(bench: Bench) -> Iterator[Peer]:
    for peer in PEERS:
        try:
            bench.versions.append(f"{peer.package} {install_peer(peer)}")
            yield peer
        except CommandFailed as error:
            bench.remark(f"Not measured: {error}")
    if ripgrep := find_ripgrep():
        bench.versions.append(ripgrep[1])
    else:
        bench.remark("Not measured: ripgrep, which is not installed here.")
    for peer in PEERS:
        if peer.most < max(bench.sizes):
            bench.remark(f"{peer.package} is given {peer.most:,} notes at most: more take minutes.")


@contextmanager
def _temporary() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        yield Path(folder)


if __name__ == "__main__":
    sys.exit(main())
