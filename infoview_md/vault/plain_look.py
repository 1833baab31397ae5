"""PlainLook: what changed in a vault, by the stamps of its files, where there is no cache."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from infoview_md.vault.config import read_config
from infoview_md.vault.ignoring import Ignore
from infoview_md.vault.stamps import Folder, Stamp, by_path, take_stamps
from infoview_md.vault.watcher import Looked

FEW = 20
"""Notes whose places in a listing are looked for one by one; of more, the folder is listed."""


class PlainLook:
    """Keeps nothing but the stamps, and so vouches for nothing."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folders: dict[str, list[Stamp]] = {}
        self._stamps: dict[str, Stamp] = {}

    def ignored(self) -> Ignore:
        """What the vault's config says now; ConfigFault where it cannot be read."""
        return Ignore(read_config(self.root).ignore)

    def whole(self) -> Looked:
        """Compare all stamps with those of the last look."""
        return self.compare(take_stamps(str(self.root), self.ignored()))

    def compare(self, folders: list[Folder]) -> Looked:
        """Compare stamps that were taken of all notes with those of the last look."""
        before = self._stamps
        self.folders = dict(folders)
        self._stamps = by_path(folders)
        return Looked(
            changed=tuple(p for p, stamp in self._stamps.items() if before.get(p) != stamp),
            gone=tuple(path for path in before if path not in self._stamps),
        )

    def some(self, paths: Iterable[str]) -> Looked:
        """Compare these alone."""
        changed, gone = [], []
        unlisted: dict[str, list[str]] = {}
        paths = list(paths)
        for path in paths:
            before = self._stamps.pop(path, None)
            stamp = take_stamp(self.root, path)
            if stamp is not None:
                self._stamps[path] = stamp
                if stamp != before:
                    changed.append(path)
            elif before is not None:
                gone.append(path)
            if len(paths) > FEW or not self._replace(path, before, stamp):
                folder, _, name = path.rpartition("/")
                unlisted.setdefault(folder, []).append(name)
        for folder, names in unlisted.items():
            self._list_again(folder, names)
        return Looked(changed=tuple(changed), gone=tuple(gone))

    def _replace(self, path: str, before: Stamp | None, stamp: Stamp | None) -> bool:
        """Put a stamp into its place in the folder's listing; False where it has none there."""
        if before is None or stamp is None:
            return before is stamp
        stamps = self.folders[path.rpartition("/")[0]]
        stamps[stamps.index(before)] = stamp
        return True

    def _list_again(self, folder: str, seen: Sequence[str]) -> None:
        """The stamps of a folder in the order of its listing now, as a whole look would have it.

        What is not listed any more keeps its stamp, unless it was `seen` to be gone: nobody has
        taken it out of what is known of the notes yet. It will ring.
        """
        prefix = f"{folder}/" if folder else ""
        known = [stamp[0] for stamp in self.folders.get(folder, ())]
        try:
            names = os.listdir(self.root / folder)
        except OSError:
            names = []  # and its folder rings
        self.folders[folder] = [
            self._stamps[prefix + name]
            for name in dict.fromkeys((*names, *known, *seen))
            if prefix + name in self._stamps
        ]

    def stamp_of(self, path: str) -> Stamp | None:
        """The stamp of a note at the last look."""
        return self._stamps.get(path)


def take_stamp(root: Path, path: str) -> Stamp | None:
    """The stamp of one note; None where it is gone."""
    try:
        status = os.stat(root / path, follow_symlinks=False)
    except FileNotFoundError:
        return None
    name = path.rpartition("/")[2]
    return (name, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
