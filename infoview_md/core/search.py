"""Search: the notes that hold all words, with a snippet around the first."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import NamedTuple

from infoview_md.core.folding import plain


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
    is_spaced = any(" " in word for word in wanted)
    name = plain(text.name)
    missing = {word for word in wanted if word not in name}
    best, line, count = 0, 1, 0
    lines = text.text.split("\n")
    for number, shown in enumerate(lines, 1):
        found = plain(shown) if is_spaced else _plain_words(shown)
        there = [word for word in wanted if word in found]
        if there:
            missing.difference_update(there)
            count += 1
            if len(there) > best:
                best, line = len(there), number
    if missing and not (is_spaced and all(_holds(text, word) for word in missing)):
        return None
    return Hit(text.path, text.name, line, lines[line - 1].strip() if best else "", count)


def _plain_words(line: str) -> str:
    """A line in which every plain word is found that `plain` of it has; spaces stay as they are."""
    return line.lower() if line.isascii() else plain(line)


def _holds(text: Text, wanted: str) -> bool:
    """True where a note has plain words next to each other, be it over the end of a line."""
    if " " in wanted:
        return wanted in plain(f"{text.name}\n{text.text}")
    lines = map(_plain_words, (text.name, *text.text.split("\n")))
    return any(wanted in line for line in lines)


def find_holders(texts: Iterable[Text], words: str) -> frozenset[PurePosixPath]:
    """The notes that hold these words next to each other."""
    wanted = plain(words)
    return frozenset(text.path for text in texts if _holds(text, wanted))
