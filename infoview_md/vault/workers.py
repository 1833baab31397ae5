"""in_processes: one task for many values, done by several processes at once."""

from __future__ import annotations

import gc
import marshal
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias, TypeVar

T = TypeVar("T")

BATCH = 64
"""Values that are worked on at a time."""

LENGTH = 4
"""Bytes in front of a batch of results that say how long it is."""

Pipe: TypeAlias = tuple[int, int]
"""Where a process's results are read, and its number."""

Work: TypeAlias = Callable[[Sequence[T]], list[tuple[Any, ...]]]


class WorkerFailed(Exception):
    """A process ended before it was done."""


def batched(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values, a few at a time."""
    return (values[start : start + BATCH] for start in range(0, len(values), BATCH))


def in_processes(
    work: Work[T], values: Sequence[T], workers: int
) -> Iterator[list[tuple[Any, ...]]]:
    """What becomes of all values, in batches, in no order; tuples of what `marshal` can write.

    Raises WorkerFailed where a process was killed, or fails.
    """
    pipes = [_start(work, values[number::workers]) for number in range(workers)]
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


def _start(work: Work[T], values: Sequence[T]) -> Pipe:
    """Fork a process that works on these values, and writes what becomes of them."""
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
        for batch in batched(values):
            if found := work(batch):  # an empty one says that all is done
                _send(writer, found)
        _send(writer, [])
    except BaseException:
        os._exit(1)
    os._exit(0)


def _send(writer: int, results: list[tuple[Any, ...]]) -> None:
    data = marshal.dumps(results)
    data = len(data).to_bytes(LENGTH, "big") + data
    while data:
        data = data[os.write(writer, data) :]


def _receive(pipe: Pipe) -> list[tuple[Any, ...]]:
    """The next batch; an empty one is the last."""
    length = int.from_bytes(_read_exactly(pipe[0], LENGTH), "big")
    # From a process of our own, which wrote it a moment ago.
    results: list[tuple[Any, ...]] = marshal.loads(_read_exactly(pipe[0], length))  # noqa: S302
    return results


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
