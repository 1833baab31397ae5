"""The rule for fragments in changelog.d: bullets of one sentence each."""

from __future__ import annotations

import re
from pathlib import Path

CODE = re.compile(r"`[^`]*`")
ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|etc|vs)\.")
FURTHER_SENTENCE = re.compile(r"[.!?…]\s+\S")


def find_wordy_fragments(folder: Path) -> list[str]:
    """What in the fragments is no bullet, or a bullet that is not one whole sentence."""
    fragments = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    return [
        f"{path.name}: {fault}"
        for path in fragments
        for fault in find_faults(path.read_text(encoding="utf-8"))
    ]


def find_faults(text: str) -> list[str]:
    """The faults of one fragment."""
    head, *bullets = re.split(r"^- ", text, flags=re.MULTILINE)
    faults = [f"not a bullet: {head.strip()!r}"] if head.strip() else []
    if not bullets:
        faults.append("no bullet")
    for bullet in bullets:
        words = ABBREVIATION.sub("for example", CODE.sub("code", " ".join(bullet.split())))
        if not words.endswith("."):
            faults.append(f"no full stop: {words!r}")
        if FURTHER_SENTENCE.search(words):
            faults.append(f"more than one sentence: {words!r}")
    return faults
