"""L01: body length, in words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from infoview_md.core.pack import Level, Rule
from infoview_md.letters.lint.context import Hit, LintContext


def count_words(text: str) -> int:
    """Words as a reader counts them: what stands between blanks and is more than a dash."""
    return sum(map(_count_in_line, text.split("\n")))


# The letters of a batch have most of their lines in common.
@lru_cache(maxsize=256)
def _count_in_line(line: str) -> int:
    return sum(1 for word in line.split() if word.isalnum() or any(map(str.isalnum, word)))


def check_length(context: LintContext, rule: Rule) -> Iterator[Hit]:
    """Warn above `warn` or the template's own `max_words`, fail above `error`."""
    words = count_words(context.body)
    if rule.error is not None and words > rule.error:
        yield Hit(_say(words, rule.error), level=Level.ERROR)
        return
    limits = [limit for limit in (rule.warn, context.max_words) if limit is not None]
    if limits and words > min(limits):
        yield Hit(_say(words, min(limits)), level=Level.WARNING)


def _say(words: int, limit: int) -> str:
    return (
        f"the letter has {words} words, the limit is {limit}; cut what they do not need to say yes"
    )
