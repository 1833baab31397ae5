"""take_stamps: a look at every note without opening one, by which a change is seen."""

from __future__ import annotations

import errno
import gc
import marshal
import os
import time
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeAlias

Stamp: TypeAlias = tuple[str, int, int, int, int]
"""Name, size, mtime and ctime in ns, inode: of a regular file, which a folder's listing calls one.

What is none (a link, a folder or a pipe of that name) has as its size ODD, and as its inode what
tells that it has become another; a folder that cannot be listed has no name, and as its mtime the
number of the error.
"""

Folder: TypeAlias = tuple[str, list[Stamp]]
"""A folder's path from the root, and the stamps of its notes, in the order of its listing."""

MARSHAL = 2
"""A version without back references, which writes equal values as equal bytes."""

ODD = -1
NOT_NOTES = frozenset({"templates", "rules"})
"""Top-level folders whose Markdown is no note."""

GONE = frozenset({errno.ENOENT, errno.ENOTDIR})

RACY = 2_000_000_000
"""Nanoseconds: a file changed so shortly before it was read may have changed again within the same
tick of its clock, and its stamp is not to be trusted (git's racy rule; FAT counts in two seconds).
"""


def read_clock() -> int:
    """The time in ns since 1970, on the clock that files get their times from."""
    return time.time_ns()


def take_stamps(home: str, ignored: Container[str] | None = None) -> list[Folder]:
    """Every folder and its notes; OSError where the root itself cannot be listed.

    Dot files and dot folders, `templates/`, `rules/`, folders behind a link, and what is `ignored`
    are passed over. What vanishes meanwhile is not there.
    """
    with _without_collecting():
        return list(_walk(home, ignored))


def pack_stamps(home: str, ignored: Container[str] | None = None) -> tuple[bytes, ...]:
    """The same as bytes, which take a fifth of the room, and are compared at once."""
    with _without_collecting():
        return tuple(map(_pack, _walk(home, ignored)))


def pack(folders: Iterable[Folder]) -> tuple[bytes, ...]:
    """Each folder as bytes; equal ones make equal bytes."""
    return tuple(map(_pack, folders))


def _pack(folder: Folder) -> bytes:
    return marshal.dumps(folder, MARSHAL)


def unpack(folders: Iterable[bytes]) -> Iterator[Folder]:
    """What was packed, by nobody but us: other bytes may do harm."""
    return (marshal.loads(folder) for folder in folders)  # noqa: S302


@contextmanager
def _without_collecting() -> Iterator[None]:
    """A list of a hundred thousand small values would be gone through again and again."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            gc.enable()


def _walk(home: str, ignored: Container[str] | None) -> Iterator[Folder]:
    waiting = [""]
    while waiting:
        path = waiting.pop()
        stamps: list[Stamp] = []
        try:
            with os.scandir(f"{home}/{path}") as entries:
                _take_folder(entries, path, ignored, stamps, waiting)
        except OSError as error:
            if not path:
                raise
            if error.errno in GONE:
                continue
            if not _is_note(path):  # of such a one, the folder above it has a stamp
                stamps.append(("", ODD, error.errno or 0, 0, 0))
        yield path, stamps


def _take_folder(
    entries: Iterator[os.DirEntry[str]],
    folder: str,
    ignored: Container[str] | None,
    stamps: list[Stamp],
    waiting: list[str],
) -> None:
    # One loop without calls of its own: it runs once a note, at every command.
    prefix = f"{folder}/" if folder else ""
    for entry in entries:
        name = entry.name
        if name[0] == ".":
            continue
        is_note = name[-3:] == ".md" or _is_note(name)
        if is_note and entry.is_file(follow_symlinks=False):
            if ignored is not None and prefix + name in ignored:
                continue
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError as error:
                if error.errno not in GONE:
                    stamps.append((name, ODD, 0, error.errno or 0, 0))
                continue
            stamps.append(
                (name, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
            )
            continue
        is_folder = entry.is_dir(follow_symlinks=False)
        path = prefix + name
        if not (is_folder or is_note) or path.casefold() in NOT_NOTES:
            continue
        if ignored is not None and path in ignored:
            continue
        if is_folder:
            waiting.append(path)
        if is_note:
            stamps.append(_stamp_oddity(name, entry.path, is_folder))


def _is_note(name: str) -> bool:
    return name[-3:].lower() == ".md"


def _stamp_oddity(name: str, path: str, is_folder: bool) -> Stamp:
    """Of what is no regular file: of a link, where it leads and what stands there."""
    if is_folder:
        return (name, ODD, 0, 0, 0)
    told: list[object] = [os.path.realpath(path)]
    newest = 0
    for follow in (False, True):
        try:
            status = os.stat(path, follow_symlinks=follow)
            told += [status.st_mode, status.st_size, status.st_mtime_ns, status.st_ctime_ns]
            newest = max(newest, status.st_mtime_ns, status.st_ctime_ns)
        except OSError as error:
            told.append(error.errno)
    return (name, ODD, newest, 0, _digest(repr(told)))


def _digest(text: str) -> int:
    from infoview_md.core.digest import digest_of  # late: links among notes are rare

    return int(digest_of(text.encode("utf-8", "surrogateescape"))[:14], 16)


def by_path(folders: Iterable[Folder]) -> dict[str, Stamp]:
    """The stamps by the path of the file they are of."""
    return dict(go_through(folders))


def go_through(folders: Iterable[Folder]) -> Iterator[tuple[str, Stamp]]:
    """Each file's path with its stamp."""
    return (
        (f"{folder}/{stamp[0]}" if folder and stamp[0] else stamp[0] or folder, stamp)
        for folder, stamps in folders
        for stamp in stamps
    )


def compare(known: Sequence[bytes], seen: Sequence[bytes]) -> tuple[dict[str, Stamp], list[str]]:
    """The files seen whose stamps are new, and those known that are gone.

    Whole folders are compared first, packed, since most are as they were.
    """
    alike = set(known).intersection(seen)
    old, new = (
        by_path(unpack(folder for folder in folders if folder not in alike))
        for folders in (known, seen)
    )
    changed = {path: stamp for path, stamp in new.items() if old.get(path) != stamp}
    return changed, [path for path in old if path not in new]


def find_racy(folders: Iterable[Folder], looked_at: int) -> tuple[str, ...]:
    """The files of which `is_racy` is true."""
    newest = looked_at - RACY
    found = (
        (folder, [stamp for stamp in stamps if stamp[2] >= newest or stamp[3] >= newest])
        for folder, stamps in folders
    )
    return tuple(path for path, stamp in go_through(found) if is_racy(stamp, looked_at))


def is_racy(stamp: Stamp, looked_at: int) -> bool:
    """True where a file seen at that time may have changed since without another stamp."""
    return max(stamp[2], stamp[3]) >= looked_at - RACY
