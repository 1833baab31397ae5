"""write_change: a file is made or changed whole, or stays as it was; nothing else writes notes."""

from __future__ import annotations

import errno
import os
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from infoview_md.core.note import MAX_NOTE_BYTES
from infoview_md.errors import Busy, NotDurable
from infoview_md.vault.changes import Change, changed_meanwhile
from infoview_md.vault.disk_faults import explain
from infoview_md.vault.whole_file import TooLarge, read_whole_file

CREATE_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
# What some network disks answer to the sync of a folder: they have no such thing.
NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EBADF}


def write_change(change: Change) -> None:
    """Bring a change to the disk, whole or not at all.

    Raises Busy where another program was faster or the disk will not have it (nothing is changed
    then), NotDurable where the change stands but may not survive a power cut.
    """
    with _told(change.path):
        if change.after is None:
            os.unlink(change.target)
            touched = [change.target.parent]
        elif change.before is None:
            touched = _make(change.target, change.after)
        else:
            _replace(change, change.before)
            touched = [change.target.parent]
    for folder in touched:
        _sync_folder(folder, change.path)


def make_folder(folder: Path) -> list[Path]:
    """Make a folder, and those above it that are missing; the new ones, outermost first.

    Raises Busy where the disk will not have one; none is left behind then.
    """
    with _told(PurePosixPath(folder)):
        return _make_folders(folder)


@contextmanager
def _told(path: PurePosixPath) -> Iterator[None]:
    """Say in one sentence what the system says in a number."""
    try:
        yield
    except OSError as error:
        raise Busy(f"{path} was not written: {explain(error)}") from error


def _make_folders(folder: Path) -> list[Path]:
    missing = [path for path in (folder, *folder.parents) if not path.is_dir()]
    made: list[Path] = []
    try:
        for path in reversed(missing):
            os.mkdir(path)
            made.append(path)
    except BaseException:
        _remove_folders(made)
        raise
    return made


def _remove_folders(folders: list[Path]) -> None:
    for folder in reversed(folders):
        with suppress(OSError):
            os.rmdir(folder)


def _make(target: Path, data: bytes) -> list[Path]:
    """A new file under its final name; the folders whose listing changed."""
    made = _make_folders(target.parent)
    try:
        _create(target, data, 0o644)
    except BaseException:
        _remove_folders(made)
        raise
    return [*(folder.parent for folder in made), target.parent]


def _create(path: Path, data: bytes, mode: int, like: Path | None = None) -> None:
    """A new file with these bytes, safe on the disk, or none; it gets the attributes of `like`."""
    descriptor = os.open(path, CREATE_FLAGS, mode)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        if like is not None:
            _copy_attributes(like, descriptor)
        os.fsync(descriptor)
    except BaseException:
        with suppress(OSError):
            os.unlink(path)
        raise
    finally:
        os.close(descriptor)


def _copy_attributes(source: Path, descriptor: int) -> None:
    old, new = os.stat(source), os.fstat(descriptor)
    # What only root may give (a foreign owner, a security label) is left as any editor leaves it.
    with suppress(PermissionError):
        if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
            os.fchown(descriptor, old.st_uid, old.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(old.st_mode))
    if sys.platform == "linux":
        with suppress(OSError):
            for name in os.listxattr(source):
                os.setxattr(descriptor, name, os.getxattr(source, name))


def _replace(change: Change, before: bytes) -> None:
    """Put a finished temporary file in the note's place, if the note is still what it was."""
    target = change.target
    temporary = target.with_name(f".infoview-{secrets.token_hex(8)}.tmp")
    _create(temporary, change.after or b"", 0o600, like=target)
    try:
        if _read_again(target) != before:
            raise changed_meanwhile(change.path)
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _read_again(target: Path) -> bytes | None:
    """What the note holds now; None where that can no longer be said."""
    try:
        return read_whole_file(target, MAX_NOTE_BYTES)
    except (OSError, TooLarge):
        return None


def _sync_folder(folder: Path, path: PurePosixPath) -> None:
    """Make the new name itself safe on the disk; NotDurable where the disk does not confirm it."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in NO_FOLDER_SYNC:
            raise NotDurable(
                f"{path} is written, but may not survive a power cut: {explain(error)}"
            ) from error
