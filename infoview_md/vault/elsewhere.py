"""find_elsewhere: files of a vault that are no notes and tell of somebody."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from pathlib import Path, PurePosixPath

from infoview_md.core.note import MAX_NOTE_BYTES
from infoview_md.vault.whole_file import TooLarge, read_whole_file

NOT_LOOKED_INTO = frozenset({".git"})


def find_elsewhere(
    root: Path, is_trace: Callable[[str], bool], notes: Collection[PurePosixPath]
) -> Iterator[PurePosixPath]:
    """Attachments, templates, settings, ignored notes: whatever is called after them or says so.

    Files that are too large or no text are only known by their names.
    """
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(set(folders) - NOT_LOOKED_INTO)
        for name in sorted(names):
            path = PurePosixPath(Path(folder, name).relative_to(root).as_posix())
            if path not in notes and (is_trace(str(path)) or is_trace(_read(root / path))):
                yield path


def _read(path: Path) -> str:
    try:
        return read_whole_file(path, MAX_NOTE_BYTES).decode("utf-8")
    except (OSError, TooLarge, UnicodeDecodeError):
        return ""
