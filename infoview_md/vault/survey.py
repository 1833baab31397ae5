"""survey: the folders of a vault, for those who watch them, and whether watching them is enough."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from infoview_md.vault.ignoring import Ignore
from infoview_md.vault.stamps import NOT_NOTES

NOTHING_IGNORED = Ignore(())

LOCAL = frozenset(
    ("bcachefs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "overlay", "ramfs", "tmpfs", "xfs", "zfs")
)
"""File systems whose every change goes through this machine's kernel."""


@dataclass(slots=True)
class Survey:
    """What one walk found: the folders from the root, the number of notes, and what is odd.

    `doubts` are the files and folders that may change without a word: a link leads to a file in a
    folder that nobody watches, a second name may stand in one, and another disk has rules of its
    own.
    """

    folders: list[str] = field(default_factory=list)
    notes: int = 0
    doubts: list[str] = field(default_factory=list)


def survey(root: str, ignored: Ignore = NOTHING_IGNORED) -> Survey:
    """Walk over all folders but hidden and ignored ones; OSError where the root cannot be listed.

    Those of templates and rules are there as well: what is said of letters rests on them.
    """
    found = Survey()
    device = os.stat(root).st_dev
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(os.path.join(root, folder)) as entries:
                for entry in entries:
                    _take(entry, folder, device, ignored, found, waiting)
        except OSError:
            if not folder:
                raise
            found.doubts.append(folder)
        found.folders.append(folder)
    return found


def _take(
    entry: os.DirEntry[str],
    folder: str,
    device: int,
    ignored: Ignore,
    found: Survey,
    waiting: list[str],
) -> None:
    is_note = entry.name[-3:].lower() == ".md"
    is_folder = entry.is_dir(follow_symlinks=False)
    if entry.name[0] == "." or not (is_note or is_folder):
        return
    path = f"{folder}/{entry.name}" if folder else entry.name
    if path in ignored:
        return
    if is_folder:
        waiting.append(path)
    elif is_note:
        found.notes += 1
    if is_doubtful(entry, device):
        found.doubts.append(path)


def is_note_path(path: str, ignored: Ignore) -> bool:
    """True for the path, from the root, of a file in a watched folder that may be a note."""
    top, *rest = path.split("/")
    is_ours = bool(rest) and top.casefold() in NOT_NOTES
    return path[-3:].lower() == ".md" and not is_ours and path not in ignored


def is_doubtful(entry: os.DirEntry[str] | Path, device: int) -> bool:
    """True for what may change while the folder it stands in hears nothing of it."""
    try:
        status = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    if stat.S_ISDIR(status.st_mode):
        return status.st_dev != device
    return not stat.S_ISREG(status.st_mode) or status.st_nlink > 1


def is_local(root: str) -> bool:
    """True where the root lies on a disk of this machine, as far as the system tells."""
    try:
        with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
            mounts = [line.split(" ") for line in file]
    except OSError:
        return False
    kinds = {_unescape(row[4]): row[row.index("-") + 1] for row in mounts if "-" in row}
    places = (Path(root), *Path(root).parents)
    kind = next((kinds[str(place)] for place in places if str(place) in kinds), "")
    return kind in LOCAL


def _unescape(text: str) -> str:
    """Spaces and the like stand as octal escapes there."""
    for code in ("040", "011", "012", "134"):
        text = text.replace(f"\\{code}", chr(int(code, 8)))
    return text
