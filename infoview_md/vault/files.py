"""The few ways in which a file is written: made whole, moved, exchanged, taken away."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from infoview_md.errors import Busy
from infoview_md.vault.disk_faults import explain
from infoview_md.vault.system import exchange, rename_new
from infoview_md.vault.whole_file import TooLarge, read_whole_file

CREATE_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
OURS_ALONE = 0o700
LARGEST = 1 << 30
"""Bytes of a file that are still compared, whatever it is that took a note's place."""

# Why a folder that is to go may stay: somebody put something there, or took it away.
IN_USE_OR_GONE = {errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT, errno.ENOTDIR}
# What some network disks answer to the sync of a folder: they have no such thing.
NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EBADF}


@contextmanager
def told(path: PurePosixPath | Path) -> Iterator[None]:
    """Say in one sentence what the system says in a number."""
    try:
        yield
    except OSError as error:
        raise Busy(f"{path} was not written: {explain(error)}") from error


# -- files ---------------------------------------------------------------------------------------


def write_new(path: PurePosixPath, target: Path, data: bytes) -> None:
    """A new file in a vault that is being made, and its folders; Busy where it cannot be."""
    with told(path):
        made = make_folders(target.parent)
        try:
            create_file(target, data)
        except BaseException:
            remove_folders(made)
            raise
        for folder in (*(one.parent for one in made), target.parent):
            sync_folder(folder)


def create_file(path: Path, data: bytes, mode: int | None = None, like: Path | None = None) -> None:
    """A new file with these bytes, safe on the disk, or none; it gets the attributes of `like`.

    Without `mode` it is one that others may read, as far as the person's umask lets them.
    """
    descriptor = os.open(path, CREATE_FLAGS, 0o644 if mode is None else mode & 0o600)
    try:
        if mode is not None:
            _set_mode(descriptor, mode)
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
    _set_mode(descriptor, stat.S_IMODE(old.st_mode))
    if sys.platform == "linux":
        with suppress(OSError):
            for name in os.listxattr(source):
                os.setxattr(descriptor, name, os.getxattr(source, name))


def _set_mode(descriptor: int, mode: int) -> None:
    if stat.S_IMODE(os.fstat(descriptor).st_mode) != mode:
        # A disk without modes of its own (FAT) forbids this, and loses nothing by it.
        with suppress(PermissionError):
            os.fchmod(descriptor, mode)


def move_new(source: Path, target: Path) -> None:
    """Give a file a name that is free; FileExistsError where it is not."""
    if rename_new(source, target):
        return
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:
        # Neither way is known to this disk: look, then move.
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        os.rename(source, target)
    else:
        os.unlink(source)


def swap(left: Path, right: Path) -> bool:
    """Exchange two files in one step; False where the disk knows no such step."""
    return exchange(left, right)


def rename_over(source: Path, target: Path) -> None:
    """Put a file in the place of another, in one step."""
    os.replace(source, target)


def link_beside(target: Path, name: Path) -> bool:
    """A second name for a file; False where the disk knows no such thing."""
    try:
        os.link(target, name, follow_symlinks=False)
    except (FileNotFoundError, FileExistsError):
        raise
    except OSError:
        return False
    return True


def take_away(path: Path) -> None:
    """Delete a file of ours; one that is gone already is no fault."""
    with suppress(FileNotFoundError):
        os.unlink(path)


def read_again(path: Path) -> bytes | None:
    """What a file holds now, also one that is too large for a note; None where it is gone."""
    try:
        return read_whole_file(path, LARGEST)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except TooLarge:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path)) from None


# -- folders -------------------------------------------------------------------------------------


def make_folder(folder: Path) -> list[Path]:
    """Make a folder, and those above it that are missing; the new ones, outermost first.

    Raises Busy where the disk will not have one; none is left behind then.
    """
    with told(folder):
        return make_folders(folder)


def make_folders(folder: Path, mode: int = 0o777) -> list[Path]:
    """`make_folder` that raises OSError."""
    missing = [path for path in (folder, *folder.parents) if not path.is_dir()]
    made: list[Path] = []
    try:
        for path in reversed(missing):
            try:
                os.mkdir(path, mode)
            except FileExistsError:
                if not path.is_dir():
                    raise
            else:
                made.append(path)
    except BaseException:
        remove_folders(made)
        raise
    return made


def remove_folders(folders: Sequence[Path]) -> None:
    """Take away folders that are empty, innermost first; what is not empty stays."""
    for folder in reversed(folders):
        try:
            os.rmdir(folder)
        except OSError as error:
            if error.errno not in IN_USE_OR_GONE:
                raise


def sync_folder(folder: Path) -> None:
    """Make the names in a folder safe on the disk; OSError where the disk does not confirm it."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in NO_FOLDER_SYNC:
            raise
    finally:
        os.close(descriptor)


def open_lock(path: Path) -> int:
    """A descriptor of a file that is only there to be locked."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
