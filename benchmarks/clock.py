"""best_of and race: the shortest of several runs; the shortest is the least disturbed one."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Run:
    """What a job took: seconds, and the memory of its largest process in MiB, where measured."""

    seconds: float
    mib: float = 0


def best_of(runs: int, job: Callable[[], object]) -> float:
    """Seconds that the job takes; what it returns is dropped outside the measured time."""
    return min(timed(job)[0] for _ in range(runs))


def timed(job: Callable[[], T], clock: Callable[[], float] = time.perf_counter) -> tuple[float, T]:
    """Seconds that the job takes once, by a clock, and its answer."""
    gc.collect()
    start = clock()
    answer = job()
    return clock() - start, answer


def race(jobs: Mapping[str, Callable[[], Run]], rounds: int, seconds: float) -> dict[str, Run]:
    """The best run of each job, and the most memory it took.

    The jobs take turns, so that what disturbs the machine disturbs all of them alike. No round
    begins once the seconds are over, but the first one is always run.
    """
    found: dict[str, Run] = {}
    begun = time.perf_counter()
    for number in range(rounds):
        if number and time.perf_counter() - begun > seconds:
            break
        for name, job in jobs.items():
            gc.collect()
            run, best = job(), found.get(name)
            found[name] = run if best is None else _better(best, run)
    return found


def _better(one: Run, other: Run) -> Run:
    return Run(min(one.seconds, other.seconds), max(one.mib, other.mib))
