"""Disk times: the stamps of files as a coarse disk, or a clock set back, would show them.

A program in this process asks `os.stat` and `os.scandir` as ever, and `time` for the hour. What it
sees follows a clock of the proof's own, cut to the grain of the disk: two saves within one grain
have the same stamp, and a clock that is set back gives stamps a second time.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any
from unittest.mock import patch

SECOND = 1_000_000_000
BEGIN = 1_700_000_000 * SECOND
"""Far from any hour at which a proof runs, so that a time that was set by hand is known for one."""

NEAR = SECOND
"""The kernel stamps a change and its file alike; a time further off was set by hand."""

_stat, _lstat, _fstat, _scandir = os.stat, os.lstat, os.fstat, os.scandir


@dataclass(slots=True)
class Stamps:
    """A clock, the grain of a disk, and what the disk wrote down of each file it has seen."""

    grain: int = SECOND
    now: int = BEGIN
    _seen: dict[tuple[int, int], tuple[int, int, int, int]] = field(default_factory=dict)

    def translate(self, real: os.stat_result) -> os.stat_result:
        """What the disk would say in place of the real one."""
        changed, touched = self._look_up(real)
        return _with_times(real, changed, touched)

    def _look_up(self, real: os.stat_result) -> tuple[int, int]:
        key, now = (real.st_dev, real.st_ino), self.now // self.grain * self.grain
        before = self._seen.get(key)
        if before is None or before[:2] != (real.st_mtime_ns, real.st_ctime_ns):
            modified = self._find_modified(real, before, now)
            before = (real.st_mtime_ns, real.st_ctime_ns, modified, now)
            self._seen[key] = before
        return before[2], before[3]

    def _find_modified(
        self, real: os.stat_result, before: tuple[int, int, int, int] | None, now: int
    ) -> int:
        if before is not None and before[0] == real.st_mtime_ns:
            return before[2]
        by_hand = abs(real.st_mtime_ns - real.st_ctime_ns) > NEAR
        return real.st_mtime_ns if by_hand else now

    def settle(self, folder: Path) -> None:
        """Write down the time of every file below a folder, before the clock goes on."""
        for above, folders, names in os.walk(folder):
            for name in (*folders, *names):
                with suppress(OSError):  # below a folder that is locked
                    self.translate(_lstat(os.path.join(above, name)))

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Let everything in this process see these times."""
        with ExitStack() as stack:
            for owner, name, value in (
                (os, "stat", self._stat),
                (os, "lstat", self._lstat),
                (os, "fstat", self._fstat),
                (os, "scandir", self._scandir),
                (os, "supports_follow_symlinks", {*os.supports_follow_symlinks, self._stat}),
                (time, "time_ns", lambda: self.now),
                (time, "time", lambda: self.now / SECOND),
            ):
                stack.enter_context(patch.object(owner, name, value))
            yield

    def _stat(self, *args: Any, **kwargs: Any) -> os.stat_result:
        return self.translate(_stat(*args, **kwargs))

    def _lstat(self, *args: Any, **kwargs: Any) -> os.stat_result:
        return self.translate(_lstat(*args, **kwargs))

    def _fstat(self, descriptor: int) -> os.stat_result:
        return self.translate(_fstat(descriptor))

    def _scandir(self, path: Any = ".") -> Scan:
        return Scan(self, _scandir(path))


def _with_times(real: os.stat_result, modified: int, changed: int) -> os.stat_result:
    whole = [*real[:8], modified // SECOND, changed // SECOND]
    return os.stat_result(
        whole,
        {
            "st_atime": real.st_atime,
            "st_mtime": modified / SECOND,
            "st_ctime": changed / SECOND,
            "st_atime_ns": real.st_atime_ns,
            "st_mtime_ns": modified,
            "st_ctime_ns": changed,
            "st_blksize": real.st_blksize,
            "st_blocks": real.st_blocks,
            "st_rdev": real.st_rdev,
        },
    )


class Scan:
    """What `os.scandir` gives: entries, and a block that closes them."""

    def __init__(self, stamps: Stamps, entries: Any) -> None:
        self._stamps, self._entries = stamps, entries

    def __iter__(self) -> Iterator[Entry]:
        return (Entry(self._stamps, entry) for entry in self._entries)

    def __next__(self) -> Entry:
        return Entry(self._stamps, next(self._entries))

    def __enter__(self) -> Scan:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the folder go."""
        self._entries.close()


class Entry:
    """What `os.DirEntry` is, with the times of these stamps."""

    def __init__(self, stamps: Stamps, entry: os.DirEntry[str]) -> None:
        self._stamps, self._entry = stamps, entry
        self.name, self.path = entry.name, entry.path

    def __fspath__(self) -> str:
        return self.path

    def inode(self) -> int:
        """The number of the file."""
        return self._entry.inode()

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        """Whether it is a folder."""
        return self._entry.is_dir(follow_symlinks=follow_symlinks)

    def is_file(self, *, follow_symlinks: bool = True) -> bool:
        """Whether it is a file."""
        return self._entry.is_file(follow_symlinks=follow_symlinks)

    def is_symlink(self) -> bool:
        """Whether it is a link."""
        return self._entry.is_symlink()

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
        """Its size, mode and times."""
        return self._stamps.translate(self._entry.stat(follow_symlinks=follow_symlinks))
