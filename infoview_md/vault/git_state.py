"""find_unfinished: is git in the middle of a merge or a rebase here? Looked up, git is not run."""

from __future__ import annotations

import os
from pathlib import Path

from infoview_md.vault.whole_file import TooLarge, read_whole_file

# What git leaves in its folder while a person still has conflicts to settle.
MARKS = {
    "MERGE_HEAD": "merge",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
    "index.lock": "command of its own (index.lock)",
}
MAX_POINTER_BYTES = 4096


def find_unfinished(root: Path) -> str | None:
    """The word for what git has begun in the work tree around `root`; None where all is done."""
    git = find_git_folder(root)
    if git is None:
        return None
    return next((word for name, word in MARKS.items() if os.path.lexists(git / name)), None)


def find_git_folder(root: Path) -> Path | None:
    """Git's own folder of the work tree around `root`; None where there is none."""
    for folder in (root, *root.parents):
        git = folder / ".git"
        if git.is_dir():
            return git
        if git.is_file():
            return _follow_pointer(git)
    return None


def _follow_pointer(git: Path) -> Path | None:
    """In a second work tree or a submodule `.git` is a file: `gitdir: PATH`."""
    try:
        text = read_whole_file(git, MAX_POINTER_BYTES).decode("utf-8", "surrogateescape")
    except (OSError, TooLarge):
        return None
    key, _, place = text.partition(":")
    return git.parent / place.strip() if key == "gitdir" and "\0" not in place else None
