"""read_rows: the rows of many notes, read by two processes where there are thousands."""

from __future__ import annotations

import gc
import marshal
import os
from collections.abc import Iterator, Sequence

from infoview_md.core.schema import Keys
from infoview_md.core.source import read_note
from infoview_md.vault.cache_schema import Row, make_row
from infoview_md.vault.scan import read_seen
from infoview_md.vault.stamps import Stamp

MANY = 1500
"""From this many notes on, starting processes costs less than they save."""

BATCH = 64
LENGTH = 4
"""Bytes in front of a batch that say how long it is."""


class WorkerFailed(Exception):
    """A process that read notes ended before it was done."""


def read_row(home: str, path: str, stamp: Stamp, keys: Keys) -> Row | None:
    """The row of one note; None where it has gone meanwhile."""
    note = read_seen(home, path, stamp)
    return make_row(read_note(note, keys)) if note is not None else None


def read_rows(
    home: str, seen: Sequence[tuple[str, Stamp]], keys: Keys, workers: int
) -> Iterator[list[Row]]:
    """The rows of all notes that were seen, in batches; what has gone meanwhile is left out.

    Raises WorkerFailed where a process was killed. With one worker, no process is started.
    """
    if workers < 2 or len(seen) < MANY:
        for start in range(0, len(seen), BATCH):
            yield _read_batch(home, seen[start : start + BATCH], keys)
        return
    pipes = [_start(home, seen[number::workers], keys) for number in range(workers)]
    try:
        while pipes:
            for pipe in [*pipes]:
                batch = _receive(pipe)
                if batch:
                    yield batch
                else:
                    pipes.remove(pipe)
                    _finish(pipe)
    finally:
        for reader, process in pipes:
            os.close(reader)  # whoever still writes gets SIGPIPE
            os.waitpid(process, 0)


def _read_batch(home: str, seen: Sequence[tuple[str, Stamp]], keys: Keys) -> list[Row]:
    rows = (read_row(home, path, stamp, keys) for path, stamp in seen)
    return [row for row in rows if row is not None]


Pipe = tuple[int, int]


def _start(home: str, seen: Sequence[tuple[str, Stamp]], keys: Keys) -> Pipe:
    """Fork a process that reads notes and writes their rows; its pipe, and its number."""
    reader, writer = os.pipe()
    process = os.fork()
    if process:
        os.close(writer)
        return reader, process
    try:
        # Nothing of the parent's may be held any longer than the parent lives: its lock above all.
        os.closerange(3, writer)
        os.closerange(writer + 1, os.sysconf("SC_OPEN_MAX"))
        gc.disable()  # thousands of small values and no cycles
        for start in range(0, len(seen), BATCH):
            _send(writer, _read_batch(home, seen[start : start + BATCH], keys))
        _send(writer, [])
    except BaseException:
        os._exit(1)
    os._exit(0)


def _send(writer: int, rows: list[Row]) -> None:
    data = marshal.dumps([tuple(row) for row in rows])
    data = len(data).to_bytes(LENGTH, "big") + data
    while data:
        data = data[os.write(writer, data) :]


def _receive(pipe: Pipe) -> list[Row]:
    """The next batch; an empty one is the last."""
    length = int.from_bytes(_read_exactly(pipe[0], LENGTH), "big")
    # From a process of our own, which wrote it a moment ago.
    return [Row(*row) for row in marshal.loads(_read_exactly(pipe[0], length))]  # noqa: S302


def _read_exactly(reader: int, count: int) -> bytes:
    pieces = []
    while count:
        piece = os.read(reader, count)
        if not piece:
            raise WorkerFailed
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)


def _finish(pipe: Pipe) -> None:
    os.close(pipe[0])
    os.waitpid(pipe[1], 0)
