"""Undo: the changes that take a command back, what can be taken back, and what is thrown away."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import PurePosixPath

from infoview_md.core.note import digest_of
from infoview_md.errors import NotFound, Refused
from infoview_md.vault.changes import Change, check_writable, locate
from infoview_md.vault.entry import Entry, list_entries, list_files, read_entry
from infoview_md.vault.files import read_again, take_away, told
from infoview_md.vault.state import State

MAX_AGE = 180 * 24 * 3600.0
"""Seconds after which a command can no longer be taken back."""

MAX_TOTAL = 64 * 1024 * 1024
"""Bytes that all entries may have together; the newest is kept in any case."""


def find_last(state: State, redo: bool = False) -> Entry:
    """The command to take back: the newest that still stands; NotFound where there is none.

    With `redo`, the taking back to take back: the newest, if no command came after it.
    """
    entries = {entry.number: entry for entry in list_entries(state)}
    if (files := list_files(state)) and int(files[-1].stem) not in entries:
        raise Refused(
            f"{files[-1]}, the record of the last command, cannot be read; see who owns it"
        )
    taken_back = find_taken_back(entries.values())
    for entry in reversed(entries.values()):
        stands = entry.number not in taken_back
        if not redo and stands and not entry.undoes:
            return entry
        if redo and stands:
            undone = entries.get(entry.undoes)
            if undone is None:
                break
            if not undone.undoes:
                return entry
    what = "was taken back since the last change" if redo else "can be taken back"
    raise NotFound(f"there is nothing that {what}; see infoview undo --list")


def find_taken_back(entries: Collection[Entry]) -> set[int]:
    """The numbers of the entries that were taken back, and not restored since."""
    taken_back: set[int] = set()
    for entry in sorted(entries, key=lambda entry: entry.number, reverse=True):
        if entry.undoes and entry.number not in taken_back:
            taken_back.add(entry.undoes)
    return taken_back


def find_restoring(state: State, path: PurePosixPath, digest: str) -> int:
    """The number of the undo, or redo, that made a file what it is now; 0 for anything else."""
    for file in reversed(list_files(state)):
        entry = read_entry(file)
        for record in entry.files if entry is not None else ():
            if entry is not None and record.path == str(path):
                is_restored = bool(entry.undoes) and digest_of(record.after or b"") == digest
                return entry.number if is_restored else 0
    return 0


def plan_undo(state: State, entry: Entry, is_shown: bool = False) -> list[Change]:
    """The changes that give every file of an entry its old text.

    Refused where one was changed since, unless the plan is only to be shown.
    """
    changes = []
    for record in reversed(entry.files):
        path = PurePosixPath(record.path)
        target = locate(state.root, path)
        with told(path):
            now = read_again(target)
        if now is not None and not is_shown:
            check_writable(path, target)
        if now != record.after and not is_shown:
            raise Refused(
                f"{path} was changed since “{entry.typed}”, and that change would be lost; "
                "infoview undo --dry-run shows what to change by hand"
            )
        changes.append(Change(path, target, now, record.before, mode=record.mode))
    return changes


def prune(state: State) -> None:
    """Throw away what is too old or too much; the newest command can always be taken back."""
    files = [(path, path.stat()) for path in list_files(state)]
    if not files:
        return
    newest, total = files[-1][1].st_mtime, 0
    for path, status in reversed(files):
        total += status.st_size
        is_newest = path == files[-1][0]
        if not is_newest and (total > MAX_TOTAL or newest - status.st_mtime > MAX_AGE):
            take_away(path)


def purge(state: State, tells: Callable[[str], bool], gone: Collection[str]) -> None:
    """Throw away every record and every recovered text that tells of somebody.

    `tells` says whether a text does; `gone` are the paths of their notes. A record of a note that
    moved to one of these paths tells of them, too, and so does all about the path it came from.
    """
    entries = [(path, read_entry(path)) for path in list_files(state)]
    theirs = _with_old_paths([entry for _, entry in entries if entry], set(gone))
    for path, entry in entries:
        if entry is None or _is_about(entry, tells, theirs):
            take_away(path)
    for path in state.recovered.iterdir() if state.recovered.is_dir() else ():
        if tells(path.name) or tells(path.read_bytes().decode("utf-8", "replace")):
            take_away(path)


def _with_old_paths(entries: Sequence[Entry], paths: set[str]) -> set[str]:
    """The paths, and those that the notes there were moved from."""
    while True:
        came_from = {
            old.path
            for entry in entries
            for new in entry.files
            if new.old is None and new.path in paths
            for old in entry.files
            if old.new is None and _is_like(old.old or "", new.new or "")
        }
        if came_from <= paths:
            return paths
        paths = paths | came_from


def _is_like(old: str, new: str) -> bool:
    """Whether one text is another one with little changed, as of a note that was renamed."""
    lines = set(old.split("\n"))
    return 2 * len(lines & set(new.split("\n"))) >= len(lines)


def _is_about(entry: Entry, tells: Callable[[str], bool], paths: Collection[str]) -> bool:
    texts = (entry.typed, *(t for one in entry.files for t in (one.path, one.old, one.new) if t))
    return any(one.path in paths for one in entry.files) or any(map(tells, texts))
