"""Answers: what reading commands printed, found again while no note has changed."""

from __future__ import annotations

import sqlite3

from infoview_md.vault.cache import Answer, Cache
from infoview_md.vault.edition import read_edition


def find_answer(cache: Cache, question: bytes) -> Answer | None:
    """What was printed for a question; None where anything has changed since, or none was kept."""
    try:
        return cache.find_answer(question) if cache.is_unchanged(read_edition()) else None
    except sqlite3.Error:  # who reads the notes will notice, too, and make it anew
        return None


def keep_answer(cache: Cache, question: bytes, answer: Answer) -> None:
    """Keep what was printed for a question, if the cache still says what the answer rests on."""
    from infoview_md.vault.cache_update import keep_answer

    keep_answer(cache, question, answer)
