"""Names: where a letter names somebody, in whatever case or form the name was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from infoview_md.core.folding import fold

WORD = re.compile(r"[\w\u0300-\u036f]+")
TIGHT_WORD = re.compile(r"[\w\u0300-\u036f]+(?:[-'’][\w\u0300-\u036f]+)*")
# What may stand between two words of one name: `AC/DC`, `Zähler & Takt`, `J. Vik`, a line's end.
GAP = re.compile(r"[ \t]*[\W_]?[ \t]*\n?[ \t]*")
LEGAL_FORMS = frozenset({
    "ab", "ag", "aps", "as", "asa", "bv", "co", "corp", "gmbh", "inc", "kg", "llc", "llp", "ltd",
    "nv", "oy", "oyj", "plc", "sa", "se", "spa", "srl",
})  # fmt: skip
# Given names that are everyday words, too: alone they name nobody.
WORD_NAMES = frozenset({
    "amber", "april", "art", "august", "bill", "chance", "chase", "china", "christian", "clay",
    "dawn", "dean", "drew", "earl", "faith", "frank", "gene", "glen", "grace", "grant", "guy",
    "hope", "iris", "ivy", "jack", "jade", "joy", "june", "may", "mark", "max", "miles", "olive",
    "pat", "ray", "rich", "rob", "robin", "rose", "ruby", "sky", "summer", "sue", "victor",
    "violet", "will",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Naming:
    """A name found in a text, as it is known, with its offsets in the text."""

    name: str
    start: int
    end: int


def tight_words_of(name: str) -> tuple[str, ...]:
    """A name's words where a hyphen or an apostrophe parts none: `Ana-Marie` is not Ana."""
    return tuple(fold(word) for word in TIGHT_WORD.findall(name))


def words_of(name: str) -> tuple[str, ...]:
    """A name's words in the form in which they are compared."""
    return tuple(fold(word) for word in WORD.findall(name))


def find_namings(
    text: str, names: Iterable[str], *, words_too: bool = False, overlapping: bool = False
) -> list[Naming]:
    """Where a text names one of these, the longest name first at each place.

    Names of several words are found in any letter case, a company also without its legal form; a
    single word counts only as it is spelled, because `shell` is not Shell, and with `words_too`
    also where it is an everyday word. With `overlapping` the search goes on inside what was found.
    """
    known, longest = _index(tuple(names))
    tokens, folded = _read_words(text)
    found: list[Naming] = []
    at = 0
    while at < len(tokens):
        most = longest.get(folded[at], 0)
        size = next(_fitting(text, tokens, folded, at, most, known, words_too), 0) if most else 0
        if size:
            name = known[tuple(folded[at : at + size])]
            found.append(Naming(name, tokens[at].start(), tokens[at + size - 1].end()))
        at += 1 if overlapping else size or 1
    return found


# A letter is read by one question after the other.
@lru_cache(maxsize=32)
def _read_words(text: str) -> tuple[list[re.Match[str]], list[str]]:
    tokens = list(WORD.finditer(text))
    return tokens, [fold(token[0]) for token in tokens]


# The names of a vault are the same for each of its letters.
@lru_cache(maxsize=32)
def _index(names: tuple[str, ...]) -> tuple[dict[tuple[str, ...], str], dict[str, int]]:
    """The names by their words, and how many words the longest has that begins with a word."""
    known: dict[tuple[str, ...], str] = {}
    for name in names:
        words = words_of(name)
        if words:
            known[words] = name
        while len(words) > 1 and words[-1] in LEGAL_FORMS:
            words = words[:-1]
            known.setdefault(words, name)
    longest: dict[str, int] = {}
    for words in known:
        longest[words[0]] = max(len(words), longest.get(words[0], 0))
    return known, longest


def _fitting(
    text: str,
    tokens: list[re.Match[str]],
    folded: list[str],
    at: int,
    most: int,
    known: Mapping[tuple[str, ...], str],
    words_too: bool,
) -> Iterator[int]:
    """How many words from here on are a known name, the longest first."""
    for size in range(min(most, len(tokens) - at), 0, -1):
        words = tuple(folded[at : at + size])
        if words not in known or not _is_together(text, tokens[at : at + size]):
            continue
        if size > 1 or _is_spelled(tokens[at][0], known[words], words_too):
            yield size


def _is_together(text: str, tokens: list[re.Match[str]]) -> bool:
    ends = [token.end() for token in tokens[:-1]]
    starts = [token.start() for token in tokens[1:]]
    return all(GAP.fullmatch(text, end, start) for end, start in zip(ends, starts, strict=True))


def _is_spelled(word: str, name: str, words_too: bool) -> bool:
    spelled = WORD.findall(name)[0]
    is_name = words_too or fold(word) not in WORD_NAMES
    return word in (spelled, spelled.upper()) and is_name and (len(word) > 1 or word > "z")


def is_within(words: tuple[str, ...], texts: Iterable[tuple[str, ...]]) -> bool:
    """True where words stand side by side in one of the texts, given as words."""
    size = len(words)
    return any(
        words == text[at : at + size] for text in texts for at in range(len(text) - size + 1)
    )
