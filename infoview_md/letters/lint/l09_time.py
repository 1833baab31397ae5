"""L09: a bounded time is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from infoview_md.core.pack import Level, Rule
from infoview_md.letters.lint.asks import find_asks
from infoview_md.letters.lint.context import Hit, LintContext
from infoview_md.letters.lint.phrase_book import key_words
from infoview_md.letters.lint.sentences import Sentence, find_sentences, flatten

NUMBERS = {
    "five": 5, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "twenty-five": 25,
    "thirty": 30, "thirty-five": 35, "forty": 40, "forty-five": 45, "fifty": 50, "sixty": 60,
    "ninety": 90, "one": 1, "two": 2, "three": 3, "an": 1, "a": 1,
}  # fmt: skip
_NUMBER = rf"\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))}"
DURATION = re.compile(
    rf"""(?ix)
      \b(?P<long>(?:an|one)\ hour\ and\ a\ half|(?:one|1)\ and\ a\ half\ hours)\b
    | \b(?P<three>three[ -]quarters\ of\ an\ hour)\b
    | \b(?P<half>half[ -](?:an?[ -])?hour)\b
    | \b(?P<quarter>quarter(?:\ of\ an|[ -]?)[ -]?hour)\b
    | \b(?P<number>{_NUMBER})(?:\s?(?:-|–|to|or)\s?(?P<most>{_NUMBER}))?[\s-]{{0,2}}
      (?P<unit>minutes?|mins?|hours?)\b
    """
)
FIXED = {"long": 90, "three": 45, "half": 30, "quarter": 15}
# “your 45-minute talk” is not the time asked for.
THEIRS = re.compile(r"\byour (?:[\w-]+ ){0,3}$|\blongest (?:\w+ )?$", re.IGNORECASE)


def check_time(context: LintContext, rule: Rule) -> Iterator[Hit]:
    """A number of minutes stands in the letter, and the ask is not for more than `error`."""
    sentences = find_sentences(flatten(context.body))
    asked = list(chain.from_iterable(map(find_minutes, find_asks(sentences))))
    known = asked or list(chain.from_iterable(map(find_minutes, sentences)))
    if not known and not list(find_minutes(Sentence(flatten(context.subject), 0))):
        minutes = rule.value if isinstance(rule.value, int) else 20
        yield Hit(f"no time is named; say how long, such as {minutes} minutes")
        return
    most, start = max(asked) if asked else min(known, default=(0, 0))
    if rule.error is not None and most > rule.error:
        yield Hit(f"{most} minutes are asked for, the limit is {rule.error}", start, Level.ERROR)
    elif rule.warn is not None and most > rule.warn:
        yield Hit(f"{most} minutes are asked for, the limit is {rule.warn}", start, Level.WARNING)


def find_minutes(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Each span of time a sentence names, in minutes, with its offset in the text."""
    return ((minutes, sentence.start + start) for minutes, start in _read_minutes(sentence.text))


@lru_cache(maxsize=256)
def _read_minutes(text: str) -> tuple[tuple[int, int], ...]:
    if not any("min" in word or "hour" in word for word in key_words(text)):
        return ()
    return tuple(
        (_minutes(match), match.start())
        for match in DURATION.finditer(text)
        if not THEIRS.search(text[: match.start()])
    )


def _minutes(match: re.Match[str]) -> int:
    for name, minutes in FIXED.items():
        if match[name]:
            return minutes
    number = (match["most"] or match["number"]).lower()
    count = int(number) if number.isdecimal() else NUMBERS[number]
    return count * 60 if match["unit"].lower().startswith("h") else count
