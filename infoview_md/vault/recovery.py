"""recover: what a crash left half done is finished or taken back; texts nobody knows are kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from infoview_md.errors import Busy
from infoview_md.vault.entry import (
    PENDING,
    Entry,
    FileRecord,
    discard_entry,
    find_unfinished,
    list_entries,
)
from infoview_md.vault.files import (
    create_file,
    make_folders,
    move_new,
    read_again,
    remove_folders,
    take_away,
    told,
)
from infoview_md.vault.replacing import Overtaken, replace
from infoview_md.vault.state import State
from infoview_md.vault.transaction import PRIVATE, is_temporary, keep_unknown, settle_entry


@dataclass(frozen=True, slots=True)
class _Half:
    """One file of a command that was broken off: what its note and its temporary file hold now."""

    record: FileRecord
    target: Path
    temporary: Path

    @property
    def is_done(self) -> bool:
        return read_again(self.target) == self.record.after

    def is_ours(self, data: bytes) -> bool:
        """Whether a temporary file's text is the old one, or the new one, perhaps half written."""
        if data in (self.record.before, self.record.after):
            return True
        return not self.is_done and (self.record.after or b"").startswith(data.rstrip(b"\0"))

    @property
    def aside(self) -> Path:
        """The second name that a note has for a moment, on disks without exchange."""
        return self.temporary.with_name(f"{self.temporary.name}.old")

    @property
    def stranger(self) -> bytes | None:
        """Another program's text, which took the temporary file's name in the exchange."""
        data = read_again(self.temporary)
        return None if data is None or self.is_ours(data) else data


def is_recovery_due(state: State) -> bool:
    """Whether a command was broken off, so that `recover` has work."""
    return bool(list_entries(state, PENDING) or find_unfinished(state))


def recover(state: State) -> list[str]:
    """Finish or take back every command that was broken off; what to tell, as sentences.

    What was settled before an error is noted on it (`__notes__`).

    One whose files all have their new text is finished. Any other is taken back: each file whose
    new text stands gets its old one again, and one that another program saved since is left alone.
    The lock is held. Raises Busy where the disk will not have it.
    """
    told_of: list[str] = []
    for path in find_unfinished(state):
        # It was never written to its end, so that no note was touched.
        with told(path):
            take_away(path)
    for entry in list_entries(state, PENDING):
        try:
            with told(PurePosixPath(entry.files[0].path) if entry.files else state.undo):
                told_of += _settle(state, entry)
        except Busy as error:
            for notice in told_of:
                error.add_note(notice)
            raise
    return told_of


def _settle(state: State, entry: Entry) -> list[str]:
    halves = [_find(state, record) for record in entry.files]
    is_whole = all(half.is_done and half.stranger is None for half in halves)
    notices = [notice for half in halves for notice in _clear(state, half, half.aside)]
    if not is_whole:
        for half in reversed(halves):
            notices += _take_back(state, half)
    for half in halves:
        notices += _clear(state, half, half.temporary)
    if is_whole:
        remove_folders([state.root / folder for folder in entry.emptied])
        settle_entry(state, entry, [half.target.parent for half in halves])
        return [*notices, f"a command that was broken off is finished: {entry.typed}"]
    remove_folders([state.root / folder for folder in entry.folders])
    discard_entry(state, entry)
    return [*notices, f"a command that was broken off is taken back: {entry.typed}"]


def _find(state: State, record: FileRecord) -> _Half:
    target = Path(os.path.realpath(state.root / record.path))
    return _Half(record, target, target.with_name(record.temporary))


def _take_back(state: State, half: _Half) -> Iterator[str]:
    """The old text returns where the new one stands; a stranger's, which is newer, goes before."""
    stranger = half.stranger
    wanted = half.record.before if stranger is None else stranger
    if not half.is_done or wanted == half.record.after:
        return
    try:
        if wanted is None:
            take_away(half.temporary)  # the same text, or even the same file
            move_new(half.target, half.temporary)
        elif half.record.after is None:
            _make_again(half, wanted)
        else:
            if read_again(half.temporary) != wanted:
                take_away(half.temporary)
                create_file(half.temporary, wanted, PRIVATE, like=half.target)
            replace(half.temporary, half.target, half.record.after, wanted)
    except Overtaken as fault:
        if fault.left is not None:
            yield keep_unknown(state, fault.left, half.target.name)


def _make_again(half: _Half, data: bytes) -> None:
    make_folders(half.target.parent)
    if read_again(half.temporary) != data:
        take_away(half.temporary)
        create_file(half.temporary, data, half.record.mode)
    move_new(half.temporary, half.target)


def _clear(state: State, half: _Half, left: Path) -> Iterator[str]:
    """A temporary file goes; one with a text that nobody knows is kept."""
    data = read_again(left)
    if data is None:
        return
    if half.is_ours(data):
        take_away(left)
    else:
        yield keep_unknown(state, left, half.target.name)


# -- temporary files of no command that is known -------------------------------------------------


def find_left_overs(root: Path) -> list[Path]:
    """Temporary files of ours below the vault, wherever they come from."""
    return sorted(
        Path(folder, name)
        for folder, folders, names in os.walk(root)
        if _keep_walking(folders)
        for name in names
        if is_temporary(name)
    )


def _keep_walking(folders: list[str]) -> bool:
    folders[:] = [name for name in folders if not name.startswith(".")]
    return True


def clear_left_overs(state: State) -> list[str]:
    """Take away left-overs whose text stands in a note beside them or can be undone; keep others.

    The lock is held, and nothing is pending: no command needs them any more.
    """
    known = {
        data
        for entry in list_entries(state)
        for one in entry.files
        for data in (one.before, one.after)
        if data is not None
    }
    notices = []
    for left in find_left_overs(state.root):
        with told(left):
            beside = {read_again(note) for note in left.parent.glob("*.md") if note.is_file()}
            if read_again(left) in known | beside:
                take_away(left)
            else:
                notices.append(keep_unknown(state, left, left.name.lstrip(".")))
    return notices
