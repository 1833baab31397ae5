"""Watcher: looks after a vault, so that its cache is fresh, and vouches for that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from time import monotonic
from typing import NamedTuple, Protocol

from infoview_md.errors import Busy, InfoviewError
from infoview_md.vault.bells import WHOLE, Rung
from infoview_md.vault.disk_faults import explain
from infoview_md.vault.git_state import find_git_folder
from infoview_md.vault.ignoring import Ignore
from infoview_md.vault.survey import NOTHING_IGNORED, Survey, is_doubtful, is_note_path, survey
from infoview_md.vault.watch import REST, Ears

FEW = 10
"""A vault that had fewer notes may lose any number at once."""

PATIENCE = 2.0
"""Seconds to wait for a git that is about to change many files, and for notes that vanished."""

SETTLED = 2.1
"""Seconds after which the stamp of a saved note can be trusted."""

LOST = 1.0
"""Seconds between two looks for a vault that cannot be looked at."""

LOCK = "index.lock"
TRIES = 5
"""Walks in a row that may find a folder which was not watched yet."""


class Looked(NamedTuple):
    """What a look found: notes that changed or came, those that went, how long it took.

    `mark` names the state of the cache that holds all this; None where there is none. `racy` are
    notes that were saved so shortly before that only a later look can be sure of them.
    """

    mark: str | None = None
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    seconds: float = 0.0
    racy: tuple[str, ...] = ()


class Updated(Busy):
    """The program on the disk is no longer the one that runs."""


class Look(Protocol):
    """Brings the cache up to what stands on the disk."""

    def ignored(self) -> Ignore:
        """The paths that are no notes, whatever they are called."""

    def whole(self) -> Looked:
        """Look at every note."""

    def some(self, paths: Iterable[str]) -> Looked:
        """Look at these alone; any may be gone, or new."""


class Watcher:
    """Hears the bell, and looks until it has seen all."""

    def __init__(self, root: Path, look: Look, tell: Callable[[str], None], ears: Ears) -> None:
        """`tell` gets a sentence where something is out of order, once for each time."""
        self._root = root
        self._look = look
        self._tell = tell
        self._ears = ears
        self._doubts: set[str] = set()
        self._ignored: Ignore = NOTHING_IGNORED
        self._notes = 0
        self._told = ""
        self._looked_at = 0.0
        self._left_over: tuple[int, int] | None = None

    def run(self) -> Iterator[Looked]:
        """Every look, without end, the first at once; one may have found nothing."""
        rung = WHOLE
        while True:
            looked = self._look_at(self._ears.take(rung))
            if looked:
                yield looked
                rung = self._wait(looked)
            else:
                # No bell tells of a vault that was gone and is back.
                self._ears.sit(LOST)
                rung = WHOLE

    def _wait(self, looked: Looked) -> Rung:
        """What rings next; or what is due though nothing rang."""
        pause = max(self._ears.bell.pause, REST * looked.seconds)
        left = self._looked_at + pause - monotonic()
        if looked.racy and left > SETTLED:
            return self._ears.wait(SETTLED) or Rung(frozenset(looked.racy))
        return (self._ears.wait(left) if left > 0 else None) or WHOLE

    def _look_at(self, rung: Rung) -> Looked | None:
        """Look at what rang; None where the vault cannot be looked at, and that was told."""
        begun = monotonic()
        self._ears.mark = None
        try:
            rung = self._wait_for_git(rung)
            paths = self._find_notes(rung.paths)
            if rung.is_whole or self._doubts or len(paths) > max(FEW, self._notes / 2):
                looked = self._look_whole()
            else:
                looked = self._look.some(paths)
        except Updated:
            raise
        except InfoviewError as error:
            self._tell_once(error.message)
            return None
        except OSError as error:
            self._tell_once(f"{self._root} cannot be listed: {explain(error)}")
            return None
        self._told = ""
        if not self._doubts:
            self._ears.mark = looked.mark
        self._ears.rest()
        return looked._replace(seconds=monotonic() - begun)

    def _find_notes(self, paths: Iterable[str]) -> list[str]:
        """The notes among the files that rang; one that may change in silence is kept in mind."""
        notes = sorted(path for path in paths if is_note_path(path, self._ignored))
        device = self._root.stat().st_dev
        self._doubts.update(path for path in notes if is_doubtful(self._root / path, device))
        return notes

    def _look_whole(self) -> Looked:
        """Walk, watch what is new, and only then look, so that nothing falls in between."""
        self._ignored = self._look.ignored()
        for _ in range(TRIES):
            found = self._walk()
            if not self._watch(found):
                break
        else:
            self._ears.keep(WHOLE)
        self._doubts = set(found.doubts)
        self._notes = found.notes
        self._looked_at = monotonic()
        return self._look.whole()

    def _watch(self, found: Survey) -> bool:
        """Watch the folders; True where one is new, in which nothing was heard until now."""
        try:
            return self._ears.bell.watch(found.folders)
        except OSError as error:
            self._ears.replace_bell()
            why = explain(error)
            self._tell(f"folders cannot be watched ({why}); looking every second instead")
            return False

    def _walk(self) -> Survey:
        """Walk over the vault; twice, and a while later, where half of the notes have vanished.

        A disk that is not there, a sync or a checkout under way: missing is not deleted.
        """
        found = survey(str(self._root), self._ignored)
        if self._notes >= FEW and found.notes < self._notes / 2:
            missing = self._notes - found.notes
            self._tell(f"{missing} of {self._notes} notes are missing; looking again")
            self._ears.let_pass(lambda: False, PATIENCE)
            found = survey(str(self._root), self._ignored)
        return found

    def _wait_for_git(self, rung: Rung) -> Rung:
        """Let git finish what it does to many files; what rings meanwhile is added."""
        git = find_git_folder(self._root)
        if git is not None and (found := _identify(git / LOCK)) != self._left_over:
            self._ears.let_pass(lambda: _identify(git / LOCK) is None, PATIENCE)
            # One that does not go was left by a git that died, and is not waited for again.
            self._left_over = found if found == _identify(git / LOCK) else None
        return self._ears.take(rung)

    def _tell_once(self, sentence: str) -> None:
        """Tell it, but not again while nothing else comes in between."""
        if sentence != self._told:
            self._told = sentence
            self._tell(sentence)


def _identify(file: Path) -> tuple[int, int] | None:
    """Which file stands there; None where there is none."""
    try:
        status = file.lstat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns
