"""Vault: read all notes or one, apply edits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from infoview_md.core.note import Note
from infoview_md.errors import NotFound, NoVault
from infoview_md.vault.config import Config, read_config
from infoview_md.vault.disk_faults import explain
from infoview_md.vault.finding import digest_config

if TYPE_CHECKING:
    from infoview_md.core.edit import Edit
    from infoview_md.vault.applying import Applied
    from infoview_md.vault.entry import Entry
    from infoview_md.vault.state import State


class Vault:
    """One vault on the disk. Nothing is kept between calls; every call looks again.

    What writes is imported when it is asked for: most commands only read.
    """

    def __init__(self, root: Path, config: Config | None = None) -> None:
        """Open the vault at `root`; ConfigFault where its infoview.toml cannot be read."""
        self.root = root.resolve()
        # Before it is read: what changes in between is then noticed at the next look.
        self.config_digest = digest_config(str(self.root))
        self.config = read_config(self.root) if config is None else config

    def read(self) -> list[Note]:
        """Every note, by path; what cannot be read is a note with a problem, never an exception."""
        from infoview_md.vault.scan import scan

        try:
            return scan(self.root, self.config.ignore)
        except OSError as error:
            raise NoVault(f"{self.root} cannot be listed: {explain(error)}") from error

    def read_note(self, path: PurePosixPath) -> Note:
        """One note; NotFound where there is none, Refused for a path that leads elsewhere."""
        from infoview_md.vault.changes import locate
        from infoview_md.vault.scan import read_note_file

        locate(self.root, path)
        try:
            return read_note_file(self.root, path)
        except FileNotFoundError:
            raise NotFound(f"there is no {path} in the vault; infoview list names all") from None

    @cached_property
    def state(self) -> State:
        """What this machine keeps for the vault; ConfigFault for a user without a home."""
        from infoview_md.vault.state import find_state

        return find_state(self.root)

    # -- what writes -----------------------------------------------------------------------------

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
        program saved one of the files, Busy where the disk will not have it or another infoview
        holds the vault, Refused, or NotDurable.
        """
        from infoview_md.vault.applying import apply

        return apply(self.state, edits, typed, forgets)

    def preview(self, edits: Sequence[Edit]) -> str:
        """What `apply` would do, as a unified diff; raises what stops `apply` before it writes."""
        from infoview_md.vault.applying import prepare_all
        from infoview_md.vault.preview import format_diff

        return format_diff(prepare_all(self.root, edits))

    def wait_for_writers(self, paths: Iterable[PurePosixPath]) -> None:
        """Let another program finish: it may write in pieces, or move the old file away first.

        It is waited for a second at most, as for a file that is gone.
        """
        from infoview_md.vault.replacing import wait_for_rest

        wait_for_rest([self.root / path for path in paths])

    def undo(self, redo: bool = False) -> tuple[Entry, Applied]:
        """Take back the last command, or with `redo` the taking back; the command, what changed.

        Raises NotFound where there is none, Refused where a file was changed since.
        """
        from infoview_md.vault.applying import take_back

        return take_back(self.state, redo)

    def preview_undo(self, redo: bool = False) -> str:
        """What `undo` would do, as a unified diff against the files as they are now."""
        from infoview_md.vault.preview import format_diff
        from infoview_md.vault.undo import find_last, plan_undo

        entry = find_last(self.state, redo)
        return format_diff(plan_undo(self.state, entry, is_shown=True))

    def settle(self) -> list[str]:
        """Finish or take back what a command that broke off left, if one did; sentences of it.

        For commands that decide by what the notes say before they write: half of a change says
        what is not so. Nothing may have been read before.
        """
        from infoview_md.vault.applying import settle

        return settle(self.state)

    def repair(self) -> list[str]:
        """Finish or take back what a crash left, and clear away left-overs; sentences of it."""
        from infoview_md.vault.applying import repair

        return repair(self.state)

    def check_census(self, count: int) -> None:
        """Busy where more than half of the notes of the last write are missing.

        A disk that is not there, a sync or a checkout under way: missing is not deleted.
        """
        from infoview_md.vault.census import check_count

        check_count(self.state, count)

    def remember_census(self, count: int) -> None:
        """Keep the number of notes for `check_census`."""
        from infoview_md.vault.census import remember_count

        remember_count(self.state, count)
