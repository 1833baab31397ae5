"""Inotify: Linux tells of every change in a folder, in order, and says where it lost some."""

from __future__ import annotations

import errno
import os
import struct
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

# <sys/inotify.h>
MODIFY, ATTRIB, CLOSE_WRITE = 0x2, 0x4, 0x8
MOVED_FROM, MOVED_TO, CREATE, DELETE = 0x40, 0x80, 0x100, 0x200
DELETE_SELF, MOVE_SELF, UNMOUNT = 0x400, 0x800, 0x2000
OVERFLOW, IGNORED, IS_FOLDER = 0x4000, 0x8000, 0x40000000
ONLY_FOLDER, DONT_FOLLOW, EXCL_UNLINK = 0x1000000, 0x2000000, 0x4000000

CHANGES = (
    *(MODIFY, ATTRIB, CLOSE_WRITE, MOVED_FROM, MOVED_TO),
    *(CREATE, DELETE, DELETE_SELF, MOVE_SELF),
)
MASK = sum(CHANGES) | ONLY_FOLDER | DONT_FOLLOW | EXCL_UNLINK
HEAD = struct.Struct("iIII")
BUFFER = 256 * 1024

# The folder is gone, or is none any more; and: this machine has no more watches, or no inotify.
GONE = {errno.ENOENT, errno.ENOTDIR, errno.EACCES, errno.ELOOP, errno.ENAMETOOLONG}


class Told(NamedTuple):
    """One event: the number of the watched folder, what it was, and the name of the entry."""

    number: int
    mask: int
    name: str


class Inotify:
    """One queue of the kernel; an event stands in it before the call that caused it returns."""

    def __init__(self) -> None:
        """OSError where the system has no inotify, or no more of it."""
        self._calls = _find_calls()
        self.descriptor = self._calls.open()

    def add(self, folder: str) -> int | None:
        """Watch a folder, not what is below it; its number, or None where it is gone.

        A folder that is watched already keeps its number, under whatever name. OSError where the
        system takes no more.
        """
        try:
            return self._calls.add(self.descriptor, os.fsencode(folder))
        except OSError as error:
            if error.errno in GONE:
                return None
            raise

    def remove(self, number: int) -> None:
        """Watch a folder no longer; one that went by itself is no fault."""
        self._calls.remove(self.descriptor, number)

    def read(self) -> Iterator[Told]:
        """What happened until now, without waiting."""
        while True:
            try:
                data = os.read(self.descriptor, BUFFER)
            except BlockingIOError:
                return
            yield from _parse(data)

    def close(self) -> None:
        """Let go of all folders."""
        os.close(self.descriptor)


def _parse(data: bytes) -> Iterator[Told]:
    at = 0
    while at < len(data):
        number, mask, _, length = HEAD.unpack_from(data, at)
        at += HEAD.size
        name = data[at : at + length].rstrip(b"\0") if length else b""
        at += length
        yield Told(number, mask, os.fsdecode(name))


class _Calls(NamedTuple):
    open: Callable[[], int]
    add: Callable[[int, bytes], int]
    remove: Callable[[int, int], None]


@cache
def _find_calls() -> _Calls:
    """The system's calls; OSError where it has none."""
    import ctypes  # late: only who watches pays for it

    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "inotify_init1"):
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))

    def checked(answer: int) -> int:
        if answer < 0:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code))
        return answer

    return _Calls(
        lambda: checked(library.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)),
        lambda queue, folder: checked(library.inotify_add_watch(queue, folder, MASK)),
        lambda queue, number: library.inotify_rm_watch(queue, number),
    )
