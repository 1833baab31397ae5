"""StoredFacts: facts of single notes, kept in the cache until a note changes on which they rest."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from heapq import merge
from operator import attrgetter
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from infoview_md.core.facts import LAST, Aspect, Fact, drop_doubles
from infoview_md.core.index import Index
from infoview_md.core.outlook import Outlook, with_index
from infoview_md.core.recording import Reads, RecordingSource
from infoview_md.vault.cache import Cache, place_of
from infoview_md.vault.cache_faults import told_of_damage
from infoview_md.vault.cached_texts import path_of
from infoview_md.vault.facts_tables import forget_facts, number_of

KEY = attrgetter("key")


class Found(NamedTuple):
    """The facts of one aspect of a note, worked out in this run, and what they rest on."""

    path: PurePosixPath
    facts: tuple[Fact, ...]
    reads: Reads


class StoredFacts:
    """The facts that the cache holds under an environment, and those worked out in this run.

    The environment is all that they rest on beside the notes: the program, the config, the rules,
    the day. Under another one, everything is worked out anew.
    """

    def __init__(self, cache: Cache, environment: bytes, outlook: Outlook) -> None:
        self._connection, self._environment = cache.connection, environment
        self._recorder = RecordingSource(outlook.source)
        self._outlook = with_index(outlook, Index(self._recorder, outlook.index.keys))
        self._numbers = self._read_numbers()
        self._new: dict[str, list[Found]] = {}
        self._aspects: dict[str, Aspect[Outlook]] = {}

    def _read_numbers(self) -> Mapping[str, int]:
        """The aspects that are kept under this environment."""
        if [*self._select("SELECT environment FROM facts_head")] != [(self._environment,)]:
            return {}
        return dict(self._select("SELECT name, number FROM aspect"))

    def _select(self, statement: str, *values: object) -> Iterator[tuple[Any, ...]]:
        if self._connection is not None:
            with told_of_damage():
                yield from self._connection.execute(statement, values)

    def _find(self, aspect: Aspect[Outlook]) -> Iterable[Found]:
        """What the cache does not hold, worked out."""
        if aspect.name not in self._new:
            self._aspects[aspect.name] = aspect
            self._new[aspect.name] = [
                self._find_one(aspect, path) for path in self._find_missing(aspect)
            ]
        return self._new[aspect.name]

    def _find_one(self, aspect: Aspect[Outlook], path: PurePosixPath) -> Found:
        facts, reads = self._recorder.observe(lambda: tuple(aspect.find(self._outlook, path)))
        return Found(path, facts, reads)

    def _find_missing(self, aspect: Aspect[Outlook]) -> Iterable[PurePosixPath]:
        number = self._numbers.get(aspect.name)
        if number is None:
            return self._recorder.source.paths(aspect.kind)
        rows = self._select("SELECT place FROM stale WHERE aspect = ? ORDER BY place", number)
        return [path_of(place) for (place,) in rows]

    def _find_new(self, aspect: Aspect[Outlook], topic: str, until: str) -> list[Fact]:
        found = (fact for one in self._find(aspect) for fact in one.facts)
        return [fact for fact in found if fact.topic == topic and fact.mark <= until]

    def all(self, aspect: Aspect[Outlook], topic: str = "", until: str = LAST) -> Iterator[Fact]:
        """All of a topic that count until a day, by key."""
        new = sorted(self._find_new(aspect, topic, until), key=KEY)
        rows = self._select(
            "SELECT topic, key, mark, once, text FROM fact"
            " WHERE aspect = ? AND topic = ? AND mark <= ? ORDER BY key",
            *(self._numbers.get(aspect.name), topic, until),
        )
        kept = map(Fact._make, rows)
        return drop_doubles(merge(kept, new, key=KEY) if new else kept)

    def count(self, aspect: Aspect[Outlook], topic: str = "", until: str = LAST) -> int:
        """How many there are."""
        new = self._find_new(aspect, topic, until)
        rows = self._select(
            "SELECT once, count(*) FROM fact"
            " WHERE aspect = ? AND topic = ? AND mark <= ? GROUP BY once",
            *(self._numbers.get(aspect.name), topic, until),
        )
        counts = Counter(dict(rows)) + Counter(fact.once for fact in new)
        return counts.pop("", 0) + len(counts)

    def tally(self, aspect: Aspect[Outlook], topic: str = "") -> Mapping[str, int]:
        """How many there are of each text."""
        new = self._find_new(aspect, topic, LAST)
        rows = self._select(
            "SELECT text, count(*) FROM fact WHERE aspect = ? AND topic = ? GROUP BY text",
            *(self._numbers.get(aspect.name), topic),
        )
        return Counter(dict(rows)) + Counter(fact.text for fact in new)

    def marks(self, aspect: Aspect[Outlook], topic: str = "") -> Iterable[tuple[str, str]]:
        """Key and day of each, in no order."""
        yield from ((fact.key, fact.mark) for fact in self._find_new(aspect, topic, LAST))
        # For these two, the index of the keys is all that is read.
        yield from self._select(
            "SELECT key, mark FROM fact WHERE aspect = ? AND topic = ?",
            *(self._numbers.get(aspect.name), topic),
        )

    @property
    def is_new(self) -> bool:
        """True where something was worked out that the cache does not hold yet."""
        return any(found or name not in self._numbers for name, found in self._new.items())

    def write(self, connection: sqlite3.Connection) -> None:
        """Put what was worked out into the cache, where the notes are still those it rests on."""
        kept = connection.execute("SELECT environment FROM facts_head").fetchall()
        if kept != [(self._environment,)]:
            forget_facts(connection)
            connection.execute("INSERT INTO facts_head VALUES (?)", (self._environment,))
        for name, found in self._new.items():
            number = _number_aspect(connection, self._aspects[name])
            _write_found(connection, number, [(_find_id(connection, one), one) for one in found])


def _find_id(connection: sqlite3.Connection, found: Found) -> int:
    place = place_of(str(found.path))
    number: int = connection.execute("SELECT id FROM note WHERE place = ?", (place,)).fetchone()[0]
    return number


def _number_aspect(connection: sqlite3.Connection, aspect: Aspect[Outlook]) -> int:
    connection.execute(
        "INSERT OR IGNORE INTO aspect (name, kind) VALUES (?, ?)",
        (aspect.name, aspect.kind and str(aspect.kind)),
    )
    select = "SELECT number FROM aspect WHERE name = ?"
    number: int = connection.execute(select, (aspect.name,)).fetchone()[0]
    return number


def _write_found(
    connection: sqlite3.Connection, number: int, found: list[tuple[int, Found]]
) -> None:
    connection.execute("DELETE FROM stale WHERE aspect = ?", (number,))
    facts = [(fact, note) for note, one in found for fact in one.facts]
    # In the order in which they will be read.
    facts.sort(key=lambda one: one[0][:2])
    connection.executemany(
        "INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((number, *fact, note) for fact, note in facts),
    )
    # What a note's own facts rest on in it goes without saying.
    rests = {
        (number_of(read), number, note)
        for note, one in found
        for read in one.reads
        if read != f"r{one.path}"
    }
    connection.executemany("INSERT OR IGNORE INTO rests VALUES (?, ?, ?)", sorted(rests))
