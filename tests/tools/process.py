"""Process: infoview, or any function, in a forked process of its own, with all modules loaded."""

from __future__ import annotations

import ctypes
import io
import os
import pkgutil
import select
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import infoview_md

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

SECONDS = 1800
"""After which a process that hangs is ended."""

SHOWN = 300
NUMBERS = count()
PR_SET_PTRACER, ANYBODY = 0x59616D61, -1
LATE = ("ctypes", "email", "fcntl", "frontmatter", "holidays", "jinja2.sandbox", "rich", "yaml")

Body = Callable[[], int]
"""What a process does; the exit code."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a process ended: its exit code, or the signal that killed it, and what it printed."""

    code: int
    signal: int
    stdout: str
    stderr: str

    def __str__(self) -> str:
        end = f"killed by signal {self.signal}" if self.signal else f"exit {self.code}"
        return f"{end}, {self.stderr.strip()[-SHOWN:]!r}"


class Printer(io.RawIOBase):
    """A stream that prints with another call than `write`, so that injected faults pass it by."""

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self._descriptor = descriptor

    def fileno(self) -> int:
        """The descriptor."""
        return self._descriptor

    def writable(self) -> bool:
        """Nothing else."""
        return True

    def write(self, data: Buffer, /) -> int:
        """Print."""
        return os.writev(self._descriptor, [data])


class Process:
    """A process that waits until it is told to `go`, so that a tracer can come first."""

    def __init__(self, body: Body, environ: Mapping[str, str], folder: Path) -> None:
        """`folder` is the working folder, in which what is printed is kept."""
        preload()
        number = next(NUMBERS)
        self._printed = folder / f"stdout-{number}", folder / f"stderr-{number}"
        self._environ, self._folder = environ, folder
        sys.stdout.flush()
        sys.stderr.flush()
        waits, self._start = os.pipe()
        ready, settled = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._start)
            os.close(ready)
            self._live(body, waits, settled)
        os.close(waits)
        os.close(settled)
        os.read(ready, 1)
        os.close(ready)

    def _live(self, body: Body, waits: int, settled: int) -> NoReturn:
        code = 70
        try:
            self._settle()
            os.close(settled)
            # Not `read`, which a tracer that comes meanwhile would see begin anew, or not.
            select.select([waits], [], [])
            os.close(waits)
            code = body()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
        except BaseException as error:
            os.write(2, f"Traceback of the proof's own: {error!r}\n".encode())
        finally:
            flush()
            os._exit(code)

    def _settle(self) -> None:
        """Take the place of a process that a shell would have started."""
        signal.alarm(SECONDS)
        ctypes.CDLL(None).prctl(PR_SET_PTRACER, ANYBODY, 0, 0, 0)
        os.environ.clear()
        os.environ.update(self._environ)
        os.chdir(self._folder)
        for number, target in enumerate((Path(os.devnull), *self._printed)):
            flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
            descriptor = os.open(target, flags, 0o600)
            os.dup2(descriptor, number)
            os.close(descriptor)
        sys.stdout, sys.stderr = (
            io.TextIOWrapper(io.BufferedWriter(Printer(number)), "utf-8") for number in (1, 2)
        )

    def go(self) -> None:
        """Let it begin."""
        os.write(self._start, b"!")
        os.close(self._start)

    def wait(self) -> Outcome:
        """How it ended."""
        _, status = os.waitpid(self.pid, 0)
        texts = [path.read_text("utf-8", "replace") for path in self._printed]
        for path in self._printed:
            path.unlink()
        killed = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        return Outcome(-1 if killed else os.WEXITSTATUS(status), killed, *texts)

    def is_over(self, seconds: float) -> bool:
        """Whether it has ended, or does within these seconds."""
        descriptor = os.pidfd_open(self.pid)
        try:
            return bool(select.select([descriptor], [], [], seconds)[0])
        finally:
            os.close(descriptor)


def flush() -> None:
    """Empty the buffers, unless whoever ran before closed them."""
    for stream in (sys.stdout, sys.stderr):
        if not stream.closed:
            stream.flush()


@cache
def preload() -> None:
    """Import everything once, so that a forked process starts in a moment.

    What a process imports is none of the proofs' business: no import writes below a vault.
    """
    for module in pkgutil.walk_packages(infoview_md.__path__, "infoview_md."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    for name in LATE:
        import_module(name)


def infoview(*argv: str) -> Body:
    """The command line as the body of a process."""

    def body() -> int:
        from infoview_md.cli import main

        main(argv)

    return body
