"""read_whole_file: one regular file's bytes, up to a limit; a pipe is not waited for.

digest_file: what such bytes are known by.
"""

from __future__ import annotations

import os
import stat

from infoview_md.core.digest import MAX_NOTE_BYTES, digest_of

# NONBLOCK: a named pipe without a writer would otherwise hold the program for ever.
READ_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK


class TooLarge(Exception):
    """A file is over the limit; `size` is how many bytes it has."""

    def __init__(self, size: int) -> None:
        super().__init__(f"{size:,} bytes")
        self.size = size


class NotRegular(OSError):
    """What stands there is a folder, a pipe, a socket or a device."""

    def __init__(self, mode: int) -> None:
        super().__init__(f"it is {_KINDS.get(stat.S_IFMT(mode), 'a device')}, not a file")


_KINDS = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}


def read_whole_file(path: str | os.PathLike[str], limit: int) -> bytes:
    """The bytes of a file that has at most `limit` of them.

    Raises TooLarge before reading, and OSError for what cannot be opened or is no regular file.
    """
    # Asked before opening: to open a device or a pipe may already do something.
    _check_regular(os.stat(path))
    return read_regular_file(path, limit)


def read_regular_file(path: str | os.PathLike[str], limit: int) -> bytes:
    """`read_whole_file` for what a folder's listing already said is a regular file."""
    descriptor = os.open(path, READ_FLAGS)
    try:
        status = os.fstat(descriptor)
        _check_regular(status)
        if status.st_size > limit:
            raise TooLarge(status.st_size)
        return read_descriptor(descriptor, status.st_size, limit)
    finally:
        os.close(descriptor)


def _check_regular(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise NotRegular(status.st_mode)


def read_descriptor(descriptor: int, size: int, limit: int) -> bytes:
    """The rest of an open file that should have `size` bytes; TooLarge for more than `limit`."""
    data = os.read(descriptor, size + 1)
    if len(data) == size:
        return data
    # The file grew or shrank meanwhile, or a network disk hands out less than asked for.
    while len(data) <= limit and (piece := os.read(descriptor, limit + 1 - len(data))):
        data += piece
    if len(data) > limit:
        raise TooLarge(len(data))
    return data


def digest_file(path: str) -> str:
    """The digest of a file's bytes as notes have it; empty for none that a note could have."""
    try:
        return digest_of(read_whole_file(path, MAX_NOTE_BYTES))
    except (OSError, TooLarge):
        return ""
