"""How soon `infoview watch` has read what was saved, and what a burst of saves costs beside it."""

from __future__ import annotations

import json
import select
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.home import BIN, CommandFailed, Home
from benchmarks.jobs import change_a_letter
from benchmarks.measure import Measure

SAVE = "save → answers fresh, median"
WRITING = "500 saves, nobody watching"
BURST = "500 saves → answers fresh"
SAVES = 21
BURST_OF = 500
PATIENCE = 20.0


def watch_group(notes: int) -> str:
    """The heading under which watching is measured."""
    return f"infoview watch, {notes:,} notes"


def measure_watching(home: Home, paths: Sequence[str], notes: int) -> Iterator[Measure]:
    """Single saves, then a burst of 500; fresh is a note when the watcher tells that it read it.

    The time ends here, in another process, once the line has arrived.
    """
    group = watch_group(notes)
    burst = [home.root / path for path in paths[:BURST_OF]]
    writing = min(_write(burst) for _ in range(2))
    with _watching(home) as watcher:
        single = median(_save_once(watcher, home.root, path) for path in paths[:SAVES])
        time.sleep(1)
        begun = time.perf_counter()
        _write(burst)
        watcher.expect(_relative(burst, home.root))
        fresh = time.perf_counter() - begun
    yield Measure(group, SAVE, single)
    yield Measure(group, WRITING, writing)
    yield Measure(group, BURST, fresh, WRITING)


def _save_once(watcher: _Watcher, root: Path, path: str) -> float:
    time.sleep(0.3)  # so that it is a save of its own, and no burst
    begun = time.perf_counter()
    change_a_letter(root / path)
    watcher.expect([path])
    return time.perf_counter() - begun


def _write(notes: Iterable[Path]) -> float:
    begun = time.perf_counter()
    for note in notes:
        change_a_letter(note)
    return time.perf_counter() - begun


def _relative(notes: Iterable[Path], root: Path) -> list[str]:
    return [note.relative_to(root).as_posix() for note in notes]


class _Watcher:
    """The lines of a running `infoview watch --json`."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._rest = b""

    def expect(self, paths: Iterable[str]) -> None:
        """Wait until each of the notes was told to be read; CommandFailed where one is not."""
        left = set(paths)
        end = time.perf_counter() + PATIENCE
        while left:
            event = self._read_event(end)
            left -= {str(path) for path in event.get("changed") or ()}

    def expect_start(self) -> None:
        """Wait until it has looked at everything once."""
        end = time.perf_counter() + 6 * PATIENCE
        while self._read_event(end).get("event") != "watching":
            pass

    def _read_event(self, end: float) -> Mapping[str, Any]:
        while b"\n" not in self._rest:
            stdout = self._process.stdout
            left = end - time.perf_counter()
            if stdout is None or left <= 0 or not select.select([stdout], [], [], left)[0]:
                raise CommandFailed("infoview watch: it does not tell of a note that was saved")
            more = stdout.read1(1 << 16)  # type: ignore[attr-defined]
            if not more:
                raise CommandFailed("infoview watch: it has ended")
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\n")
        found = json.loads(line)
        return found if isinstance(found, dict) else {}


@contextmanager
def _watching(home: Home) -> Iterator[_Watcher]:
    argv = [f"{BIN / 'infoview'}", "--vault", f"{home.root}", "watch", "--json"]
    errors = home.folder / "watch.err"
    with (
        errors.open("wb") as file,
        subprocess.Popen(
            argv, env=home.environment, cwd=home.folder, stdout=subprocess.PIPE, stderr=file
        ) as process,
    ):
        watcher = _Watcher(process)
        try:
            watcher.expect_start()
            yield watcher
        except CommandFailed as error:
            said = errors.read_text(errors="replace").strip().splitlines()
            raise CommandFailed(f"{error} {said[-1] if said else ''}".strip()) from error
        finally:
            process.terminate()
