"""Bells: what rings when something below a vault may have changed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple, Protocol

from infoview_md.vault import inotify
from infoview_md.vault.inotify import Inotify

CONFIG = "infoview.toml"
MANY = 2_000
"""Folders that are looked at before anything is vouched for; with more, a scan costs no more."""


class Rung(NamedTuple):
    """What rang: the files that may have changed, or anything at all where it `is_whole`.

    It `is_settled` where whoever wrote has closed every file, or moved it into its place.
    """

    paths: frozenset[str] = frozenset()
    is_whole: bool = False
    is_settled: bool = True

    def with_later(self, later: Rung) -> Rung:
        """Both in one."""
        return Rung(self.paths | later.paths, self.is_whole or later.is_whole, later.is_settled)


WHOLE = Rung(is_whole=True)
NOWHERE = (0, 0)
"""No folder is that one."""


class Bell(Protocol):
    """What rings. `descriptor` can be read from when it does; where there is none, ask in between.

    `pause` is how many seconds may pass without a look, however silent it is; `identity` is the
    device and inode of the root that is watched.
    """

    descriptor: int | None
    pause: float
    identity: tuple[int, int]

    def watch(self, folders: Iterable[str]) -> bool:
        """Watch these folders and no others; True where one was not watched before.

        What happened in a new one until now was not heard. OSError where there is no more room.
        """

    def read(self) -> Rung | None:
        """What rang since the last time, or None."""

    def is_in_place(self) -> bool:
        """True where nothing can have changed without a ring, up to this moment."""

    def close(self) -> None:
        """Ring no more."""


class InotifyBell:
    """Linux tells at once, and in order; it says, too, where it had to leave something out.

    A folder that stands in the vault twice (a bind mount) has one number, and rings under one of
    its paths: with such a vault every ring is for all of it, and nothing is sure.
    """

    pause = 60.0

    def __init__(self, root: str) -> None:
        """OSError where the system has no inotify, or no more of it."""
        self._root = root
        self._queue = Inotify()
        self.descriptor: int | None = self._queue.descriptor
        self._folders: dict[int, str] = {}
        self._identities: dict[str, tuple[int, int]] = {}
        self.identity = NOWHERE
        self._has_twice = False

    def watch(self, folders: Iterable[str]) -> bool:
        """See `Bell`."""
        before = self._folders
        self._folders = {}
        self._has_twice = False
        for folder in folders:
            number = self._queue.add(os.path.join(self._root, folder))
            if number is not None:
                self._has_twice |= number in self._folders
                self._folders[number] = folder
        for number in before.keys() - self._folders.keys():
            self._queue.remove(number)
        self._identities = {folder: self._identify(folder) for folder in self._folders.values()}
        self.identity = self._identities.get("", NOWHERE)
        return bool(self._folders.keys() - before.keys())

    def _identify(self, folder: str) -> tuple[int, int]:
        try:
            status = os.stat(os.path.join(self._root, folder), follow_symlinks=False)
        except OSError:
            return NOWHERE
        return (status.st_dev, status.st_ino)

    def read(self) -> Rung | None:
        """See `Bell`."""
        written: dict[str, bool] = {}
        is_whole = False
        for told in self._queue.read():
            folder = self._folders.get(told.number)
            if told.mask & inotify.OVERFLOW:
                is_whole = True
            elif folder is None or told.name.startswith("."):
                continue
            elif not told.name or told.mask & inotify.IS_FOLDER:
                is_whole = True
            else:
                path = f"{folder}/{told.name}" if folder else told.name
                is_open = bool(told.mask & (inotify.MODIFY | inotify.CREATE))
                written[path] = is_open or (written.get(path, False) and is_harmless(told.mask))
        if not written and not is_whole:
            return None
        is_whole |= self._has_twice or CONFIG in written
        return Rung(frozenset(written), is_whole, not any(written.values()))

    def is_in_place(self) -> bool:
        """See `Bell`: a folder above the vault may be another one now, which no folder in it hears.

        So may one in it on which a disk was mounted.
        """
        if self._has_twice:
            return False
        known = self._identities
        return len(known) <= MANY and all(known[one] == self._identify(one) for one in known)

    def close(self) -> None:
        """See `Bell`."""
        with suppress(OSError):
            self._queue.close()


def is_harmless(mask: int) -> bool:
    """An event that does not tell that the writer is through."""
    return bool(mask & inotify.ATTRIB)


class Clock:
    """No bell at all: where nothing rings, a look is due every second."""

    descriptor: int | None = None
    pause = 1.0
    identity = NOWHERE

    def watch(self, folders: Iterable[str]) -> bool:
        """Nothing is heard, and nothing is missed by that."""
        del folders
        return False

    def read(self) -> Rung | None:
        """Nothing is known in between."""
        return None

    def is_in_place(self) -> bool:
        """Never sure."""
        return False

    def close(self) -> None:
        """Nothing to let go of."""
