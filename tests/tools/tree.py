"""A folder as a whole: what every file's bytes are, and which of them changed."""

from __future__ import annotations

import hashlib
from pathlib import Path


def digest_tree(root: Path) -> dict[str, str]:
    """Every file below a folder, with a digest of its bytes."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def changed(before: dict[str, str], root: Path) -> set[str]:
    """The files that are new, gone or different."""
    after = digest_tree(root)
    return {name for name in before | after if before.get(name) != after.get(name)}
