"""count_severities: how much all problems of a vault matter, for who does not want to read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infoview_md.cli.app import App
    from infoview_md.core.outlook import Outlook


def count_severities(app: App) -> Counter[str]:
    """How many problems of each severity the notes have."""
    from infoview_md.core.checks import count_severities

    return sum(count_severities(app.outlook, app.index.source.readings()), Counter())


def count_at_once(app: App) -> Counter[str] | None:
    """The same by several processes, each of which asks the cache for its part of the notes.

    The app lets go of what it has read. None where it cannot be done so, or the notes have changed
    since.
    """
    if app.generation is None:  # no cache, and then perhaps no SQLite either
        return None
    from infoview_md.vault.indexing import count_workers
    from infoview_md.vault.workers import WorkerFailed, in_processes

    workers = count_workers(app.index.source.count())
    if workers < 2:
        return None
    outlook, generation = app.outlook, app.generation
    # SQLite must not be taken along into another process.
    app.close()
    total = Counter[str]()
    try:
        for counts in in_processes(
            lambda part: _count_part(app, outlook, generation, part, workers), workers
        ):
            total.update(dict(counts))
    except WorkerFailed:
        return None
    return +total


def _count_part(
    app: App, outlook: Outlook, generation: int, part: int, parts: int
) -> Iterator[list[tuple[str, int]]]:
    from infoview_md.core.checks import count_severities
    from infoview_md.core.index import Index
    from infoview_md.core.outlook import with_index
    from infoview_md.core.problem import Severity
    from infoview_md.vault.cached_source import CachedSource
    from infoview_md.vault.workers import WorkerFailed

    cache = app.cache
    if cache is None or cache.connection is None or cache.head is None:
        raise WorkerFailed
    if cache.head.generation != generation:
        raise WorkerFailed
    source = CachedSource(cache, cache.connection)
    outlook = with_index(outlook, Index(source, outlook.index.keys))
    for counts in count_severities(outlook, source.readings(part, parts)):
        # All of them, so that something is told, and a parent that has gone is noticed.
        yield [(str(severity), counts[severity]) for severity in Severity]
