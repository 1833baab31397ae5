"""Change: an edit made ready to be written: the real file, its bytes before and after."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from infoview_md.core.edit import Edit
from infoview_md.core.filenames import fold_file_name
from infoview_md.core.note import MAX_NOTE_BYTES, digest_of
from infoview_md.errors import Busy, ChangedMeanwhile, Refused
from infoview_md.vault.disk_faults import explain
from infoview_md.vault.whole_file import TooLarge, read_whole_file

JOURNAL = PurePosixPath(".infoview", "journal")
"""Where the journal of what was sent lies in a vault: the one hidden folder that holds our data."""


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit does to the disk; `before` is None for a file that is not there yet, `after`
    for one that goes. A new file gets mode and owner of the file `like`, or exactly this `mode`.
    """

    path: PurePosixPath
    target: Path
    before: bytes | None
    after: bytes | None
    like: Path | None = None
    mode: int | None = None


def prepare(root: Path, edit: Edit, going: Collection[PurePosixPath] = ()) -> Change:
    """Compute what an edit makes of its file, and make sure that it may be written.

    `going` are the files that the same command takes away, whose names are free again.

    Raises Busy where the file is not the one the edit was computed from, Refused for a path that
    leads out of the vault or stands beside a name that some systems cannot tell apart.
    """
    target = locate(root, edit.path)
    if edit.digest is None:
        check_free(root, edit.path, going)
        like = locate(root, edit.like) if edit.like else None
        return Change(edit.path, target, None, splice(b"", edit), like)
    before = _read_target(edit.path, target)
    if digest_of(before) != edit.digest:
        raise changed_meanwhile(edit.path)
    if edit.removes:
        _check_removable(root, edit.path, before)
        return Change(edit.path, target, before, None)
    after = splice(before, edit)
    if len(after) > MAX_NOTE_BYTES:
        raise Refused(f"{edit.path} would have more than {MAX_NOTE_BYTES:,} bytes; split it")
    return Change(edit.path, target, before, after)


def _check_removable(root: Path, path: PurePosixPath, data: bytes) -> None:
    """Refused where undo could not bring the same file back."""
    if os.path.islink(root / path):
        raise Refused(f"{path} is a link; remove it by hand, or put the file itself in its place")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(f"{path} is not UTF-8; save it as UTF-8, or remove it by hand") from None


def locate(root: Path, path: PurePosixPath) -> Path:
    """The real place of a path of the vault, links followed; Refused where that lies outside.

    Names that begin with a dot (`..`, `.git`) are no places for notes either.
    """
    hidden = any(part.startswith(".") for part in path.parts) and not _is_journal(path)
    if path.is_absolute() or not path.parts or hidden:
        raise Refused(f"{path} is no place for a note; name a path inside the vault's folders")
    home = os.path.realpath(root)
    target = Path(os.path.realpath(os.path.join(home, path)))
    if not target.is_relative_to(home):
        raise Refused(f"{path} leads out of the vault; put the file itself in place of the link")
    return target


def _is_journal(path: PurePosixPath) -> bool:
    """Whether it is a file of the journal, which changes together with the notes it tells of."""
    return path.parent == JOURNAL and path.suffix == ".jsonl" and not path.name.startswith(".")


def check_free(root: Path, path: PurePosixPath, going: Collection[PurePosixPath] = ()) -> None:
    """Busy where the file is there already, Refused where a name differs only in case or accents.

    Folders on the way count as well: `Contacts/` beside `contacts/` would be one folder elsewhere.
    """
    gone = {fold_file_name(str(other)) for other in going}
    if fold_file_name(str(path)) in gone and path not in going:
        return
    if os.path.lexists(root / path):
        raise Busy(f"{path} is there already; choose another name")
    try:
        _check_way(root, path)
    except OSError as error:
        raise Busy(f"{path} cannot be made: {explain(error)}") from error


def _check_way(folder: Path, path: PurePosixPath) -> None:
    for part in path.parts:
        if not folder.is_dir():
            raise Refused(f"{path} cannot be made below the file {folder.name}; move that away")
        names = os.listdir(folder)
        if part not in names:
            _check_siblings(path, part, names)
            return
        folder /= part


def _check_siblings(path: PurePosixPath, part: str, names: list[str]) -> None:
    fold = fold_file_name(part)
    clash = next((name for name in names if fold_file_name(name) == fold), None)
    if clash is not None:
        raise Refused(
            f"{path} cannot be made beside {clash}, which some systems take for the same name; "
            "choose another name"
        )


def splice(before: bytes, edit: Edit) -> bytes:
    """The bytes after an edit. Refused unless all bytes it does not name are proven unchanged."""
    try:
        text = before.decode("utf-8")
        after = edit.apply(text).encode("utf-8")
    except UnicodeError:
        raise Refused(f"{edit.path} would not be UTF-8 text; mend it, or what you add") from None
    at = there = 0
    for cut in sorted(edit.splices, key=lambda cut: (cut.start, cut.end)):
        kept, put = text[at : cut.start].encode("utf-8"), cut.text.encode("utf-8")
        _prove(after.startswith(kept + put, there), edit)
        at, there = cut.end, there + len(kept) + len(put)
    _prove(after[there:] == text[at:].encode("utf-8"), edit)
    return after


def _prove(holds: bool, edit: Edit) -> None:
    if not holds:
        raise Refused(f"{edit.path} would change beyond the asked place; edit it by hand")


def _read_target(path: PurePosixPath, target: Path) -> bytes:
    try:
        check_writable(path, target)
        return read_whole_file(target, MAX_NOTE_BYTES)
    except FileNotFoundError:
        raise ChangedMeanwhile(
            f"{path} was deleted or renamed meanwhile; try again", path
        ) from None
    except TooLarge as fault:
        raise Refused(f"{path} has {fault}, too many for a note; split it") from None
    except OSError as error:
        raise Busy(f"{path} cannot be read: {explain(error)}") from error


def check_writable(path: PurePosixPath, target: Path) -> None:
    """Refused for a note that its owner made read-only."""
    if not target.stat().st_mode & 0o222:
        raise Refused(f"{path} is write-protected; allow writing (chmod u+w) and try again")


def changed_meanwhile(path: PurePosixPath) -> ChangedMeanwhile:
    """Another program saved the file since it was read."""
    return ChangedMeanwhile(
        f"{path} was saved by another program meanwhile; nothing was changed, try again", path
    )
