"""Heartbeat: a running watcher vouches that the cache is what stands on the disk at this moment."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress

PATIENCE = 0.01
"""Seconds to wait for the watcher's word: one that is busy or stopped costs no more than that."""

NAME = "watcher"
WAITING = 64
LONGEST = 256
CREDENTIALS = 12
"""Bytes of Linux's `struct ucred`: process, user, group."""


MOUNTS = "/proc/self/ns/mnt"
"""Stands for what is mounted where, as this process sees it: a container sees it in its own way."""


def ask(folder: str, root: str) -> str | None:
    """The mark of the cache that a watcher vouches for at this moment; None: look for yourself.

    `folder` is where the cache of the vault in `root` lies. To be asked is all that the watcher
    needs: whatever was saved before stands in its queue by then (Linux queues an event before the
    call that caused it returns), and it reads the queue before it answers. None where there is no
    watcher, where it is busy, stopped or another user's, where it knows of a change that it has
    not looked at, and where it sees another folder under the vault's path than this process does.
    Nothing is believed for having been true a moment ago, so that no crash, no clock and no
    restart can make an old answer pass for a new one.
    """
    if sys.platform != "linux":
        return None
    if not os.path.lexists(f"{folder}/{NAME}"):
        return None
    # The bare module: `socket` itself takes longer to import than most questions to answer.
    from _socket import AF_UNIX, SO_PEERCRED, SOCK_STREAM, SOL_SOCKET, socket

    try:
        place = _open_folder(folder)
    except OSError:
        return None
    caller = socket(AF_UNIX, SOCK_STREAM)
    try:
        caller.settimeout(PATIENCE)
        caller.connect(_name_in(place))
        who = caller.getsockopt(SOL_SOCKET, SO_PEERCRED, CREDENTIALS)
        if int.from_bytes(who[4:8], sys.byteorder) != os.getuid():
            return None
        mark, _, seen = caller.recv(LONGEST).decode("ascii").rpartition(" ")
        status = os.stat(root)
        return mark if seen == _name_place(status.st_dev, status.st_ino) else None
    except (OSError, UnicodeDecodeError):
        return None
    finally:
        caller.close()
        os.close(place)


def sign(mark: str, root: tuple[int, int]) -> str:
    """The answer: the mark, and of which root it is (device and inode); OSError."""
    return f"{mark} {_name_place(*root)}"


def _name_place(device: int, inode: int) -> str:
    """The same path may lead elsewhere in a container, and the cache folder be the same."""
    return f"{device}:{inode}:{os.stat(MOUNTS).st_ino}"


class Heartbeat:
    """The watcher's end: whoever asks gets the mark, or silence where nothing can be vouched for.

    Linux alone has the queue that this rests on; elsewhere OSError.
    """

    def __init__(self, folder: str) -> None:
        """Listen in a folder of ours alone, whose lock the caller holds; OSError where not."""
        # Whoever only asks does without.
        from pathlib import Path
        from socket import AF_UNIX, SOCK_STREAM, socket

        from infoview_md.vault.files import take_away

        self._path = Path(folder, NAME)
        self._place = _open_folder(folder)
        self._listener = socket(AF_UNIX, SOCK_STREAM)
        self._listener.setblocking(False)
        try:
            # Left by a watcher that was killed; where the lock is ours, nobody listens there.
            take_away(self._path)
            self._listener.bind(_name_in(self._place))
            self._listener.listen(WAITING)
        except BaseException:
            self.close()
            raise

    @property
    def descriptor(self) -> int:
        """Can be read from when somebody asks."""
        return self._listener.fileno()

    def answer(self, vouch: Callable[[], str | None]) -> None:
        """Answer one who asks with what `vouch` says; it is called after the question came."""
        try:
            caller, _ = self._listener.accept()
        except OSError:  # who asked has gone again
            return
        with caller:
            mark = vouch()
            if mark is not None:
                with suppress(OSError):
                    caller.send(mark.encode("ascii"))

    def close(self) -> None:
        """Vouch no more."""
        from infoview_md.vault.files import take_away

        with suppress(OSError):
            take_away(self._path)
        self._listener.close()
        os.close(self._place)


def _open_folder(folder: str) -> int:
    return os.open(folder, getattr(os, "O_PATH", 0) | os.O_DIRECTORY | os.O_CLOEXEC)


def _name_in(place: int) -> str:
    """A socket's name may have 107 bytes, and folders of state lie deep."""
    return f"/proc/self/fd/{place}/{NAME}"
