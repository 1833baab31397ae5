"""The disposable cache folder: small JSON files that can be deleted at any time."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

from infoview_md.vault.folders import find_folder
from infoview_md.vault.whole_file import TooLarge, read_whole_file

MAX_BYTES = 1024 * 1024
OURS_ALONE = 0o700


def find_cache_folder() -> Path | None:
    """Where cached files lie, whether the folder exists or not; None for a user without a home."""
    folder = find_folder("cache")
    return Path(folder) if folder is not None else None


def read_cached(name: str, signature: str) -> object:
    """What `write_cached` kept as JSON under a name, such as `holidays/NO.json`, and a signature.

    None where there is nothing, where it was kept under another signature, and where the file is
    damaged or cannot be read: it is as if it had never been written. Its shape is the caller's to
    check.
    """
    folder = find_cache_folder()
    if folder is None:
        return None
    try:
        kept: object = json.loads(read_whole_file(folder / name, MAX_BYTES))
    except (OSError, TooLarge, ValueError, RecursionError):
        return None
    match kept:
        case {"signature": found, "data": data} if found == signature:
            return data
    return None


def write_cached(name: str, signature: str, data: object) -> None:
    """Keep data that JSON can hold; where the disk will not have it, nothing is kept.

    A reader meanwhile, in this process or another, finds the old file or the new one, whole.
    """
    folder = find_cache_folder()
    if folder is None:
        return
    text = json.dumps({"signature": signature, "data": data})
    with suppress(OSError):
        _make_folders((folder / name).parent)
        _put(folder / name, text.encode("ascii"))


def _make_folders(folder: Path) -> None:
    """Make a folder and those above it; unlike `os.makedirs`, none that others may look into."""
    if not folder.is_dir():
        _make_folders(folder.parent)
        with suppress(FileExistsError):
            os.mkdir(folder, OURS_ALONE)


def _put(target: Path, data: bytes) -> None:
    import tempfile  # late: most runs only read

    descriptor, temporary = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        # Not synced: what a power cut leaves is a file that is whole, or read as none.
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
