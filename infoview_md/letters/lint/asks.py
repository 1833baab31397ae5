"""Asks: the sentences in which a letter asks its reader for something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from infoview_md.letters.lint.sentences import Sentence

_OPENER = re.compile(
    r"\b(?:would|could|can|may|might|will|shall|won't|couldn't|wouldn't|can't)"
    r" (?:you|we|i|it|there|that|this|\d+|twenty|thirty|fifteen|ten|half|an?|some|any)\b"
    r"|\bare you (?:\w+ )?(?:free|available|open|willing|able|around|up for|happy|game)\b"
    r"|\b(?:do|don't) you (?:\w+ )?(?:have|mind|think (?:you|we|it)|happen to)\b"
    r"|\bis (?:there|it|that|this) .{0,30}?\b(?:time|chance|possible|ok|okay|all right|way)\b"
)
_QUESTION_WORD = re.compile(
    r"^\W*(?:and |but |so |or )?(?:how|what|why|when|where|who|whom|which)\b"
)
_POLITE = re.compile(
    r"\bi(?: would|'d)(?: \w+){0,2} (?:grateful|thankful|glad|happy|delighted|pleased"
    r"|honoured|love|like|appreciate|value|welcome)\b.*?"
    r"(?:\bif (?:you|we|i)\b|\bminutes\b|\bhour\b|\bcall\b"
    r"|\bto (?:talk|speak|meet|ask you|invite you|call|interview|visit)\b|\bconversation\b"
    r"|\bchat\b)"
    r"|\bi(?: am|'m) (?:asking|writing to ask)(?: you)? (?:for|whether|if)\b(?! (?:an? )?job)"
    r"|\b(?:wonder|wondering|hope|hoping|ask|asking)\b.*?\b(?:if|whether|that)\b (?:you|we|i) "
    r"(?:\w+ )?(?:have|could|can|might|may|would|talk|speak|meet)\b"
    r"|\bi(?: would like to| want to|'d like to)? (?:hereby )?invite you\b"
)
_LET_ME_KNOW = re.compile(r"\bplease (?:let me know|tell me) (?:if|whether|when)\b")
_PLEASE = re.compile(
    r"(?:^|[,;:] |\band )please (?!(?:let|tell|feel|do|don't|say|ignore|excuse|forgive|note|accept"
    r"|know|be|reply|answer|take|choose|name|pick|suggest|give my|see|find|keep|consider"
    r"|think)\b)\w+"
)


@dataclass(frozen=True, slots=True)
class _Asking:
    """What a sentence asks: favours as a question, one politely, or with “please”."""

    questions: int
    is_polite: bool
    is_let_me_know: bool
    is_order: bool


# The letters of a batch share most of their sentences.
@lru_cache(maxsize=256)
def _read_asking(said: str) -> _Asking:
    text, is_question = said.lower(), Sentence(said, 0).is_question
    asks = is_question and not _QUESTION_WORD.match(text)
    is_let_me_know = "please" in text and bool(_LET_ME_KNOW.search(text))
    return _Asking(
        questions=len(_OPENER.findall(text)) if asks else 0,
        is_polite=bool(not is_question and _POLITE.search(text)) or is_let_me_know,
        is_let_me_know=is_let_me_know,
        is_order="please" in text and bool(_PLEASE.search(text)),
    )


def _asking(sentence: Sentence) -> _Asking:
    return _read_asking(sentence.text)


def count_questions_that_ask(sentence: Sentence) -> int:
    """How many favours a question asks that can be answered with yes; “which …?” asks none."""
    return _asking(sentence).questions


def is_polite_ask(sentence: Sentence) -> bool:
    """True for an ask without a question mark: “I would be grateful for 20 minutes.”"""
    return _asking(sentence).is_polite


def is_let_me_know(sentence: Sentence) -> bool:
    """True for “please let me know whether …”, which may belong to an ask beside it."""
    return _asking(sentence).is_let_me_know


def is_order(sentence: Sentence) -> bool:
    """True for “please” and an errand: “Please review my portfolio.”"""
    return _asking(sentence).is_order


def find_asks(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Each favour asked, as its sentence; a sentence that asks two stands twice.

    Polite statements count where no question asks, so that “I would be glad to talk” beside the
    question is not taken for a second ask.
    """
    questions = [one for one in sentences for _ in range(count_questions_that_ask(one))]
    orders = [one for one in sentences if is_order(one)]
    if not questions:
        polite = [one for one in sentences if is_polite_ask(one)]
        firm = [one for one in polite if not is_let_me_know(one)]
        questions = firm or polite[:1]
    return sorted((*questions, *orders), key=lambda sentence: sentence.start)
