"""Desk: a vault with a cache beside it, and one question asked twice, with the cache and without.

A fresh reading of the whole vault is the truth; what the cache answers must be that, byte by byte.
"""

from __future__ import annotations

import gc
import os
import random
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Protocol
from unittest.mock import patch

from click.testing import CliRunner

from tests.tools.cache_knobs import WINDOW, clock_turned, is_switchable, window_of
from tests.tools.disk_times import SECOND, Stamps
from tests.tools.file_tree import write_tree
from tests.tools.machine import Machine
from tests.tools.privilege import under_modes
from tests.tools.process import Process
from tests.tools.proof_vault import make_notes

Argv = tuple[str, ...]

BUG = 70
READY = 5.0
MEASURED = re.compile(rb'(?<="seconds": )[\d.e-]+|(?<= in )\d+(?= ms$)', re.MULTILINE)
"""What `infoview index` says about the time it took, which differs from run to run."""

ROOT = Path(__file__).resolve().parent.parent.parent
MEMORY = Path("/dev/shm")
BEGIN = date(2026, 11, 24)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one command printed, and its exit code."""

    out: bytes
    err: bytes
    code: int

    def without_measures(self) -> Answer:
        """The answer without what is measured in it."""
        return Answer(MEASURED.sub(b"0", self.out), MEASURED.sub(b"0", self.err), self.code)

    def tell_difference(self, truth: Answer) -> str:
        """Where this is not the truth, in words; nothing where it is."""
        if self.code != truth.code:
            return f"exit {self.code}, not {truth.code}: {self.err[-200:]!r}"
        for found, wanted in ((self.out, truth.out), (self.err, truth.err)):
            if found != wanted:
                return _tell_line(found, wanted)
        return ""


def _tell_line(found: bytes, wanted: bytes) -> str:
    pairs = zip([*found.splitlines(), b""], [*wanted.splitlines(), b""], strict=False)
    odd = next(((one, other) for one, other in pairs if one != other), (b"?", b"?"))
    return f"says {odd[0].decode(errors='replace')!r}, not {odd[1].decode(errors='replace')!r}"


# -- how time goes by ----------------------------------------------------------------------------


class Times(Protocol):
    """The disk's clock and the machine's, as the programs on a desk see them."""

    place: Path | None
    """Where the disk is; None for wherever temporary files lie."""

    def running(self) -> AbstractContextManager[None]: ...

    def settle(self, folder: Path) -> None: ...

    def wait(self, seconds: float) -> None: ...

    def turn_back(self, seconds: float) -> None: ...


class StampedTimes:
    """A clock of the proof's own, on a disk whose stamps are as coarse as wanted."""

    # What the disk says of times does not count, and one in memory is quick.
    place: Path | None = MEMORY if MEMORY.is_dir() else None

    def __init__(self, grain: int) -> None:
        self.stamps = Stamps(grain)

    @contextmanager
    def running(self) -> Iterator[None]:
        """The clock and the stamps hold inside the block."""
        with self.stamps.installed(), clock_turned(lambda: self.stamps.now):
            yield

    def settle(self, folder: Path) -> None:
        """What was written until now gets the time it is now."""
        self.stamps.settle(folder)

    def wait(self, seconds: float) -> None:
        """Let time go by."""
        self.stamps.now += int(seconds * SECOND)

    def turn_back(self, seconds: float) -> None:
        """Set the clock back."""
        self.stamps.now -= int(seconds * SECOND)


class RealTimes:
    """The real disk and the real clock, which only the programs may see set back.

    Where the disk counts in fractions of a second, the seconds in which a file is too young to be
    trusted can be a few milliseconds, so that nobody has to sit them out.
    """

    place: Path | None = None

    def __init__(self, window: float) -> None:
        self._window, self._back = window, 0

    @contextmanager
    def running(self) -> Iterator[None]:
        """The window and the clock hold inside the block."""
        now = time.time_ns
        with window_of(self._window), clock_turned(lambda: now() - self._back):
            yield

    def settle(self, _: Path) -> None:
        """The disk does it."""

    def wait(self, seconds: float) -> None:
        """Sleep until a file is old enough where so many seconds would do; the clock is right."""
        self._back = 0
        time.sleep(1.1 * self._window if seconds > WINDOW else self._window / 10)

    def turn_back(self, seconds: float) -> None:
        """From now on the clock is so late."""
        self._back += int(seconds * SECOND)


# -- the desk ------------------------------------------------------------------------------------


class Desk:
    """A vault, a home with a cache, a day, dice, and a way to ask."""

    def __init__(self, folder: Path, times: Times, dice: random.Random, is_apart: bool) -> None:
        """`is_apart`: every command is an interpreter of its own."""
        self.machine = Machine(folder)
        self.vault, self.cache = self.machine.vault, self.machine.home / "cache" / "infoview"
        self.times, self.dice, self.is_apart = times, dice, is_apart
        self.today: date | None = BEGIN
        self.watcher: Process | None = None
        self.hits = 0
        """Questions for which the cache opened less than a quarter of the notes: those that nobody
        may read are tried each time."""

    def settle(self) -> None:
        """Whatever was written so far was written now."""
        self.times.settle(self.machine.folder)

    def wait(self, seconds: float) -> None:
        """Let time go by, after all is settled."""
        self.settle()
        self.times.wait(seconds)

    def list_files(self) -> list[Path]:
        """Everything below the vault that can be seen, but links and the journal, in order."""
        found = []
        for above, folders, names in os.walk(self.vault):
            found += [Path(above, name) for name in (*folders, *names) if name != ".infoview"]
        return sorted(path for path in found if find_mode(path) is not None)

    def list_notes(self, *folders: str) -> list[Path]:
        """Regular files that may be notes and can be read and written, in order."""
        return [
            path
            for path in self.list_files()
            if path.suffix in (".md", ".MD")
            and stat.S_ISREG(mode := find_mode(path) or 0)
            and is_open(mode)
            and "templates" not in path.parts
            and (not folders or path.parent.name in folders)
        ]

    def compare(self, argv: Argv) -> str:
        """Ask with the cache and without: the difference in words, nothing where there is none."""
        start = count_reads()
        found = self.ask(argv, True)
        middle = count_reads()
        truth = self.ask(argv, False)
        self.hits += 4 * (middle - start) < count_reads() - middle
        if difference := found.tell_difference(truth) or find_bug(found):
            return f"{' '.join(argv) or 'infoview'} on {self.today} {difference}"
        return ""

    def let_go(self) -> None:
        """Close what a command left open to its end, which in this process has not come yet.

        SQLite's locks are the process's: a fork, or a copy of its files, would take them away.
        """
        gc.collect()

    def watch(self) -> None:
        """See to it that a watcher runs, and is ready."""
        if self.watcher is not None and not self.watcher.is_over(0):
            return
        self.unwatch()
        self.let_go()
        self.watcher = self.machine.start(self.machine.body("watch"))
        self.watcher.go()
        deadline = time.monotonic() + READY
        while not self.watcher.is_over(0.01) and time.monotonic() < deadline:
            if any(self.cache.rglob("watcher")):
                return

    def unwatch(self) -> None:
        """End the watcher."""
        if self.watcher is not None:
            os.kill(self.watcher.pid, signal.SIGTERM)
            outcome = self.watcher.wait()
            assert outcome.code != BUG, outcome
            self.watcher = None

    def verify(self) -> list[str]:
        """What `index --verify` finds in a cache that has just been brought up to date."""
        if self.ask(("index",), True).code not in (0, 1):
            return []
        answer = self.ask(("index", "--verify"), True)
        return [f"index --verify: {answer}"] if answer.code else []

    def ask(self, argv: Argv, is_cached: bool) -> Answer:
        """The answer to one question; what is measured in it is left out."""
        words, environ = self._address(argv, is_cached)
        if self.is_apart:
            answer = ask_apart(words, {**self.machine.environ, **environ}, self.machine.folder)
        else:
            answer = ask_here(words, environ)
        return answer.without_measures()

    def _address(self, argv: Argv, is_cached: bool) -> tuple[Argv, Mapping[str, str]]:
        """The words of a command line and its environment; `<TAB>` at the end asks to complete."""
        switch = () if is_cached or not is_switchable() else ("--no-cache",)
        day = ("--today", self.today.isoformat()) if self.today else ()
        shared = ("--vault", str(self.vault), *day, *switch)
        if argv[-1:] != ("<TAB>",):
            return (*shared, "--no-input", *argv), {}
        words = ("infoview", *shared, *argv[:-1])
        return (), {
            "_INFOVIEW_COMPLETE": "zsh_complete",
            "COMP_WORDS": " ".join(words),
            "COMP_CWORD": str(len(words) - 1),
        }


def find_bug(answer: Answer) -> str:
    """A bug that both ways have is one all the same."""
    return f"is a bug: {answer.err!r}" if answer.code == BUG else ""


def ask_here(words: Sequence[str], environ: Mapping[str, str]) -> Answer:
    """Run a command line in this process."""
    from infoview_md.cli import main

    code: object = None
    with patch.dict(os.environ, environ), CliRunner().isolation() as streams:
        try:
            main(words or None) if words else _complete(main)
        except SystemExit as stop:
            code = stop.code
        sys.stdout.flush()
        sys.stderr.flush()
        out, err = streams[0].getvalue(), streams[1].getvalue()
    return Answer(out, err, code if isinstance(code, int) else int(code is not None))


def _complete(main: object) -> None:
    assert callable(main)
    with patch.object(sys, "argv", ["infoview"]):
        main()


def ask_apart(words: Sequence[str], environ: Mapping[str, str], folder: Path) -> Answer:
    """Run a command line as a shell would: an interpreter of its own."""
    argv = [sys.executable, "-c", "from infoview_md.cli import main; main()", *words]
    environ = {**environ, "PYTHONPATH": str(ROOT)}
    # Completion goes by the name of the program, which a script would have.
    argv[2] = "import sys; sys.argv[0] = 'infoview'; " + argv[2]
    done = subprocess.run(argv, env=environ, cwd=folder, capture_output=True, check=False)
    return Answer(done.stdout, done.stderr, done.returncode)


@contextmanager
def make_desk(
    seed: int, times: Times, place: Path | None = None, is_apart: bool = False
) -> Iterator[Desk]:
    """A desk with the vault of the proofs, gone again afterwards; `place` may be another disk."""
    with ExitStack() as stack:
        stack.enter_context(under_modes())
        folder = Path(tempfile.mkdtemp(prefix="infoview-desk-", dir=place))
        stack.callback(_clear, folder)
        desk = Desk(folder, times, random.Random(seed), is_apart)
        stack.callback(desk.unwatch)
        write_tree(desk.vault, make_notes())
        stack.enter_context(patch.dict(os.environ, desk.machine.environ))
        stack.enter_context(_working_in(desk.machine.folder))
        stack.enter_context(times.running())
        desk.settle()
        yield desk


def _clear(folder: Path) -> None:
    """Remove a folder, also where a move took away the right to look into it."""
    for above, folders, _ in os.walk(folder):
        for name in folders:
            path = Path(above, name)
            if not path.is_symlink():
                path.chmod(0o700)
    shutil.rmtree(folder)


@contextmanager
def _working_in(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def find_mode(path: Path) -> int | None:
    """What a file is and may; None for a link, and where nobody can tell."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return None
    return None if stat.S_ISLNK(mode) else mode


def is_open(mode: int) -> bool:
    """Whether its owner may do all there is to do with a file or a folder."""
    wanted = 0o700 if stat.S_ISDIR(mode) else 0o600
    return mode & wanted == wanted


# -- what was read -------------------------------------------------------------------------------


@cache
def _counter() -> list[int]:
    """Counts the notes that this process opens, from the first call on."""
    count = [0]

    def hear(event: str, args: tuple[object, ...]) -> None:
        if event == "open" and str(args[0]).endswith(".md"):
            count[0] += 1

    sys.addaudithook(hear)
    return count


def count_reads() -> int:
    """How many notes were opened so far."""
    return _counter()[0]
