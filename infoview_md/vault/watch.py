"""Watch: watchdog says "look again", debounced."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from time import sleep

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

DEBOUNCE = 0.15
"""Seconds to wait for the rest of a burst: editors save in several steps."""

RESCAN = 60.0
"""Seconds after which to look again unasked: a queue may overflow, a network disk stay silent."""


class _Bell(FileSystemEventHandler):
    """Rings for whatever changes a file; what changed, the next scan finds out."""

    def __init__(self, rung: Event) -> None:
        self.rung = rung

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Ring, but not for files that were only read: our own scan opens them all."""
        if event.event_type not in ("opened", "closed_no_write"):
            self.rung.set()


def watch(root: Path) -> Iterator[None]:
    """Yield at once, and then whenever something below the folder may have changed.

    The events are a bell and no news: whoever hears it reads the vault again.
    """
    rung = Event()
    observer = Observer()
    observer.schedule(_Bell(rung), str(root), recursive=True)
    observer.start()
    try:
        while True:
            rung.clear()
            yield
            if rung.wait(RESCAN):
                sleep(DEBOUNCE)
    finally:
        observer.stop()
        observer.join()
