"""CacheLook: the cache brought up to what was saved, by a look at the notes concerned alone."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Container, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from infoview_md.core.digest import MAX_NOTE_BYTES
from infoview_md.vault.cache import Cache, connect, find_unread, name_state, place_of
from infoview_md.vault.cache_update import Difference, Rules, note_down, update
from infoview_md.vault.cache_writing import NoCache, writing
from infoview_md.vault.indexing import find_rules, freshen, read_rows
from infoview_md.vault.plain_look import PlainLook
from infoview_md.vault.stamps import by_path, is_racy, pack, read_clock
from infoview_md.vault.surroundings import sign_program
from infoview_md.vault.vault import Vault
from infoview_md.vault.watcher import Looked, Updated
from infoview_md.vault.workers import WorkerFailed


class CacheLook(PlainLook):
    """Knows what stands in the cache, as long as nobody else writes to it."""

    def __init__(self, root: Path, cache: Cache) -> None:
        super().__init__(root)
        self._cache = cache
        cache.asks = False  # nobody but us would answer
        self._program = sign_program()
        self._rules: Rules | None = None
        self._mark: str | None = None
        self._held: sqlite3.Connection | None = None

    def whole(self) -> Looked:
        """Look at every note; where nothing can be kept, what changed is told all the same."""
        vault = Vault(self.root)
        cache = self._cache
        self._let_go()
        cache.reopen()
        self._check_program()
        cache.looked_at = 0
        try:
            freshen(vault, cache)
        except NoCache:
            cache.close()
        self._rules = find_rules(vault)
        looked = self.compare([*cache.unpack_folders()]) if cache.looked_at else super().whole()
        return self._close(looked)

    def some(self, paths: Iterable[str]) -> Looked:
        """Look at these; at all of them where another process wrote to the cache meanwhile."""
        paths = list(paths)
        at = read_clock()
        looked = super().some(paths)
        if not paths:
            return self._vouch(looked, ())
        try:
            with writing(self._cache):
                racy = self._bring(paths, looked.gone, at)
        except (NoCache, WorkerFailed, sqlite3.Error, UnicodeError):
            racy = None
        if racy is None:
            rest = self.whole()
            changed, gone = (*looked.changed, *rest.changed), (*looked.gone, *rest.gone)
            return rest._replace(changed=changed, gone=gone)
        return self._vouch(looked, racy)

    def _bring(self, paths: Sequence[str], gone: Sequence[str], at: int) -> tuple[str, ...] | None:
        """Read what these notes say now into the cache; the notes in doubt.

        None where the cache is not as we left it.
        """
        cache = self._cache
        cache.reopen()
        head = cache.head
        if head is None or self._rules is None or cache.mark != self._mark:
            return None
        stamps = {path: stamp for path in paths if (stamp := self.stamp_of(path))}
        altered = {path: stamps[path] for path in cache.find_altered(stamps)}
        # The others were not looked at, and stay in doubt.
        racy = [*set(head.racy).difference(paths)]
        racy += [path for path, stamp in stamps.items() if is_racy(stamp, at)]
        cache.packed, cache.looked_at = pack(self.folders.items()), at
        if altered or gone:
            difference = Difference(altered, gone)
            rows = read_rows(cache.home, altered.items(), len(altered), self._rules.keys)
            update(cache, head, self._rules, difference, rows, racy)
            self._mark = name_state(cache.name, head.generation + 1)
        else:
            self._let_go()
            note_down(cache, self._rules, racy)
            self._hold()
        return tuple(racy)

    def _close(self, looked: Looked) -> Looked:
        """Let go of the cache, which would keep its old pages for as long as one reads in it."""
        cache = self._cache
        self._mark = cache.mark
        racy = cache.head.racy if cache.head is not None else ()
        cache.close()
        self._hold()
        return self._vouch(looked, racy)

    def _vouch(self, looked: Looked, racy: Sequence[str]) -> Looked:
        """Say which state of the cache holds all; of none where a file may change in silence.

        No bell tells that a disk which failed is well again: that shows at the next whole look,
        and to commands, which look for themselves until then.
        """
        try:
            unread = find_unread(self._held) if self._held is not None else frozenset()
        except sqlite3.Error:
            return looked._replace(mark=None, racy=tuple(racy))
        silent = [
            path
            for path in (self._find_paths(unread) if unread else ())
            if (stamp := self.stamp_of(path)) and 0 <= stamp[1] <= MAX_NOTE_BYTES
        ]
        left = tuple(path for path in racy if place_of(path) not in unread)
        return looked._replace(mark=None if silent else self._mark, racy=left)

    def _find_paths(self, places: Container[bytes]) -> list[str]:
        return [path for path in by_path([*self.folders.items()]) if place_of(path) in places]

    def _hold(self) -> None:
        """Keep the database open, so that it is not brought to the disk after every single save.

        SQLite does that when the last connection goes; until then its log has what is new.
        """
        if self._mark is None:
            return
        with suppress(sqlite3.Error):
            path = os.path.join(self._cache.folder, self._cache.name)
            self._held = connect(path, is_writing=False)
            self._held.execute("SELECT 1 FROM head").fetchall()

    def _let_go(self) -> None:
        """Let what is new be brought to the disk by whoever writes next."""
        if self._held is not None:
            self._held.close()
            self._held = None

    def _check_program(self) -> None:
        """Where a new edition of the program has made the cache its own, leave it that."""
        head = self._cache.head
        is_ours = head is None or head.code == self._program
        if not is_ours and sign_program.__wrapped__() != self._program:
            self._cache.close()
            raise Updated("infoview was updated while it watched; start `infoview watch` again")
