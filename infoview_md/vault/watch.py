"""Watch: wait for the bell of a vault, answer those who ask meanwhile, and look again."""

from __future__ import annotations

import select
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

from infoview_md.vault.bells import Bell, Clock, InotifyBell, Rung
from infoview_md.vault.heartbeat import Heartbeat, sign
from infoview_md.vault.survey import is_local, survey

QUIET = 0.01
"""Seconds of silence after which a burst has ended; whoever saves in steps takes no longer."""

LONGEST = 0.05
"""Seconds after which a burst is looked at, though it goes on."""

REST = 10.0
"""How much longer than a look one must wait for the next, where no bell rings."""


def open_bell(root: str) -> Bell:
    """The best bell there is for a vault: a `Clock` where none can be trusted to ring."""
    try:
        if sys.platform != "linux":
            from infoview_md.vault.watchdog_bell import WatchdogBell  # late: it is large

            return WatchdogBell(root)
        if is_local(root):
            return InotifyBell(root)
    except OSError:
        pass
    return Clock()


class Ears:
    """What waits for a bell, in one thread with whoever looks and whoever is answered.

    `mark` is what may be vouched for; it is forgotten with the first ring.
    """

    def __init__(self, bell: Bell, heartbeat: Heartbeat | None = None) -> None:
        self.bell = bell
        self.mark: str | None = None
        self._heartbeat = heartbeat
        self._pending: Rung | None = None
        self._ended = -LONGEST

    def wait(self, seconds: float) -> Rung | None:
        """What rings within these seconds, and until it has rung out."""
        rung = self.sit(seconds)
        if rung is None:
            return None
        if rung.is_settled and not rung.is_whole and monotonic() - self._ended > LONGEST:
            return rung  # one save, whole: nothing to wait for
        end = monotonic() + LONGEST
        while monotonic() < end and (later := self.sit(QUIET)):
            rung = rung.with_later(later)
        return rung

    def sit(self, seconds: float) -> Rung | None:
        """What rings within these seconds, while whoever asks is answered."""
        end = monotonic() + seconds
        asked = self._heartbeat.descriptor if self._heartbeat else None
        ears = [ear for ear in (self.bell.descriptor, asked) if ear is not None]
        while True:
            if self._pending:
                rung, self._pending = self._pending, None
                return rung
            left = end - monotonic()
            if left <= 0:
                return None
            heard, _, _ = select.select(ears, [], [], left)
            self.hear()
            if self._heartbeat and asked in heard:
                self._heartbeat.answer(self._vouch)

    def let_pass(self, is_over: Callable[[], bool], seconds: float, step: float = 0.05) -> None:
        """Wait for something, but not for ever; what rings meanwhile is kept."""
        end = monotonic() + seconds
        self.mark = None
        kept: Rung | None = None
        while not is_over() and monotonic() < end:
            if later := self.sit(step):
                kept = kept.with_later(later) if kept else later
        if kept:
            self.keep(kept)

    def hear(self) -> None:
        """Take down what rang: from now on nothing is vouched for until it was looked at."""
        rung = self.bell.read()
        if rung is not None:
            self.keep(rung)

    def keep(self, rung: Rung) -> None:
        """Have something looked at, as if it had rung."""
        self.mark = None
        self._pending = self._pending.with_later(rung) if self._pending else rung

    def take(self, rung: Rung) -> Rung:
        """This and what rang meanwhile."""
        later, self._pending = self._pending, None
        return rung.with_later(later) if later else rung

    def replace_bell(self) -> None:
        """Go by the clock from now on."""
        self.bell.close()
        self.bell = Clock()

    def rest(self) -> None:
        """A look has ended: what rings in the next moment belongs to the same burst."""
        self._ended = monotonic()

    def _vouch(self) -> str | None:
        """The mark, where nothing has happened since; all that has is in the bell's queue."""
        self.hear()
        if self.mark is None or self._pending or not self.bell.is_in_place():
            return None
        try:
            return sign(self.mark, self.bell.identity)
        except OSError:
            return None


def watch(root: Path) -> Iterator[None]:
    """Yield at once, and then whenever something below the folder may have changed.

    A ring is no news: whoever hears it reads the vault again.
    """
    ears = Ears(open_bell(str(root)))
    try:
        while True:
            try:
                while ears.bell.watch(survey(str(root)).folders):
                    pass  # a folder was new: who knows what came into it before
            except OSError:
                ears.replace_bell()
            yield
            ears.wait(ears.bell.pause)
    finally:
        ears.bell.close()
