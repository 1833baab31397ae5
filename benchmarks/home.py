"""Home: a user's folders for the time of a measurement, and programs run in them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.clock import Run, timed

BIN = Path(sys.prefix) / "bin"
NOWHERE = Path(os.devnull)

# Started from a small process: Linux counts what the starting one takes as the started one's.
LAUNCHER = """
import os, sys, time
out, argv = sys.argv[1], sys.argv[2:]
made = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
files = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
         (os.POSIX_SPAWN_OPEN, 1, out, made, 0o600)]
begun = time.perf_counter()
pid = os.posix_spawn(argv[0], argv, os.environ, file_actions=files)
_, status, usage = os.wait4(pid, 0)
seconds = time.perf_counter() - begun
busy = usage.ru_utime + usage.ru_stime
print(seconds, busy, usage.ru_maxrss, os.waitstatus_to_exitcode(status), file=sys.stderr)
"""
FINE = frozenset({0, 1})  # 1: problems were found, which is what was asked for


class CommandFailed(Exception):
    """A program that is measured did not do its work; the sentence is its own."""


@dataclass(frozen=True, slots=True)
class Home:
    """A home folder with nothing in it, and a vault for the commands that need one.

    `by_processor` counts the time that processors worked, not the time that passed: the better
    figure where others work on the machine, and the worse one for what runs in two processes.
    """

    folder: Path
    root: Path
    by_processor: bool = False

    @property
    def cache(self) -> Path:
        """Where programs keep what they can make again."""
        return self.folder / "cache"

    def forget(self) -> None:
        """Throw away whatever is kept there."""
        shutil.rmtree(self.cache, ignore_errors=True)

    def infoview(self, *arguments: str) -> Run:
        """What a command takes; its answer goes where nobody reads it."""
        return self.run([f"{BIN / 'infoview'}", "--vault", f"{self.root}", *arguments])

    def ask(self, *arguments: str) -> bytes:
        """What a command answers."""
        out = self.folder / "answer"
        self.run([f"{BIN / 'infoview'}", "--vault", f"{self.root}", *arguments], out)
        return out.read_bytes()

    def python(self, *arguments: str) -> Run:
        """What an interpreter takes."""
        return self.run([sys.executable, *arguments])

    def inside(self, job: Callable[[], object]) -> Run:
        """What a job takes that needs no process of its own: a floor is only the harder for it."""
        return Run(timed(job, time.process_time if self.by_processor else time.perf_counter)[0])

    def run(
        self, argv: Sequence[str], out: Path = NOWHERE, more: Mapping[str, str] | None = None
    ) -> Run:
        """Seconds and memory of a program; `more` is added to its environment.

        CommandFailed where it fails.
        """
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", LAUNCHER, f"{out}", *argv],
            env=self.environment | dict(more or {}),
            cwd=self.folder,
            capture_output=True,
            check=False,
        )
        *said, last = done.stderr.decode(errors="replace").splitlines() or [""]
        match last.split():
            case [seconds, busy, kib, code] if int(code) in FINE:
                return Run(float(busy if self.by_processor else seconds), int(kib) / 1024)
        raise CommandFailed(" ".join([f"{' '.join(argv)}:", *said[-3:], last]))

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a user who has set nothing, with these folders."""
        folders = {"HOME": "", "XDG_CACHE_HOME": "cache", "XDG_STATE_HOME": "state",
                   "XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data"}  # fmt: skip
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            **{key: f"{self.folder / name}" for key, name in folders.items()},
        }


def measure_size(folder: Path) -> int:
    """The bytes of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
