"""Search: the notes that hold all words, with a snippet around the first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from infoview_md.core.folding import plain
from infoview_md.core.index import Index
from infoview_md.core.source import Text


@dataclass(frozen=True, slots=True)
class Hit:
    """One note that holds every word: the line that holds most of them, and how many it has."""

    path: PurePosixPath
    name: str
    line: int
    snippet: str
    count: int


def find_text(index: Index, words: Iterable[str]) -> tuple[Hit, ...]:
    """The notes that hold all words, in any case and with or without accents, best first.

    A word in the note's name counts most, then the number of lines that hold a word.
    """
    words = [word for word in words if plain(word)]
    wanted = [plain(word) for word in words]
    found = (_search_note(text, wanted) for text in index.source.texts(words)) if wanted else ()
    hits = [hit for hit in found if hit is not None]
    return tuple(sorted(hits, key=lambda hit: (not _in_name(hit, wanted), -hit.count, hit.path)))


def _in_name(hit: Hit, wanted: Iterable[str]) -> bool:
    name = plain(hit.name)
    return any(word in name for word in wanted)


def _search_note(text: Text, wanted: list[str]) -> Hit | None:
    if not holds(text, wanted):
        return None
    best, line, count = 0, 1, 0
    lines = text.text.split("\n")
    for number, shown in enumerate(lines, 1):
        found = plain(shown)
        score = sum(word in found for word in wanted)
        count += score > 0
        if score > best:
            best, line = score, number
    return Hit(text.path, text.name, line, lines[line - 1].strip() if best else "", count)


def holds(text: Text, wanted: Iterable[str]) -> bool:
    """True where a note has all words, given as `plain` ones, in its name or its text."""
    whole = plain(f"{text.name}\n{text.text}")
    return all(word in whole for word in wanted)


def find_holders(index: Index, words: str) -> frozenset[PurePosixPath]:
    """The notes that hold these words next to each other."""
    wanted = plain(words)
    if not wanted:
        return frozenset(index.source.paths())
    texts = index.source.texts([words])
    return frozenset(text.path for text in texts if holds(text, [wanted]))
