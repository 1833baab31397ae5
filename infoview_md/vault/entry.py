"""Entry: the record of one command: what each file was, so that it can be taken back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from infoview_md.errors import Busy, Refused
from infoview_md.vault.files import create_file, move_new, sync_folder, take_away
from infoview_md.vault.state import State
from infoview_md.vault.whole_file import TooLarge, read_whole_file

FORMAT = 1
DONE, PENDING = ".json", ".pending"
MAX_BYTES = 256 * 1024 * 1024
"""What one entry may have: a command that rewrites a whole vault of large notes."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What a command did to one file: its text before and after, None where it was not there.

    `temporary` is the name, in the same folder, of the file in which the new text was made.
    """

    path: str
    old: str | None
    new: str | None
    temporary: str
    mode: int = 0o644

    @property
    def before(self) -> bytes | None:
        """The bytes before the command."""
        return None if self.old is None else self.old.encode("utf-8")

    @property
    def after(self) -> bytes | None:
        """The bytes after the command."""
        return None if self.new is None else self.new.encode("utf-8")


@dataclass(frozen=True, slots=True)
class Entry:
    """One command: what was typed, its files, the folders it made, the entry it takes back.

    `emptied` are the folders that go with it where nothing else is in them; an entry that is not
    `kept` goes as soon as its command is done.
    `when` is the time, in seconds since 1970, at which the entry was written.
    """

    number: int
    typed: str
    files: tuple[FileRecord, ...]
    folders: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    undoes: int = 0
    kept: bool = True
    when: float = 0.0

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return f"{self.number:08}"


def begin_entry(state: State, entry: Entry) -> None:
    """Write the entry down, safe on the disk, before the first file of the vault is touched."""
    data = json.dumps({"format": FORMAT, **asdict(entry)}).encode("ascii")
    if len(data) > MAX_BYTES:
        raise Refused("this changes more than can be undone in one step; do it in several")
    create_file(state.undo / f"{entry.stem}{PENDING}", data, 0o600)
    sync_folder(state.undo)


def finish_entry(state: State, entry: Entry) -> None:
    """All files are as they should be: from now on the command can be taken back."""
    move_new(state.undo / f"{entry.stem}{PENDING}", state.undo / f"{entry.stem}{DONE}")


def discard_entry(state: State, entry: Entry) -> None:
    """Forget an entry, pending or done."""
    take_away(state.undo / f"{entry.stem}{PENDING}")
    take_away(state.undo / f"{entry.stem}{DONE}")


def next_number(state: State) -> int:
    """The number of the entry to come."""
    return max((int(path.stem) for path in list_files(state, "")), default=0) + 1


def list_entries(state: State, ending: str = DONE) -> list[Entry]:
    """The entries, oldest first; one that cannot be read is left out."""
    return [entry for path in list_files(state, ending) if (entry := read_entry(path)) is not None]


def find_unfinished(state: State) -> list[Path]:
    """Pending entries that were not written to their end: their commands touched no note.

    Raises Busy for one that another version of the program wrote, and must settle.
    """
    found = []
    for path in list_files(state, PENDING):
        if read_entry(path) is None:
            if _is_json(path):
                raise Busy(f"{path} is of another version of infoview; run doctor --repair of that")
            found.append(path)
    return found


def _is_json(path: Path) -> bool:
    try:
        json.loads(read_whole_file(path, MAX_BYTES))
    except (ValueError, RecursionError):
        return False
    except (OSError, TooLarge) as error:
        raise Busy(f"{path}, the record of a command, cannot be read: {error}") from error
    return True


def list_files(state: State, ending: str = DONE) -> list[Path]:
    """The files of the entries, oldest first; with an empty `ending`, pending ones too."""
    if not state.undo.is_dir():
        return []
    found = (path for path in state.undo.iterdir() if path.stem.isdecimal())
    return sorted(path for path in found if path.name.endswith(ending))


def read_entry(path: Path) -> Entry | None:
    """One entry; None for a file that is none, or of another version."""
    try:
        found = json.loads(read_whole_file(path, MAX_BYTES))
        if found.pop("format") != FORMAT:
            return None
        files = tuple(FileRecord(**one) for one in found.pop("files"))
        folders, emptied = (tuple(found.pop(key)) for key in ("folders", "emptied"))
        entry = Entry(**found, files=files, folders=folders, emptied=emptied)
        return replace(entry, when=path.stat().st_mtime)
    except (OSError, TooLarge, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
