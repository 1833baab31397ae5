"""read_names: what notes are called, from the cache and without reading one, for completion."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from infoview_md.vault.cache import Cache
from infoview_md.vault.surroundings import sign_program


def read_names(cache: Cache, *kinds: str) -> list[list[str]] | None:
    """The names of every note of these kinds (all kinds, where none is given), by path.

    None where the cache does not say what the files say now.
    """
    only = f"IN ({', '.join('?' * len(kinds))})" if kinds else "IS NOT NULL"
    statement = f"SELECT names FROM note WHERE kind {only} ORDER BY place"  # noqa: S608
    try:
        if not cache.is_unchanged(sign_program()) or cache.connection is None:
            return None
        return [split_text(names)[1:] for (names,) in cache.connection.execute(statement, kinds)]
    except sqlite3.Error:
        return None


def join_text(names: Sequence[str]) -> str:
    """Names as one text, whatever is in them; the first one is the name in a greeting."""
    return "\0".join(name.replace("\\", "\\\\").replace("\0", "\\0") for name in names)


def split_text(text: str) -> list[str]:
    """The names that `join_text` made a text of."""
    names = text.split("\0")
    return [_unescape(name) for name in names] if "\\" in text else names


def _unescape(name: str) -> str:
    return "\\".join(piece.replace("\\0", "\0") for piece in name.split("\\\\"))
