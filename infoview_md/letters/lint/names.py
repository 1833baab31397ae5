"""Names: where a letter names somebody, in whatever case or form the name was typed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from infoview_md.core.folding import fold
from infoview_md.letters.lint.phrase_book import key_words, small_words

Words = tuple[str, ...]

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


# Names and words come up in one letter after the other.
@lru_cache(maxsize=8192)
def tight_words_of(name: str) -> tuple[str, ...]:
    """A name's words where a hyphen or an apostrophe parts none: `Ana-Marie` is not Ana."""
    return tuple(fold(word) for word in TIGHT_WORD.findall(name))


@lru_cache(maxsize=8192)
def words_of(name: str) -> tuple[str, ...]:
    """A name's words in the form in which they are compared."""
    return _fold_words(name)


def _fold_words(text: str) -> tuple[str, ...]:
    if text.isascii():
        return small_words(text)
    return tuple(map(_fold_word, WORD.findall(text)))


_fold_word = lru_cache(maxsize=8192)(fold)


NONE: Set[str] = frozenset()


class Names:
    """Names to look for, by their words; a company is known without its legal form, too.

    Of two names with the same words the later one counts, and those `beside` come first.
    """

    def __init__(self, names: Iterable[str], beside: Names | None = None) -> None:
        self._known: dict[Words, str] = {}
        self._longest: dict[str, int] = {}
        self._beside = beside
        for name in names:
            self._add(name, words_of(name))
        for words in self._known:
            self._longest[words[0]] = max(len(words), self._longest.get(words[0], 0))

    def _add(self, name: str, words: Words) -> None:
        if words:
            self._known[words] = name
        while len(words) > 1 and words[-1] in LEGAL_FORMS:
            words = words[:-1]
            if self._beside is None or self._beside.get(words) is None:
                self._known.setdefault(words, name)

    def get(self, words: Words) -> str | None:
        """The name that has these words, if any."""
        if words in self._known or self._beside is None:
            return self._known.get(words)
        return self._beside.get(words)

    def longest(self, word: str) -> int:
        """How many words the longest name has that begins with this one; 0 where none does."""
        here = self._longest.get(word, 0)
        return here if self._beside is None else max(here, self._beside.longest(word))

    def beginnings(self, words: Set[str]) -> Set[str]:
        """Those of the words with which a name begins: most texts hold none."""
        known = self._longest.keys()
        here = NONE if known.isdisjoint(words) else known & words
        return here if self._beside is None else here | self._beside.beginnings(words)


_read_names = lru_cache(maxsize=64)(Names)


def find_namings(
    text: str,
    names: Iterable[str] | Names,
    *,
    words_too: bool = False,
    overlapping: bool = False,
) -> Sequence[Naming]:
    """Where a text names one of these, the longest name first at each place.

    Names of several words are found in any letter case, a company also without its legal form; a
    single word counts only as it is spelled, because `shell` is not Shell, and with `words_too`
    also where it is an everyday word. With `overlapping` the search goes on inside what was found.
    """
    known = names if isinstance(names, Names) else _read_names(tuple(names))
    return _find_namings(text, known, words_too, overlapping)


# Subject, signature and the owner's own words are the same in each letter of a batch.
@lru_cache(maxsize=256)
def _find_namings(text: str, known: Names, words_too: bool, overlapping: bool) -> Sequence[Naming]:
    words, once = _read_words(text)
    beginnings = known.beginnings(once)
    if not beginnings:
        return ()
    places = _read_places(text)
    found: list[Naming] = []
    free = 0
    for at in [at for at, word in enumerate(words) if word in beginnings]:
        most = known.longest(words[at]) if at >= free else 0
        size = next(_fitting(text, places, words, at, most, known, words_too), 0) if most else 0
        if size:
            name = known.get(words[at : at + size]) or ""
            found.append(Naming(name, places[at][0], places[at + size - 1][1]))
            free = at + 1 if overlapping else at + size
    return tuple(found)


# A letter is read by one question after the other.
@lru_cache(maxsize=64)
def _read_words(text: str) -> tuple[Words, frozenset[str]]:
    """The words of a text in their order, and as a set."""
    words = _fold_words(text)
    return words, key_words(text) if text.isascii() else frozenset(words)


@lru_cache(maxsize=32)
def _read_places(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in WORD.finditer(text)]


def _fitting(
    text: str,
    places: list[tuple[int, int]],
    words: Words,
    at: int,
    most: int,
    known: Names,
    words_too: bool,
) -> Iterator[int]:
    """How many words from here on are a known name, the longest first."""
    for size in range(min(most, len(places) - at), 0, -1):
        name = known.get(words[at : at + size])
        if name is None or not _is_together(text, places[at : at + size]):
            continue
        start, end = places[at]
        if size > 1 or _is_spelled(text[start:end], name, words_too):
            yield size


def _is_together(text: str, places: list[tuple[int, int]]) -> bool:
    return all(
        GAP.fullmatch(text, end, start) for (_, end), (start, _) in itertools.pairwise(places)
    )


def _is_spelled(word: str, name: str, words_too: bool) -> bool:
    spelled = WORD.findall(name)[0]
    is_name = words_too or fold(word) not in WORD_NAMES
    return word in (spelled, spelled.upper()) and is_name and (len(word) > 1 or word > "z")


def is_within(words: Words, texts: Iterable[Words]) -> bool:
    """True where words stand side by side in one of the texts, given as words."""
    return any(stands_in(words, text) for text in texts)


def stands_in(words: Words, text: Words) -> bool:
    """True where words stand side by side in a text, given as words."""
    if not words or words[0] not in text:
        return not words
    size = len(words)
    return size == 1 or any(words == text[at : at + size] for at in range(len(text) - size + 1))
