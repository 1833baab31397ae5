"""Vault: find it, read all notes or one, apply edits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from infoview_md.core.edit import Edit
from infoview_md.core.filenames import fold_file_name
from infoview_md.core.note import Note
from infoview_md.errors import Busy, InfoviewError, NotDurable, NotFound, NoVault
from infoview_md.vault.changes import Change, locate, prepare
from infoview_md.vault.config import MARKER, Config, UserConfig, read_config
from infoview_md.vault.disk_faults import explain
from infoview_md.vault.files import write_change
from infoview_md.vault.git_state import find_unfinished
from infoview_md.vault.preview import format_diff
from infoview_md.vault.scan import read_note_file, scan

VARIABLE = "INFOVIEW_VAULT"


def find_vault(
    explicit: str | Path | None, cwd: Path, environ: Mapping[str, str], user_config: UserConfig
) -> Path:
    """The vault's folder: `--vault`, else the one that holds the working folder, else the variable
    INFOVIEW_VAULT, else `default_vault` of the user's config.

    The first that is named counts, and is never passed over for the next because it is no vault.
    Where one vault lies inside another, both would hold the same notes: NoVault, as where there is
    none.
    """
    if explicit == "":
        raise NoVault("--vault is empty; name a folder, or leave it out")
    if explicit is not None:
        return _check(cwd / explicit, "--vault names")
    if above := find_vaults_above(cwd):
        return _only(above)
    if named := environ.get(VARIABLE):
        return _check(cwd / named, f"{VARIABLE} names")
    if user_config.default_vault is not None:
        return _check(user_config.default_vault, "default_vault in your config names")
    raise NoVault(
        f"no vault holds {cwd}, and none is named; make one with `infoview init`, or name one "
        "with --vault"
    )


def find_vaults_above(folder: Path) -> list[Path]:
    """Every vault that holds the folder or is it, the innermost first."""
    folder = folder.resolve()
    return [path for path in (folder, *folder.parents) if (path / MARKER).is_file()]


def _only(vaults: list[Path]) -> Path:
    if len(vaults) == 1:
        return vaults[0]
    shown = " and ".join(map(str, vaults))
    raise NoVault(f"two vaults hold this folder: {shown}; say which one with --vault")


def _check(folder: Path, who: str) -> Path:
    if (folder / MARKER).is_file():
        return folder.resolve()
    what = f"it has no {MARKER}" if folder.is_dir() else "there is no such folder"
    raise NoVault(f"{who} {folder}, but {what}; make it a vault with `infoview init`")


class Vault:
    """One vault on the disk. Nothing is kept between calls; every call looks again."""

    def __init__(self, root: Path, config: Config | None = None) -> None:
        """Open the vault at `root`; ConfigFault where its infoview.toml cannot be read."""
        self.root = root.resolve()
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

    def apply(self, edits: Sequence[Edit], typed: str = "") -> list[PurePosixPath]:  # noqa: ARG002
        """Bring edits to the disk; the paths of the files that changed. `typed` is the command.

        Every edit is checked before the first is written, so that a file changed meanwhile stops
        the whole command. Raises Busy, Refused or NotDurable; where the disk fails halfway, the
        sentence names the files that are written already.
        """
        changes = [change for change in self._prepare(edits) if change.after != change.before]
        written: list[PurePosixPath] = []
        doubtful: NotDurable | None = None
        for change in changes:
            try:
                write_change(change)
            except NotDurable as error:
                doubtful = error
            except InfoviewError as error:
                raise _halfway(error, written) from error
            written.append(change.path)
        if doubtful:
            raise doubtful
        return written

    def preview(self, edits: Sequence[Edit]) -> str:
        """What `apply` would do, as a unified diff; raises what stops `apply` before it writes."""
        return format_diff(self._prepare(edits))

    def _prepare(self, edits: Sequence[Edit]) -> list[Change]:
        if unfinished := find_unfinished(self.root):
            raise Busy(
                f"git is in the middle of a {unfinished}; finish it first (git status says how)"
            )
        names = [fold_file_name(str(edit.path)) for edit in edits]
        if len(set(names)) < len(names):
            raise ValueError("two edits of one file in one call")
        return [prepare(self.root, edit) for edit in edits]


def _halfway(error: InfoviewError, written: list[PurePosixPath]) -> InfoviewError:
    if not written:
        return error
    return type(error)(f"{error.message} (written already: {', '.join(map(str, written))})")
