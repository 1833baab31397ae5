"""Undo: the changes that take a command back, what can be taken back, and what is thrown away."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from pathlib import PurePosixPath

from infoview_md.errors import NotFound, Refused
from infoview_md.vault.changes import Change, locate
from infoview_md.vault.entry import Entry, list_entries, list_files
from infoview_md.vault.files import read_again, take_away
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


def plan_undo(state: State, entry: Entry, is_shown: bool = False) -> list[Change]:
    """The changes that give every file of an entry its old text.

    Refused where one was changed since, unless the plan is only to be shown.
    """
    changes = []
    for record in reversed(entry.files):
        path = PurePosixPath(record.path)
        target = locate(state.root, path)
        now = read_again(target)
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


def purge(state: State, words: Collection[str]) -> int:
    """Throw away every record and every recovered text that holds one of the words; how many.

    In any letter case, and however the accents are written.
    """
    wanted = [_plainly(word) for word in words if word.strip()]
    recovered = state.recovered.iterdir() if state.recovered.is_dir() else ()
    found = 0
    for path in (*list_files(state), *recovered):
        text = _plainly(path.name + _unescaped(path.read_bytes()))
        if any(word in text for word in wanted):
            take_away(path)
            found += 1
    return found


def _unescaped(data: bytes) -> str:
    """A record's text as its notes have it: JSON writes `\\u00eb` for `ë`."""
    import json

    text = data.decode("utf-8", "replace")
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except (ValueError, RecursionError):
        return text


def _plainly(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
