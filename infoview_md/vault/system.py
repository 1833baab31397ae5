"""What Python's `os` lacks: exchange two files, rename without overwriting, see who is writing."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

AT_FDCWD = -100
# The flags of Linux's renameat2 and of macOS' renamex_np: not over an existing file; exchange.
LINUX_NEW, LINUX_EXCHANGE = 1, 2
MACOS_NEW, MACOS_EXCHANGE = 4, 2
# What a disk, or a system, answers that does not know the step.
UNKNOWN = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


def exchange(left: Path, right: Path) -> bool:
    """Exchange two files in one step; False where the disk or the system knows no such step."""
    return _rename(left, right, MACOS_EXCHANGE if sys.platform == "darwin" else LINUX_EXCHANGE)


def rename_new(source: Path, target: Path) -> bool:
    """Rename to a name that is free, in one step; False where no such step is known.

    Raises FileExistsError where the name is not free.
    """
    return _rename(source, target, MACOS_NEW if sys.platform == "darwin" else LINUX_NEW)


def _rename(source: Path, target: Path, flag: int) -> bool:
    call = _find_call()
    if call is None:
        return False
    code = call(os.fsencode(source), os.fsencode(target), flag)
    if code in UNKNOWN:
        return False
    if code:
        raise OSError(code, os.strerror(code), str(source), None, str(target))
    return True


@cache
def _find_call() -> Callable[[bytes, bytes, int], int] | None:
    """The system's call, as a function of two paths and a flag that returns the error's number."""
    import ctypes  # late: only those who write pay for it

    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        return lambda source, target, flag: (
            ctypes.get_errno() if library.renameat2(AT_FDCWD, source, AT_FDCWD, target, flag) else 0
        )
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        return lambda source, target, flag: (
            ctypes.get_errno() if library.renamex_np(source, target, flag) else 0
        )
    return None


def has_writer(descriptor: int) -> bool | None:
    """Whether any program has the file open for writing; None where the system cannot tell.

    `descriptor` is open for reading alone. Linux grants a read lease on a file only while nobody
    has it open for writing (fcntl(2), F_SETLEASE); it is given back at once.
    """
    if sys.platform != "linux":
        return None
    with _deaf_to_lease_breaks():
        try:
            fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
            fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        except BlockingIOError:
            return True
        except OSError:
            return None
    return False


@contextmanager
def undisturbed() -> Iterator[None]:
    """Put off Ctrl-C and a polite kill until the end, so that neither comes halfway."""
    waiting = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, waiting)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _deaf_to_lease_breaks() -> Iterator[None]:
    """Ignore SIGIO, which would end the process if somebody opened the file in that moment."""
    try:
        before = signal.signal(signal.SIGIO, signal.SIG_IGN)
    except ValueError:  # not the main thread, which alone may
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGIO, before)
