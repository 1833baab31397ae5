"""Proof: a check over many points, its control that must fail, and the verdict in two lines."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial, reduce
from multiprocessing import get_context

SHOWN = 20
ENOUGH = 0.95
"""The share of the points that must have been met: a proof that looked at little shows nothing."""


@dataclass(slots=True)
class Tally:
    """How many points were tried, how many were met, and what was bad at them."""

    points: int = 0
    met: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, faults: Iterable[str] = (), met: bool = True) -> None:
        """Count one point; a point that was not met has shown nothing, good or bad."""
        self.points += 1
        self.met += met
        found = list(faults) if met else []
        if found:
            self.faults.append("; ".join(found))

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.points + other.points, self.met + other.met, self.faults + other.faults)

    def format(self, name: str) -> str:
        """The line that says how it went."""
        return f"{name}: {self.points} points, {self.met} met, {len(self.faults)} bad"

    @property
    def holds(self) -> bool:
        """Whether enough points were met, and none was bad."""
        return self.points > 0 and not self.faults and self.met >= ENOUGH * self.points


@dataclass(frozen=True, slots=True)
class Length:
    """How long a proof runs, and the seed of what is random in it."""

    short: bool
    seed: int = 1

    def choose(self, short: int, full: int) -> int:
        """The size for this length."""
        return short if self.short else full


class CannotProve(Exception):
    """This machine lacks what a proof needs: a sentence that says what, and how to get it."""


Check = Callable[[Length], Tally]
Job = Callable[[], Tally]


def prove(name: str, check: Check, control: Check, argv: Sequence[str] | None = None) -> int:
    """Run a proof and its control, print both lines; 1 where the proof does not hold."""
    parser = argparse.ArgumentParser(prog=f"python -m tests.tools.prove_{name}")
    parser.add_argument("--short", action="store_true", help="a sample instead of every point")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    length = Length(options.short, options.seed)
    try:
        return _judge(name, check, control, length)
    except CannotProve as fault:
        print(f"{name}: nothing is proven: {fault}", flush=True)
        return 1


def _judge(name: str, check: Check, control: Check, length: Length) -> int:
    found = check(length)
    print(found.format(name), flush=True)
    for fault in found.faults[:SHOWN]:
        print(f"{name}: {fault}", file=sys.stderr)
    controlled = control(length)
    print(f"{controlled.format(f'{name} control')} (must be bad)", flush=True)
    return int(not (found.holds and controlled.faults))


def gather(jobs: Sequence[Job]) -> Tally:
    """The sum of jobs, done by as many processes as the machine has cores.

    A job is a module's function or a `partial` of one: it travels to another process.
    """
    workers = min(len(jobs), os.cpu_count() or 1)
    if workers < 2:
        return sum_up(job() for job in jobs)
    # Unlike a Pool, it says so where a worker dies, and does not wait for it for ever.
    with ProcessPoolExecutor(workers, get_context("fork"), _be_polite) as pool:
        return sum_up(pool.map(_do, jobs))


def sum_up(tallies: Iterable[Tally]) -> Tally:
    """All tallies in one."""
    return reduce(Tally.__add__, tallies, Tally())


def _be_polite() -> None:
    """Let a worker that is stopped clear away first: it may have mounted a disk."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


def _do(job: Job) -> Tally:
    """One job; one that fails is bad, and the others go on."""
    try:
        return job()
    except CannotProve:
        raise
    except Exception:
        return Tally(1, 1, [f"the proof itself failed: {job}: {traceback.format_exc()}"])


def each(function: Callable[..., Tally], *rows: tuple[object, ...]) -> list[Job]:
    """One job a row of arguments."""
    return [partial(function, *row) for row in rows]
