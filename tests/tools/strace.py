"""strace: system calls watched, counted and made to fail, in a process that waits for it."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.tools.process import Process

# `?`: not every processor knows every call. Old and new spellings stand side by side.
OPENING = ("open", "openat", "openat2", "creat")
NAMING = (
    "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat",
    "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir", "mknod", "mknodat",
)  # fmt: skip
FILLING = (
    "write", "pwrite64", "writev", "pwritev", "pwritev2", "truncate", "ftruncate", "fallocate",
    "copy_file_range", "sendfile", "splice",
)  # fmt: skip
READING = ("read", "pread64", "readv")
MARKING = (
    "chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "lchown", "fchown", "fchownat",
    "setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr", "fremovexattr",
    "utime", "utimes", "utimensat", "futimesat",
)  # fmt: skip
SYNCING = ("fsync", "fdatasync", "sync_file_range", "syncfs")
MUTATING = (*OPENING, *NAMING, *FILLING, *MARKING, *SYNCING)
WRITE_FLAGS = re.compile(r"\bO_(WRONLY|RDWR|CREAT|TRUNC|TMPFILE)\b")

RANDOM = re.compile(r"\b[0-9a-f]{8,}\b")

LINE = re.compile(
    r"(?P<pid>\d+)\s+(?P<name>\w+)\((?P<args>.*?)(?:\s*\)\s+= (?P<result>.*)|<unfinished \.\.\.>)$"
)
RESUMED = re.compile(r"(?P<pid>\d+)\s+<\.\.\. \w+ resumed>(?P<args>.*?)\)\s+= (?P<result>.*)$")
# A quoted string, or what a descriptor is open on; both are written in hexadecimal (-xx).
WORD = re.compile(
    r'"(?P<text>(?:\\x[0-9a-f]{2})*)"'
    r"|(?P<fd>\b\d+|AT_FDCWD)<(?P<on>(?:\\x[0-9a-f]{2})*)>(?P<gone>\(deleted\))?"
)


@dataclass(frozen=True, slots=True)
class Call:
    """One system call; `nth` counts those of its name in its process, from 1, as strace does."""

    pid: int
    name: str
    args: str
    result: str
    nth: int

    @property
    def texts(self) -> list[bytes]:
        """The quoted strings among the arguments: paths, or data."""
        return [_unhex(word["text"]) for word in WORD.finditer(self.args) if word["fd"] is None]

    @property
    def paths(self) -> list[str]:
        """The paths that are named, or that the descriptors are open on, all of them absolute."""
        is_data = self.name in (*FILLING, *READING) and self.name != "truncate"
        found, folder, used = [], "", True
        for word in WORD.finditer(self.args):
            if word["fd"] is not None:
                if not used:
                    found.append(folder)
                folder, used = _unhex(word["on"]).decode("utf-8", "surrogateescape"), False
            elif not is_data:
                text = _unhex(word["text"]).decode("utf-8", "surrogateescape")
                found.append(str(Path(folder, text)))
                used = True
        return found if used else [*found, folder]

    @property
    def shape(self) -> list[str]:
        """The paths without what differs from run to run: the random part of their names."""
        return [RANDOM.sub("*", path) for path in self.paths]

    @property
    def descriptor(self) -> int:
        """The descriptor that is the first argument; -1 where there is none."""
        found = re.match(r"\d+", self.args)
        return int(found[0]) if found else -1

    @property
    def value(self) -> int:
        """What the call returned; -1 where it failed or never did."""
        found = re.match(r"-?\d+", self.result)
        return int(found[0]) if found else -1

    @property
    def is_mutation(self) -> bool:
        """Whether it changes a file, a name or what is safe on the disk."""
        if self.name == "creat" or self.name not in OPENING:
            return self.name in MUTATING
        return WRITE_FLAGS.search(self.args) is not None

    def touches(self, roots: Sequence[Path]) -> bool:
        """Whether it is about something below one of the folders, or the folder itself."""
        return any(
            path == str(root) or path.startswith(f"{root}/")
            for path in self.paths
            for root in roots
        )

    def __str__(self) -> str:
        names = " ".join(Path(path).name for path in self.paths)
        return f"{self.name} no. {self.nth} ({names})"


def _unhex(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def parse_log(text: str) -> list[Call]:
    """The calls of a log, in the order in which they were entered."""
    calls: list[Call] = []
    counts: Counter[tuple[int, str]] = Counter()
    waiting: dict[int, int] = {}
    for line in text.splitlines():
        if found := LINE.match(line):
            pid, name = int(found["pid"]), found["name"]
            counts[pid, name] += 1
            if found["result"] is None:
                waiting[pid] = len(calls)
            calls.append(Call(pid, name, found["args"], found["result"] or "", counts[pid, name]))
        elif (found := RESUMED.match(line)) and int(found["pid"]) in waiting:
            at = waiting.pop(int(found["pid"]))
            old = calls[at]
            args = old.args + found["args"]
            calls[at] = Call(old.pid, old.name, args, found["result"], old.nth)
    return calls


def find_mutations(calls: Sequence[Call], roots: Sequence[Path]) -> list[Call]:
    """The calls that change something below the folders."""
    return [call for call in calls if call.is_mutation and call.touches(roots)]


@contextmanager
def attach(process: Process, log: Path, *options: str) -> Iterator[None]:
    """Watch a waiting process from now on; it must `go` and end inside the block."""
    argv = ["strace", "-f", "-y", "-xx", "-s", "10000000", "-o", str(log), *options]
    tracer = subprocess.Popen([*argv, "-p", str(process.pid)], stderr=subprocess.PIPE)
    assert tracer.stderr is not None
    said = b""
    while b" attached" not in said:
        line = tracer.stderr.readline()
        assert line, f"strace could not attach: {said.decode()}"
        said += line
    try:
        yield
    finally:
        tracer.communicate()


def trace(process: Process, log: Path, names: Sequence[str] = MUTATING) -> list[Call]:
    """Let a process go and end; the calls of these names that it made."""
    with attach(process, log, "-e", f"trace={','.join(f'?{name}' for name in names)}"):
        process.go()
        process.is_over(60)
    return parse_log(log.read_text("ascii"))


def inject(process: Process, log: Path, call: Call, fault: str, onward: bool = False) -> None:
    """Let a process go and end, with a fault at this call, or from this call `onward`."""
    rule = f"inject={call.name}:{fault}:when={call.nth}{'+' if onward else ''}"
    with attach(process, log, "-e", f"trace={call.name}", "-e", rule):
        process.go()
        process.is_over(60)
