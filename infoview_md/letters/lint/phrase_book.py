"""PhraseBook: phrases that are looked for only where a word stands that they cannot do without."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import chain

WORD = re.compile(r"\w+")
MOST_WORDS = 8192
"""Words of which a book remembers what they may belong to."""
# Letters that fit another one in any letter case, and stay what they are when made small.
ODD_CASES = str.maketrans({"ſ": "s", "ı": "i", "İ": "i", "\u212a": "k"})


# The rules ask about one text after the other.
@lru_cache(maxsize=64)
def small_words(text: str) -> tuple[str, ...]:
    """The words of a text in small letters, in their order."""
    plain = text if text.isascii() else text.translate(ODD_CASES)
    return tuple(WORD.findall(plain.lower()))


@lru_cache(maxsize=64)
def key_words(text: str) -> frozenset[str]:
    """The words of a text in small letters, by which a book knows what may stand in it."""
    return frozenset(small_words(text))


class PhraseBook:
    """Patterns, each with the words of which one must stand in whatever it fits.

    `job vacanc*` means the word `job`, or any that begins with `vacanc`. A letter holds hardly any
    of these words, so most patterns are neither looked for nor ever compiled. A test derives from
    each pattern that its words are needed indeed (tests/tools/needed_words.py).
    """

    def __init__(self, *phrases: tuple[str, str], flags: re.RegexFlag = re.NOFLAG) -> None:
        self.phrases = phrases
        self.flags = flags
        self._whole: dict[str, list[int]] = {}
        self._begun: dict[str, list[int]] = {}
        for number, (words, _) in enumerate(phrases):
            for word in words.split():
                known = self._begun if word.endswith("*") else self._whole
                known.setdefault(word.rstrip("*"), []).append(number)
        self._lengths = sorted({len(start) for start in self._begun})
        self._compiled: dict[int, re.Pattern[str]] = {}
        self._bits: dict[str, int] = {}

    def cache_clear(self) -> None:
        """Forget what is remembered of words."""
        self._bits.clear()

    def find(self, words: Collection[str]) -> list[tuple[int, re.Pattern[str]]]:
        """The patterns that a text with these key words may fit, by number, in their order."""
        known, bits = self._bits, 0
        for word in words:
            found = known.get(word)
            bits |= self._find_bits(word) if found is None else found
        return self._pick(bits) if bits else []

    def _pick(self, bits: int) -> list[tuple[int, re.Pattern[str]]]:
        numbers = (number for number in range(bits.bit_length()) if bits >> number & 1)
        return [(number, self._compile(number)) for number in numbers]

    def fitting(self, words: Collection[str]) -> tuple[re.Pattern[str], ...]:
        """As `find`, without their numbers."""
        return tuple(pattern for _, pattern in self.find(words))

    def search(self, text: str, words: Collection[str]) -> bool:
        """Whether any of the patterns fits somewhere; `words` are the text's key words."""
        return any(pattern.search(text) for pattern in self.fitting(words))

    def _find_bits(self, word: str) -> int:
        """The patterns that a word may belong to, a bit each."""
        if len(self._bits) >= MOST_WORDS:
            self._bits.clear()
        begun = (self._begun.get(word[:length], ()) for length in self._lengths)
        numbers = {*self._whole.get(word, ()), *chain.from_iterable(begun)}
        found = self._bits[word] = sum(1 << number for number in numbers)
        return found

    def _compile(self, number: int) -> re.Pattern[str]:
        if number not in self._compiled:
            self._compiled[number] = re.compile(self.phrases[number][1], self.flags)
        return self._compiled[number]

    def __iter__(self) -> Iterator[re.Pattern[str]]:
        """Every pattern, compiled."""
        return (self._compile(number) for number in range(len(self.phrases)))

    def __len__(self) -> int:
        return len(self.phrases)
