"""Recording: what is printed, printed as ever and kept besides."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, TextIO

MOST = 64 * 1024 * 1024
"""Bytes: what is larger is printed but not kept."""


class Recording:
    """What was printed to standard output and standard error.

    `is_whole` is False where it became too much to keep. `is_in_order` is False where output came
    after a word to standard error: who prints one stream after the other would turn them round.
    """

    def __init__(self) -> None:
        self._out: list[bytes] = []
        self._err: list[bytes] = []
        self._size = 0
        self.is_in_order = True

    @property
    def is_whole(self) -> bool:
        """True where everything was kept."""
        return self._size <= MOST

    @property
    def out(self) -> bytes:
        """What went to standard output."""
        return b"".join(self._out)

    @property
    def err(self) -> bytes:
        """What went to standard error."""
        return b"".join(self._err)

    def keep_out(self, data: bytes) -> None:
        """Keep what went to standard output."""
        self.is_in_order = self.is_in_order and not self._err
        self._keep(self._out, data)

    def keep_err(self, data: bytes) -> None:
        """Keep what went to standard error."""
        self._keep(self._err, data)

    def _keep(self, pieces: list[bytes], data: bytes) -> None:
        self._size += len(data)
        if self.is_whole:
            pieces.append(data)
        else:
            self._out.clear()
            self._err.clear()


class _Tee(io.BufferedIOBase):
    """A stream of bytes that passes on to another what it is given, and tells of it."""

    def __init__(self, stream: BinaryIO, keep: Callable[[bytes], None]) -> None:
        self._stream = stream
        self._keep = keep

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Pass on, then keep; a failure to write is the caller's to meet, as it were without us."""
        # What is given may be a view of memory that is used again.
        data = bytes(data)
        count = self._stream.write(data)
        self._keep(data)
        return count

    def flush(self) -> None:
        """Bring what was passed on to its reader."""
        self._stream.flush()

    @property
    def name(self) -> object:
        """What the stream below is called."""
        return self._stream.name

    def writable(self) -> bool:
        """It is."""
        return True

    def isatty(self) -> bool:
        """What the stream below is, so that what is drawn there is drawn here."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """That of the stream below."""
        return self._stream.fileno()


def can_record() -> bool:
    """False where a standard stream has no bytes below its text, as one that a script put there."""
    return all(hasattr(stream, "buffer") for stream in (sys.stdout, sys.stderr))


@contextmanager
def record() -> Iterator[Recording]:
    """Keep what is printed to both standard streams from here on; all of it, at the end."""
    recording = Recording()
    before = sys.stdout, sys.stderr
    sys.stdout = _lead_through(before[0], recording.keep_out)
    sys.stderr = _lead_through(before[1], recording.keep_err)
    through = sys.stdout, sys.stderr
    try:
        yield recording
    finally:
        sys.stdout, sys.stderr = before
        for text in through:
            # Who minds has flushed before; detached, it leaves the stream below open.
            with suppress(OSError, ValueError):
                text.detach()


def _lead_through(stream: TextIO, keep: Callable[[bytes], None]) -> io.TextIOWrapper:
    stream.flush()
    return io.TextIOWrapper(
        _Tee(stream.buffer, keep),
        encoding=stream.encoding,
        errors=stream.errors,
        newline="\n",
        line_buffering=getattr(stream, "line_buffering", False),
        write_through=getattr(stream, "write_through", False),
    )
