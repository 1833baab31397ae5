"""Damage: what may become of a cache's files, from one bit to another program's database."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

PAGE = 4096
STRANGER = 65534

Damage = Callable[[Path, random.Random], str]
"""Does something to one file and says what."""


def _keeping_times(path: Path, change: Callable[[bytearray], object]) -> None:
    """Change bytes in place, and give the file its old times back."""
    before = path.stat()
    _change(path, change)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _change(path: Path, change: Callable[[bytearray], object]) -> None:
    data = bytearray(path.read_bytes())
    change(data)
    with path.open("r+b") as file:
        file.write(data)
        file.truncate()


def flip(path: Path, dice: random.Random) -> str:
    """One bit, perhaps with the old times."""

    def change(data: bytearray) -> None:
        if data:
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)

    way = dice.choice((_change, _keeping_times))
    way(path, change)
    return f"one bit of {path.name} ({way.__name__})"


def flip_many(path: Path, dice: random.Random) -> str:
    """A hundred bits, with the old times."""

    def change(data: bytearray) -> None:
        for _ in range(min(100, len(data))):
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)

    _keeping_times(path, change)
    return f"100 bits of {path.name}"


def cut(path: Path, dice: random.Random) -> str:
    """The end is missing."""
    size = path.stat().st_size
    length = dice.choice((0, 1, 100, dice.randrange(size + 1), size // PAGE // 2 * PAGE, size - 1))
    os.truncate(path, max(0, length))
    return f"{path.name} cut to {length} of {size}"


def grow(path: Path, dice: random.Random) -> str:
    """There is more than there was."""
    with path.open("ab") as file:
        file.write(dice.randbytes(dice.choice((1, 100, PAGE, 3 * PAGE))))
    return f"{path.name} has grown"


def wipe(path: Path, dice: random.Random) -> str:
    """A page of zeros, or of noise, with the old times."""
    noise = dice.choice((bytes(PAGE), dice.randbytes(PAGE)))

    def change(data: bytearray) -> None:
        at = dice.randrange(max(1, len(data) // PAGE)) * PAGE
        data[at : at + PAGE] = noise[: len(data[at : at + PAGE])]

    _keeping_times(path, change)
    return f"a page of {path.name} is wiped"


def swap_pages(path: Path, dice: random.Random) -> str:
    """Two pages stand in each other's place."""

    def change(data: bytearray) -> None:
        one, other = (dice.randrange(max(1, len(data) // PAGE)) * PAGE for _ in range(2))
        a, b = bytes(data[one : one + PAGE]), bytes(data[other : other + PAGE])
        if len(a) == len(b):
            data[one : one + PAGE], data[other : other + PAGE] = b, a

    _keeping_times(path, change)
    return f"two pages of {path.name} are swapped"


def replace(path: Path, dice: random.Random) -> str:
    """Something else stands under the name."""
    kind = dice.choice(OTHERS)
    path.unlink()
    kind(path)
    return f"{path.name} is{kind.__name__.replace('_', ' ')}"


def _an_empty_file(path: Path) -> None:
    path.write_bytes(b"")


def _a_text(path: Path) -> None:
    path.write_text("index.db 1 2 3\n" * 100)


def _a_folder(path: Path) -> None:
    path.mkdir()
    (path / "x").write_text("x")


def _a_pipe(path: Path) -> None:
    os.mkfifo(path)


def _a_dead_link(path: Path) -> None:
    path.symlink_to("nowhere")


def _a_loop(path: Path) -> None:
    path.symlink_to(path.name)


def _a_database_of_another_program(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
        connection.execute("INSERT INTO bookmarks VALUES ('x')")
    connection.close()


def _a_database_of_another_version(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE head (generation, looked_at, notes)")
        connection.execute("CREATE TABLE note (path, text)")
        connection.execute("INSERT INTO head VALUES ('x', NULL, 7)")
    connection.close()


OTHERS = (_an_empty_file, _a_text, _a_folder, _a_pipe, _a_dead_link, _a_loop,
          _a_database_of_another_program, _a_database_of_another_version)  # fmt: skip


def lose(path: Path, _: random.Random) -> str:
    """A file is gone."""
    path.unlink()
    return f"{path.name} is gone"


def lock_out(path: Path, dice: random.Random) -> str:
    """Nobody may read or write it, or it is somebody else's."""
    if dice.random() < 0.5:
        path.chmod(dice.choice((0o000, 0o400, 0o200)))
        return f"{path.name} has mode {path.stat().st_mode & 0o777:o}"
    path.chmod(0o600)
    if os.geteuid() == 0:
        os.chown(path, STRANGER, STRANGER)
    return f"{path.name} is somebody else's"


def lock_folder(path: Path, dice: random.Random) -> str:
    """The folder is read-only, or shut."""
    mode = dice.choice((0o500, 0o400, 0o000))
    path.parent.chmod(mode)
    return f"the folder has mode {mode:o}"


def replace_folder(path: Path, dice: random.Random) -> str:
    """A file or a dead link stands in place of the folder."""
    folder = dice.choice((path.parent, path.parent.parent))
    shutil.rmtree(folder)
    kind = dice.choice((_an_empty_file, _a_dead_link, _a_pipe))
    kind(folder)
    return f"the folder {folder.name} is{kind.__name__.replace('_', ' ')}"


def add_companion(path: Path, dice: random.Random) -> str:
    """What SQLite would take for the rest of an unfinished change lies beside it."""
    database = next(iter(sorted(path.parent.glob("*.db"))), path)
    name = f"{database.name}{dice.choice(('-journal', '-wal', '-shm'))}"
    data = dice.choice((b"", dice.randbytes(3 * PAGE), database.read_bytes(), JOURNAL))
    (database.parent / name).write_bytes(data)
    return f"a stray {name[-8:]} of {len(data)} bytes"


JOURNAL = bytes.fromhex("d9d505f920a163d7") + b"\0\0\0\1" * 2 + b"\0\0\0\2" * 2 + bytes(2 * PAGE)
"""How the journal of a change that was broken off begins."""


def add_left_overs(path: Path, dice: random.Random) -> str:
    """What a killed process may have left."""
    names = ("index-1-1.db", "index-1-1.db-wal", ".current-1", "index-9-9.db-journal")
    for name in names:
        (path.parent / name).write_bytes(path.read_bytes()[: dice.choice((0, 100, 10**9))])
    return "left-overs lie there"


def copy_over(path: Path, dice: random.Random) -> str:
    """The same bytes as another file: moved from another disk, or restored."""
    beside = path.with_name("copy")
    dice.choice((shutil.copy, shutil.copy2))(path, beside)
    beside.rename(path)
    return f"{path.name} is a copy"


DAMAGES: tuple[tuple[Damage, int], ...] = (
    (flip, 40), (flip_many, 12), (cut, 24), (grow, 8), (wipe, 24), (swap_pages, 12), (replace, 36),
    (lose, 8), (lock_out, 14), (lock_folder, 6), (replace_folder, 8), (add_companion, 16),
    (add_left_overs, 4), (copy_over, 8),
)  # fmt: skip
"""Each with how often it is tried at full length."""

LASTING = (lock_out, lock_folder, replace_folder)
"""What nobody but the person can mend."""
