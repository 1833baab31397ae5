"""Said: whether a sentence of a letter says what a field says, if in other words."""

from __future__ import annotations

from collections.abc import Iterator

from infoview_md.core.links import fold
from infoview_md.letters.lint.names import WORD, find_namings, words_of
from infoview_md.letters.lint.sentences import Sentence
from infoview_md.letters.wording import one_line

STEM = 5
"""Letters by which two forms of one word are the same: forecast, forecasts, forecasting."""
SHARE = 0.5
"""How many of the field's own words a sentence must hold to say the same."""
FEWEST = 2
COMMON = frozenset({
    "about", "after", "also", "and", "because", "been", "before", "being", "could", "does", "even",
    "from", "have", "into", "more", "most", "much", "only", "over", "some", "than", "that", "their",
    "them", "then", "there", "these", "they", "this", "those", "very", "want", "were", "what",
    "when", "where", "which", "while", "will", "with", "would", "your", "years", "understand",
})  # fmt: skip


def says(sentence: str, field: str, name: str = "") -> bool:
    """True where a sentence holds at least half of the field's own words, `name` not counted."""
    without = words_of(name)
    own = _stems(one_line(field), without)
    fewest = FEWEST if len(own) > FEWEST else 1
    return len(own & _stems(sentence, without)) >= max(SHARE * len(own), fewest)


def find_unsaid_names(
    field: str, sentences: list[Sentence], names: tuple[str, ...]
) -> Iterator[tuple[str, Sentence]]:
    """Names that a field holds and the sentence that says the same lacks, with the sentence."""
    text = one_line(field)
    for naming in find_namings(text, filter(None, names), words_too=True):
        saying = [one for one in sentences if says(one.text, text, naming.name)]
        if saying and not any(
            find_namings(one.text, (naming.name,), words_too=True) for one in saying
        ):
            yield naming.name, saying[0]


def _stems(text: str, without: tuple[str, ...]) -> frozenset[str]:
    words = (fold(word) for word in WORD.findall(text))
    return frozenset(
        word[:STEM]
        for word in words
        if len(word) > 3 and word not in COMMON and word not in without
    )
