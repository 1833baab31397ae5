"""What no program can do without: walking the folders, and reading the front matters."""

from __future__ import annotations

import os
from pathlib import Path

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def walk_and_stat(root: Path) -> int:
    """The notes below the root, each looked at and none opened."""
    seen, waiting = 0, [os.fspath(root)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                elif entry.name.endswith(".md"):
                    entry.stat(follow_symlinks=False)
                    seen += 1
    return seen


def read_and_load(root: Path) -> list[object]:
    """Every front matter as PyYAML's libyaml loader reads it, and nothing made of it."""
    found: list[object] = []
    for folder, _, names in os.walk(root):
        for name in names:
            if name.endswith(".md"):
                with open(os.path.join(folder, name), "rb") as file:
                    text = file.read().decode("utf-8-sig")
                found.append(yaml.load(text.split("---", 2)[1], LOADER))
    return found
