"""read_texts: the texts of notes that may hold some words, without a look at what else they say.

This lies on the way of a search, and imports next to nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from infoview_md.core.digest import MAX_NOTE_BYTES, digest_of
from infoview_md.core.search import Text
from infoview_md.vault.cache_faults import told_of_damage
from infoview_md.vault.fulltext import find_candidates
from infoview_md.vault.known_names import split_text
from infoview_md.vault.whole_file import TooLarge, read_whole_file

if TYPE_CHECKING:
    from infoview_md.errors import ChangedMeanwhile

ALL = "SELECT wording, place, names, digest FROM note ORDER BY place"
ONE = "SELECT wording, place, names, digest FROM note WHERE wording = ?"
FEW = 500
"""Notes that are sooner asked for one by one than looked for among all."""


def read_texts(connection: sqlite3.Connection, home: str, words: Sequence[str]) -> Iterator[Text]:
    """The texts of all notes that may hold these words, and of others too, by path.

    Raises Busy where the database is damaged, ChangedMeanwhile where a file is no longer the one
    that was read.
    """
    with told_of_damage():
        numbers = find_candidates(connection, words)
        rows = _find_rows(connection, numbers)
    for number, place, names, known in rows:
        if numbers is None or number in numbers:
            path = path_of(place)
            name = split_text(names)[1] if names else path.stem
            yield Text(path, name, _read_text(home, path, known))


def _find_rows(
    connection: sqlite3.Connection, numbers: set[int] | None
) -> list[tuple[int, bytes, str, str]]:
    if numbers is None or len(numbers) > FEW:
        return connection.execute(ALL).fetchall()
    found = [row for number in numbers for row in connection.execute(ONE, (number,))]
    return sorted(found, key=lambda row: row[1])


def _read_text(home: str, path: PurePosixPath, known: str) -> str:
    """A note's text; what cannot be read has no digest, and no text."""
    if not known:
        return ""
    try:
        data = read_whole_file(f"{home}/{path}", MAX_NOTE_BYTES)
    except (OSError, TooLarge):
        raise tell_changed(path) from None
    if digest_of(data) != known:
        raise tell_changed(path)
    try:
        return data.decode()
    except UnicodeDecodeError:
        return ""


def tell_changed(path: PurePosixPath) -> ChangedMeanwhile:
    """The error for a note that is no longer the one that was read."""
    from infoview_md.errors import ChangedMeanwhile

    return ChangedMeanwhile(
        f"{path} was changed while the vault was read; run the command again", path
    )


@lru_cache(maxsize=20_000)
def path_of(place: bytes) -> PurePosixPath:
    """The path of a note, from the way the database has it."""
    return PurePosixPath(place.decode().replace("\0", "/"))
