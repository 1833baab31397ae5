"""What no program can do without: walking the folders, and reading the front matters."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)


def walk_and_stat(root: Path) -> int:
    """The notes below the root, each looked at and none opened."""
    seen, waiting = 0, [os.fspath(root)]
    while waiting:
        folder = os.open(waiting[-1], os.O_RDONLY)
        try:
            found, folders = _look_into(folder, waiting.pop())
        finally:
            os.close(folder)
        seen += found
        waiting += folders
    return seen


def _look_into(folder: int, path: str) -> tuple[int, list[str]]:
    """By its descriptor, which spares the system a walk along the whole path for each note."""
    seen, folders = 0, []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append(f"{path}/{entry.name}")
            elif entry.name.endswith(".md"):
                entry.stat(follow_symlinks=False)
                seen += 1
    return seen, folders


def read_and_load(root: Path) -> int:
    """Every front matter as PyYAML's libyaml loader reads it, and nothing made of it."""
    seen = 0
    for folder, _, names in os.walk(root):
        for name in names:
            if name.endswith(".md"):
                text = _read(f"{folder}/{name}").decode("utf-8-sig")
                with suppress(ValueError):  # a day that is none ends the whole reading
                    yaml.load(text.split("---", 2)[1], LOADER)
                seen += 1
    return seen


def _read(path: str) -> bytes:
    file = os.open(path, READ)
    try:
        return os.read(file, os.fstat(file).st_size + 1)
    finally:
        os.close(file)
