"""in_processes: a task in parts, each done by a process of its own at the same time."""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from typing import Any, TypeAlias

LENGTH = 4
"""Bytes in front of a batch that say how long it is."""

Pipe: TypeAlias = tuple[int, int]
"""Where a process's batches are read, and its number."""

Batch: TypeAlias = list[tuple[Any, ...]]
"""Results, of what `marshal` can write."""


class WorkerFailed(Exception):
    """A process ended before it was done."""


def in_processes(
    work: Callable[[int], Iterable[Batch]], parts: int
) -> Generator[Batch, None, None]:
    """The results of all parts, which have numbers, as they come in.

    Each process has its own copy of all there is, iterators too. Raises WorkerFailed where one was
    killed, or fails, or cannot be started.
    """
    pipes: list[Pipe] = []
    try:
        try:
            for part in range(parts):
                pipes.append(_start(work, part))
        except OSError as error:
            raise WorkerFailed from error
        while pipes:
            for pipe in [*pipes]:
                batch = _receive(pipe)
                if batch:
                    yield batch
                else:
                    pipes.remove(pipe)
                    _finish([pipe])
    finally:
        _finish(pipes)


def _start(work: Callable[[int], Iterable[Batch]], part: int) -> Pipe:
    """Fork a process that does a part, and writes what comes of it."""
    reader, writer = os.pipe()
    try:
        process = os.fork()
    except OSError:
        os.close(reader)
        os.close(writer)
        raise
    if process:
        os.close(writer)
        return reader, process
    try:
        # Nothing of the parent's may be held any longer than the parent lives: its lock above all.
        os.closerange(3, writer)
        os.closerange(writer + 1, os.sysconf("SC_OPEN_MAX"))
        for batch in work(part):
            if batch:  # an empty one says that all is done
                _send(writer, batch)
        _send(writer, [])
    except BaseException:
        os._exit(1)
    os._exit(0)


def _send(writer: int, batch: Batch) -> None:
    data = marshal.dumps(batch)
    data = len(data).to_bytes(LENGTH, "big") + data
    while data:
        data = data[os.write(writer, data) :]


def _receive(pipe: Pipe) -> Batch:
    """The next batch; an empty one is the last."""
    length = int.from_bytes(_read_exactly(pipe[0], LENGTH), "big")
    # From a process of our own, which wrote it a moment ago.
    batch: Batch = marshal.loads(_read_exactly(pipe[0], length))  # noqa: S302
    return batch


def _read_exactly(reader: int, count: int) -> bytes:
    pieces = []
    while count:
        piece = os.read(reader, count)
        if not piece:
            raise WorkerFailed
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)


def _finish(pipes: Iterable[Pipe]) -> None:
    """Leave nothing of these processes; who still writes meets a closed pipe, and ends."""
    pipes = [*pipes]
    for reader, _ in pipes:
        os.close(reader)
    for _, process in pipes:
        with suppress(ChildProcessError):  # whoever started us may have said to forget children
            os.waitpid(process, 0)
