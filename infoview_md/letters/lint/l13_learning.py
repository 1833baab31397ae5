"""L13: what I want to learn: challenges, opportunities, the field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from infoview_md.core.pack import Rule
from infoview_md.letters.lint.context import Hit, LintContext
from infoview_md.letters.lint.jobs import find_job_talk
from infoview_md.letters.lint.sentences import Sentence, find_sentences, flatten

WISH = re.compile(
    r"\b(?:want(?:ed)?|would like|'d like|would love|'d love|hop(?:e|ing)|wish|keen|eager|trying"
    r"|glad|happy|grateful|curious|interested|wonder(?:ing)?|value|appreciate|like to|love to|aim"
    r"|goal|could you|would you|can you|may i|could i|can i|here to|writing to|in order to)\b"
)
LEARNING = re.compile(
    r"\b(?:learn(?:ing)?|understand(?:ing)?|hear(?:ing)?|find(?:ing)? out|ask(?:ing)? you|know|see"
    r"|discover|explore|listen|curious|interested in|wonder(?:ing)?|tell me|explain|show me"
    r"|views?|perspective|experience|insights?|take on|thoughts|opinion"
    r"|talk (?:to|with) you about (?!my|our))\b"
)
SUBJECT_MATTER = re.compile(
    r"\b(?:how|what|which|where|why|challeng\w+|opportunit\w+|field|industry|sector|trade"
    r"|profession|trends?|problems?|about (?!it\b)\w+|on the|in the|of the)\b"
)
BOTH = re.compile(r"\bchalleng\w+.*\bopportunit\w+|\bopportunit\w+.*\bchalleng\w+")
FIELD_QUESTION = re.compile(r"\b(?:challeng\w+|opportunit\w+|field|industry|sector|trends?)\b")


def check_learning(context: LintContext, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001
    """A sentence says what the writer wants to learn; one that asks for a job does not count."""
    sentences = find_sentences(flatten(context.body))
    if not any(map(names_what_to_learn, sentences)):
        yield Hit(
            "the letter does not say what you want to learn; name it: the challenges, the"
            " opportunities, how the field works"
        )


def names_what_to_learn(sentence: Sentence) -> bool:
    """True for “I want to understand how …”, and for a question about the field."""
    return _names_what_to_learn(sentence.text)


@lru_cache(maxsize=256)
def _names_what_to_learn(said: str) -> bool:
    text = " ".join(said.lower().split())
    if not (BOTH.search(text) or (Sentence(said, 0).is_question and FIELD_QUESTION.search(text))):
        learning = LEARNING.search(text)
        if learning is None or not WISH.search(text):
            return False
        if not SUBJECT_MATTER.search(text, learning.start()):
            return False
    return all(talk.is_denied for talk in find_job_talk(text))
