"""Probe: what the disk under a vault can do, tried out in a hidden folder that goes again."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from infoview_md.vault.files import link_beside, swap, sync_folder
from infoview_md.vault.system import has_writer

# Past odd seconds, so that a disk that counts in twos is seen.
MOMENT = 1_000_000_001_123_456_789
STEPS = (1, 100, 1_000, 1_000_000, 10_000_000, 1_000_000_000, 2_000_000_000)


@dataclass(frozen=True, slots=True)
class Abilities:
    """What the disk can do. `time_step` is the step of its times in nanoseconds, 0 if unknown.

    `exchange`: two files in one step. `links`: a second name for a file. `tells_writers`: whether a
    program has a file open for writing. `folder_sync`: names made safe. `case`: `a` beside `A`.
    """

    exchange: bool
    links: bool
    tells_writers: bool
    folder_sync: bool
    case: bool
    time_step: int


def probe(root: Path) -> Abilities:
    """Try out the disk that holds a vault; OSError where nothing can be written there."""
    with tempfile.TemporaryDirectory(prefix=".infoview-probe-", dir=root) as name:
        folder = Path(name)
        left, right = folder / "left", folder / "right"
        left.write_bytes(b"left")
        right.write_bytes(b"right")
        return Abilities(
            exchange=swap(left, right) and left.read_bytes() == b"right",
            links=link_beside(left, folder / "link"),
            tells_writers=_tells_writers(left),
            folder_sync=_syncs(folder),
            case=not (folder / "LEFT").exists(),
            time_step=_find_time_step(left),
        )


def _tells_writers(file: Path) -> bool:
    reader = os.open(file, os.O_RDONLY)
    try:
        before = has_writer(reader)
        with file.open("rb+"):
            return before is False and has_writer(reader) is True
    finally:
        os.close(reader)


def _syncs(folder: Path) -> bool:
    with suppress(OSError):
        sync_folder(folder)
        return True
    return False


def _find_time_step(file: Path) -> int:
    try:
        os.utime(file, ns=(MOMENT, MOMENT))
        kept = os.stat(file).st_mtime_ns
    except OSError:
        return 0
    return next((step for step in STEPS if MOMENT // step * step == kept), 0)
