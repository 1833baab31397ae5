"""Search: the notes that hold all words, with a snippet around the first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from infoview_md.core.folding import flatten, plain


class Text(NamedTuple):
    """What is searched of one note: the name it is shown by, and the whole text of its file."""

    path: PurePosixPath
    name: str
    text: str


class Hit(NamedTuple):
    """One note that holds every word: the line that holds most of them, and how many it has."""

    path: PurePosixPath
    name: str
    line: int
    snippet: str
    found: int


def find_text(texts: Iterable[Text], words: Iterable[str]) -> tuple[Hit, ...]:
    """The notes that hold all words, in any case and with or without accents, best first.

    A word in the note's name counts most, then the number of lines that hold a word. `texts` are
    those of all notes that may hold the words.
    """
    wanted = [plain(word) for word in words if plain(word)]
    found = (_search_note(text, wanted) for text in texts) if wanted else ()
    hits = [hit for hit in found if hit is not None]
    return tuple(sorted(hits, key=lambda hit: (not _in_name(hit, wanted), -hit.found, hit.path)))


def _in_name(hit: Hit, wanted: Iterable[str]) -> bool:
    name = plain(hit.name)
    return any(word in name for word in wanted)


def _search_note(text: Text, wanted: list[str]) -> Hit | None:
    lines = text.text.split("\n")
    found = _find_lines(text.text, lines, wanted)
    there = {word for words in found.values() for word in words}
    if not all(word in there or _has_elsewhere(text, word) for word in wanted):
        return None
    best = max(found, key=lambda number: (len(found[number]), -number), default=None)
    snippet = lines[best].strip() if best is not None else ""
    return Hit(text.path, text.name, (best or 0) + 1, snippet, len(found))


def _find_lines(text: str, lines: list[str], wanted: Iterable[str]) -> dict[int, set[str]]:
    """The lines that hold plain words, by number from 0, with those that they hold."""
    found: dict[int, set[str]] = {}
    # Wherever a word is, it is in the flat text, too: all other lines need not be made plain.
    flat = flatten(text).encode().lower()
    for word in wanted:
        for number in _find_likely(flat, word) if " " not in word else range(len(lines)):
            if word in plain(lines[number]):
                found.setdefault(number, set()).add(word)
    return found


def _find_likely(flat: bytes, word: str) -> Iterator[int]:
    """The lines of a flat text in which a word may be."""
    part = word.encode("utf-8", "replace").lower()
    at, number, counted = flat.find(part), 0, 0
    while at >= 0:
        number += flat.count(b"\n", counted, at)
        yield number
        counted = at
        end = flat.find(b"\n", at)
        at = flat.find(part, end) if end >= 0 else -1


def _has_elsewhere(text: Text, word: str) -> bool:
    """True where a note has a plain word in its name, or words over the end of a line."""
    if " " in word:
        return word in plain(f"{text.name}\n{text.text}")
    return word in plain(text.name)


def find_holders(texts: Iterable[Text], words: str) -> frozenset[PurePosixPath]:
    """The notes that hold these words next to each other."""
    wanted = [plain(words)] if plain(words) else []
    return frozenset(text.path for text in texts if _search_note(text, wanted))
