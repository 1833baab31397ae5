"""PlainLook: what changed in a vault, by the stamps of its files, where there is no cache."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from infoview_md.vault.config import read_config
from infoview_md.vault.ignoring import Ignore
from infoview_md.vault.stamps import Stamp, by_path, take_stamps
from infoview_md.vault.watcher import Looked


class PlainLook:
    """Keeps nothing but the stamps, and so vouches for nothing."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._stamps: dict[str, Stamp] = {}

    def ignored(self) -> Ignore:
        """What the vault's config says now; ConfigFault where it cannot be read."""
        return Ignore(read_config(self._root).ignore)

    def whole(self) -> Looked:
        """Compare all stamps with those of the last look."""
        before = self._stamps
        self._stamps = by_path(take_stamps(str(self._root), self.ignored()))
        return Looked(
            changed=tuple(p for p, stamp in self._stamps.items() if before.get(p) != stamp),
            gone=tuple(path for path in before if path not in self._stamps),
        )

    def some(self, paths: Iterable[str]) -> Looked:
        """Compare these alone."""
        changed, gone = [], []
        for path in paths:
            before = self._stamps.pop(path, None)
            stamp = take_stamp(self._root, path)
            if stamp is not None:
                self._stamps[path] = stamp
                if stamp != before:
                    changed.append(path)
            elif before is not None:
                gone.append(path)
        return Looked(changed=tuple(changed), gone=tuple(gone))


def take_stamp(root: Path, path: str) -> Stamp | None:
    """The stamp of one note; None where it is gone."""
    try:
        status = os.stat(root / path, follow_symlinks=False)
    except FileNotFoundError:
        return None
    name = path.rpartition("/")[2]
    return (name, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
