"""CacheLook: the cache brought up to what was saved, by a look at the notes concerned alone."""

from __future__ import annotations

import marshal
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from infoview_md.vault.cache import MARSHAL, Cache, Head, digest_file
from infoview_md.vault.cache_update import (
    Difference,
    NoCache,
    Rules,
    changing,
    update,
    writing,
)
from infoview_md.vault.edition import read_edition
from infoview_md.vault.indexing import freshen
from infoview_md.vault.plain_look import PlainLook
from infoview_md.vault.stamps import Stamp, is_racy, read_clock, take_stamps
from infoview_md.vault.vault import Vault
from infoview_md.vault.watcher import Looked


class CacheLook(PlainLook):
    """Knows what stands in the cache, as long as nobody else writes to it."""

    def __init__(self, root: Path, cache: Cache) -> None:
        super().__init__(root)
        self._cache = cache
        self._known: Head | None = None
        self._mark: str | None = None

    def whole(self) -> Looked:
        """Look at every note; where nothing can be kept, what changed is told all the same."""
        vault = Vault(self.root)
        cache = self._cache
        cache.reopen()
        cache.looked_at, cache.folders = 0, []
        try:
            freshen(vault, cache)
        except NoCache:
            pass
