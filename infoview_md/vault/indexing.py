"""read_index: the index of a vault, from its cache where there is one."""

from __future__ import annotations

from infoview_md.core.index import Index, build_index
from infoview_md.vault.cache import Cache
from infoview_md.vault.cache_writing import NoCache
from infoview_md.vault.cached_source import CachedSource
from infoview_md.vault.freshening import freshen
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
    return Index(CachedSource(cache, cache.connection), vault.config.keys)
