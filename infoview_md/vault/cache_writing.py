"""writing, changing: one process at a time writes to the cache, and leaves it under a seal.

This lies on the way of every command whose answer is kept, and imports next to nothing.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from infoview_md.vault.cache import (
    SEAL,
    Cache,
    Head,
    connect,
    describe,
    read_head,
    read_seal,
)

PATIENCE = 10.0
"""Seconds to wait for another process that writes to the cache; then the vault is read without."""

PAUSE = 0.005
LOCK = "lock"
LOCK_FLAGS = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC


class NoCache(Exception):
    """Nothing can be kept: the disk will not have it, or another process writes all the time."""


@contextmanager
def writing(cache: Cache, patience: float = PATIENCE) -> Iterator[None]:
    """Be the only process that writes to this cache; NoCache where that cannot be.

    The lock is the open file's: it ends with the process, however that ends.
    """
    import fcntl

    try:
        _make_folder(cache.folder)
        descriptor = os.open(os.path.join(cache.folder, LOCK), LOCK_FLAGS, 0o600)
    except OSError as error:
        raise NoCache from error
    try:
        deadline = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if not isinstance(error, BlockingIOError) or time.monotonic() > deadline:
                    raise NoCache from error
                time.sleep(PAUSE)
        try:
            yield
        except OSError as error:
            raise NoCache from error
    finally:
        os.close(descriptor)


def _make_folder(folder: str) -> None:
    if not os.path.isdir(folder):
        from pathlib import Path

        from infoview_md.vault.files import OURS_ALONE, make_folders

        make_folders(Path(folder), OURS_ALONE)


@contextmanager
def changing(cache: Cache) -> Iterator[sqlite3.Connection]:
    """One transaction on the database in force, by whoever holds the lock; then a new seal."""
    name = read_seal(cache.folder)
    if name is None:
        raise NoCache
    path = os.path.join(cache.folder, name)
    connection = connect(path, is_writing=True)
    try:
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.execute("COMMIT")
    finally:
        connection.close()  # which rolls back what was not committed
    seal(cache.folder, name)
    clear_away(cache.folder, name)


def is_still(cache: Cache, head: Head) -> bool:
    """True where no other process has written since; asked by whoever holds the lock."""
    name = read_seal(cache.folder)
    if name is None:
        return False
    connection = connect(os.path.join(cache.folder, name), is_writing=False)
    try:
        now = read_head(connection)
        return (now.generation, now.looked_at) == (head.generation, head.looked_at)
    except ValueError:
        return False
    finally:
        connection.close()


# -- files ---------------------------------------------------------------------------------------


def seal(folder: str, name: str) -> None:
    """Say which database is in force, and how we left it."""
    told = f"{name} {describe(os.path.join(folder, name))}"
    temporary = os.path.join(folder, f".{SEAL}-{os.getpid()}")
    descriptor = os.open(temporary, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    try:
        os.write(descriptor, told.encode("ascii"))
    finally:
        os.close(descriptor)
    os.replace(temporary, os.path.join(folder, SEAL))


def sync(path: str) -> None:
    """Bring a database to the disk before a seal vouches for it."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def clear_away(folder: str, name: str) -> None:
    """Remove databases that are no longer in force; who still reads one keeps it to the end."""
    with suppress(OSError):
        for found in os.listdir(folder):
            if found.startswith((".", "index-")) and not found.startswith(name):
                with suppress(OSError):
                    os.unlink(os.path.join(folder, found))


def throw_away(cache: Cache) -> None:
    """Leave nothing on the disk of what is kept of this vault; Busy where that cannot be."""
    cache.close()
    if not os.path.isdir(cache.folder):
        return
    try:
        with writing(cache):
            for name in (SEAL, *os.listdir(cache.folder)):
                if name != LOCK:
                    with suppress(FileNotFoundError):
                        os.unlink(os.path.join(cache.folder, name))
    except NoCache as error:
        from infoview_md.errors import Busy

        raise Busy(
            f"what is kept of the notes in {cache.folder} cannot be thrown away; delete that folder"
        ) from error
