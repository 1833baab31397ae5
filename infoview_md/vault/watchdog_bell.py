"""WatchdogBell: what rings on systems other than Linux, through watchdog."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from socket import socket, socketpair

from infoview_md.vault.bells import NOWHERE, Rung


class WatchdogBell:
    """What watchdog hears, on systems other than Linux: it comes late, and tells no names here."""

    pause = 60.0
    identity = NOWHERE

    def __init__(self, root: str) -> None:
        """OSError where the system has no such thing."""
        from watchdog.events import FileSystemEvent, FileSystemEventHandler
        from watchdog.observers import Observer

        hears, rings = socketpair()
        hears.setblocking(False)
        rings.setblocking(False)

        class Ringer(FileSystemEventHandler):
            def on_any_event(self, event: FileSystemEvent) -> None:
                # Not for files that were only read: our own look opens them.
                if event.event_type not in ("opened", "closed_no_write"):
                    ring(rings)

        self.descriptor: int | None = hears.fileno()
        self._ends = (hears, rings)
        self._observer = Observer()
        self._observer.schedule(Ringer(), root, recursive=True)
        self._observer.start()

    def watch(self, folders: Iterable[str]) -> bool:
        """All folders are watched from the beginning."""
        del folders
        return False

    def read(self) -> Rung | None:
        """See `Bell`."""
        try:
            self._ends[0].recv(65536)
        except BlockingIOError:
            return None
        return Rung(is_whole=True, is_settled=False)

    def is_in_place(self) -> bool:
        """Never sure: what was saved may be told a second later."""
        return False

    def close(self) -> None:
        """See `Bell`."""
        self._observer.stop()
        self._observer.join()
        for end in self._ends:
            end.close()


def ring(end: socket) -> None:
    """One byte into a pipe; a pipe that is full has rung."""
    with suppress(BlockingIOError):
        end.send(b"!")
