"""Said: whether a sentence of a letter says what a field says, if in other words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from infoview_md.core.folding import fold
from infoview_md.letters.lint.names import WORD, Names, Naming, find_namings, words_of
from infoview_md.letters.lint.sentences import Sentence
from infoview_md.letters.wording import one_line

STEM = 5
"""Letters by which two forms of one word are the same: forecast, forecasts, forecasting."""
SHARE = 0.5
"""How many of the field's own words a sentence must hold to say the same."""
FEWEST = 3
BESIDE = 3
"""Words before or behind a name by which its place in a text is known."""
COMMON = frozenset({
    "about", "after", "also", "and", "because", "been", "before", "being", "could", "does", "even",
    "from", "have", "into", "more", "most", "much", "only", "over", "some", "than", "that", "their",
    "them", "then", "there", "these", "they", "this", "those", "very", "want", "were", "what",
    "when", "where", "which", "while", "will", "with", "would", "your", "years", "understand",
})  # fmt: skip


def says(sentence: str, field: str, name: str = "", fewest: int = 1) -> bool:
    """True where a sentence holds at least half of the field's own words, `name` not counted."""
    without = words_of(name)
    own = _stems(one_line(field), without)
    return len(own & _stems(sentence, without)) >= max(SHARE * len(own), fewest)


def find_unsaid_names(
    field: str, sentences: Sequence[Sentence], names: Names
) -> Iterator[tuple[str, Sentence]]:
    """Names that a field holds and the sentence that says the same lacks, with the sentence.

    It says the same with half of the field's words, three at the least; or another name stands
    between the words between which the field has this one.
    """
    text = one_line(field)
    for naming in find_namings(text, names, words_too=True):
        saying = [one for one in sentences if says(one.text, text, naming.name, FEWEST)]
        if saying and not _is_named(saying, naming.name):
            yield naming.name, saying[0]
        elif not saying:
            yield from _find_exchanged(text, naming, sentences, names)


def _is_named(sentences: Sequence[Sentence], name: str) -> bool:
    return any(find_namings(one.text, (name,), words_too=True) for one in sentences)


def _find_exchanged(
    text: str, naming: Naming, sentences: Sequence[Sentence], names: Names
) -> Iterator[tuple[str, Sentence]]:
    """“Six years at Shell”, where the field says “six years at Old Mill Works”."""
    left, right = words_of(text[: naming.start])[-BESIDE:], words_of(text[naming.end :])[:BESIDE]
    for sentence in sentences:
        for other in find_namings(sentence.text, names, words_too=True):
            before = words_of(sentence.text[: other.start])[-BESIDE:]
            after = words_of(sentence.text[other.end :])[:BESIDE]
            is_same = (len(left) == BESIDE and left == before) or (
                len(right) == BESIDE and right == after
            )
            if is_same and words_of(other.name) != words_of(naming.name):
                yield naming.name, sentence


def _stems(text: str, without: tuple[str, ...]) -> frozenset[str]:
    words = (fold(word) for word in WORD.findall(text))
    return frozenset(
        word[:STEM]
        for word in words
        if len(word) > 3 and word not in COMMON and word not in without
    )
