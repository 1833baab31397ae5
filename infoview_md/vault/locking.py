"""wait_for_lock: a lock that is the open file's, so that it ends with its process."""

from __future__ import annotations

import time

PAUSE = 0.005


def wait_for_lock(descriptor: int, patience: float) -> None:
    """Be the only one to have it; BlockingIOError after so many seconds, OSError where none is."""
    import fcntl  # late: only those who write need it

    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise
            time.sleep(PAUSE)
