"""serve(): the life of the child in which templates run: fenced in first, then one answer a letter.

It may be lied to by every template, so it shuts the doors before it reads the first one: no
descriptor but its two pipes, no more memory than a letter needs, no event of the interpreter that
touches the world. Its parent ends it when it takes too long, and believes nothing it says.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NoReturn

from infoview_md.letters.frames import HEAD, MAX_FRAME, pack, size_of

MEMORY = 256 * 1024 * 1024
"""Bytes of address space on top of what the child starts with."""
CPU_SECONDS = 4
"""Seconds of the processor for one letter: it ends by itself where nobody is left to end it."""
READING, WRITING = 3, 4
SPARE = 16  # above every descriptor that is about to be given away
MANY = 4096  # descriptors that are closed unseen where nobody can list them
REACHED = 77
"""The exit code of a child that a template led to the fence."""
HARMLESS = frozenset({"builtins.id", "sys._getframe"})
"""Events of the interpreter that touch nothing; what runs there asks them of itself."""
NAMED = frozenset({"import", "open"})
"""Events that are told with their first argument: what was to be imported, or opened."""
RENEWAL = "resource.setrlimit"
LATE_IMPORTS = (
    *("difflib", "html", "infoview_md.core.front_matter", "jinja2.ext", "pprint", "textwrap"),
    *("unicodedata", "zoneinfo"),
    *("encodings.ascii", "encodings.latin_1", "encodings.unicode_escape"),
)
"""What Jinja2 and Python import at first use, which would be too late behind the fence."""


class Fence:
    """An audit hook that ends the process at every event it was not told to let through.

    A hook cannot be taken off again. What must happen behind the fence (compiling a template,
    renewing the time limit) opens it for that one kind of event.
    """

    def __init__(self, reach: Callable[[str], NoReturn]) -> None:
        self._open: list[str] = []
        self._reach = reach

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        """What the interpreter calls at each event."""
        if event not in HARMLESS and event not in self._open:
            self._reach(f"{event} {arguments[0]}" if event in NAMED else event)

    @contextmanager
    def permit(self, *events: str) -> Iterator[None]:
        """Let these kinds of events through for a while."""
        before, self._open = self._open, [*self._open, *events]
        try:
            yield
        finally:
            self._open = before


def live(reading: int, writing: int) -> NoReturn:
    """The whole life of a child, from its pipes to its end; it never returns."""
    code = 70
    with suppress(BaseException):
        reading, writing = seclude(reading, writing)
        fence = build_fence(writing)
        serve(reading, writing, fence)
        code = 0
    os._exit(code)


def build_fence(writing: int) -> Fence:
    """Load what a letter needs, limit what is left, and shut the door behind."""
    from infoview_md.letters import answering  # noqa: F401

    for name in LATE_IMPORTS:
        __import__(name)
    forget_parent()
    limit()

    def reach(event: str) -> NoReturn:
        os.write(writing, pack(json.dumps({"reached": event}).encode()))
        os._exit(REACHED)

    fence = Fence(reach)
    sys.addaudithook(fence)
    return fence


def forget_parent() -> None:
    """Leave behind what the parent would go on doing in its fork, and what it knew of the user."""
    os.environ.clear()
    sys.settrace(None)
    sys.setprofile(None)
    warnings.simplefilter("ignore")  # a warning would look its line up in a file
    gc.callbacks.clear()
    gc.freeze()  # what the parent left is never taken down here


def serve(reading: int, writing: int, fence: Fence) -> None:
    """Answer letter by letter, until the parent closes its pipe."""
    from infoview_md.letters.answering import Desk

    desk = Desk(fence.permit)
    while request := read_frame(reading):
        with fence.permit(RENEWAL):
            renew_time()
        answer = json.dumps(desk.answer(json.loads(request))).encode()
        write_all(writing, pack(answer))


# -- the walls -----------------------------------------------------------------------------------

if sys.platform == "win32":

    def seclude(reading: int, writing: int) -> tuple[int, int]:
        """The pipes as they came, without the translation of line ends."""
        import msvcrt

        for descriptor in (reading, writing):
            msvcrt.setmode(descriptor, os.O_BINARY)
        return reading, writing

    def limit() -> None:
        """Nothing: there are no such limits; the parent's clock is the only one."""

    def renew_time() -> None:
        """Nothing."""

else:
    import faulthandler
    import fcntl
    import resource
    import signal

    def seclude(reading: int, writing: int) -> tuple[int, int]:
        """Leave the parent's terminal, signals and descriptors behind; the pipes are 3 and 4."""
        with suppress(OSError):
            os.setsid()
        faulthandler.disable()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGXCPU):
            signal.signal(number, signal.SIG_DFL)
        spare = [fcntl.fcntl(one, fcntl.F_DUPFD, SPARE) for one in (reading, writing)]
        nowhere = os.open(os.devnull, os.O_RDONLY)
        for target, source in enumerate((nowhere, nowhere, nowhere, *spare)):
            os.dup2(source, target)
        for descriptor in _list_descriptors():
            if descriptor > WRITING:
                with suppress(OSError):
                    os.close(descriptor)
        return READING, WRITING

    def _list_descriptors() -> Iterable[int]:
        try:
            return [int(name) for name in os.listdir("/dev/fd")]  # noqa: PTH208
        except OSError:
            return range(MANY)

    def limit() -> None:
        """No memory beyond `MEMORY`, no file, no socket, no process, no core dump."""
        if size := read_own_size():
            _set(resource.RLIMIT_AS, size + MEMORY)
        _set(resource.RLIMIT_FSIZE, 0)
        _set(resource.RLIMIT_CORE, 0)
        _set(resource.RLIMIT_NOFILE, WRITING + 1)
        if hasattr(resource, "RLIMIT_NPROC"):
            _set(resource.RLIMIT_NPROC, 0)
        renew_time()

    def renew_time() -> None:
        """`CPU_SECONDS` more from now."""
        used = int(time.process_time()) + 1
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        soft = used + CPU_SECONDS
        if most == resource.RLIM_INFINITY or soft < most:
            resource.setrlimit(resource.RLIMIT_CPU, (soft, most))

    def read_own_size() -> int:
        """Bytes of address space in use; 0 where the system does not say."""
        try:
            descriptor = os.open("/proc/self/statm", os.O_RDONLY)
        except OSError:
            return 0
        pages = int(os.read(descriptor, 64).split()[0])
        os.close(descriptor)
        return pages * os.sysconf("SC_PAGE_SIZE")

    def _set(kind: int, most: int) -> None:
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(OSError, ValueError):
            resource.setrlimit(kind, (most, most))


# -- the pipes -----------------------------------------------------------------------------------


def read_frame(descriptor: int) -> bytes:
    """The next message; empty where the parent is gone, or sends what it never would."""
    size = size_of(_read_exactly(descriptor, HEAD))
    return _read_exactly(descriptor, size) if 0 < size <= MAX_FRAME else b""


def _read_exactly(descriptor: int, size: int) -> bytes:
    parts, missing = [], size
    while missing:
        part = os.read(descriptor, min(missing, 1 << 16))
        if not part:
            return b""
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def write_all(descriptor: int, data: bytes) -> None:
    """Write to the pipe, however little it takes at a time."""
    view: Any = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


if __name__ == "__main__":
    live(0, 1)
