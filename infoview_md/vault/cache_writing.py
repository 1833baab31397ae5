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
from infoview_md.vault.finding import MARKER
from infoview_md.vault.locking import wait_for_lock
from infoview_md.vault.whole_file import TooLarge, read_whole_file

PATIENCE = 10.0
"""Seconds to wait for another process that writes to the cache; then the vault is read without."""

LOCK = "lock"
WHOSE = "vault"
"""The file that names the vault."""

LONGEST_PATH = 65_536
"""Bytes; no system has a longer one."""

STAYING = (LOCK, "watcher")
"""What holds no text: the lock, and where a watcher listens."""

PASSING = frozenset(
    {
        *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL),
        *(sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_CANTOPEN),
        *(sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_PROTOCOL),
    }
)
"""What SQLite says of a disk or of other processes, and not of the database."""

LOCK_FLAGS = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC


class NoCache(Exception):
    """Nothing can be kept: the disk will not have it, or another process writes all the time."""


@contextmanager
def writing(cache: Cache, patience: float = PATIENCE) -> Iterator[None]:
    """Be the only process that writes to this cache; NoCache where that cannot be.

    The lock is the open file's: it ends with the process, however that ends.
    """
    try:
        _make_folder(cache.folder)
        descriptor = os.open(os.path.join(cache.folder, LOCK), LOCK_FLAGS, 0o600)
    except OSError as error:
        raise NoCache from error
    try:
        wait_for_lock(descriptor, patience)
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
        (revision,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute(f"PRAGMA user_version = {(revision + 1) % 2**31}")
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
        # What two work out from the same state is kept of the first one only.
        return (now.generation, now.revision) == (head.generation, head.revision)
    except ValueError:
        return False
    finally:
        connection.close()


def disown(cache: Cache, error: Exception) -> None:
    """Leave a database that SQLite stumbles over to nobody: the next command makes it anew."""
    if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF in PASSING:
        return
    with suppress(NoCache), writing(cache, patience=0):
        if read_seal(cache.folder) == cache.name:
            os.unlink(os.path.join(cache.folder, SEAL))


# -- files ---------------------------------------------------------------------------------------


def seal(folder: str, name: str) -> None:
    """Say which database is in force, and how we left it."""
    _put(folder, SEAL, f"{name} {describe(os.path.join(folder, name))}".encode("ascii"))


def _put(folder: str, name: str, data: bytes) -> None:
    """Put a small file in the place of whatever stands there; a folder, none of ours, is kept."""
    target = os.path.join(folder, name)
    temporary = os.path.join(folder, f".{name}-{os.getpid()}")
    with suppress(FileNotFoundError):
        os.unlink(temporary)
    descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    try:
        os.write(descriptor, data)
    finally:
        os.close(descriptor)
    try:
        os.replace(temporary, target)
    except IsADirectoryError:
        os.rename(target, f"{target}-{time.time_ns()}")
        os.replace(temporary, target)


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
                path = os.path.join(cache.folder, name)
                # A folder is none of ours.
                if name not in STAYING and not _is_folder(path):
                    with suppress(FileNotFoundError):
                        os.unlink(path)
    except NoCache as error:
        from infoview_md.errors import Busy

        raise Busy(
            f"what is kept of the notes in {cache.folder} cannot be thrown away; delete that folder"
        ) from error


def _is_folder(path: str) -> bool:
    return os.path.isdir(path) and not os.path.islink(path)


def sign_folder(cache: Cache) -> None:
    """Say in the cache's folder whose it is, for when the vault is there no more."""
    _put(cache.folder, WHOSE, os.fsencode(cache.home))


def throw_orphans_away(cache: Cache) -> None:
    """Leave nothing of what is kept of vaults that are there no more; this one may have been moved.

    Busy where that cannot be.
    """
    base = os.path.dirname(cache.folder)
    for name in os.listdir(base) if os.path.isdir(base) else ():
        folder = os.path.join(base, name)
        try:
            home = os.fsdecode(read_whole_file(os.path.join(folder, WHOSE), LONGEST_PATH))
        except (OSError, TooLarge):
            home = ""
        if not home or not os.path.isfile(os.path.join(home, MARKER)):
            throw_away(Cache(home, folder))
