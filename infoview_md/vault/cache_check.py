"""find_faults: everything in the cache, compared with a reading of all notes."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from infoview_md.core.schema import Keys
from infoview_md.vault.cache import Cache
from infoview_md.vault.cache_schema import Row
from infoview_md.vault.fulltext import has_all_words, read_sums, sum_words
from infoview_md.vault.indexing import read_rows
from infoview_md.vault.stamps import go_through

COLUMNS = ("kind", "digest", "country", "names", "handles", "targets", "links", "text")
KNOWN = f"""
SELECT {", ".join(COLUMNS)}, id, wording FROM note LEFT JOIN reading USING (id) WHERE place = ?
"""  # noqa: S608
WHAT = {
    "kind": "what kind of note it is",
    "digest": "the digest of its bytes",
    "country": "its country",
    "names": "what it is called",
    "handles": "what links may call it",
    "targets": "what it links to",
    "links": "how many links it holds",
    "text": "what stands in it",
}
OTHERS = {
    "note": "it has notes that are not there",
    "reading": "it has texts of notes that are not there",
    "answering": "it has names of notes that are not there",
    "linking": "it has links of notes that are not there",
}


class Fault(NamedTuple):
    """What the cache says otherwise than the notes; of the cache as a whole, the path is empty."""

    path: str
    what: str


def find_faults(cache: Cache, keys: Keys) -> tuple[int, list[Fault]]:
    """How many notes were compared, and what is wrong, in a cache that was brought up to them.

    A note that is changed meanwhile is a fault like any other. Raises sqlite3.Error where the
    database cannot be read at all.
    """
    connection = cache.connection
    if connection is None:
        return 0, [Fault("", "there is none")]
    checked = connection.execute("PRAGMA quick_check")
    faults = [Fault("", text) for (text,) in checked if text != "ok"]
    sums = read_sums(connection)
    counts = Counter[str]()
    count = sum(len(stamps) for _, stamps in cache.unpack_folders())
    for batch in read_rows(cache.home, go_through(cache.unpack_folders()), count, keys):
        for row in batch:
            faults += _compare(connection, row, sums)
            counts["note"] += 1
            counts["answering"] += len(row.handles.split("\n"))
            counts["linking"] += len(row.targets.split("\n")) if row.targets else 0
    counts["reading"] = counts["note"]
    return counts["note"], [*faults, *_find_others(connection, counts)]


def _compare(connection: sqlite3.Connection, row: Row, sums: dict[int, int]) -> Iterator[Fault]:
    path = row.place.decode().replace("\0", "/")
    found = connection.execute(KNOWN, (row.place,)).fetchone()
    if found is None:
        yield Fault(path, "it is missing")
        return
    for column, known in zip(COLUMNS, found, strict=False):
        if known != getattr(row, column):
            yield Fault(path, WHAT[column])
    number, wording = found[-2:]
    if not _has_handles(connection, number, row.handles.split("\n")):
        yield Fault(path, "it is not found under one of its names")
    if not _has_targets(connection, number, filter(None, row.targets.split("\n"))):
        yield Fault(path, "it is not found by one of its links")
    if sums.get(wording, 0) != sum_words(row.words):
        yield Fault(path, "which words are in it")


def _has_handles(connection: sqlite3.Connection, number: int, handles: Iterable[str]) -> bool:
    rows = [(line[1:], number, int(line[0])) for line in handles]
    known = "SELECT 1 FROM answering WHERE (key, note, how) = (?, ?, ?)"
    return all(connection.execute(known, row).fetchone() is not None for row in rows)


def _has_targets(connection: sqlite3.Connection, number: int, targets: Iterable[str]) -> bool:
    known = "SELECT 1 FROM linking WHERE (key, note) = (?, ?)"
    return all(connection.execute(known, (key, number)).fetchone() is not None for key in targets)


def _find_others(connection: sqlite3.Connection, counts: Mapping[str, int]) -> Iterator[Fault]:
    """What is there beside all that has to be there."""
    for table, what in OTHERS.items():
        (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
        if count > counts[table]:
            yield Fault("", what)
    if not has_all_words(connection):
        yield Fault("", "a word is in no list")
