"""count_severities: how much all problems of a vault matter, for who does not want to read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infoview_md.cli.app import App
    from infoview_md.core.outlook import Outlook


def count_severities(app: App) -> Counter[str]:
    """How many problems of each severity the notes have; thousands are gone through at once.

    The app lets go of what it has read.
    """
    from infoview_md.core.checks import count_severities

    source, outlook = app.index.source, app.outlook
    if app.generation is not None:  # of the cache; without one, there may be no SQLite either
        from infoview_md.vault.indexing import count_workers
        from infoview_md.vault.workers import WorkerFailed

        workers = count_workers(source.count())
        if workers > 1:
            try:
                return _count_at_once(app, outlook, app.generation, workers)
            except WorkerFailed:  # as where the notes have changed meanwhile
                source, outlook = app.index.source, app.outlook
    return count_severities(outlook, source.readings())


def _count_at_once(app: App, outlook: Outlook, generation: int, workers: int) -> Counter[str]:
    """The same by several processes, each of which asks the cache for its part of the notes."""
    from infoview_md.vault.workers import in_processes

    def work(part: int) -> Iterator[list[tuple[str, int]]]:
        yield [*_count_part(app, outlook, generation, part, workers).items()]

    # SQLite must not be taken along into another process.
    app.close()
    total = Counter[str]()
    for counts in in_processes(work, workers):
        total.update(dict(counts))
    return total


def _count_part(app: App, outlook: Outlook, generation: int, part: int, parts: int) -> Counter[str]:
    from infoview_md.core.checks import count_severities
    from infoview_md.core.index import Index
    from infoview_md.core.outlook import with_index
    from infoview_md.vault.cached_source import CachedSource
    from infoview_md.vault.workers import WorkerFailed

    cache = app.cache
    if cache is None or cache.connection is None or cache.head is None:
        raise WorkerFailed
    if cache.head.generation != generation:
        raise WorkerFailed
    source = CachedSource(cache, cache.connection)
    outlook = with_index(outlook, Index(source, outlook.index.keys))
    return count_severities(outlook, source.readings(part, parts))
