"""Tree: every file and folder below a folder, with modes and bytes, as a value."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Leaf:
    """One file, or a folder, which has no data."""

    mode: int
    data: bytes | None = None


Tree = dict[str, Leaf]
"""Leaves by their path below the folder, with slashes."""


def read_tree(folder: Path) -> Tree:
    """What stands below a folder now; a file that goes meanwhile is left out."""
    found: Tree = {}
    for path in _walk(folder):
        try:
            mode = stat.S_IMODE(path.lstat().st_mode)
            data = None if path.is_dir() else path.read_bytes()
        except FileNotFoundError:
            continue
        found[path.relative_to(folder).as_posix()] = Leaf(mode, data)
    return found


def list_files(tree: Tree) -> Tree:
    """The files alone, without the folders."""
    return {path: leaf for path, leaf in tree.items() if leaf.data is not None}


def _walk(folder: Path) -> Iterator[Path]:
    for above, folders, names in os.walk(folder):
        for name in sorted((*folders, *names)):
            yield Path(above, name)


def write_tree(folder: Path, tree: Tree) -> None:
    """Make a folder hold this and nothing else; what is so already is not touched."""
    folder.mkdir(parents=True, exist_ok=True)
    now = read_tree(folder)
    for name in sorted(now.keys() - tree.keys(), reverse=True):
        path = folder / name
        if now[name].data is None:
            path.rmdir()
        else:
            path.unlink()
    for name, leaf in sorted(tree.items()):
        if now.get(name) != leaf:
            _write_leaf(folder / name, leaf)


def _write_leaf(path: Path, leaf: Leaf) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if leaf.data is None:
        path.mkdir(exist_ok=True)
    else:
        path.write_bytes(leaf.data)
    if stat.S_IMODE(path.stat().st_mode) != leaf.mode:
        with suppress(PermissionError):  # a disk without modes of its own
            path.chmod(leaf.mode)


def find_differences(tree: Tree, wanted: Tree) -> list[str]:
    """Where a tree is not what it should be, in words."""
    return [
        f"{path} {_say(tree.get(path), wanted.get(path))}"
        for path in sorted(tree.keys() | wanted.keys())
        if tree.get(path) != wanted.get(path)
    ]


def _say(found: Leaf | None, wanted: Leaf | None) -> str:
    if found is None:
        return "is missing"
    if wanted is None:
        return "should not be there"
    if found.data != wanted.data:
        return f"has other bytes ({len(found.data or b'')}, not {len(wanted.data or b'')})"
    return f"has mode {found.mode:o}, not {wanted.mode:o}"
