"""apply, take_back, settle, repair: whole changes of a vault, under its lock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from infoview_md.core.edit import Edit
from infoview_md.core.filenames import fold_file_name
from infoview_md.errors import Busy, InfoviewError, Refused
from infoview_md.vault.changes import Change, prepare
from infoview_md.vault.entry import PENDING, Entry, list_entries
from infoview_md.vault.git_state import find_unfinished
from infoview_md.vault.recovery import clear_left_overs, is_recovery_due, recover
from infoview_md.vault.state import State, hold, told_of_state
from infoview_md.vault.transaction import carry_out
from infoview_md.vault.undo import find_last, plan_undo, prune, purge


@dataclass(frozen=True, slots=True)
class Applied:
    """What a command did: the files that changed, and what the person must be told besides."""

    paths: list[PurePosixPath]
    notices: list[str]


def apply(
    state: State, edits: Sequence[Edit], typed: str, forgets: Callable[[str], bool] | None
) -> Applied:
    """Bring edits to the disk, all or none; `Vault.apply` says how, and what it raises."""
    notices: list[str] = []
    try:
        with hold(state):
            notices += _recover(state)
            changes = [one for one in prepare_all(state.root, edits) if one.after != one.before]
            if changes:
                notices += _carry_out(state, changes, typed, forgets)
    except InfoviewError as error:
        for notice in notices:
            error.add_note(notice)
        raise
    return Applied([change.path for change in changes], notices)


def take_back(state: State, redo: bool) -> tuple[Entry, Applied]:
    """Take back the last command, or the taking back; `Vault.undo` says what it raises."""
    notices: list[str] = []
    with hold(state):
        broken_off = list_entries(state, PENDING)
        notices += _recover(state)
        if taken_back := _find_taken_back(state, broken_off):
            return taken_back, Applied([], notices)
        try:
            _refuse_unfinished(state.root)
            entry = find_last(state, redo)
            changes = plan_undo(state, entry)
            notices += carry_out(state, changes, entry.typed, undone=entry)
        except InfoviewError as error:
            for notice in notices:
                error.add_note(notice)
            raise
    return entry, Applied([change.path for change in changes], notices)


def settle(state: State) -> list[str]:
    """Finish or take back what a command that broke off left, if one did; sentences of it."""
    if not is_recovery_due(state):
        return []
    with hold(state):
        return _recover(state)


def repair(state: State) -> list[str]:
    """The same, and clear away left-overs."""
    with hold(state):
        return recover(state) + clear_left_overs(state)


def prepare_all(root: Path, edits: Sequence[Edit]) -> list[Change]:
    """What these edits change; Busy or Refused where one of them must not be made."""
    _refuse_unfinished(root)
    going = {edit.path for edit in edits if edit.removes}
    # A note that only changes its letter case goes under one name and comes under the other.
    staying = [fold_file_name(str(edit.path)) for edit in edits if not edit.removes]
    if len(set(staying)) < len(staying) or len({e.path for e in edits}) < len(edits):
        raise ValueError("two edits of one file in one call")
    return _without_doubles([prepare(root, edit, going) for edit in edits])


def _carry_out(
    state: State,
    changes: Sequence[Change],
    typed: str,
    forgets: Callable[[str], bool] | None,
) -> list[str]:
    if forgets is not None:
        gone = [str(change.path) for change in changes if change.after is None]
        # First, so that nothing is forgotten by half where the disk fails in between.
        with told_of_state(state):
            purge(state, forgets, gone)
        return carry_out(state, changes, typed, kept=False)
    notices = carry_out(state, changes, typed)
    with suppress(OSError):
        prune(state)
    return notices


def _recover(state: State) -> list[str]:
    return recover(state) if is_recovery_due(state) else []


def _find_taken_back(state: State, broken_off: Sequence[Entry]) -> Entry | None:
    """A command that was broken off and is taken back now: the last one, which undo means."""
    done = {entry.number for entry in list_entries(state)} if broken_off else set()
    return next((one for one in broken_off if one.number not in done and not one.undoes), None)


def _refuse_unfinished(root: Path) -> None:
    if unfinished := find_unfinished(root):
        raise Busy(f"git is in the middle of a {unfinished}; finish it first (git status says how)")


def _without_doubles(changes: Sequence[Change]) -> list[Change]:
    """One change a file: a note that also stands behind a link is changed once, and in one way."""
    found: dict[Path, Change] = {}
    for change in changes:
        known = found.setdefault(change.target, change)
        if (known.before, known.after) != (change.before, change.after):
            raise Refused(
                f"{known.path} and {change.path} are one file by a link, and would change in two "
                "ways; put a copy in place of the link"
            )
    return list(found.values())
