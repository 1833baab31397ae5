"""refresh: bring the cache to what the files say now, and be the only one who does."""

from __future__ import annotations

import marshal
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
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
from infoview_md.vault.cache_reading import WorkerFailed, read_rows
from infoview_md.vault.cache_schema import Filling, create, exchange_rows
from infoview_md.vault.cache_writing import (
    PATIENCE,
    NoCache,
    changing,
    clear_away,
    disown,
    is_still,
    seal,
    sign_folder,
    sync,
    writing,
)
from infoview_md.vault.facts_tables import drop_stale, know_note
from infoview_md.vault.keeping import drop_answers
from infoview_md.vault.stamps import MARSHAL, Stamp, by_path, compare, find_racy

Progress = Callable[[int, int], None]


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


def refresh(
    cache: Cache,
    rules: Rules,
    *,
    is_verified: bool = False,
    workers: int = 1,
    patience: float = PATIENCE,
    progress: Progress | None = None,
) -> frozenset[str]:
    """Make the cache say what the files say; the paths that were read anew or are gone.

    With `is_verified`, every note's bytes are compared, and no stamp is trusted. Raises NoCache
    where nothing can be kept, or another process writes for so many seconds, and OSError where the
    vault cannot be listed. The cache is open for reading afterwards.
    """
    head = cache.head
    if head and _fits(head, rules) and not is_verified and cache.is_vouched():
        return frozenset()
    cache.look(rules.globs)
    try:
        known = cache.head
        difference = _compare(cache, rules, is_verified)
        if difference is not None and not difference:
            if known and not _is_settled(cache, known, rules):
                _settle(cache, known, rules)
            return frozenset()
        with writing(cache, patience=patience):
            cache.reopen()  # another process may have done the same meanwhile
            head = cache.head
            if head != known:
                if head is not None and head.looked_at > cache.looked_at:
                    cache.looked_at = 0
                    cache.look(rules.globs)
                difference = _compare(cache, rules, is_verified)
            if head is None or difference is None or _is_most(difference, cache):
                paths = _build(cache, rules, workers, progress)
            else:
                paths = update(cache, head, rules, difference, workers=workers)
            cache.reopen()
    except (sqlite3.DatabaseError, UnicodeError) as error:
        cache.close()
        disown(cache, error)
        raise NoCache from error
    except (sqlite3.Error, WorkerFailed) as error:
        cache.close()
        raise NoCache from error
    if cache.head is None:
        raise NoCache
    return paths


def _is_most(difference: Difference, cache: Cache) -> bool:
    """True where it is faster to begin anew than to exchange one note after the other."""
    count = len(difference.changed)
    return count > MANY and count > sum(len(stamps) for _, stamps in cache.unpack_folders()) / 2


def _fits(head: Head, rules: Rules) -> bool:
    return head.code == rules.code and head.meaning == rules.meaning


def _compare(cache: Cache, rules: Rules, is_verified: bool) -> Difference | None:
    """What has changed; None where all must be read, since nothing is kept that was read so."""
    head = cache.head
    if head is None or not _fits(head, rules):
        return None
    return find_difference(cache, head, is_verified)


def find_difference(cache: Cache, head: Head, is_verified: bool) -> Difference:
    """What has changed since the cache was written, as far as stamps and bytes can tell."""
    is_older = cache.looked_at < head.looked_at
    is_alike = cache.packed == head.folders
    if is_alike and not is_verified and not is_older and not head.racy:
        return Difference({}, ())
    changed, gone = compare(head.folders, cache.packed)
    doubts = is_verified or is_older
    if doubts or head.racy:
        seen = by_path(cache.unpack_folders())
        # A clock that went back may give out once more the times that it gave before.
        doubted: Iterable[str] = seen if doubts else head.racy
        altered = cache.find_altered(p for p in doubted if p in seen and p not in changed)
        changed |= {path: seen[path] for path in altered}
    return Difference(changed, gone)


def _is_settled(cache: Cache, head: Head, rules: Rules) -> bool:
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
    silent = [p for p in by_path(cache.unpack_folders()) if place_of(p) in unread] if unread else ()
    return [*{*racy, *silent}]


# -- writing -------------------------------------------------------------------------------------


def _build(cache: Cache, rules: Rules, workers: int, progress: Progress | None) -> frozenset[str]:
    """A new database beside the old one, which takes its place when it is whole."""
    generation = cache.head.generation if cache.head else time.time_ns()
    cache.close()
    seen = list(by_path(cache.unpack_folders()).items())
    name = f"index-{os.getpid()}-{time.time_ns()}.db"
    path = os.path.join(cache.folder, name)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
        connection = connect(path, is_writing=True)
        try:
            _fill(connection, cache, rules, seen, workers, progress)
            _write_head(connection, cache, rules, generation + 1, len(seen))
            connection.execute("COMMIT")
            connection.execute("PRAGMA journal_mode=WAL")
        finally:
            connection.close()
        sync(path)
        sign_folder(cache)
        seal(cache.folder, name)
    except BaseException:
        with suppress(OSError):
            os.unlink(path)
        raise
    clear_away(cache.folder, name)
    return frozenset(path for path, _ in seen)


def _fill(
    connection: sqlite3.Connection,
    cache: Cache,
    rules: Rules,
    seen: Sequence[tuple[str, Stamp]],
    workers: int,
    progress: Progress | None,
) -> None:
    # Whoever is killed here leaves a file that no seal names.
    connection.execute("PRAGMA journal_mode=OFF")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("BEGIN IMMEDIATE")
    create(connection)
    filling = Filling(connection)
    for rows in read_rows(cache.home, seen, rules.keys, workers):
        filling.add(rows)
        if progress is not None:
            progress(filling.count, len(seen))
    filling.finish()


def update(
    cache: Cache,
    head: Head,
    rules: Rules,
    difference: Difference,
    racy: Sequence[str] | None = None,
    workers: int = 1,
) -> frozenset[str]:
    """Put the changed notes in place of the old ones, in one transaction, by who holds the lock.

    `racy` are the notes whose stamps cannot be trusted, where not all were looked at just now.
    """
    batches = read_rows(cache.home, [*difference.changed.items()], rules.keys, workers)
    rows = [row for batch in batches for row in batch]
    cache.close()
    with changing(cache) as connection:
        places = [place_of(path) for path in (*difference.gone, *difference.changed)]
        before = [know_note(connection, place) for place in places]
        exchange_rows(connection, dict(zip(places, before, strict=True)), rows)
        now = [know_note(connection, place) for place in places]
        drop_stale(connection, zip(places, before, now, strict=True))
        drop_answers(connection, head.generation + 1, are_words=before == now)
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


def _settle(cache: Cache, head: Head, rules: Rules) -> None:
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
