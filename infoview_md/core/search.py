"""Search: the notes that hold all words, with a snippet around the first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from infoview_md.core.folding import plain
from infoview_md.core.index import Index
from infoview_md.core.note import Note


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
    wanted = [plain(word) for word in words if plain(word)]
    hits = []
    for path, reading in index.readings.items():
        record = reading.record
        name = record.name if record is not None else path.stem
        hit = _search_note(reading.note, name, wanted) if wanted else None
        if hit is not None:
            hits.append(hit)
    return tuple(sorted(hits, key=lambda hit: (not _in_name(hit, wanted), -hit.count, hit.path)))


def _in_name(hit: Hit, wanted: Iterable[str]) -> bool:
    name = plain(hit.name)
    return any(word in name for word in wanted)


def _search_note(note: Note, name: str, wanted: list[str]) -> Hit | None:
    whole = plain(f"{name}\n{note.text}")
    if not all(word in whole for word in wanted):
        return None
    best, line, count = 0, 1, 0
    lines = note.text.split("\n")
    for number, text in enumerate(lines, 1):
        found = plain(text)
        score = sum(word in found for word in wanted)
        count += score > 0
        if score > best:
            best, line = score, number
    return Hit(note.path, name, line, lines[line - 1].strip() if best else "", count)
