"""update, building: what the files say that the cache does not, and how it gets there.

Whoever writes holds the lock.
"""

from __future__ import annotations

import marshal
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass

from infoview_md.core.digest import digest_of
from infoview_md.core.schema import Keys
from infoview_md.vault.cache import (
    FORMAT,
    Cache,
    Head,
    connect,
    find_unread,
    place_of,
)
from infoview_md.vault.cache_schema import Filling, Row, create, exchange_rows
from infoview_md.vault.cache_writing import (
    NoCache,
    changing,
    clear_away,
    is_still,
    seal,
    sign_folder,
    sync,
    writing,
)
from infoview_md.vault.facts_tables import drop_stale, know_note
from infoview_md.vault.keeping import drop_answers
from infoview_md.vault.stamps import MARSHAL, Stamp, compare, find_racy, go_through

MANY = 1_000
"""Notes that may change before it is worth a thought to read all anew."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How notes are read: which edition of the code, the vault's own names of fields, its globs.

    `config` is the digest of the very infoview.toml that says so, or of one before it.
    """

    code: str
    config: str
    keys: Keys
    globs: tuple[str, ...]

    @property
    def meaning(self) -> str:
        """All of it as one digest."""
        words = sorted(self.keys.fields.items()), sorted(self.keys.types.items())
        told = repr((words, self.globs)).encode("utf-8", "surrogateescape")
        return digest_of(told)


@dataclass(frozen=True, slots=True)
class Difference:
    """What the files say that the cache does not: notes to read again, and notes that are gone."""

    changed: Mapping[str, Stamp]
    gone: Sequence[str]

    def __bool__(self) -> bool:
        return bool(self.changed or self.gone)


def is_most(difference: Difference, cache: Cache) -> bool:
    """True where it is faster to begin anew than to exchange one note after the other."""
    count = len(difference.changed)
    return count > MANY and count > sum(len(stamps) for _, stamps in cache.unpack_folders()) / 2


def fits(head: Head, rules: Rules) -> bool:
    """True where the notes were read as they would be now."""
    return head.code == rules.code and head.meaning == rules.meaning


def compare_stamps(cache: Cache, head: Head) -> Difference:
    """What has changed since the cache was written, as far as stamps can tell."""
    return Difference(*compare(head.folders, cache.packed))


def find_doubted(
    cache: Cache, head: Head, difference: Difference, is_verified: bool
) -> dict[str, Stamp]:
    """The notes that may have changed for all that their stamps say; with `is_verified`, all."""
    # A clock that went back may give out once more the times that it gave before.
    is_any_in_doubt = is_verified or cache.looked_at < head.looked_at
    if not is_any_in_doubt and not head.racy:
        return {}
    racy = frozenset(head.racy)
    return {
        path: stamp
        for path, stamp in go_through(cache.unpack_folders())
        if (is_any_in_doubt or path in racy) and path not in difference.changed
    }


def is_settled(cache: Cache, head: Head, rules: Rules) -> bool:
    """True where the next look can be compared with what is written, and nothing is in doubt."""
    return (
        cache.looked_at >= head.looked_at
        and head.config == rules.config
        and cache.connection is not None
        and set(head.racy) == set(_find_doubts(cache, cache.connection))
        and cache.packed == head.folders
    )


def _find_doubts(
    cache: Cache, connection: sqlite3.Connection, racy: Iterable[str] | None = None
) -> list[str]:
    """The notes whose stamps cannot be trusted, and those that could not be read."""
    if racy is None:
        racy = find_racy(cache.unpack_folders(), cache.looked_at)
    unread = find_unread(connection)
    seen = go_through(cache.unpack_folders()) if unread else ()
    return [*{*racy, *(path for path, _ in seen if place_of(path) in unread)}]


# -- writing -------------------------------------------------------------------------------------


@contextmanager
def building(cache: Cache, rules: Rules, count: int) -> Iterator[Filling]:
    """A new database beside the old one, to be filled with so many notes.

    At the end of the block it takes the old one's place.
    """
    generation = cache.head.generation if cache.head else time.time_ns()
    cache.close()
    name = f"index-{os.getpid()}-{time.time_ns()}.db"
    path = os.path.join(cache.folder, name)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
        with closing(connect(path, is_writing=True)) as connection:
            # Whoever is killed here leaves a file that no seal names.
            connection.execute("PRAGMA journal_mode=OFF")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute("BEGIN IMMEDIATE")
            create(connection)
            filling = Filling(connection)
            yield filling
            filling.finish()
            _write_head(connection, cache, rules, generation + 1, count)
            connection.execute("COMMIT")
            connection.execute("PRAGMA journal_mode=WAL")
        sync(path)
        sign_folder(cache)
        seal(cache.folder, name)
    except BaseException:
        with suppress(OSError):
            os.unlink(path)
        raise
    clear_away(cache.folder, name)


def update(
    cache: Cache,
    head: Head,
    rules: Rules,
    difference: Difference,
    batches: Iterable[Iterable[Row]],
    racy: Sequence[str] | None = None,
) -> frozenset[str]:
    """Put the changed notes, read anew, in place of the old ones, in one transaction.

    `racy` are the notes whose stamps cannot be trusted, where not all were looked at just now.
    """
    rows = [row for batch in batches for row in batch]
    cache.close()
    with changing(cache) as connection:
        places = [place_of(path) for path in (*difference.gone, *difference.changed)]
        before = [know_note(connection, place) for place in places]
        exchange_rows(connection, dict(zip(places, before, strict=True)), rows)
        now = [know_note(connection, place) for place in places]
        drop_stale(connection, zip(places, before, now, strict=True))
        drop_answers(connection, are_words=before == now)
        _write_head(connection, cache, rules, head.generation + 1, racy=racy)
    return frozenset((*difference.changed, *difference.gone))


def _write_head(
    connection: sqlite3.Connection,
    cache: Cache,
    rules: Rules,
    generation: int,
    last_id: int | None = None,
    racy: Sequence[str] | None = None,
) -> None:
    own = (list(rules.globs), _find_doubts(cache, connection, racy))
    globs, doubts = (marshal.dumps(one, MARSHAL) for one in own)
    if last_id is None:
        last_id = connection.execute("SELECT last_id FROM head").fetchone()[0]
    connection.execute("DELETE FROM head")
    connection.execute(
        "INSERT INTO head VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            generation, cache.looked_at, rules.code, rules.config, rules.meaning,
            globs, doubts, FORMAT, last_id,
        ),
    )  # fmt: skip
    _write_folders(connection, cache)


def _write_folders(connection: sqlite3.Connection, cache: Cache) -> None:
    """Write down what the files look like; only of folders that look otherwise than before."""
    known = dict(connection.execute("SELECT number, stamps FROM folder"))
    now = dict(enumerate(cache.packed))
    changed = [(number, stamps) for number, stamps in now.items() if known.get(number) != stamps]
    connection.executemany("INSERT OR REPLACE INTO folder VALUES (?, ?)", changed)
    connection.execute("DELETE FROM folder WHERE number >= ?", (len(now),))


def settle(cache: Cache, head: Head, rules: Rules) -> None:
    """Note down that nothing had changed, so that old doubts need not be looked into again."""
    with suppress(NoCache), writing(cache, patience=0):
        if is_still(cache, head):
            note_down(cache, rules)
    if cache.head is None:
        cache.reopen()


def note_down(cache: Cache, rules: Rules, racy: Sequence[str] | None = None) -> None:
    """Write down what the files look like now, where they say what they said; under the lock."""
    cache.close()
    with changing(cache) as connection:
        doubts = marshal.dumps(_find_doubts(cache, connection, racy), MARSHAL)
        connection.execute(
            "UPDATE head SET looked_at = ?, racy = ?, config = ?",
            (cache.looked_at, doubts, rules.config),
        )
        _write_folders(connection, cache)
