"""Full text: which notes of the cache may hold some words, found without reading the notes.

What may hold a word is more than what does: whoever asks must look into the notes' own text. SQLite
keeps no text here, only which words each note has; a word is found by any part of it, since the
list of all words is small enough to be gone through.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from infoview_md.core.folding import plain

if TYPE_CHECKING:
    from sqlite3 import Connection

# Contentless, and without positions: a tenth of the notes' own bytes. The tokenizer takes ASCII
# letters and digits, in lower case, and all that is not ASCII for parts of a word.
SCHEMA = """
CREATE VIRTUAL TABLE text_index
    USING fts5(words, content='', columnsize=0, detail=none, tokenize='ascii');
CREATE TABLE text_words (words BLOB NOT NULL);
"""
ALL_WORDS = """
CREATE VIRTUAL TABLE IF NOT EXISTS temp.text_vocabulary USING fts5vocab(main, 'text_index', 'row');
"""
ALL_PLACES = """
CREATE VIRTUAL TABLE IF NOT EXISTS temp.text_places
    USING fts5vocab(main, 'text_index', 'instance');
"""
ADD = "INSERT INTO text_index(rowid, words) VALUES (?, ?)"
FIND = "SELECT rowid FROM text_index WHERE text_index MATCH ?"

SEPARATED = bytes(
    code if code > 127 or chr(code).isalnum() else ord(" ") for code in range(256)
).lower()
LONGEST = 32_768
"""Bytes of a word after which FTS5 cuts it off."""
LONGEST_SURE = LONGEST // 4
"""Characters of a text in which no word can be longer than that."""
CUT_OFF = "\ue000"
"""A word of no language: a note with it has a longer word, and may hold anything in there."""

FEW = 100
"""Notes whose words are gathered one by one; after more, the index itself is asked for them."""
MOST_LISTS = 50
"""Lists of words that are kept beside each other before they are made one."""
MOST_WORDS = 3_000
"""Words that hold one part of a query; where more do, nearly every note has one of them."""


def create(connection: Connection) -> None:
    """Make the tables; sqlite3.OperationalError where this SQLite has no FTS5."""
    for statement in SCHEMA.split(";"):
        connection.execute(statement)


class FullText:
    """The full text of notes that are being added: `finish` must follow in the same transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._added = 0
        self._words: set[bytes] = set()

    def add(self, number: int, flat: str) -> None:
        """Add a note's name and text, made `flatten`, under a number that was never used before.

        A number whose note has changed or gone stays and is found still: it is the caller's to
        know which numbers count.
        """
        if _is_cut_off(flat):
            flat = f"{flat} {CUT_OFF}"
        self._connection.execute(ADD, (number, flat))
        self._added += 1
        if self._added <= FEW:
            self._words.update(_kept_words(flat))

    def finish(self) -> None:
        """Write down the words of the notes that were added, so that they are found."""
        (lists,) = self._connection.execute("SELECT count(*) FROM text_words").fetchone()
        if self._added > FEW or lists >= MOST_LISTS:
            self._words = _gather_words(self._connection)
            self._connection.execute("DELETE FROM text_words")
        if self._words:
            kept = b"\n%s\n" % b"\n".join(sorted(self._words))
            self._connection.execute("INSERT INTO text_words VALUES (?)", (kept,))
        self._added, self._words = 0, set()


def _gather_words(connection: Connection) -> set[bytes]:
    connection.execute(ALL_WORDS)
    rows = connection.execute("SELECT CAST(term AS BLOB) FROM text_vocabulary")
    return {word for (word,) in rows}


def find_candidates(connection: Connection, words: Iterable[str]) -> set[int] | None:
    """The numbers of all notes that may hold every word, of others too; None: any note may."""
    parts = {part for word in words for part in _cut_words(plain(word))}
    found = [some for part in parts if (some := _find_words(connection, part)) is not None]
    if not found:
        return None
    query = " AND ".join(f"({' OR '.join((CUT_OFF, *map(_quote, some)))})" for some in found)
    return {number for (number,) in connection.execute(FIND, (query,))}


def sum_words(flat: str) -> int:
    """A number for the words of a flat text, the same whatever order they stand in.

    Such numbers can be compared within one run of the program only.
    """
    return sum(map(hash, _kept_words(flat)))


def read_sums(connection: Connection) -> dict[int, int]:
    """`sum_words` of every note, as the tables have its words."""
    connection.execute(ALL_PLACES)
    sums: dict[int, int] = {}
    for number, word in connection.execute("SELECT doc, CAST(term AS BLOB) FROM text_places"):
        sums[number] = sums.get(number, 0) + hash(word)
    return sums


def has_all_words(connection: Connection) -> bool:
    """Whether the list of all words has the words of every note."""
    lists = connection.execute("SELECT words FROM text_words")
    return _gather_words(connection) <= {word for (kept,) in lists for word in kept.split()}


def _find_words(connection: Connection, part: bytes) -> set[bytes] | None:
    """Every word with this part in it; None where too many have it."""
    found: set[bytes] = set()
    for (kept,) in connection.execute("SELECT words FROM text_words"):
        for word in _words_with(part, kept):
            found.add(word)
            if len(found) > MOST_WORDS:
                return None
    return found


def _words_with(part: bytes, kept: bytes) -> Iterator[bytes]:
    at = kept.find(part)
    while at >= 0:
        start, end = kept.rfind(b"\n", 0, at) + 1, kept.find(b"\n", at)
        yield kept[start:end]
        at = kept.find(part, end)


def _quote(word: bytes) -> str:
    return f'"{word.decode(errors="ignore")}"'


def _kept_words(flat: str) -> set[bytes]:
    """The words that the index has of a flat text."""
    words = {word[:LONGEST] for word in _cut_words(flat)}
    return words | {CUT_OFF.encode()} if _is_cut_off(flat) else words


def _is_cut_off(flat: str) -> bool:
    return len(flat) > LONGEST_SURE and any(len(word) > LONGEST for word in _cut_words(flat))


def _cut_words(flat: str) -> Iterator[bytes]:
    """The words of a flat text as the tokenizer cuts them."""
    return iter(flat.encode("utf-8", "replace").translate(SEPARATED).split())
