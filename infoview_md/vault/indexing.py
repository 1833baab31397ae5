"""read_index: the index of a vault, from its cache where there is one."""

from __future__ import annotations

import os
import sys
import threading

from infoview_md.core.index import Index, build_index
from infoview_md.errors import NoVault
from infoview_md.vault.cache import Cache
from infoview_md.vault.cache_update import Progress, Rules, refresh
from infoview_md.vault.cache_writing import NoCache
from infoview_md.vault.cached_source import CachedSource
from infoview_md.vault.disk_faults import explain
from infoview_md.vault.scan import read_note_file
from infoview_md.vault.surroundings import sign_program
from infoview_md.vault.vault import Vault


def read_index(vault: Vault, cache: Cache | None, *, is_verified: bool) -> Index:
    """What all notes of a vault say; without a cache, each of them is read.

    With `is_verified`, the cache is believed only where a note's very bytes are those it knows:
    for whoever writes by what it says.
    """
    if cache is not None:
        try:
            freshen(vault, cache, is_verified=is_verified)
        except NoCache:
            cache.close()
    if cache is None or cache.connection is None:
        return build_index(vault.read(), vault.config.keys)
    source = CachedSource(
        cache.connection, cache.home, lambda path: read_note_file(vault.root, path)
    )
    return Index(source, vault.config.keys)


def freshen(
    vault: Vault, cache: Cache, *, is_verified: bool = False, progress: Progress | None = None
) -> frozenset[str]:
    """Make the cache say what the files say; the paths that were read anew, or are gone."""
    rules = Rules(sign_program(), vault.config_digest, vault.config.keys, vault.config.ignore)
    try:
        return refresh(
            cache, rules, is_verified=is_verified, workers=count_workers(), progress=progress
        )
    except OSError as error:
        raise NoVault(f"{vault.root} cannot be listed: {explain(error)}") from error


def count_workers() -> int:
    """How many processes may read notes at once; one where a fork is not safe."""
    is_safe = sys.platform == "linux" and threading.active_count() == 1
    return min(4, len(os.sched_getaffinity(0))) if is_safe else 1
