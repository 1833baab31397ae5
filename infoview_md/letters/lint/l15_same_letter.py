"""L15: not the same letter as to a colleague."""

from __future__ import annotations

import re
from collections.abc import Iterator

from infoview_md.core.folding import fold
from infoview_md.core.pack import Rule
from infoview_md.letters.lint.context import Hit, LintContext, Sibling
from infoview_md.letters.lint.sentences import find_closing, find_sentences, flatten

SIZE = 5
"""Words of a shingle."""
FEWEST = 15
"""Shingles below which two letters are too short to be compared."""
LOGISTIC = frozenset({"confirm", "reschedule", "cancel"})
"""Letters about a date look alike everywhere, and nobody minds."""
OWN_SHARE = 0.6
"""From this share of its words on, a sentence counts as the owner's own introduction."""
WORD = re.compile(r"\w+(?:['-]\w+)*")


def check_same_letter(context: LintContext, rule: Rule) -> Iterator[Hit]:
    """At most `warn` % of the letter's shingles of five words stand in one to a colleague."""
    if rule.warn is None or context.kind in LOGISTIC or not context.siblings:
        return
    own = _own_words(context)
    shingles = make_shingles(context.body, own)
    if len(shingles) < FEWEST:
        return
    shared, sibling = max(
        ((_share(shingles, make_shingles(one.body, own)), one) for one in context.siblings),
        key=lambda pair: pair[0],
    )
    if shared > rule.warn:
        yield Hit(
            f"{shared} % of this letter {_say_where(sibling)}, and colleagues compare their mail;"
            " say it in other words",
            find_sentences(flatten(context.body))[0].start,
        )


def make_shingles(body: str, own: frozenset[str] = frozenset()) -> frozenset[tuple[str, ...]]:
    """Every five words in a row, without greeting, closing and how the owner presents themselves.

    Shingles do not run over the end of a sentence, so that moving one does not hide it.
    """
    flat = flatten(body)
    end = find_closing(flat)
    found: set[tuple[str, ...]] = set()
    for sentence in find_sentences(flat[:end]):
        words = [fold(word) for word in WORD.findall(sentence.text)]
        if words and sum(word in own for word in words) < OWN_SHARE * len(words):
            found.update(tuple(words[at : at + SIZE]) for at in range(len(words) - SIZE + 1))
    return frozenset(found)


def _own_words(context: LintContext) -> frozenset[str]:
    """The words in which the owner says who they are: those may be the same in every letter."""
    owner = context.owner
    said = f"{owner.intro} {owner.learning} {owner.positioning} {owner.name}"
    return frozenset(fold(word) for word in WORD.findall(said))


def _share(shingles: frozenset[tuple[str, ...]], others: frozenset[tuple[str, ...]]) -> int:
    return 100 * len(shingles & others) // len(shingles)


def _say_where(sibling: Sibling) -> str:
    tense = "stands in the one that" if sibling.is_sent else "stands in the draft that"
    verb = "got" if sibling.is_sent else "is to get"
    return f"{tense} {sibling.to_name} {verb}"
