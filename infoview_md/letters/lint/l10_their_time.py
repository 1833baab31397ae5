"""L10: at a time that suits them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from infoview_md.core.pack import Rule
from infoview_md.letters.lint.context import Hit, LintContext
from infoview_md.letters.lint.phrase_book import PhraseBook, key_words
from infoview_md.letters.lint.sentences import find_sentences, flatten

_WHEN = (
    r"\b(?:times?|days?|dates?|hours?|weeks?|moments?|slots?|any"
    r"|when|whenever|whatever|whichever)\b"
)
_SAME_CLAUSE = r"(?:(?!\b(?:not|never|me|us|both)\b|n't)[^.?!;])"
THEIR_TIME = PhraseBook(
    (
        "any as calendar can choice choose choosing convenience convenient date dates day days"
        " diary hour hours leisure moment moments name pace pick say schedule set slot slots"
        " suggest time times timetable week weeks whatever when whenever whichever",
        rf"{_WHEN}{_SAME_CLAUSE}{{0,30}}?"
        r"\b(?:suits?|works?|fits?|best|good|better|easiest|convenient|right|comfortable|easy)\b"
        rf"{_SAME_CLAUSE}{{0,15}}?\byou(?:r|rs)?\b"
        rf"|{_WHEN}{_SAME_CLAUSE}{{0,15}}?\byou(?:'d|'re| would| may| might| are| can)?"
        r" (?:like|prefer|choose|wish|want|pick|name|have (?:the )?time|have a moment|free"
        r"|available|suggest)\b"
        r"|\b(?:whenever|when) you can\b"
        r"|\b(?:at|to|around|on|into|of|fits?|suits?) your (?:own )?"
        r"(?:convenience|leisure|schedule|calendar|diary|choice|choosing|timetable|pace)\b"
        r"|\bconvenient (?:for|to) you\b|\byour choice of (?:time|day|date)\b"
        r"|\b(?:you|please|just|simply) (?:choose|pick|name|say|set|suggest)"
        r" (?:the|an?|any|whatever|your) (?:\w+ )?(?:time|day|date|slot|hour|week)\b"
        r"|\bas (?:best )?suits you\b",
    ),
    flags=re.IGNORECASE,
)


def check_their_time(context: LintContext, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001
    """A sentence leaves the choice of the time to the reader."""
    sentences = find_sentences(flatten(context.body))
    if not any(_leaves_the_time(one.text) for one in sentences):
        yield Hit("the letter does not leave the time to them; add “at a time that suits you”")


@lru_cache(maxsize=256)
def _leaves_the_time(text: str) -> bool:
    return THEIR_TIME.search(" ".join(text.split()), key_words(text))
