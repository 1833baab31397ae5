"""Vault: read all notes or one, apply edits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from time import sleep

from infoview_md.core.edit import Edit
from infoview_md.core.filenames import fold_file_name
from infoview_md.core.note import Note
from infoview_md.errors import Busy, InfoviewError, NotFound, NoVault, Refused
from infoview_md.vault.census import find_half_gone, remember_count
from infoview_md.vault.changes import Change, locate, prepare
from infoview_md.vault.config import Config, read_config
from infoview_md.vault.digests import digest_config
from infoview_md.vault.disk_faults import explain
from infoview_md.vault.entry import PENDING, Entry, list_entries
from infoview_md.vault.git_state import find_unfinished
from infoview_md.vault.preview import format_diff
from infoview_md.vault.recovery import clear_left_overs, is_recovery_due, recover
from infoview_md.vault.replacing import is_at_rest
from infoview_md.vault.scan import read_note_file, scan
from infoview_md.vault.state import State, find_state, hold, told_of_state
from infoview_md.vault.transaction import PAUSE, WAITS, carry_out
from infoview_md.vault.undo import find_last, plan_undo, prune, purge


@dataclass(frozen=True, slots=True)
class Applied:
    """What a command did: the files that changed, and what the person must be told besides."""

    paths: list[PurePosixPath]
    notices: list[str]


class Vault:
    """One vault on the disk. Nothing is kept between calls; every call looks again."""

    def __init__(self, root: Path, config: Config | None = None) -> None:
        """Open the vault at `root`; ConfigFault where its infoview.toml cannot be read."""
        self.root = root.resolve()
        # Before it is read: what changes in between is then noticed at the next look.
        self.config_digest = digest_config(str(self.root))
        self.config = read_config(self.root) if config is None else config

    def read(self) -> list[Note]:
        """Every note, by path; what cannot be read is a note with a problem, never an exception."""
        try:
            return scan(self.root, self.config.ignore)
        except OSError as error:
            raise NoVault(f"{self.root} cannot be listed: {explain(error)}") from error

    def read_note(self, path: PurePosixPath) -> Note:
        """One note; NotFound where there is none, Refused for a path that leads elsewhere."""
        locate(self.root, path)
        try:
            return read_note_file(self.root, path)
        except FileNotFoundError:
            raise NotFound(f"there is no {path} in the vault; infoview list names all") from None

    def apply(
        self,
        edits: Sequence[Edit],
        typed: str = "",
        forgets: Callable[[str], bool] | None = None,
    ) -> Applied:
        """Bring edits to the disk, all or none, so that the command `typed` can be undone.

        With `forgets` it cannot: what else could be undone is thrown away first where it is about
        one of the removed notes, or where `forgets` says of a text that it tells of them.
        Every edit is checked before the first is written. Raises ChangedMeanwhile where another
        program saved one of the files, Busy where the disk will not
        have it or another infoview holds the vault, Refused, or NotDurable.
        """
        notices: list[str] = []
        try:
            with hold(self.state):
                notices += self._recover()
                changes = [one for one in self._prepare(edits) if one.after != one.before]
                if changes:
                    notices += self._carry_out(changes, typed, forgets)
        except InfoviewError as error:
            for notice in notices:
                error.add_note(notice)
            raise
        return Applied([change.path for change in changes], notices)

    def _carry_out(
        self, changes: Sequence[Change], typed: str, forgets: Callable[[str], bool] | None
    ) -> list[str]:
        if forgets is not None:
            gone = [str(change.path) for change in changes if change.after is None]
            # First, so that nothing is forgotten by half where the disk fails in between.
            with told_of_state(self.state):
                purge(self.state, forgets, gone)
            return carry_out(self.state, changes, typed, kept=False)
        notices = carry_out(self.state, changes, typed)
        with suppress(OSError):
            prune(self.state)
        return notices

    def _recover(self) -> list[str]:
        return recover(self.state) if is_recovery_due(self.state) else []

    def wait_for_writers(self, path: PurePosixPath) -> None:
        """Let another program finish: it may write in pieces, or move the old file away first.

        It is waited for a second at most, as for a file that is gone.
        """
        for _ in range(WAITS):
            if is_at_rest(self.root / path):
                return
            sleep(PAUSE)

    @cached_property
    def state(self) -> State:
        """What this machine keeps for the vault; ConfigFault for a user without a home."""
        return find_state(self.root)

    def check_census(self, count: int) -> None:
        """Busy where more than half of the notes of the last write are missing.

        A disk that is not there, a sync or a checkout under way: missing is not deleted.
        """
        if before := find_half_gone(self.state, count):
            raise Busy(
                f"{self.root} had {before} notes and has {count} now: is it being synced or "
                "checked out? wait for that; if it is right, say so with infoview doctor --repair"
            )

    def remember_census(self, count: int) -> None:
        """Keep the number of notes for `check_census`."""
        remember_count(self.state, count)

    def undo(self, redo: bool = False) -> tuple[Entry, Applied]:
        """Take back the last command, or with `redo` the taking back; the command, what changed.

        Raises NotFound where there is none, Refused where a file was changed since.
        """
        notices: list[str] = []
        with hold(self.state):
            broken_off = list_entries(self.state, PENDING)
            notices += self._recover()
            if taken_back := self._find_taken_back(broken_off):
                return taken_back, Applied([], notices)
            try:
                self._refuse_unfinished()
                entry = find_last(self.state, redo)
                changes = plan_undo(self.state, entry)
                notices += carry_out(self.state, changes, entry.typed, undone=entry)
            except InfoviewError as error:
                for notice in notices:
                    error.add_note(notice)
                raise
        return entry, Applied([change.path for change in changes], notices)

    def _find_taken_back(self, broken_off: Sequence[Entry]) -> Entry | None:
        """A command that was broken off and is taken back now: the last one, which undo means."""
        done = {entry.number for entry in list_entries(self.state)} if broken_off else set()
        return next((one for one in broken_off if one.number not in done and not one.undoes), None)

    def preview_undo(self, redo: bool = False) -> str:
        """What `undo` would do, as a unified diff against the files as they are now."""
        entry = find_last(self.state, redo)
        return format_diff(plan_undo(self.state, entry, is_shown=True))

    def settle(self) -> list[str]:
        """Finish or take back what a command that broke off left, if one did; sentences of it.

        For commands that decide by what the notes say before they write: half of a change says
        what is not so. Nothing may have been read before.
        """
        if not is_recovery_due(self.state):
            return []
        with hold(self.state):
            return self._recover()

    def repair(self) -> list[str]:
        """Finish or take back what a crash left, and clear away left-overs; sentences of it."""
        with hold(self.state):
            return recover(self.state) + clear_left_overs(self.state)

    def preview(self, edits: Sequence[Edit]) -> str:
        """What `apply` would do, as a unified diff; raises what stops `apply` before it writes."""
        return format_diff(self._prepare(edits))

    def _prepare(self, edits: Sequence[Edit]) -> list[Change]:
        self._refuse_unfinished()
        going = {edit.path for edit in edits if edit.removes}
        # A note that only changes its letter case goes under one name and comes under the other.
        staying = [fold_file_name(str(edit.path)) for edit in edits if not edit.removes]
        if len(set(staying)) < len(staying) or len({e.path for e in edits}) < len(edits):
            raise ValueError("two edits of one file in one call")
        return _without_doubles([prepare(self.root, edit, going) for edit in edits])

    def _refuse_unfinished(self) -> None:
        if unfinished := find_unfinished(self.root):
            raise Busy(
                f"git is in the middle of a {unfinished}; finish it first (git status says how)"
            )


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
