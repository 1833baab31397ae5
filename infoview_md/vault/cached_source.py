"""CachedSource: the notes of a vault as the cache has them, each read when it is asked for."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Any

from infoview_md.core.model import Kind
from infoview_md.core.names import Named
from infoview_md.core.note import Note, digest_of
from infoview_md.core.source import Answering, Reading, Text
from infoview_md.errors import Busy, ChangedMeanwhile
from infoview_md.vault.cache import MAX_BYTES, place_of
from infoview_md.vault.cache_schema import read_how, split_names, unpack
from infoview_md.vault.codec import Undecodable, decode_reading
from infoview_md.vault.fulltext import find_candidates
from infoview_md.vault.whole_file import TooLarge, read_whole_file

READING = "SELECT text, digest FROM note JOIN reading USING (id) WHERE place = ?"
ANSWERING = """
SELECT place, how FROM answering JOIN note ON note.id = answering.note WHERE key = ? ORDER BY place
"""
LINKING = (
    "SELECT place FROM linking JOIN note ON note.id = linking.note WHERE key = ? ORDER BY place"
)
TEXTS = "SELECT id, place, names, digest FROM note ORDER BY place"


class CachedSource:
    """One snapshot of the cache as a source; `read_file` gives a note with its text.

    `home` is the folder in which the notes lie.

    Busy where the database turns out to be damaged after all, ChangedMeanwhile where a note is no
    longer the one that was read.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        home: str,
        read_file: Callable[[PurePosixPath], Note],
    ) -> None:
        self._connection = connection
        self._home = home
        self._read_file = read_file
        self._readings: dict[PurePosixPath, Reading | None] = {}
        self._paths: dict[Kind | None, Sequence[PurePosixPath]] = {}

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

    def _decode(self, path: PurePosixPath, text: str | bytes, digest: str) -> Reading:
        with told_of_damage():
            return decode_reading(path, unpack(text), lambda: self._load(path, digest))

    def _load(self, path: PurePosixPath, digest: str) -> Note:
        """The note with its text, read from the file."""
        note = self._read_file(path)
        if note.digest != digest:
            raise _changed_meanwhile(path)
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
        with told_of_damage():
            numbers = find_candidates(self._connection, words)
        for number, place, names, digest in self._select(TEXTS):
            if numbers is None or number in numbers:
                path = path_of(place)
                name = split_names(path, names).names[0] if names else path.stem
                yield Text(path, name, self._read_text(path, digest))

    def _read_text(self, path: PurePosixPath, digest: str) -> str:
        """A note's text, without a look at what it says; what cannot be read has none."""
        if not digest:
            return ""
        try:
            data = read_whole_file(f"{self._home}/{path}", MAX_BYTES)
        except (OSError, TooLarge):
            data = b""
        if digest_of(data) != digest:
            raise _changed_meanwhile(path)
        try:
            return data.decode()
        except UnicodeDecodeError:
            return ""

    def _select(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with told_of_damage():
            return self._connection.execute(statement, values).fetchall()


def _changed_meanwhile(path: PurePosixPath) -> ChangedMeanwhile:
    return ChangedMeanwhile(
        f"{path} was changed while the vault was read; run the command again", path
    )


def path_of(place: bytes) -> PurePosixPath:
    """The path of a note, from the way the database has it."""
    return PurePosixPath(place.decode().replace("\0", "/"))


@contextmanager
def told_of_damage() -> Iterator[None]:
    """Say so where the database holds what we never wrote, as on a failing disk."""
    try:
        yield
    except (sqlite3.Error, zlib.error, Undecodable, UnicodeError) as error:
        raise Busy(
            "what is kept of this vault is damaged, though the notes are not; throw it away with "
            "`infoview index --rebuild`, or do without: --no-cache"
        ) from error
