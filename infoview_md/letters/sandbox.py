"""start_child(): a process that can do nothing but fill templates, and its parent's end of it.

Where there is `fork`, the child is one: it costs milliseconds. Where there is none, or where this
process has threads by now, whose locks a fork would inherit, it is a new interpreter.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import warnings
from contextlib import suppress
from typing import NoReturn, Protocol

from infoview_md.letters.child import live
from infoview_md.letters.frames import HEAD, MAX_ANSWER, pack, size_of

PIECE = 1 << 16


class ChildLost(Exception):
    """The child does not answer any more; it has been ended."""


class TooSlow(ChildLost):
    """It took longer than it was given."""


class Child(Protocol):
    """A process that answers one message with one, until it is ended.

    `peak` is the most memory it had, in bytes, known after its end (0 where nobody counts).
    """

    peak: int

    def ask(self, message: bytes, seconds: float) -> bytes:
        """Its answer; ChildLost where it died, TooSlow where it was ended for taking too long."""

    def end(self) -> None:
        """End it, whatever it does; a second time does nothing."""


def start_child() -> Child:
    """A child of the kind this system and this moment allow; OSError where none can be made."""
    if hasattr(os, "fork") and threading.active_count() == 1:
        return ForkedChild()
    return SpawnedChild()


class ForkedChild:
    """A copy of this process behind a fence, held by two pipes."""

    def __init__(self) -> None:
        self.peak = 0
        pipes = (*os.pipe(), *os.pipe())
        question, self._asking, self._hearing, answer = pipes
        try:
            self._pid = _fork()
        except OSError:
            _close(*pipes)
            raise
        if self._pid == 0:
            _begin(question, answer)
        _close(question, answer)
        os.set_blocking(self._asking, False)
        os.set_blocking(self._hearing, False)
        self._heard = b""

    def ask(self, message: bytes, seconds: float) -> bytes:
        """See Child."""
        end = time.monotonic() + seconds
        try:
            self._send(pack(message), end)
            size = size_of(self._receive(HEAD, end))
            if not 0 < size <= MAX_ANSWER:
                raise ChildLost
            return self._receive(size, end)
        except (ChildLost, OSError) as error:
            self.end()
            raise error if isinstance(error, ChildLost) else ChildLost from None

    def _send(self, data: bytes, end: float) -> None:
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[os.write(self._asking, rest[:PIECE]) :]
            except BlockingIOError:
                _wait(self._asking, True, end)

    def _receive(self, size: int, end: float) -> bytes:
        """So many bytes of what the child says; what comes with them is kept for the next time."""
        while len(self._heard) < size:
            try:
                part = os.read(self._hearing, PIECE)
            except BlockingIOError:
                _wait(self._hearing, False, end)
                continue
            if not part:
                raise ChildLost
            self._heard += part
        message, self._heard = self._heard[:size], self._heard[size:]
        return message

    def end(self) -> None:
        """See Child."""
        if not self._pid:
            return
        pid, self._pid = self._pid, 0
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            _, _, usage = os.wait4(pid, 0)
            self.peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        _close(self._asking, self._hearing)


def _wait(descriptor: int, to_write: bool, end: float) -> None:
    """Until the pipe is ready; TooSlow where it is not in time."""
    import select

    watch = select.poll()
    watch.register(descriptor, select.POLLOUT if to_write else select.POLLIN)
    if not watch.poll(max(0.0, end - time.monotonic()) * 1000):
        raise TooSlow


def _fork() -> int:
    with warnings.catch_warnings():
        # Threads that Python does not know of (a test runner's) hold none of its locks.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _begin(question: int, answer: int) -> NoReturn:
    """What the fork does: nothing of the parent's life comes back to it."""
    try:
        live(question, answer)
    finally:
        os._exit(70)


def _close(*descriptors: int) -> None:
    for descriptor in descriptors:
        with suppress(OSError):
            os.close(descriptor)


START = """
import sys
sys.path.insert(0, sys.argv[1])
from infoview_md.letters.child import live
live(0, 1)
"""


class SpawnedChild:
    """A new interpreter, with a clock of its own beside it that ends it."""

    def __init__(self) -> None:
        self.peak = 0
        home = __file__.rpartition("infoview_md")[0]
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", START, home],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            bufsize=0,
        )

    def ask(self, message: bytes, seconds: float) -> bytes:
        """See Child."""
        is_late = threading.Event()

        def ring() -> None:
            is_late.set()
            self._process.kill()

        clock = threading.Timer(seconds, ring)
        clock.start()
        try:
            answer = self._exchange(pack(message))
        except OSError:
            answer = b""
        finally:
            clock.cancel()
            clock.join()
        if answer and not is_late.is_set():
            return answer
        self.end()
        raise TooSlow if is_late.is_set() else ChildLost

    def _exchange(self, data: bytes) -> bytes:
        asking, hearing = self._process.stdin, self._process.stdout
        if asking is None or hearing is None or asking.closed:
            return b""
        rest = memoryview(data)
        while rest:
            rest = rest[asking.write(rest) or 0 :]
        size = size_of(self._receive(HEAD))
        return self._receive(size) if 0 < size <= MAX_ANSWER else b""

    def _receive(self, size: int) -> bytes:
        parts, missing = [], size
        while missing and self._process.stdout is not None:
            part = self._process.stdout.read(missing)
            if not part:
                return b""
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def end(self) -> None:
        """See Child."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        self._process.wait()
