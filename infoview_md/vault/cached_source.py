"""CachedSource: the notes of a vault as the cache has them, each read when it is asked for."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from infoview_md.core.model import Kind
from infoview_md.core.names import Named
from infoview_md.core.note import Note
from infoview_md.core.search import Text
from infoview_md.core.source import Answering, Reading
from infoview_md.vault.cache import Cache, place_of
from infoview_md.vault.cache_faults import Undecodable, told_of_damage
from infoview_md.vault.cache_schema import read_how, split_names, unpack
from infoview_md.vault.cached_texts import (
    path_of,
    read_texts,
    tell_changed,
)
from infoview_md.vault.codec import decode_reading
from infoview_md.vault.scan import read_note_file

READINGS = """
SELECT place, text, digest FROM note JOIN reading USING (id) WHERE note.id % ? = ? ORDER BY place
"""
READING = "SELECT text, digest FROM note JOIN reading USING (id) WHERE place = ?"
ANSWERING = """
SELECT place, how FROM answering JOIN note ON note.id = answering.note WHERE key = ? ORDER BY place
"""
LINKING = (
    "SELECT place FROM linking JOIN note ON note.id = linking.note WHERE key = ? ORDER BY place"
)


class CachedSource:
    """One snapshot of a cache, open for reading, as a source.

    Busy where the database turns out to be damaged after all, ChangedMeanwhile where a note is no
    longer the one that was read.
    """

    def __init__(self, cache: Cache, connection: sqlite3.Connection) -> None:
        self._cache, self._connection = cache, connection
        self._readings: dict[PurePosixPath, Reading | None] = {}
        self._paths: dict[Kind | None, Sequence[PurePosixPath]] = {}
        self._kinds: dict[PurePosixPath, Kind | None] = {}

    def paths(self, kind: Kind | None = None) -> Sequence[PurePosixPath]:
        """The notes of one kind, or all."""
        if kind not in self._paths:
            only = "" if kind is None else "WHERE kind = ?"
            rows = self._select(
                f"SELECT place FROM note {only} ORDER BY place",  # noqa: S608
                *([str(kind)] if kind else []),
            )
            self._paths[kind] = tuple(path_of(place) for (place,) in rows)
        return self._paths[kind]

    def reading(self, path: PurePosixPath) -> Reading | None:
        """One note as read."""
        if path not in self._readings:
            rows = self._select(READING, place_of(str(path)))
            self._readings[path] = self._decode(path, *rows[0]) if rows else None
        return self._readings[path]

    def readings(self, part: int = 0, parts: int = 1) -> Iterator[Reading]:
        """All notes as read, or a part of them; they are not kept, which would take much room."""
        with told_of_damage():
            for place, text, digest in self._connection.execute(READINGS, (parts, part)):
                path = path_of(place)
                known = self._readings.get(path)
                if known is not None:
                    yield known
                    continue
                # Whoever has a note in hand may ask for it again.
                self._readings[path] = found = self._decode(path, text, digest)
                yield found
                del self._readings[path]

    def kind(self, path: PurePosixPath) -> Kind | None:
        """What the note at a path is."""
        if path not in self._kinds:
            rows = self._select("SELECT kind FROM note WHERE place = ?", place_of(str(path)))
            with told_of_damage():
                self._kinds[path] = _read_kind(rows[0][0]) if rows else None
        return self._kinds[path]

    def count(self, kind: Kind | None = None) -> int:
        """How many notes of one kind, or of all, there are."""
        only = "" if kind is None else "WHERE kind = ?"
        rows = self._select(
            f"SELECT count(*) FROM note {only}",  # noqa: S608
            *([str(kind)] if kind else []),
        )
        return int(rows[0][0])

    def count_links(self) -> int:
        """How many links all notes hold."""
        return int(self._select("SELECT coalesce(sum(links), 0) FROM note")[0][0])

    def _decode(self, path: PurePosixPath, text: str | bytes, digest: str) -> Reading:
        with told_of_damage():
            return decode_reading(path, unpack(text), lambda: self._load(path, digest))

    def _load(self, path: PurePosixPath, digest: str) -> Note:
        """The note with its text, read from the file."""
        self._cache.has_told_words = True
        try:
            note = read_note_file(self._cache.home, path)
        except FileNotFoundError:  # an editor that saves moves the old file away first
            raise tell_changed(path) from None
        if note.digest != digest:
            raise tell_changed(path)
        return note

    def answering(self, key: str) -> Sequence[Answering]:
        """The notes that answer to a folded name."""
        return [read_how(path_of(place), how) for place, how in self._select(ANSWERING, key)]

    def linking(self, key: str) -> Sequence[PurePosixPath]:
        """The notes that hold a link which is looked up under a key."""
        return [path_of(place) for (place,) in self._select(LINKING, key)]

    def everyone(self, *kinds: Kind) -> Iterator[Named]:
        """The names that notes of these kinds answer to."""
        only = f"IN ({', '.join('?' * len(kinds))})" if kinds else "IS NOT NULL"
        rows = self._select(
            f"SELECT place, names FROM note WHERE kind {only} ORDER BY place",  # noqa: S608
            *map(str, kinds),
        )
        return (split_names(path_of(place), names) for place, names in rows)

    def countries(self) -> frozenset[str]:
        """The countries of contacts and companies."""
        rows = self._select("SELECT DISTINCT country FROM note WHERE country <> ''")
        return frozenset(country for (country,) in rows)

    def texts(self, words: Sequence[str]) -> Iterator[Text]:
        """The texts of notes that may hold these words, read from the files."""
        self._cache.has_told_words = True
        return read_texts(self._connection, self._cache.home, words)

    def _select(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with told_of_damage():
            return self._connection.execute(statement, values).fetchall()


def _read_kind(word: str | None) -> Kind | None:
    if word is not None and word not in _KINDS:
        raise Undecodable(f"there is no kind {word}")
    return _KINDS[word] if word is not None else None


_KINDS = {str(kind): kind for kind in Kind}
