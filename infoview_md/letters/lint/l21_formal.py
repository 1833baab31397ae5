"""L21: a formal invitation: no obligation, the length, and the agenda."""

from __future__ import annotations

import re
from collections.abc import Iterator

from infoview_md.core.model import Tie
from infoview_md.core.pack import Rule
from infoview_md.letters.lint.context import Hit, LintContext
from infoview_md.letters.lint.l09_time import find_minutes
from infoview_md.letters.lint.sentences import Sentence, find_sentences, flatten

NO_OBLIGATION = re.compile(
    r"\b(?:no|without(?: any)?|not under any|zero|free of) (?:\w+ )?(?:obligation|pressure"
    r"|strings attached|expectations?|hard feelings|need to (?:accept|agree|say yes)|harm done)\b"
    r"|(?:\bnot|n't|\bnever) (?:be |feel )?(?:obliged|obligated|bound|pressured|pressed|expected)\b"
    r"|(?:\bnot|n't) (?:feel|think) (?:that )?you (?:have|need|ought) to\b"
    r"|(?:\bnot|n't) (?:have|need) to (?:say yes|accept|agree|do (?:this|it)|help)\b"
    r"|\b(?:free|welcome|fine|okay|ok|easy|all right|perfectly fine|at liberty) to (?:say no"
    r"|decline|refuse|turn (?:me|this|it) down|pass)\b"
    r"|\b(?:say|saying|said) no\b|\b(?:a|your) no (?:is|would be|will be)\b"
    r"|\byou (?:may|can|are free to|should feel free to) (?:always |simply |just |well |also )*"
    r"(?:decline|refuse|say no|turn (?:me|it|this) down|pass)\b"
    r"|\bif you(?:'d| would)? (?:rather|prefer) not\b|\bonly if you (?:want|wish|like|feel)\b"
    r"|\byou owe me nothing\b"
    r"|\b(?:nothing between us|our friendship) (?:changes|will (?:not )?(?:change|suffer))\b"
)
AGENDA = re.compile(
    r"\bagenda\b|\b(?:two|three|four|five|six|[2-6]|a few|some) (?:\w+ )?"
    r"(?:questions|things|points|topics|subjects)\b"
    r"|\b(?:talk|ask|hear|speak|discuss|cover|go through|learn|understand|know)(?: \w+){0,3}?"
    r" (?:about (?!it\b|this\b|that\b)|how\b|what\b|which\b|why\b|where\b|challenges\b)"
    r"|\b(?:understand|learn|discuss|cover) (?!you\b|me\b|if\b)\w+"
    r"|\bthe (?:topic|subject|theme)s?(?: is| are|:)|\bit is about\b"
)
LIST_LINE = re.compile(r"^[ \t]*(?:[-*+•]|\d[.)])[ \t]+\S", re.MULTILINE)


def check_formal(context: LintContext, rule: Rule) -> Iterator[Hit]:
    """The letter says that a no is free, how long the talk takes and what it is about.

    The pack's word `friends` asks it where the tie is `friend`, `everyone` in every request.
    """
    if rule.value == "friends" and context.contact.tie is not Tie.FRIEND:
        return
    missing = list(_find_missing(context))
    if missing:
        yield Hit(f"a formal invitation says {_join(missing)}; this letter does not")


def _find_missing(context: LintContext) -> Iterator[str]:
    body = flatten(context.body)
    sentences = find_sentences(body)
    texts = [" ".join(one.text.lower().split()) for one in sentences]
    if not any(map(NO_OBLIGATION.search, texts)):
        yield "that there is no obligation"
    subject = Sentence(flatten(context.subject), 0)
    if not any(any(find_minutes(one)) for one in (subject, *sentences)):
        yield "how long the talk takes"
    if len(LIST_LINE.findall(body)) < 2 and not any(map(AGENDA.search, texts)):
        yield "what it is about"


def _join(parts: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
