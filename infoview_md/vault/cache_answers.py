"""keep_answer: what was printed is kept, for as long as the notes say what they said."""

from __future__ import annotations

import sqlite3
from contextlib import suppress

from infoview_md.vault.cache import Answer, Cache
from infoview_md.vault.cache_update import NoCache, changing, is_still, writing

MOST_ANSWERS = 64_000_000
"""Bytes of answers that are kept; the oldest go first."""


def keep_answer(cache: Cache, question: str, answer: Answer, generation: int) -> None:
    """Keep what was printed for a question, if the notes it rests on are still those in force."""
    head = cache.head
    if head is None or head.generation != generation:
        return
    with suppress(NoCache, sqlite3.Error), writing(cache, patience=0):
        if not is_still(cache, head):
            return
        cache.close()
        with changing(cache) as connection:
            connection.execute("DELETE FROM answer WHERE generation <> ?", (generation,))
            connection.execute(
                "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?)",
                (question, generation, *answer),
            )
            _prune_answers(connection)


def _prune_answers(connection: sqlite3.Connection) -> None:
    size = 0
    sizes = "SELECT rowid, length(out) + length(err) FROM answer ORDER BY rowid DESC"
    for number, length in connection.execute(sizes).fetchall():
        size += length
        if size > MOST_ANSWERS:
            connection.execute("DELETE FROM answer WHERE rowid = ?", (number,))
