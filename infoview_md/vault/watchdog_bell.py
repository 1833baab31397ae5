"""WatchdogBell: what rings on systems other than Linux, through watchdog."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress

from infoview_md.vault.bells import Rung


class WatchdogBell:
    """What watchdog hears, on systems other than Linux: it comes late, and tells no names here."""

    pause = 60.0

    def __init__(self, root: str) -> None:
        """OSError where the system has no such thing."""
        from watchdog.events import FileSystemEvent, FileSystemEventHandler
        from watchdog.observers import Observer

        hears, rings = os.pipe()
        os.set_blocking(hears, False)
        os.set_blocking(rings, False)

        class Ringer(FileSystemEventHandler):
            def on_any_event(self, event: FileSystemEvent) -> None:
                # Not for files that were only read: our own look opens them.
                if event.event_type not in ("opened", "closed_no_write"):
                    ring(rings)

        self.descriptor: int | None = hears
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
            os.read(self._ends[0], 65536)
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
            os.close(end)


def ring(descriptor: int) -> None:
    """One byte into a pipe; a pipe that is full has rung."""
    with suppress(BlockingIOError):
        os.write(descriptor, b"!")
