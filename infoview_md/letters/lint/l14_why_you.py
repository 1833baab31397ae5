"""L14: `why_you`: something specific to this person, in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from infoview_md.core.folding import fold
from infoview_md.core.pack import Rule
from infoview_md.letters.lint.context import Hit, LintContext
from infoview_md.letters.wording import one_line

WORD = re.compile(r"[^\W_]+")
# Words that could stand in any letter.
COMMON = frozenset({
    "about", "after", "also", "because", "been", "before", "from", "have", "into", "made", "make",
    "more", "most", "much", "only", "over", "people", "some", "than", "that", "their", "them",
    "then", "there", "these", "they", "this", "those", "very", "were", "what", "when", "where",
    "which", "while", "will", "with", "work", "would", "your", "yours", "years", "learn", "like",
    "know", "field", "time", "minutes", "talk", "challenges", "opportunities", "asking",
})  # fmt: skip
SHARE = 0.5
"""How many of the sentence's own words the letter must keep, where the person has reworded it."""
STEM = 5
"""Letters by which two forms of one word are the same: forecast, forecasts, forecasting."""


def check_why_you(context: LintContext, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001
    """`why_you` is filled in, and the letter says it, if in other words."""
    person, why_you = context.contact.first_name, one_line(context.contact.why_you)
    if not why_you:
        yield Hit(
            f"nothing here could only be for {person}: `why_you` is empty; write one sentence about"
            f" {person} into the note and the letter"
        )
    elif not is_said(why_you, context.body):
        yield Hit(f"the letter does not say why you write to {person} (`why_you`: {why_you})")


def is_said(why_you: str, body: str) -> bool:
    """True where a text holds the sentence, or at least half of the words that are its own."""
    if fold(why_you).rstrip(".!") in fold(body):
        return True
    own = _stems(why_you)
    return bool(own) and len(own & _stems(body)) >= max(SHARE * len(own), min(2, len(own)))


def _stems(text: str) -> frozenset[str]:
    words = (fold(word) for word in WORD.findall(text))
    return frozenset(word[:STEM] for word in words if len(word) > 3 and word not in COMMON)
