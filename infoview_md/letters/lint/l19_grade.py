"""L19: plain words, by the reading grade of Flesch and Kincaid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from infoview_md.core.pack import Rule
from infoview_md.letters.lint.context import Hit, LintContext
from infoview_md.letters.lint.sentences import MOST, Sentence, find_closing, find_sentences, flatten

FEWEST = 30
"""Words below which a grade says nothing."""
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
VOWELS = re.compile(r"[aeiouyàáâäãåæèéêëìíîïòóôöõøœùúûüýÿ]+")
# Two vowels that are said apart.
APART = re.compile(
    r"(?<![qgt])u(?=[aeio](?!r?y?$))|(?<![tcsg])i(?=a(?!ge)|u|o(?!n|us)|et\b|er\b|ent|ence)"
    r"|eo(?!u)|y(?=[aio])|(?<=cr)ea(?=t(?!ure))|ea(?=l[a-z])"
)
SILENT_E = re.compile(r"[^aeiouyl]es?$|[aeiouy]les?$|[^aeiouytd]ed$|[^l]ely$|eful$|eless$|ement")
SAID_ES = re.compile(r"(?:[sxz]|sh|ch|[cg])es$")
KNOWN = {
    "area": 3, "forecast": 2, "forecasts": 2, "forecasting": 3, "business": 2, "businesses": 3,
    "create": 2, "created": 3, "every": 2,
    "everything": 3, "everyone": 3, "idea": 3, "ideas": 3, "people": 2, "evening": 2,
    "different": 3, "interest": 3, "interesting": 4, "interested": 4, "science": 2, "quiet": 2,
    "being": 2, "doing": 2, "going": 2, "seeing": 2, "something": 2, "sometimes": 2,
    "somebody": 3, "someone": 2, "client": 2, "clients": 2, "society": 4, "real": 1,
    "really": 2, "naïve": 2, "year": 1, "hour": 1, "our": 1, "eye": 1, "eyes": 1, "lion": 2,
    "poem": 2, "poet": 2, "diet": 2, "giant": 2, "trial": 2, "via": 2, "reading": 2, "video": 3,
}  # fmt: skip


def check_grade(context: LintContext, rule: Rule) -> Iterator[Hit]:
    """The grade of the text between greeting and signature is at most `warn`."""
    flat = flatten(context.body)
    sentences = _find_sentences_above(flat, find_closing(flat))
    if rule.warn is None or sum(count_spoken(one.text)[0] for one in sentences) < FEWEST:
        return
    grade = grade_of(sentences)
    if grade > rule.warn:
        hardest = max(sentences, key=lambda one: grade_of([one]))
        yield Hit(
            f"the letter reads at grade {grade:.0f}, the limit is {rule.warn}; shorter sentences"
            " and plainer words, this one first",
            hardest.start,
        )


def _find_sentences_above(flat: str, end: int) -> Sequence[Sentence]:
    """The sentences of the text before an offset; where a paragraph begins there, all are known."""
    if flat[max(0, end - 2) : end] != "\n\n" or end >= MOST:
        return find_sentences(flat[:end])
    return [one for one in find_sentences(flat) if one.start < end]


def grade_of(sentences: Sequence[Sentence]) -> float:
    """The Flesch–Kincaid grade: years of school that reading takes; 0 for no words.

    0.39 · words per sentence + 11.8 · syllables per word − 15.59 (Kincaid et al. 1975).
    """
    counts = [count_spoken(one.text) for one in sentences]
    words = sum(count for count, _ in counts)
    if not words:
        return 0.0
    syllables = sum(count for _, count in counts)
    return 0.39 * words / len(sentences) + 11.8 * syllables / words - 15.59


# Letters have most of their sentences in common, and of their words.
@lru_cache(maxsize=256)
def count_spoken(sentence: str) -> tuple[int, int]:
    """The words of a sentence, and their syllables."""
    words = WORD.findall(sentence)
    return len(words), sum(map(count_syllables, words))


@lru_cache(maxsize=4096)
def count_syllables(word: str) -> int:
    """The syllables of an English word by its spelling: groups of vowels, less what is silent."""
    word = word.lower().replace("’", "'").partition("'")[0] or word
    if word in KNOWN:
        return KNOWN[word]
    count = len(VOWELS.findall(word)) + len(APART.findall(word))
    if SILENT_E.search(word) and not SAID_ES.search(word):
        count -= 1
    return max(count, 1)
