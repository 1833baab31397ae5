"""Oracle: what the interpreter of a forked child did that templates give no reason for."""

from __future__ import annotations

import json
import mmap
import os
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import CodeType

from infoview_md.letters.environment import NO_FILE

SIZE = 1 << 16
SECONDS = 10
Event = tuple[str, tuple[object, ...]]

HARMLESS = {"builtins.id"}
TRACEBACK = {"tb_frame", "tb_lineno", "tb_next"}


def is_expected(event: str, arguments: tuple[object, ...]) -> bool:
    """What compiling a template, finding a line and renewing the time limit make happen."""
    match event, arguments:
        case "compile", (_, name):
            return name == NO_FILE
        case "exec", (CodeType() as code,):
            return code.co_filename == NO_FILE
        case "open", (name, *_):
            return name == NO_FILE
        case "object.__getattr__", (_, name):
            return name in TRACEBACK
        case "resource.setrlimit", (kind, _):
            return kind == resource.RLIMIT_CPU
    return event in HARMLESS


class Oracle:
    """Listens to a forked child from a given moment on; what it hears, the parent reads.

    The page is shared memory: it needs no descriptor, and the child shuts all it has.
    """

    def __init__(self) -> None:
        self._page = mmap.mmap(-1, SIZE)
        self._owner = os.getpid()
        self._listens = False
        sys.addaudithook(self._hear)

    def listen(self) -> None:
        """From now on; called in the child."""
        self._listens = True

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if os.getpid() == self._owner:
            return
        if event == "sys.addaudithook":  # the fence stands: what follows is the templates' doing
            self._listens = True
        elif self._listens and not is_expected(event, arguments):
            self._write(f"{event} {arguments}"[:200])

    def _write(self, line: str) -> None:
        end = self._page.find(b"\0")
        data = line.replace("\n", " ").encode("utf-8", "replace") + b"\n"
        if end >= 0 and end + len(data) < SIZE:
            self._page[end : end + len(data)] = data

    def take(self) -> list[str]:
        """What was heard since the last time."""
        text = bytes(self._page[: self._page.find(b"\0")]).decode("utf-8", "replace")
        self._page[:SIZE] = bytes(SIZE)
        return text.splitlines()


@dataclass(frozen=True, slots=True)
class Report:
    """What a forked job printed; `died` where it did not come to its end."""

    output: str
    died: bool


def run_forked(job: Callable[[int], str]) -> Report:
    """Run a job in a fork of this process, with the descriptor its answer goes to."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(SECONDS)
        try:
            answer = json.dumps(job(writing)).encode()
            while answer:
                answer = answer[os.write(writing, answer) :]
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    os.waitpid(pid, 0)
    try:
        return Report(json.loads(data), died=False)
    except ValueError:
        return Report(data.decode("utf-8", "replace"), died=True)
