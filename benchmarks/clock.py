"""best_of: the shortest of several runs, in seconds; the shortest is the least disturbed one."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def best_of(runs: int, job: Callable[[], object]) -> float:
    """Seconds that the job takes; what it returns is dropped outside the measured time."""
    return min(timed(job)[0] for _ in range(runs))


def timed(job: Callable[[], T]) -> tuple[float, T]:
    """Seconds that the job takes once, and its answer."""
    gc.collect()
    start = time.perf_counter()
    answer = job()
    return time.perf_counter() - start, answer


def run_python(arguments: Sequence[str]) -> bytes:
    """The output of a fresh interpreter; CalledProcessError where it fails."""
    return subprocess.run([sys.executable, *arguments], check=True, capture_output=True).stdout


def run_infoview(*arguments: str) -> bytes:
    """The output of the command line, as its console script starts it."""
    start = "import sys; from infoview_md.cli import main; main(sys.argv[1:])"
    return run_python(["-c", start, *arguments])
