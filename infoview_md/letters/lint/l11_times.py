"""L11: times offered: none in a first letter, two or three windows after a yes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from infoview_md.core.pack import Rule
from infoview_md.letters.lint.context import Hit, LintContext
from infoview_md.letters.lint.moments import Window, find_windows
from infoview_md.letters.lint.sentences import Sentence, find_sentences, flatten

# What makes a day or a time an offer, and not a talk last Tuesday or a flight at ten.
OFFER = re.compile(
    r"\b(?:i(?:'m| am| would be| could be| can be)(?: \w+)? (?:free|available|around|open|flexible)"
    r"|i (?:can|could|have (?:time|an? \w+|some)|would have|offer|propose|suggest)"
    r"|i'd (?:suggest|propose|offer)|(?:let us|let's)"
    r"|(?:how|what) about|(?:would|could|can|might|may|does|do|shall|will|should|is|are) "
    r"(?:you|we|i|it|that|this|either|any|one|there|the|\w+day|\d{1,2})\b"
    r"|either|any of (?:these|those)|one of these|works?\b.{0,20}\b(?:for|me|you)"
    r"|suits?\b|possible (?:times|dates|days|slots|windows)|my (?:free )?(?:slots|times|windows)"
    r"|options? (?:are|would)|for example|for instance|such as|say,|e\.g\.|perhaps|maybe"
    r"|(?:here are|these are) (?:\w+ ){0,2}(?:times|dates|days|slots|windows|options))\b",
    re.IGNORECASE,
)
ITEM = re.compile(r"^\W*(?:[-*+•]|\d{1,2}[.)])[ \t]", re.MULTILINE)
# A time in the past, or one that is theirs.
PAST = re.compile(
    r"\b(?:thank(?:s| you)|wrote|asked|met|spoke|talked|heard|read|saw|said|told|gave|attended"
    r"|received|was|were|had|did|yesterday|your (?:mail|e-mail|letter|talk|reply|answer|message"
    r"|note|lecture|panel|paper|article|post))\b",
    re.IGNORECASE,
)
DEADLINE = re.compile(r"\b(?:by|until|before|since|after|as of) (?:the )?$", re.IGNORECASE)


def check_times(context: LintContext, rule: Rule) -> Iterator[Hit]:
    """A first letter offers at most `first` times, an answer `least` to `most`."""
    is_answer = context.kind == "answer"
    if is_answer and context.word not in ("", "answer"):
        return  # to a no, a later or another name there are no times to offer
    windows = find_offers(context.body, is_answer)
    if is_answer:
        yield from _check_answer(windows, rule)
        return
    most = rule.part("first") or 0
    if len(windows) > most:
        allowed = f"no more than {most}" if most else "none"
        yield Hit(
            f"a first letter offers {allowed} of its own times, and this one {len(windows)};"
            " leave the time to them",
            windows[most].start,
        )


def _check_answer(windows: list[Window], rule: Rule) -> Iterator[Hit]:
    least, most = rule.part("least") or 0, rule.part("most")
    if not windows and least:
        yield Hit("the answer offers no time; name two or three windows, with day and hour")
    elif len(windows) < least:
        yield Hit(
            f"the answer offers {len(windows)} time{'s' * (len(windows) != 1)}; name at least"
            f" {least}, so that they can choose",
            windows[0].start,
        )
    elif most is not None and len(windows) > most:
        yield Hit(
            f"the answer offers {len(windows)} times, the limit is {most}; more are work to read",
            windows[most].start,
        )


def find_offers(body: str, is_answer: bool = False) -> list[Window]:
    """The windows a letter offers, by offset; after a yes a bare line of a list offers, too."""
    flat = flatten(body)
    return [
        Window(sentence.start + one.start, sentence.start + one.end, one.has_day, one.has_time)
        for sentence in find_sentences(flat)
        if (windows := _find_windows(sentence.text))
        for one in _offered(sentence, windows, _is_item(flat, sentence), is_answer)
    ]


def _is_item(flat: str, sentence: Sentence) -> bool:
    line = flat.rfind("\n", 0, sentence.start) + 1
    return bool(ITEM.match(flat[line : sentence.start + 4]))


# The letters of a batch have most of their sentences in common.
@lru_cache(maxsize=256)
def _find_windows(text: str) -> tuple[Window, ...]:
    return tuple(find_windows(text))


def _offered(
    sentence: Sentence, windows: Sequence[Window], is_item: bool, is_answer: bool
) -> Iterator[Window]:
    text = sentence.text
    says_so = bool(OFFER.search(text)) and not (PAST.search(text) and not sentence.is_question)
    for one in windows:
        if DEADLINE.search(text[max(0, one.start - 16) : one.start]):
            continue
        is_bare = is_answer and one.has_day and (one.has_time or is_item) and not PAST.search(text)
        is_said = says_so and (one.has_day or (is_answer and one.has_time))
        if is_said or is_bare or (is_item and one.has_day):
            yield one
