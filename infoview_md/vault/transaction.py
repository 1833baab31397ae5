"""carry_out: the changes of one command, all or none, written down so that they can be undone."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import sleep

from infoview_md.core.edit import is_kept
from infoview_md.errors import Busy, InfoviewError, NotDurable
from infoview_md.vault.changes import Change, changed_meanwhile
from infoview_md.vault.disk_faults import explain
from infoview_md.vault.entry import (
    Entry,
    FileRecord,
    begin_entry,
    discard_entry,
    finish_entry,
    next_number,
)
from infoview_md.vault.files import (
    create_file,
    make_folders,
    move_new,
    read_again,
    remove_folders,
    sync_folder,
    take_away,
    told,
)
from infoview_md.vault.replacing import PAUSE, WAITS, Overtaken, is_at_rest, is_untouched, replace
from infoview_md.vault.state import State, told_of_state
from infoview_md.vault.system import undisturbed

PREFIX, SUFFIX = ".infoview-", ".tmp"
PRIVATE = 0o600
SETTLE = 0.005
"""Seconds after a write until it is looked at again: a time slice of a busy machine."""


@dataclass(slots=True)
class Run:
    """One command under way: its entry, its steps, and what the person must be told."""

    state: State
    entry: Entry
    steps: list[tuple[Change, Path]]
    folders: list[Path] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def carry_out(
    state: State,
    changes: Sequence[Change],
    typed: str = "",
    undone: Entry | None = None,
    kept: bool = True,
) -> list[str]:
    """Bring all changes to the disk, or none; what the person must be told, as sentences.

    `undone` is the command that is taken back; one that is not `kept` cannot be. The lock is held.
    Raises ChangedMeanwhile where another program saved one of the files, Busy where the disk will
    not have it (nothing is changed then), NotDurable where all stands but may not survive a power
    cut, or left something behind. What cannot be put back is left to `recover`, and is told.
    What the person must be told all the same is noted on the error (`__notes__`).
    """
    with undisturbed():
        run = _begin(state, changes, typed, undone, kept)
        try:
            _write(run)
            doubt = _sync(run)
            _check_kept(run)
        except BaseException as error:
            _put_back(run)
            for notice in run.notices:
                error.add_note(notice)
            raise
        trouble = _finish(run)
    if doubt or trouble:
        raise _tell_doubt(run, doubt or trouble)
    return run.notices


def _tell_doubt(run: Run, sentence: str) -> NotDurable:
    doubt = NotDurable(sentence)
    for notice in run.notices:
        doubt.add_note(notice)
    return doubt


def _begin(
    state: State, changes: Sequence[Change], typed: str, undone: Entry | None, kept: bool
) -> Run:
    """Write down what is about to be done."""
    steps = [
        (change, change.target.with_name(_temporary_name()))
        for change in sorted(changes, key=is_removal, reverse=_takes_a_name_over(changes))
    ]
    made = {
        str(folder.relative_to(state.root)): None
        for change in changes
        for folder in reversed(_missing_folders(change))
    }
    with told_of_state(state):
        entry = Entry(
            number=next_number(state),
            typed=typed,
            files=tuple(_record(change, temporary) for change, temporary in steps),
            folders=tuple(made),
            emptied=undone.folders if undone else (),
            undoes=undone.number if undone else 0,
            kept=kept,
        )
        try:
            begin_entry(state, entry)
        except BaseException:
            discard_entry(state, entry)
            raise
    return Run(state, entry, steps)


def is_removal(change: Change) -> bool:
    """Sort key: what goes, goes last, so that a note that moves is never missing."""
    return change.after is None


def _takes_a_name_over(changes: Sequence[Change]) -> bool:
    """Whether a new note has the name of one that goes: where letter case tells no files apart."""
    return any(change.before is None and os.path.lexists(change.target) for change in changes)


def _temporary_name() -> str:
    return f"{PREFIX}{os.urandom(8).hex()}{SUFFIX}"


def _missing_folders(change: Change) -> list[Path]:
    parents = change.target.parents if change.before is None else ()
    return [folder for folder in parents if not folder.is_dir()]


def _record(change: Change, temporary: Path) -> FileRecord:
    try:
        mode = 0o644 if change.before is None else stat.S_IMODE(os.stat(change.target).st_mode)
    except FileNotFoundError:
        raise changed_meanwhile(change.path) from None
    old, new = (
        None if data is None else data.decode("utf-8") for data in (change.before, change.after)
    )
    return FileRecord(str(change.path), old, new, temporary.name, mode)


# -- there ---------------------------------------------------------------------------------------


def _write(run: Run) -> None:
    """All new texts are made safe beside the notes, and only then take their places."""
    for change, temporary in run.steps:
        with told(change.path):
            _stage(run, change, temporary)
    for change, temporary in run.steps:
        try:
            with told(change.path):
                _commit(change, temporary)
        except Overtaken as fault:
            _keep(run, fault.left, change)
            raise changed_meanwhile(change.path) from None


def _stage(run: Run, change: Change, temporary: Path) -> None:
    if change.after is None:
        return
    if change.before is None:
        run.folders += make_folders(change.target.parent)
        create_file(temporary, change.after, change.mode, like=change.like)
    else:
        try:
            create_file(temporary, change.after, PRIVATE, like=change.target)
        except FileNotFoundError:  # the note went meanwhile, and with it whom it is to be like
            raise changed_meanwhile(change.path) from None


def _commit(change: Change, temporary: Path) -> None:
    if change.after is None:
        _remove(change.target, temporary, change.before or b"")
    elif change.before is None:
        try:
            move_new(temporary, change.target)
        except FileExistsError:
            raise Overtaken from None
    else:
        replace(temporary, change.target, change.before, change.after)


def _remove(target: Path, temporary: Path, data: bytes) -> None:
    """Move a file away, and back again where it was not what it should be."""
    if not is_untouched(target, data):
        raise Overtaken
    try:
        move_new(target, temporary)
    except FileNotFoundError:
        raise Overtaken from None
    if not is_untouched(temporary, data):
        try:
            move_new(temporary, target)
        except FileExistsError:
            raise Overtaken(temporary) from None
        raise Overtaken


def _check_kept(run: Run) -> None:
    """A save that came right after ours and did not know of it: the plan must be made anew."""
    # An editor that looked at the note just before us may be about to put its own text there.
    sleep(SETTLE)
    for change, _ in run.steps:
        if change.after is not None and not _is_kept_at_rest(change, change.after):
            raise changed_meanwhile(change.path)


def _is_kept_at_rest(change: Change, after: bytes) -> bool:
    """Whether our text stands, or is part of what another program saved since and is done with."""
    for _ in range(WAITS):
        now = read_again(change.target)
        if _is_kept(change, after, now):
            return True
        # A note that is being saved may be empty, or half itself: only what stays so counts.
        if is_at_rest(change.target) and read_again(change.target) == now:
            sleep(PAUSE)
            if is_at_rest(change.target) and read_again(change.target) == now:
                return False
        sleep(PAUSE)
    return False


def _is_kept(change: Change, after: bytes, now: bytes | None) -> bool:
    if now == after:
        return True
    if now is None or change.before is None:
        return now is not None
    texts = (data.decode("utf-8", "replace") for data in (change.before, after, now))
    return is_kept(*texts)


def _sync(run: Run) -> str:
    """Make the new names safe; why that could not be confirmed, as a sentence."""
    folders = dict.fromkeys(change.target.parent for change, _ in run.steps)
    for folder in (*folders, *(made.parent for made in run.folders)):
        try:
            if folder.is_dir():
                sync_folder(folder)
        except OSError as error:
            path = run.steps[0][0].path
            return f"{path} is written, but may not survive a power cut: {explain(error)}"
    return ""


def _finish(run: Run) -> str:
    """The old files go, and then the entry is whole; why that could not be done, as a sentence."""
    state, entry = run.state, run.entry
    emptied = [state.root / folder for folder in entry.emptied]
    try:
        for change, temporary in run.steps:
            drop(run, change, temporary)
        remove_folders(emptied)
        settle_entry(state, entry, [change.target.parent for change, _ in run.steps])
    except OSError as error:
        return (
            "all is written, but what the command left behind could not be cleared away: "
            f"{explain(error)}; infoview doctor --repair does it"
        )
    return ""


def settle_entry(state: State, entry: Entry, folders: Iterable[Path]) -> None:
    """Make an entry one that can be taken back, or forget it, once what went from `folders` has.

    After that nothing knows of the command's temporary files and empty folders any more: that they
    are gone must be safe on the disk where a power cut could bring them back.
    """
    if entry.emptied or not entry.kept:
        gone = (state.root / folder for folder in entry.emptied)
        for folder in dict.fromkeys((*folders, *(one.parent for one in gone))):
            if folder.is_dir():
                sync_folder(folder)
    if entry.kept:
        finish_entry(state, entry)
    else:
        discard_entry(state, entry)


def drop(run: Run, change: Change, temporary: Path) -> None:
    """Delete a temporary file whose content is known; any other is kept for the person."""
    found = read_again(temporary)
    if found is None or found in (change.before, change.after):
        take_away(temporary)
    else:
        _keep(run, temporary, change)


def _keep(run: Run, left: Path | None, change: Change) -> None:
    if left is not None:
        run.notices.append(keep_unknown(run.state, left, change.path.name))


def keep_unknown(state: State, left: Path, name: str) -> str:
    """Move a text that nobody knows any more out of the vault; the sentence that tells of it."""
    make_folders(state.recovered, PRIVATE | 0o100)
    data = left.read_bytes()
    kept = state.recovered / f"{os.urandom(4).hex()} {name}"
    create_file(kept, data, PRIVATE)
    take_away(left)
    return f"another program's text of {name} was overwritten meanwhile; it is kept in {kept}"


# -- and back ------------------------------------------------------------------------------------


def _put_back(run: Run) -> None:
    """Undo what stands, last first; where that fails the entry stays, for `recover` to finish."""
    try:
        for change, temporary in reversed(run.steps):
            if _stands(change, temporary):
                _take_back(run, change, temporary)
        for change, temporary in run.steps:
            drop(run, change, temporary)
        remove_folders(run.folders)
        discard_entry(run.state, run.entry)
    except (OSError, InfoviewError) as error:
        why = explain(error) if isinstance(error, OSError) else error.message
        raise Busy(
            f"the change was broken off and could not be taken back whole: {why}; "
            "infoview doctor --repair finishes that"
        ) from error


def _stands(change: Change, temporary: Path) -> bool:
    """Whether a step was done and is still as it was left."""
    if change.after is None:
        return temporary.exists() and not os.path.lexists(change.target)
    return read_again(change.target) == change.after


def _take_back(run: Run, change: Change, temporary: Path) -> None:
    """One file becomes what it was, unless another program saves it in that moment."""
    try:
        if change.after is None:
            move_new(temporary, change.target)
        elif change.before is None:
            _remove(change.target, temporary, change.after)
        else:
            if not temporary.exists():  # the disk knows no exchange
                create_file(temporary, change.before, PRIVATE, like=change.target)
            replace(temporary, change.target, change.after, change.before)
    except Overtaken as fault:
        _keep(run, fault.left, change)
    except FileExistsError:
        _keep(run, temporary, change)


def is_temporary(name: str) -> bool:
    """Whether a name is that of a temporary file of ours."""
    return name.startswith(PREFIX) and name.endswith((SUFFIX, f"{SUFFIX}.old"))
