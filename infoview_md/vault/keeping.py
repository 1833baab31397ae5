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


def put_answer(question: str, answer: Answer, *, rests_on_words: bool) -> Change:
    """The change that keeps what was printed for a question.

    `rests_on_words` says whether it may be another once only words change, in which nothing is
    read: neither a field nor a log line, a promise, a link or a problem.
    """

    def put(connection: sqlite3.Connection) -> None:
        connection.execute(
            "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?)",
            (question, *answer, rests_on_words),
        )
        _prune_answers(connection)

    return put


def drop_answers(connection: sqlite3.Connection, *, are_words: bool) -> None:
    """After a change: forget the answers that may be others now; those that are there hold.

    `are_words` says that nothing but words has changed, in which nothing is read.
    """
    only = "WHERE words" if are_words else ""
    connection.execute(f"DELETE FROM answer {only}")  # noqa: S608


def _prune_answers(connection: sqlite3.Connection) -> None:
    size = 0
    sizes = "SELECT rowid, length(out) + length(err) FROM answer ORDER BY rowid DESC"
    for number, length in connection.execute(sizes).fetchall():
        size += length
        if size > MOST_ANSWERS:
            connection.execute("DELETE FROM answer WHERE rowid = ?", (number,))
