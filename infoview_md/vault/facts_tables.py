"""The tables of kept facts, and which of them no longer hold once notes have changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from zlib import crc32

# `rests` says which facts rest on what was read. A read is kept as a number; two that share theirs
# make one fact too many be found anew, never one too few.
TABLES = """
CREATE TABLE facts_head (environment BLOB);
CREATE TABLE aspect (number INTEGER PRIMARY KEY, name TEXT UNIQUE, kind TEXT);
CREATE TABLE fact (
    aspect INTEGER, topic TEXT, key TEXT, mark TEXT, once TEXT, text TEXT, note INTEGER
);
CREATE INDEX fact_by_key ON fact (aspect, topic, key, mark, once);
CREATE INDEX fact_by_note ON fact (note, aspect);
CREATE TABLE rests (
    read INTEGER, aspect INTEGER, note INTEGER, PRIMARY KEY (read, aspect, note)
) WITHOUT ROWID;
CREATE TABLE stale (aspect INTEGER, place BLOB, PRIMARY KEY (aspect, place)) WITHOUT ROWID;
"""
NAMES = ("facts_head", "aspect", "fact", "rests", "stale")


class Known(NamedTuple):
    """What the cache knows of one note, as far as others may rest on it; all empty for none.

    `reading` is all that was read in it, as the cache has it: all but its very words.
    """

    number: int = 0
    reading: str | bytes = ""
    kind: str | None = None
    country: str = ""
    names: str = ""
    handles: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()


NONE = Known()


def create_facts(connection: sqlite3.Connection) -> None:
    """Make the tables in an empty database."""
    for statement in TABLES.split(";"):
        connection.execute(statement)


def forget_facts(connection: sqlite3.Connection) -> None:
    """Forget all facts, as where the day or the rules are others now."""
    for name in NAMES:
        connection.execute(f"DELETE FROM {name}")  # noqa: S608


def number_of(read: str) -> int:
    """A read as `rests` has it."""
    return crc32(read.encode("utf-8", "surrogatepass"))


def know_note(connection: sqlite3.Connection, place: bytes) -> Known:
    """What the cache knows of the note at a place."""
    row = connection.execute(
        "SELECT id, text, kind, country, names, handles, targets"
        " FROM note JOIN reading USING (id) WHERE place = ?",
        (place,),
    ).fetchone()
    if row is None:
        return NONE
    number, reading, kind, country, names, handles, targets = row
    keys = split_keys(handles), split_keys(targets)
    return Known(number, reading, kind, country, names, *keys)


def split_keys(lines: str) -> frozenset[str]:
    """Keys from a text with one a line."""
    return frozenset(filter(None, lines.split("\n")))


def drop_stale(
    connection: sqlite3.Connection, changes: Iterable[tuple[bytes, Known, Known]]
) -> None:
    """After a change: forget the facts that may not hold any more, and note whose they are.

    `changes` are the places of the notes that changed, with what was known before and is now.
    """
    aspects = connection.execute("SELECT number, kind FROM aspect").fetchall()
    if not aspects:
        return
    reads: set[int] = set()
    for place, before, now in changes:
        if now == before:  # but for the very words
            reads.add(number_of("t"))
            continue
        connection.execute("DELETE FROM fact WHERE note = ?", (before.number,))
        connection.execute("DELETE FROM stale WHERE place = ?", (place,))
        kinds = (None, now.kind) if now.number else ()
        rows = [(number, place) for number, kind in aspects if kind in kinds]
        connection.executemany("INSERT INTO stale VALUES (?, ?)", rows)
        reads.update(map(number_of, _find_reads(place, before, now)))
    for read in reads:
        _drop_what_rests_on(connection, read)


def _drop_what_rests_on(connection: sqlite3.Connection, read: int) -> None:
    found = connection.execute(
        "SELECT aspect, note, place FROM rests JOIN note ON note.id = rests.note WHERE read = ?",
        (read,),
    ).fetchall()
    for aspect, note, place in found:
        connection.execute("DELETE FROM fact WHERE note = ? AND aspect = ?", (note, aspect))
        connection.execute("INSERT OR IGNORE INTO stale VALUES (?, ?)", (aspect, place))


def _find_reads(place: bytes, before: Known, now: Known) -> Iterator[str]:
    """Which reads of a source answer otherwise now (`recording.Reads`)."""
    path = place.decode().replace(chr(0), "/")
    yield f"r{path}"
    yield "t"
    for handle in before.handles ^ now.handles:
        yield f"n{handle[1:]}"
    for target in before.targets ^ now.targets:
        yield f"l{target}"
    kinds = {f"{kind}" for kind in (before.kind, now.kind) if kind is not None} | {""}
    if before.kind != now.kind:
        yield f"k{path}"
    if before.kind != now.kind or not (before.number and now.number):
        yield from (f"p{kind}" for kind in kinds)
    if (before.kind, before.names) != (now.kind, now.names):
        yield from (f"e{kind}" for kind in kinds)
    if before.country != now.country:
        yield "c"
