"""refresh: bring the cache to what the files say now, and be the only one who does."""

from __future__ import annotations

import marshal
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from infoview_md.core.schema import Keys
from infoview_md.errors import Busy
from infoview_md.vault.cache import (
    FORMAT,
    MARSHAL,
    SEAL,
    Answer,
    Cache,
    Head,
    connect,
    describe,
    place_of,
    read_head,
    read_seal,
    read_stamps,
)
from infoview_md.vault.cache_reading import WorkerFailed, read_row, read_rows
from infoview_md.vault.cache_schema import Filling, create, delete_row, insert_rows
from infoview_md.vault.digests import digest
from infoview_md.vault.facts_tables import drop_stale, know_note
from infoview_md.vault.files import OURS_ALONE, make_folders, open_lock
from infoview_md.vault.stamps import Stamp, by_path, is_racy

PATIENCE = 10.0
"""Seconds to wait for another process that writes to the cache; then the vault is read without."""

PAUSE = 0.005
LOCK = "lock"
MOST_ANSWERS = 64_000_000
"""Bytes of answers that are kept; the oldest go first."""

Progress = Callable[[int, int], None]


class NoCache(Exception):
    """Nothing can be kept: the disk will not have it, or another process writes all the time."""


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
        return digest(told)


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
    progress: Progress | None = None,
) -> frozenset[str]:
    """Make the cache say what the files say; the paths that were read anew or are gone.

    With `is_verified`, every note's bytes are compared, and no stamp is trusted. Raises NoCache
    where nothing can be kept, and OSError where the vault cannot be listed. The cache is open for
    reading afterwards.
    """
    cache.look(rules.globs)
    try:
        head = cache.head
        if head and _fits(head, rules) and not find_difference(cache, head, is_verified):
            if not _is_settled(cache, head, rules):
                _settle(cache, head, rules)
            return frozenset()
        with writing(cache):
            cache.reopen()  # another process may have done the same meanwhile
            head = cache.head
            if head is not None and head.looked_at > cache.looked_at:
                cache.looked_at = 0
                cache.look(rules.globs)
            if head is None or not _fits(head, rules):
                paths = _build(cache, rules, workers, progress)
            else:
                paths = _update(cache, head, rules, find_difference(cache, head, is_verified))
            cache.reopen()
    except (sqlite3.Error, WorkerFailed, UnicodeError) as error:
        cache.close()
        raise NoCache from error
    if cache.head is None:
        raise NoCache
    return paths


def _fits(head: Head, rules: Rules) -> bool:
    return head.code == rules.code and head.meaning == rules.meaning


def find_difference(cache: Cache, head: Head, is_verified: bool) -> Difference:
    """What has changed since the cache was written, as far as stamps and bytes can tell."""
    is_older = cache.looked_at < head.looked_at
    is_alike = marshal.dumps(cache.folders, MARSHAL) == head.folders
    if is_alike and not is_verified and not is_older and not head.racy:
        return Difference({}, ())
    known, seen = read_stamps(head), by_path(cache.folders)
    changed = {path: stamp for path, stamp in seen.items() if known.get(path) != stamp}
    # A clock that went back may give out once more the times that it gave before.
    doubted: Iterable[str] = seen if is_verified or is_older else head.racy
    altered = cache.find_altered(p for p in doubted if p in seen and p not in changed)
    changed |= {path: seen[path] for path in altered}
    return Difference(changed, [path for path in known if path not in seen])


def _is_settled(cache: Cache, head: Head, rules: Rules) -> bool:
    """True where the next look can be compared with what is written, and nothing is in doubt."""
    return (
        cache.looked_at >= head.looked_at
        and head.config == rules.config
        and set(head.racy) == set(_racy_of(cache))
        and marshal.dumps(cache.folders, MARSHAL) == head.folders
    )


def _racy_of(cache: Cache) -> tuple[str, ...]:
    seen = by_path(cache.folders)
    return tuple(path for path, stamp in seen.items() if is_racy(stamp, cache.looked_at))


# -- writing -------------------------------------------------------------------------------------


@contextmanager
def writing(cache: Cache, patience: float = PATIENCE) -> Iterator[None]:
    """Be the only process that writes to this cache; NoCache where that cannot be.

    The lock is the open file's: it ends with the process, however that ends.
    """
    import fcntl

    try:
        make_folders(Path(cache.folder), OURS_ALONE)
        descriptor = open_lock(Path(cache.folder) / LOCK)
    except OSError as error:
        raise NoCache from error
    try:
        deadline = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if not isinstance(error, BlockingIOError) or time.monotonic() > deadline:
                    raise NoCache from error
                time.sleep(PAUSE)
        try:
            yield
        except OSError as error:
            raise NoCache from error
    finally:
        os.close(descriptor)


def _build(cache: Cache, rules: Rules, workers: int, progress: Progress | None) -> frozenset[str]:
    """A new database beside the old one, which takes its place when it is whole."""
    generation = cache.head.generation if cache.head else time.time_ns()
    cache.close()
    seen = list(by_path(cache.folders).items())
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
        _sync(path)
        _seal(cache.folder, name)
    except BaseException:
        with suppress(OSError):
            os.unlink(path)
        raise
    _clear_away(cache.folder, name)
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


def _update(cache: Cache, head: Head, rules: Rules, difference: Difference) -> frozenset[str]:
    """Put the changed notes in place of the old ones, in one transaction."""
    rows = [
        (path, read_row(cache.home, path, stamp, rules.keys))
        for path, stamp in difference.changed.items()
    ]
    cache.close()
    with changing(cache) as connection:
        places = [*map(place_of, difference.gone)]
        places += (place_of(path) if row is None else row.place for path, row in rows)
        before = [know_note(connection, place) for place in places]
        for place in places:
            delete_row(connection, place)
        insert_rows(connection, [row for _, row in rows if row is not None])
        now = [know_note(connection, place) for place in places]
        drop_stale(connection, zip(places, before, now, strict=True))
        connection.execute("DELETE FROM answer")
        _write_head(connection, cache, rules, head.generation + 1)
    return frozenset((*difference.changed, *difference.gone))


@contextmanager
def changing(cache: Cache) -> Iterator[sqlite3.Connection]:
    """One transaction on the database in force, by whoever holds the lock; then a new seal."""
    name = read_seal(cache.folder)
    if name is None:
        raise NoCache
    path = os.path.join(cache.folder, name)
    connection = connect(path, is_writing=True)
    try:
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.execute("COMMIT")
    finally:
        connection.close()  # which rolls back what was not committed
    _seal(cache.folder, name)
    _clear_away(cache.folder, name)


def _write_head(
    connection: sqlite3.Connection,
    cache: Cache,
    rules: Rules,
    generation: int,
    last_id: int | None = None,
) -> None:
    own = (list(rules.globs), list(_racy_of(cache)))
    globs, racy = (marshal.dumps(one, MARSHAL) for one in own)
    folders = marshal.dumps(cache.folders, MARSHAL)
    if last_id is None:
        last_id = connection.execute("SELECT last_id FROM head").fetchone()[0]
    connection.execute("DELETE FROM head")
    connection.execute(
        "INSERT INTO head VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            generation, cache.looked_at, rules.code, rules.config, rules.meaning,
            globs, folders, racy, FORMAT, last_id,
        ),
    )  # fmt: skip


def _settle(cache: Cache, head: Head, rules: Rules) -> None:
    """Note down that nothing had changed, so that old doubts need not be looked into again."""
    racy = marshal.dumps(list(_racy_of(cache)), MARSHAL)
    folders = marshal.dumps(cache.folders, MARSHAL)
    with suppress(NoCache), writing(cache, patience=0):
        if is_still(cache, head):
            cache.close()
            with changing(cache) as connection:
                connection.execute(
                    "UPDATE head SET looked_at = ?, racy = ?, folders = ?, config = ?",
                    (cache.looked_at, racy, folders, rules.config),
                )
    if cache.head is None:
        cache.reopen()


def is_still(cache: Cache, head: Head) -> bool:
    """True where no other process has written since; asked by whoever holds the lock."""
    name = read_seal(cache.folder)
    if name is None:
        return False
    connection = connect(os.path.join(cache.folder, name), is_writing=False)
    try:
        now = read_head(connection)
        return (now.generation, now.looked_at) == (head.generation, head.looked_at)
    except ValueError:
        return False
    finally:
        connection.close()


def keep_answer(cache: Cache, question: str, answer: Answer, generation: int) -> None:
    """Keep what was printed for a question, if the notes it rests on are still those in force."""
    head = cache.head
    if head is None or head.generation != generation:
        return
    with suppress(NoCache, sqlite3.Error), writing(cache, patience=0):
        if not is_still(cache, head):
            return
        cache.close()
        with changing(cache) as connection:
            connection.execute("DELETE FROM answer WHERE generation <> ?", (generation,))
            connection.execute(
                "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?)",
                (question, generation, *answer),
            )
            _prune_answers(connection)


def _prune_answers(connection: sqlite3.Connection) -> None:
    size = 0
    sizes = "SELECT rowid, length(out) + length(err) FROM answer ORDER BY rowid DESC"
    for number, length in connection.execute(sizes).fetchall():
        size += length
        if size > MOST_ANSWERS:
            connection.execute("DELETE FROM answer WHERE rowid = ?", (number,))


# -- files ---------------------------------------------------------------------------------------


def _seal(folder: str, name: str) -> None:
    """Say which database is in force, and how we left it."""
    told = f"{name} {describe(os.path.join(folder, name))}"
    temporary = os.path.join(folder, f".{SEAL}-{os.getpid()}")
    descriptor = os.open(temporary, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    try:
        os.write(descriptor, told.encode("ascii"))
    finally:
        os.close(descriptor)
    os.replace(temporary, os.path.join(folder, SEAL))


def _sync(path: str) -> None:
    """Bring a database to the disk before a seal vouches for it."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _clear_away(folder: str, name: str) -> None:
    """Remove databases that are no longer in force; who still reads one keeps it to the end."""
    with suppress(OSError):
        for found in os.listdir(folder):
            if found.startswith((".", "index-")) and not found.startswith(name):
                with suppress(OSError):
                    os.unlink(os.path.join(folder, found))


def throw_away(cache: Cache) -> None:
    """Leave nothing on the disk of what is kept of this vault; Busy where that cannot be."""
    cache.close()
    if not os.path.isdir(cache.folder):
        return
    try:
        with writing(cache):
            for name in (SEAL, *os.listdir(cache.folder)):
                if name != LOCK:
                    with suppress(FileNotFoundError):
                        os.unlink(os.path.join(cache.folder, name))
    except NoCache as error:
        raise Busy(
            f"what is kept of the notes in {cache.folder} cannot be thrown away; delete that folder"
        ) from error
