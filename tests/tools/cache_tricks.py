"""Tricks: what becomes of files, folders, links, modes, clocks and the cache, but not of a text."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import time
import unicodedata
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from tests.tools.cache_desk import BEGIN, Desk, find_bug, find_mode, is_open
from tests.tools.cache_edits import pick, tell
from tests.tools.cache_texts import ALL, Pen
from tests.tools.chance import Dice
from tests.tools.file_tree import Leaf, Tree
from tests.tools.process import flush

FOLDERS = ("contacts", "companies", "interviews", "letters", "daily", "more/deep", ".")
LONG = 3.0


# -- names and places ----------------------------------------------------------------------------


def remove(desk: Desk) -> str:
    """A note goes."""
    note = pick(desk)
    if note is None:
        return ""
    note.unlink()
    return tell(desk, note, "goes")


def rename(desk: Desk) -> str:
    """A note gets another name, perhaps in another folder, perhaps over another note."""
    note = pick(desk)
    if note is None:
        return ""
    folder = desk.vault / desk.dice.choice((note.parent.name, *FOLDERS))
    target = folder / f"{Pen(desk.dice).name(note.parent.name)}.md"
    return _move(desk, note, target)


def respell(desk: Desk) -> str:
    """A note's name changes its letter case, or how its accents are coded."""
    note = pick(desk)
    if note is None:
        return ""
    name = desk.dice.choice((str.swapcase, str.title, _decompose, _compose))(note.stem)
    suffix = desk.dice.choice((".md", ".MD"))
    return _move(desk, note, note.with_name(f"{name}{suffix}"))


def _decompose(name: str) -> str:
    return unicodedata.normalize("NFD", name)


def _compose(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def hide(desk: Desk) -> str:
    """A note becomes a hidden file or no note at all, or comes back."""
    hidden = [path for path in desk.vault.rglob("*.md.off") if path.is_file()]
    note = desk.dice.choice(sorted(hidden)) if hidden else pick(desk)
    if note is None:
        return ""
    name = note.name.removesuffix(".off") if hidden else f"{note.name}.off"
    return _move(desk, note, note.with_name(name))


def _move(desk: Desk, note: Path, target: Path) -> str:
    if target.is_symlink() or (target.exists() and not target.is_file()):
        return ""
    target.parent.mkdir(parents=True, exist_ok=True)
    note.rename(target)
    return tell(desk, note, f"is now {target.relative_to(desk.vault)}")


def swap(desk: Desk) -> str:
    """Two notes change names."""
    one, other = pick(desk), pick(desk)
    if one is None or other is None or one == other:
        return ""
    between = one.with_name(".between")
    one.rename(between)
    other.rename(one)
    between.rename(other)
    return tell(desk, one, f"and {other.name} are swapped")


def copy(desk: Desk) -> str:
    """A note stands under a second name as well, with its old times, or as the very same file."""
    note = pick(desk)
    target = desk.vault / desk.dice.choice(FOLDERS) / f"{desk.dice.choice(ALL)}.md"
    if note is None or os.path.lexists(target):
        return ""
    target.parent.mkdir(parents=True, exist_ok=True)
    how = desk.dice.choice((shutil.copy, shutil.copy2, os.link))
    how(note, target)
    return tell(desk, note, f"also is {target.relative_to(desk.vault)} ({how.__name__})")


def move_folder(desk: Desk) -> str:
    """A folder gets another name, goes below another one, is hidden or comes back."""
    names = [path.name for path in sorted(desk.vault.iterdir()) if path.is_dir()]
    folders = [name for name in names if name not in (".infoview", "rules", "templates")]
    if not folders:
        return ""
    folder = desk.vault / desk.dice.choice(folders)
    target = desk.vault / desk.dice.choice(("contacts", "people", ".off", "people/old", "a.md"))
    if os.path.lexists(target) or target.is_relative_to(folder):
        return ""
    target.parent.mkdir(parents=True, exist_ok=True)
    folder.rename(target)
    return tell(desk, folder, f"is now {target.relative_to(desk.vault)}/")


def copy_vault(desk: Desk) -> str:
    """The vault is put back from a backup that kept its times, with other inodes."""
    modes = [find_mode(path) or 0 for path in desk.list_files()]
    if not all(is_open(mode) and not stat.S_ISFIFO(mode) for mode in modes):
        return ""
    backup, gone = desk.machine.folder / "backup", desk.machine.folder / "gone"
    shutil.copytree(desk.vault, backup, symlinks=True)
    desk.vault.rename(gone)
    backup.rename(desk.vault)
    shutil.rmtree(gone)
    return "the vault is put back from a backup"


# -- oddities ------------------------------------------------------------------------------------


def put_oddity(desk: Desk) -> str:
    """A link, a folder or a pipe stands under the name of a note; or it goes."""
    name = f"{desk.dice.choice(ALL)}.md"
    path = desk.vault / desk.dice.choice(("contacts", "companies")) / name
    kind = desk.dice.choice((*ODDITIES, None, None))
    if os.path.lexists(path) and kind is None and not path.is_file():
        path.unlink() if path.is_symlink() or not path.is_dir() else shutil.rmtree(path)
        return tell(desk, path, "goes")
    if os.path.lexists(path) or kind is None or not path.parent.is_dir():
        return ""
    kind(desk, path)
    return tell(desk, path, f"is{kind.__name__.replace('_', ' ')}")


def _a_link(desk: Desk, path: Path) -> None:
    note = pick(desk)
    path.symlink_to(note or "nowhere")


def _a_link_to_another_file(desk: Desk, path: Path) -> None:
    target = desk.vault / "text.txt"
    target.write_text(Pen(desk.dice).note("contact"), "utf-8")
    path.symlink_to(target)


def _a_dead_link(_: Desk, path: Path) -> None:
    path.symlink_to("Later.md")


def _a_link_out(desk: Desk, path: Path) -> None:
    path.symlink_to(desk.machine.folder / "answers.mbox")


def _a_link_to_a_folder(desk: Desk, path: Path) -> None:
    path.symlink_to(desk.vault / "daily")


def _a_folder(_: Desk, path: Path) -> None:
    path.mkdir()


def _a_pipe(_: Desk, path: Path) -> None:
    os.mkfifo(path)


ODDITIES = (_a_link, _a_link, _a_link_to_another_file, _a_dead_link, _a_link_out,
            _a_link_to_a_folder, _a_folder, _a_pipe)  # fmt: skip


def change_linked_file(desk: Desk) -> str:
    """The file behind a link changes, which itself is no note; its size stays."""
    target = desk.vault / "text.txt"
    if not target.exists():
        return ""
    data = target.read_bytes()
    old, new = desk.dice.choice(((b"contact", b"company"), (b"company", b"contact"), (b"e", b"a")))
    with target.open("r+b") as file:
        file.write(data.replace(old, new))
    return f"text.txt: {old!r} to {new!r}"


def change_mode(desk: Desk) -> str:
    """A note or a folder cannot be read, or only half, or can again."""
    locked = [path for path in desk.list_files() if not is_open(find_mode(path) or 0)]
    if locked and desk.dice.random() < 0.6:
        path = desk.dice.choice(locked)
        path.chmod(0o755 if path.is_dir() else 0o644)
        return tell(desk, path, "can be read again")
    path = desk.vault / desk.dice.choice(("contacts", "companies", "daily"))
    note = pick(desk)
    path = path if note is None or desk.dice.random() < 0.4 else note
    if not path.exists():
        return ""
    mode = desk.dice.choice((0o000, 0o444, 0o111))
    path.chmod(mode)
    return tell(desk, path, f"has mode {mode:o}")


def touch(desk: Desk) -> str:
    """A note gets another time, and keeps its bytes."""
    note = pick(desk)
    if note is None:
        return ""
    seconds = desk.dice.choice((0, 1, 10**9, 4 * 10**9))
    os.utime(note, (seconds, seconds))
    return tell(desk, note, f"has time {seconds}")


# -- time ----------------------------------------------------------------------------------------


def wait(desk: Desk) -> str:
    """Time goes by, little or much."""
    seconds = desk.dice.choice((0.3, 1.0, LONG, LONG, LONG, 60.0))
    desk.wait(seconds)
    return f"{seconds} s go by"


def grow_old(desk: Desk) -> str:
    """Time goes by until no file is in doubt, in the end also after the clock was set back."""
    seconds = desk.dice.choice((LONG, LONG, LONG, LONG, 4000.0))
    desk.wait(seconds)
    return f"{seconds} s go by"


def turn_back(desk: Desk) -> str:
    """The clock is set back."""
    seconds = desk.dice.choice((1.0, 2.0, 5.0, 10.0, 61.0, 3600.0))
    desk.settle()
    desk.times.turn_back(seconds)
    return f"the clock is set back by {seconds} s"


def change_day(desk: Desk) -> str:
    """It is another day, or whatever day the settings or the machine say."""
    is_said = desk.dice.random() < 0.75
    desk.today = BEGIN + timedelta(days=desk.dice.randint(-20, 60)) if is_said else None
    return f"today is {desk.today}"


# -- the tool itself -----------------------------------------------------------------------------


def command(desk: Desk) -> str:
    """A writing command, that uses the cache or not."""
    argv = Dice(desk.dice.getrandbits(32)).throw(list_names(desk))
    if argv[0] == "letter":  # its own proofs try it at length, and it takes long
        argv = ("undo",)
    is_cached = desk.dice.random() < 0.8
    answer = desk.ask(argv, is_cached)
    assert not find_bug(answer), answer
    return f"infoview {' '.join(argv)} {'' if is_cached else '--no-cache '}({answer.code})"


def list_names(desk: Desk) -> Tree:
    """The paths of the notes, for dice to choose names from."""
    return {note.relative_to(desk.vault).as_posix(): Leaf(0o644) for note in desk.list_notes()}


def kill(desk: Desk) -> str:
    """A command is killed after a moment."""
    moment = desk.dice.random() * 0.03
    desk.let_go()
    flush()
    pid = os.fork()
    if pid == 0:
        with suppress(BaseException):
            desk.ask(desk.dice.choice((("today",), ("list", "contacts"), ("search", "on"))), True)
        os._exit(0)
    time.sleep(moment)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return "a command is killed"


def lose_cache(desk: Desk) -> str:
    """The cache is deleted, or one of its files is."""
    files = [path for path in sorted(desk.cache.rglob("*")) if path.is_file()]
    if not files or desk.dice.random() < 0.5:
        shutil.rmtree(desk.cache, ignore_errors=True)
        return "the cache is deleted"
    path = desk.dice.choice(files)
    path.unlink()
    return f"{path.name} of the cache is deleted"


def put_back_cache(desk: Desk) -> str:
    """The cache is kept, or what was kept earlier is put back, with its times."""
    kept = desk.machine.folder / "kept"
    desk.let_go()
    if kept.exists() and desk.dice.random() < 0.7:
        shutil.rmtree(desk.cache, ignore_errors=True)
        shutil.copytree(kept, desk.cache)
        return "an old cache is put back"
    if not desk.cache.exists():
        return ""
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(desk.cache, kept)
    return "the cache is copied"
