"""keep: put into the cache what was worked out from the very notes that it holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress

from infoview_md.vault.cache import Answer, Cache
from infoview_md.vault.cache_writing import NoCache, changing, disown, is_still, writing

MOST_ANSWERS = 64_000_000
"""Bytes of answers that are kept; the oldest go first."""

Change = Callable[[sqlite3.Connection], None]


def keep(cache: Cache, generation: int, *changes: Change) -> None:
    """Make these changes in one transaction, if the notes are still those of that generation.

    Where another process is writing, nothing is kept. The cache is closed afterwards.
    """
    head = cache.head
    if head is None or head.generation != generation or not changes:
        return
    try:
        with suppress(NoCache), writing(cache, patience=0):
            if not is_still(cache, head):
                return
            cache.close()
            with changing(cache) as connection:
                for change in changes:
                    change(connection)
    except sqlite3.DatabaseError as error:
        disown(cache, error)
    except sqlite3.Error:
        pass


def put_answer(question: str, answer: Answer, generation: int) -> Change:
    """The change that keeps what was printed for a question."""

    def put(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM answer WHERE generation <> ?", (generation,))
        connection.execute(
            "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?)",
            (question, generation, *answer),
        )
        _prune_answers(connection)

    return put


def _prune_answers(connection: sqlite3.Connection) -> None:
    size = 0
    sizes = "SELECT rowid, length(out) + length(err) FROM answer ORDER BY rowid DESC"
    for number, length in connection.execute(sizes).fetchall():
        size += length
        if size > MOST_ANSWERS:
            connection.execute("DELETE FROM answer WHERE rowid = ?", (number,))
