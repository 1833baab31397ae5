"""Cache: what a vault's notes say, kept beside the vault, to be thrown away at any time.

No fact lives only here. A database that anybody but us has touched since, one of another version
of the program, and one that SQLite stumbles over, is not mended but made anew.
"""

from __future__ import annotations

import marshal
import os
import sqlite3
from collections.abc import Container, Iterable, Iterator
from contextlib import suppress
from itertools import chain
from typing import Any, NamedTuple

from infoview_md.core.digest import digest_of
from infoview_md.vault import stamps as looking
from infoview_md.vault.finding import digest_config
from infoview_md.vault.folders import find_folder
from infoview_md.vault.stamps import Folder, Stamp
from infoview_md.vault.whole_file import TooLarge, digest_file, read_whole_file

SEAL = "current"
"""The file that names the database in force, and says how it looked when we last wrote to it."""

FORMAT = 3
PIECE = 1 << 20
"""Bytes of an answer that are read at once."""

PATIENCE = 5.0
"""Seconds that SQLite waits for another process that writes a page or two."""


class Head(NamedTuple):
    """What the database says of itself: what was seen when, by which code and config.

    `folders` are the stamps of all notes, as bytes for each folder, `racy` the paths whose stamps
    cannot be trusted, `config` the digest of the bytes of infoview.toml, and `meaning` of all in it
    that decides how a note is read. `revision` is another after each write, were it only of an
    answer.
    """

    generation: int
    looked_at: int
    code: str
    config: str
    meaning: str
    globs: tuple[str, ...]
    folders: tuple[bytes, ...]
    racy: tuple[str, ...]
    revision: int


class Answer(NamedTuple):
    """What a command printed to stdout and stderr, and the code with which it ended."""

    out: bytes
    err: bytes
    code: int


class Kept(NamedTuple):
    """An answer as the cache has it.

    What was printed to stdout comes piece by piece, once; the first is there, and sqlite3.Error is
    raised where a later one cannot be read.
    """

    out: Iterator[bytes]
    err: bytes
    code: int


class Cache:
    """The cache of one vault, open for reading at one moment; `head` is None where there is none.

    What is read comes from one snapshot, whatever another process writes meanwhile. It `asks` a
    watcher, where there is one, instead of looking at every file. It `has_told_words` once anybody
    was given the text of a note, and not only what was read in it.
    """

    def __init__(self, home: str, folder: str) -> None:
        self.home = home
        self.folder = folder
        self.connection: sqlite3.Connection | None = None
        self.head: Head | None = None
        self.name = ""
        self.asks = True
        self.has_told_words = False
        self.looked_at = 0
        self.packed: tuple[bytes, ...] = ()
        self._open()

    def close(self) -> None:
        """Let go of the database."""
        if self.connection is not None:
            with suppress(sqlite3.Error):
                self.connection.close()
        self.connection = self.head = None

    def reopen(self) -> None:
        """See what was written since."""
        self.close()
        self._open()

    def _open(self) -> None:
        name = read_seal(self.folder)
        if name is None:
            return
        self.name = name
        try:
            self.connection = connect(os.path.join(self.folder, name), is_writing=False)
            # One transaction from here on: everything is read from one moment.
            self.connection.execute("BEGIN")
            self.head = read_head(self.connection)
        except (sqlite3.Error, ValueError, TypeError, UnicodeError):
            self.close()

    @property
    def mark(self) -> str | None:
        """What tells this state of the cache from every other; None where there is none."""
        return name_state(self.name, self.head.generation) if self.head is not None else None

    def unpack_folders(self) -> Iterator[Folder]:
        """The folders of the vault when it was looked at, with the stamps of their notes."""
        return looking.unpack(self.packed)

    # -- is it as it was? ------------------------------------------------------------------------

    def look(self, globs: Iterable[str]) -> None:
        """Look at every file of the vault, once; OSError where it cannot be listed."""
        if self.looked_at:
            return
        globs = tuple(globs)
        at = looking.read_clock()
        self.packed = looking.pack_stamps(self.home, _ignore(globs))
        self.looked_at = at

    def is_unchanged(self, code: str) -> bool:
        """True where all files are as they were read, by the same code and under the same config.

        Every file is looked at, unless a watcher vouches for all; one that was changed just before
        it was read is read again.
        """
        head = self.head
        if head is None or head.code != code or head.config != digest_config(self.home):
            return False
        if self.is_vouched():
            return True
        try:
            self.look(head.globs)
        except OSError:
            return False
        try:
            return (
                self.packed == head.folders
                # A clock that went back may give out once more the times that it gave before.
                and self.looked_at >= head.looked_at
                and not self.find_altered(head.racy)
            )
        except sqlite3.Error:
            self.close()
            return False

    def is_vouched(self) -> bool:
        """True where a watcher says that all notes are, at this moment, as they were read."""
        from infoview_md.vault.heartbeat import ask

        return self.asks and self.head is not None and ask(self.folder, self.home) == self.mark

    def find_altered(self, paths: Iterable[str]) -> list[str]:
        """Those of the notes whose bytes are not the ones that were read; sqlite3.Error."""
        paths = list(paths)
        if not paths or self.connection is None:
            return paths
        known = "SELECT digest FROM note WHERE place = ?"
        altered = []
        for path in paths:
            row = self.connection.execute(known, (place_of(path),)).fetchone()
            if row is None:
                altered.append(path)
            elif row[0] == "":
                if _can_be_read(self.home, path):
                    altered.append(path)
            elif row[0] != digest_file(f"{self.home}/{path}"):
                altered.append(path)
        return altered

    # -- answers ---------------------------------------------------------------------------------

    def find_answer(self, question: str) -> Kept | None:
        """What was printed for a question, if it holds for this state of the cache."""
        row = self._find_row("rowid, err, code", question)
        if row is None or self.connection is None:
            return None
        number, err, code = row
        try:
            blob = self.connection.blobopen("answer", "out", number, readonly=True)
            # Where more cannot be read, something was printed already.
            first = blob.read(PIECE)
        except sqlite3.Error:
            self.close()
            return None
        return Kept(chain((first,), iter(lambda: blob.read(PIECE), b"")), err, code)

    def may_hold(self, question: str) -> bool:
        """True where an answer is kept that does not rest on the very words of the notes."""
        return self._find_row("NOT words", question) == (1,)

    def _find_row(self, columns: str, question: str) -> tuple[Any, ...] | None:
        if self.connection is None:
            return None
        try:
            row: tuple[Any, ...] | None = self.connection.execute(
                f"SELECT {columns} FROM answer WHERE question = ?",  # noqa: S608
                (question,),
            ).fetchone()
        except sqlite3.Error:
            self.close()
            return None
        return row


def name_state(name: str, generation: int) -> str:
    """What tells a state of a cache from every other: of which database, and which of its own."""
    return f"{name} {generation}"


def open_cache(root: str | os.PathLike[str]) -> Cache | None:
    """The cache of the vault at `root`; None for a user without a place to keep one."""
    folder = find_cache_of(os.path.realpath(root))
    return Cache(os.path.realpath(root), folder) if folder is not None else None


def find_cache_of(home: str) -> str | None:
    """The folder of a vault's cache, by the vault's real path, whether it is there or not."""
    base = find_folder("cache")
    if base is None:
        return None
    return os.path.join(base, "vaults", digest_of(home.encode("utf-8", "surrogateescape")))


def connect(path: str, is_writing: bool) -> sqlite3.Connection:
    """Open a database; one that is only read is never made, and never written to on closing."""
    escaped = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    mode = "rw" if is_writing else "ro"
    return sqlite3.connect(
        f"file:{escaped}?mode={mode}", uri=True, isolation_level=None, timeout=PATIENCE
    )


def read_head(connection: sqlite3.Connection) -> Head:
    """What the database says of itself; ValueError or sqlite3.Error where it says nothing."""
    row = connection.execute(
        "SELECT generation, looked_at, code, config, meaning, globs, racy, format FROM head"
    ).fetchone()
    if row is None or row[7] != FORMAT:
        raise ValueError("another format")
    generation, looked_at, code, config, meaning = row[:5]
    globs, racy = (tuple(_read_own(one)) for one in row[5:7])
    rows = connection.execute("SELECT stamps FROM folder ORDER BY number").fetchall()
    folders = tuple(stamps for (stamps,) in rows)
    (revision,) = connection.execute("PRAGMA user_version").fetchone()
    return Head(generation, looked_at, code, config, meaning, globs, folders, racy, revision)


def read_stamps(head: Head) -> dict[str, Stamp]:
    """The stamps by path that a head has."""
    return looking.by_path(looking.unpack(head.folders))


def _read_own(data: bytes) -> Any:
    """What we wrote ourselves, to a database that is under our seal: other bytes may do harm."""
    return marshal.loads(data)  # noqa: S302


def place_of(path: str) -> bytes:
    """A path as the database has it: in the order of the bytes, folders come part by part.

    Of a name that is no text, it is the path that people are shown.
    """
    data = path.encode("utf-8", "surrogateescape")
    if not path.isascii():
        data = data.decode("utf-8", "backslashreplace").encode()
    return data.replace(b"/", b"\0")


# -- the seal ------------------------------------------------------------------------------------


def read_seal(folder: str) -> str | None:
    """The name of the database in force; None for none, and for one that is not as we left it.

    No program changes a file without changing one of its times, if only that of its inode.
    """
    try:
        name, told = read_whole_file(os.path.join(folder, SEAL), 1000).decode("ascii").split(" ", 1)
        is_ours = name == os.path.basename(name) and told == describe(os.path.join(folder, name))
    except (OSError, TooLarge, ValueError):
        return None
    return name if is_ours else None


def describe(path: str) -> str:
    """How a database looks from outside."""
    status = os.stat(path)
    times = f"{status.st_mtime_ns} {status.st_ctime_ns}"
    return f"{FORMAT} {status.st_size} {times} {status.st_ino}\n"


# -- small things --------------------------------------------------------------------------------


def find_unread(connection: sqlite3.Connection) -> frozenset[bytes]:
    """The places of the notes that could not be read; sqlite3.Error.

    The disk may fail for a moment only, and no stamp tells that it is well again.
    """
    found = connection.execute("SELECT place FROM note WHERE digest = ''").fetchall()
    return frozenset(place for (place,) in found)


def _can_be_read(home: str, path: str) -> bool:
    """True where a note that could not be read can be now, by the rules of those who read notes."""
    from pathlib import PurePosixPath

    from infoview_md.vault.scan import read_as_seen  # late: such notes are rare

    note = read_as_seen(home, PurePosixPath(path))
    return note is None or note.digest != ""


def _ignore(globs: tuple[str, ...]) -> Container[str] | None:
    if not globs:
        return None
    from infoview_md.vault.ignoring import Ignore

    return Ignore(globs)
