"""take_stock: how much the cache keeps of a vault, of what, and where it lies."""

from __future__ import annotations

import os
from dataclasses import dataclass
from sqlite3 import Connection

from infoview_md.vault.cache import Cache, read_seal, read_stamps

NANOSECONDS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Stock:
    """What is in the database `file`, which has `bytes` on the disk; without one, all is 0.

    `notes` have `note_bytes`; `old_notes` are versions of notes that have changed since, whose
    words are still there. `looked_at` is in seconds since 1970, on the clock of the files.
    """

    file: str = ""
    bytes: int = 0
    pages: int = 0
    free_pages: int = 0
    notes: int = 0
    note_bytes: int = 0
    old_notes: int = 0
    facts: int = 0
    answers: int = 0
    answer_bytes: int = 0
    looked_at: int = 0


def take_stock(cache: Cache) -> Stock:
    """What is kept, whether it is what the notes say now or not.

    Raises sqlite3.Error where the database cannot be read.
    """
    name, connection, head = read_seal(cache.folder), cache.connection, cache.head
    if name is None or connection is None or head is None:
        return Stock()
    file = os.path.join(cache.folder, name)
    notes = _count(connection, "SELECT count(*) FROM note")
    return Stock(
        file=file,
        bytes=sum(os.path.getsize(path) for path in (file, f"{file}-wal") if os.path.exists(path)),
        pages=_count(connection, "PRAGMA page_count"),
        free_pages=_count(connection, "PRAGMA freelist_count"),
        notes=notes,
        note_bytes=sum(max(stamp[1], 0) for stamp in read_stamps(head).values()),
        old_notes=_count(connection, "SELECT last_id FROM head") - notes,
        facts=_count_facts(connection),
        answers=_count(connection, "SELECT count(*) FROM answer"),
        answer_bytes=_count(connection, "SELECT total(length(out) + length(err)) FROM answer"),
        looked_at=head.looked_at // NANOSECONDS,
    )


def _count(connection: Connection, statement: str) -> int:
    return int(connection.execute(statement).fetchone()[0])


def _count_facts(connection: Connection) -> int:
    there = "SELECT count(*) FROM sqlite_master WHERE name = 'fact'"
    return _count(connection, "SELECT count(*) FROM fact") if _count(connection, there) else 0
