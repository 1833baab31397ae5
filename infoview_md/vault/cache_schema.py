"""The tables of the cache, and the rows that one note becomes."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Collection, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from infoview_md.core.folding import flatten
from infoview_md.core.model import Company, Contact
from infoview_md.core.names import Named
from infoview_md.core.source import Answering, Reading, handles_of, kind_of, link_keys, named_of
from infoview_md.vault import fulltext
from infoview_md.vault.cache import place_of
from infoview_md.vault.codec import encode_reading
from infoview_md.vault.facts_tables import Known, create_facts, split_keys
from infoview_md.vault.fulltext import FullText
from infoview_md.vault.known_names import join_text, split_text

LONG = 1_000
"""Characters from which on a reading is packed."""

BY_STEM, BY_NAME, IS_TYPED = 1, 2, 4

# A new version of a note gets a new id, or only a new number of its `wording` where nothing but
# words has changed: what the full text knows of the old one, it cannot unlearn.
TABLES = """
CREATE TABLE head (
    generation INTEGER, looked_at INTEGER, code TEXT, config TEXT, meaning TEXT, globs BLOB,
    racy BLOB, format INTEGER, last_id INTEGER
);
CREATE TABLE folder (number INTEGER PRIMARY KEY, stamps BLOB);
CREATE TABLE note (
    id INTEGER PRIMARY KEY, place BLOB, kind TEXT, digest TEXT, country TEXT, names TEXT,
    handles TEXT, targets TEXT, links INTEGER, wording INTEGER
);
CREATE TABLE reading (id INTEGER PRIMARY KEY, text TEXT);
CREATE TABLE answering (key TEXT, note INTEGER, how INTEGER, PRIMARY KEY (key, note)) WITHOUT ROWID;
CREATE TABLE linking (key TEXT, note INTEGER, PRIMARY KEY (key, note)) WITHOUT ROWID;
CREATE TABLE answer (
    question TEXT PRIMARY KEY, out BLOB, err BLOB, code INTEGER, words INTEGER
);
"""
INDEXES = """
CREATE UNIQUE INDEX note_by_place ON note (place);
CREATE UNIQUE INDEX note_by_wording ON note (wording);
CREATE INDEX note_by_kind ON note (kind, place);
CREATE INDEX note_unread ON note (place) WHERE digest = '';
"""
# Sorted as a whole and then written once: in the order of the notes, every row would cost a page.
FILL_KEYS = """
INSERT INTO answering SELECT key, note, how FROM new_answering ORDER BY key, note;
INSERT INTO linking SELECT key, note FROM new_linking ORDER BY key, note;
DROP TABLE new_answering;
DROP TABLE new_linking;
"""


REWORD = "UPDATE note SET digest = ?, wording = ? WHERE place = ?"


class Row(NamedTuple):
    """What the cache keeps of one note; all of it text, bytes and numbers.

    `handles` are the keys that it answers to, each behind a digit that says how, `targets` those
    under which its `links` are looked up; `words` is what the full text is made of.
    """

    place: bytes
    kind: str | None
    digest: str
    country: str
    names: str
    handles: str
    targets: str
    links: int
    text: str | bytes
    words: str


def make_row(reading: Reading) -> Row:
    """The row of one note as read."""
    record, note = reading.record, reading.note
    handles = handles_of(reading.path, record)
    # A name may say more than the file's, and a note that is none of ours has only that.
    name = record.name if record is not None else reading.path.stem
    return Row(
        place_of(str(reading.path)),
        kind_of(record).value if record is not None else None,
        note.digest,
        record.country if isinstance(record, (Company, Contact)) else "",
        join_names(named_of(record)) if record is not None else "",
        "\n".join(f"{write_how(one)}{key}" for key, one in handles.items()),
        "\n".join(sorted(link_keys(reading))),
        len(reading.references),
        _pack(encode_reading(reading)),
        flatten(f"{name}\n{note.text}"),
    )


def create(connection: sqlite3.Connection) -> None:
    """Make the tables in an empty database."""
    # Not as a script, which would begin by ending the transaction.
    for statement in TABLES.split(";"):
        connection.execute(statement)
    fulltext.create(connection)
    create_facts(connection)


class Filling:
    """Rows on their way into an empty database: the keys are sorted in at the end."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.count = 0
        self.full_text = FullText(connection)
        connection.execute("CREATE TEMP TABLE new_answering (key TEXT, note INTEGER, how INTEGER)")
        connection.execute("CREATE TEMP TABLE new_linking (key TEXT, note INTEGER)")

    def add(self, rows: Collection[Row]) -> None:
        """Put in some more notes."""
        for row in rows:
            self.count += 1
            _insert(self.connection, self.count, row, "new_answering", "new_linking")
            self.full_text.add(self.count, row.words)

    def finish(self) -> None:
        """All notes are in: sort the keys, and make the indexes."""
        self.full_text.finish()
        for statement in (FILL_KEYS + INDEXES).split(";"):
            self.connection.execute(statement)


def exchange_rows(
    connection: sqlite3.Connection, known: Mapping[bytes, Known], rows: Collection[Row]
) -> None:
    """Put these notes in place of those that are known, and take out the others of them.

    Of a note in which only words have changed, all else stays.
    """
    kept = {row.place for row in rows if _is_reworded(known[row.place], row)}
    for place in known.keys() - kept:
        _delete(connection, place)
    (last,) = connection.execute("SELECT last_id FROM head").fetchone()
    full_text = FullText(connection)
    for row in rows:
        last += 1
        if row.place in kept:
            connection.execute(REWORD, (row.digest, last, row.place))
        else:
            _insert(connection, last, row, "answering", "linking")
        full_text.add(last, row.words)
    full_text.finish()
    connection.execute("UPDATE head SET last_id = ?", (last,))


def _insert(
    connection: sqlite3.Connection, number: int, row: Row, answering: str, linking: str
) -> None:
    place, kind, digest, country, names, handles, targets, links, text, _ = row
    connection.execute(
        "INSERT INTO note VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (number, place, kind, digest, country, names, handles, targets, links, number),
    )
    connection.execute("INSERT INTO reading VALUES (?, ?)", (number, text))
    connection.executemany(
        f"INSERT INTO {answering} VALUES (?, ?, ?)",  # noqa: S608
        [(line[1:], number, int(line[0])) for line in handles.split("\n")],
    )
    if targets:
        connection.executemany(
            f"INSERT INTO {linking} VALUES (?, ?)",  # noqa: S608
            [(key, number) for key in targets.split("\n")],
        )


def _is_reworded(known: Known, row: Row) -> bool:
    """True where a note says what it said, but in other words."""
    keys = split_keys(row.handles), split_keys(row.targets)
    says = Known(known.number, row.text, row.kind, row.country, row.names, *keys)
    return known.number > 0 and known == says


def _delete(connection: sqlite3.Connection, place: bytes) -> None:
    """Take out a note, if it is there."""
    found = connection.execute(
        "SELECT id, handles, targets FROM note WHERE place = ?", (place,)
    ).fetchone()
    if found is None:
        return
    number, handles, targets = found[0], found[1].split("\n"), found[2].split("\n")
    connection.execute("DELETE FROM note WHERE id = ?", (number,))
    connection.execute("DELETE FROM reading WHERE id = ?", (number,))
    connection.executemany(
        "DELETE FROM answering WHERE key = ? AND note = ?", [(key[1:], number) for key in handles]
    )
    connection.executemany(
        "DELETE FROM linking WHERE key = ? AND note = ?", [(key, number) for key in targets]
    )


# -- how single things are written ---------------------------------------------------------------


def _pack(text: str) -> str | bytes:
    """A long text, such as a letter's, in half the space; a short one is sooner read as it is."""
    return text if len(text) < LONG else zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def unpack(text: str | bytes) -> str:
    """What was packed; zlib.error or UnicodeError for what never was."""
    return text if isinstance(text, str) else zlib.decompress(text).decode("utf-8", "surrogatepass")


def write_how(one: Answering) -> int:
    """How a note answers to a key, as one digit."""
    return BY_STEM * one.by_stem | BY_NAME * one.by_name | IS_TYPED * one.is_typed


def read_how(path: PurePosixPath, how: int) -> Answering:
    """How the note at a path answers to a key."""
    return Answering(path, bool(how & BY_STEM), bool(how & BY_NAME), bool(how & IS_TYPED))


def join_names(named: Named) -> str:
    """What a note is called, as one text: the first name, then all names."""
    return join_text((named.first_name, *named.names))


def split_names(path: PurePosixPath, text: str) -> Named:
    """What the note at a path is called."""
    first, *names = split_text(text)
    return Named(path, tuple(names), first)
