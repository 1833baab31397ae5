"""Indexing: a vault's cache brought to what the notes say now, and the index of what it says.

Whoever reads or watches comes by here.
"""

from __future__ import annotations

import gc
import os
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from infoview_md.core.schema import Keys
from infoview_md.core.source import read_note
from infoview_md.errors import NoVault
from infoview_md.vault.cache import Cache
from infoview_md.vault.cache_schema import Row, make_row
from infoview_md.vault.cache_update import (
    Difference,
    Rules,
    building,
    compare_stamps,
    find_doubted,
    fits,
    is_most,
    is_settled,
    settle,
    update,
)
from infoview_md.vault.cache_writing import PATIENCE, NoCache, disown, writing
from infoview_md.vault.disk_faults import explain
from infoview_md.vault.scan import read_seen
from infoview_md.vault.stamps import Stamp, go_through
from infoview_md.vault.surroundings import sign_program
from infoview_md.vault.workers import Batch, WorkerFailed, in_processes

if TYPE_CHECKING:
    from infoview_md.core.index import Index
    from infoview_md.vault.vault import Vault

Progress = Callable[[int, int], None]

BATCH = 64
"""Notes that are read before their rows are passed on."""

MANY = 400
"""From this many notes on, starting processes costs less than they save."""


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
    return open_index(vault, cache)


def open_index(vault: Vault, cache: Cache | None) -> Index:
    """What the notes said when the cache was last brought up to them; without one, read now."""
    from infoview_md.core.index import Index, build_index

    if cache is None or cache.connection is None:
        return build_index(vault.read(), vault.config.keys)
    from infoview_md.vault.cached_source import CachedSource

    return Index(CachedSource(cache, cache.connection), vault.config.keys)


def freshen(
    vault: Vault,
    cache: Cache,
    *,
    is_verified: bool = False,
    patience: float = PATIENCE,
    progress: Progress | None = None,
) -> frozenset[str]:
    """Make the cache say what the files say; the paths that were read anew, or are gone.

    With `is_verified`, every note's bytes are compared, and no stamp is trusted. Raises NoCache
    where nothing can be kept, or another process writes for so many seconds, and NoVault where the
    vault cannot be listed. The cache is open for reading afterwards.
    """
    rules = find_rules(vault)
    try:
        paths = _refresh(cache, rules, is_verified, patience, progress)
    except OSError as error:
        raise NoVault(f"{vault.root} cannot be listed: {explain(error)}") from error
    except (sqlite3.DatabaseError, UnicodeError) as error:
        cache.close()
        disown(cache, error)
        raise NoCache from error
    except (sqlite3.Error, WorkerFailed) as error:
        cache.close()
        raise NoCache from error
    if cache.head is None:
        raise NoCache
    return paths


def find_rules(vault: Vault) -> Rules:
    """By which code and which settings the notes of a vault are read."""
    return Rules(sign_program(), vault.config_digest, vault.config.keys, vault.config.ignore)


def _refresh(
    cache: Cache, rules: Rules, is_verified: bool, patience: float, progress: Progress | None
) -> frozenset[str]:
    head = cache.head
    if head and fits(head, rules) and not is_verified and cache.is_vouched():
        return frozenset()
    cache.look(rules.globs)
    known = cache.head
    difference = _find_difference(cache, rules, is_verified)
    if difference is not None and not difference:
        if known and not is_settled(cache, known, rules):
            settle(cache, known, rules)
        return frozenset()
    with writing(cache, patience=patience):
        cache.reopen()  # another process may have done the same meanwhile
        head = cache.head
        if head != known:
            if head is not None and head.looked_at > cache.looked_at:
                cache.looked_at = 0
                cache.look(rules.globs)
            difference = _find_difference(cache, rules, is_verified)
        if head is None or difference is None or is_most(difference, cache):
            paths = _build(cache, rules, progress)
        else:
            changed = difference.changed
            rows = read_rows(cache.home, changed.items(), len(changed), rules.keys)
            paths = update(cache, head, rules, difference, rows)
        cache.reopen()
    return paths


def _find_difference(cache: Cache, rules: Rules, is_verified: bool) -> Difference | None:
    """What has changed; None where all must be read, since nothing is kept that was read so."""
    head = cache.head
    if head is None or not fits(head, rules):
        return None
    found = compare_stamps(cache, head)
    doubted = find_doubted(cache, head, found, is_verified)
    altered = {path: doubted[path] for path in cache.find_altered(doubted)}
    return Difference({**found.changed, **altered}, found.gone)


def _build(cache: Cache, rules: Rules, progress: Progress | None) -> frozenset[str]:
    """All notes into a new database."""
    count = sum(len(stamps) for _, stamps in cache.unpack_folders())
    with building(cache, rules, count) as filling:
        seen = go_through(cache.unpack_folders())
        for rows in read_rows(cache.home, seen, count, rules.keys):
            filling.add(rows)
            if progress is not None:
                progress(filling.count, count)
    return frozenset(path for path, _ in go_through(cache.unpack_folders()))


def read_rows(
    home: str, seen: Iterable[tuple[str, Stamp]], count: int, keys: Keys
) -> Iterator[list[Row]]:
    """The rows of all notes that were seen, in batches; what has gone meanwhile is left out.

    Many are read by several processes. Raises WorkerFailed where one of them was killed.
    """

    def read(part: int = 0, parts: int = 1) -> Iterator[list[Row]]:
        own = islice(seen, part, None, parts)
        while batch := [*islice(own, BATCH)]:
            notes = (read_seen(home, path, stamp) for path, stamp in batch)
            yield [make_row(read_note(note, keys)) for note in notes if note is not None]

    workers = count_workers(count)
    if workers < 2:
        return read()

    def work(part: int) -> Iterator[Batch]:
        gc.disable()  # thousands of small values and no cycles
        # marshal writes plain tuples only.
        return ([tuple(row) for row in rows] for rows in read(part, workers))

    return ([Row(*row) for row in rows] for rows in in_processes(work, workers))


def count_workers(notes: int) -> int:
    """How many processes go through so many notes at once; one where a fork is not safe."""
    is_safe = sys.platform == "linux" and threading.active_count() == 1 and notes >= MANY
    return min(4, len(os.sched_getaffinity(0))) if is_safe else 1
