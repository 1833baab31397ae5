"""Editor: programs that save a note as vim, gedit, nano, VS Code and sed do, a line at a time."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PLACE = b"## Mine\n"
"""The heading below which an editor writes its lines, newest first."""

Save = Callable[[Path, bytes], None]


def save_beside(path: Path, data: bytes) -> None:
    """gedit, sed -i: a new file takes the place of the old."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_bytes(data)
    beside.rename(path)


def save_with_backup(path: Path, data: bytes) -> None:
    """vim: the old file gets another name, a new one is written under the name."""
    backup = path.with_name(f"{path.name}~")
    path.rename(backup)
    path.write_bytes(data)
    backup.unlink()


def save_in_place(path: Path, data: bytes, pause: float = 0.001) -> None:
    """nano, VS Code: the same file, emptied and written in two pieces."""
    with path.open("wb", buffering=0) as note:
        note.write(data[: len(data) // 2])
        time.sleep(pause)
        note.write(data[len(data) // 2 :])


def save_slowly(path: Path, data: bytes) -> None:
    """In place, to a disk that is far away: the second piece comes late."""
    save_in_place(path, data, 0.15)


SAVES: tuple[Save, ...] = (save_beside, save_with_backup, save_in_place)


def add_line(data: bytes, line: str) -> bytes:
    """A note's text with one more line of the editor's person."""
    assert data.count(PLACE) == 1, data
    return data.replace(PLACE, PLACE + line.encode() + b"\n")


def read_whole(path: Path) -> bytes:
    """The note as an editor loads it: only ever a whole one, with the heading."""
    while PLACE not in (data := _read(path)):
        time.sleep(0.0005)
    return data


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def save_line(path: Path, line: str, save: Save) -> None:
    """Read, add a line, and save; if the note changed meanwhile, the person reads it anew."""
    while True:
        data = read_whole(path)
        new = add_line(data, line)
        if _read(path) == data:
            save(path, new)
            return


@dataclass(frozen=True, slots=True)
class Editor:
    """A person who saves one note again and again, and keeps a ledger of what was saved."""

    path: Path
    save: Save
    ledger: Path
    stop: Path
    seed: int
    most: int = 1_000_000

    def work(self) -> int:
        """Save until told to stop, or as often as was asked."""
        dice = random.Random(self.seed)
        with self.ledger.open("w", buffering=1) as ledger:
            for number in range(self.most):
                line = f"{self.path.stem} wrote {number}."
                save_line(self.path, line, self.save)
                ledger.write(f"{self.path.name}\t{line}\n")
                if self.stop.exists():
                    break
                time.sleep(dice.uniform(0.002, 0.02))
        return 0
