"""Clauses: how far a `not` reaches: a sentence cut where one ends, and its negations counted.

Two negations in one clause undo each other. Idioms that hold a negation but deny nothing (“not
only”, “don't hesitate to”, “I wouldn't mind”) are taken out first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

NEGATION = re.compile(
    r"\b(?:rather than|instead of|far from|not|no|never|nor|neither|without|nothing|none|nobody"
    r"|hardly|cannot|least of all|last thing|anything but)\b|n't\b|\b(?:do|is|are|was|wo|would"
    r"|did|does|have)nt\b"
    r"|\bthan(?= (?:to )?(?:ask|look|seek|apply|beg|request|find|get)|(?: about| for| (?:an?"
    r"|any) (?:job )?offer)\b)"
    r"|(?:\bwould|'d) (?:hate|be (?:embarrassed|ashamed|wrong(?: of me)?|loath)) to\b"
)

NAME_MARK = "\ua735"
"""A small letter that no English word has: it stands for the first of a name."""
PROPER_NAME = re.compile(r"(?<=[a-z,'] )(?!I\b|I'|CV\b|HR\b)[A-Z\u00c0-\u00de][\w&-]+")
JOINED = re.compile(r"(?:\b(?:and|or|nor)|,) $")

# Negations that deny nothing about what follows them.
IDIOM = re.compile(
    r"""(?x)
      \bnot\ (?:only|just|merely|simply|solely|purely|exclusively|least)\b
    | (?:\b(?:would|will|do|does|could|can)\ ?(?:n't|\ not)|\bcannot|\bnot|n't)\ (?:at\ all\ )?
      (?:mind|hesitate|deny|hide|forget|say\ no\ to|want\ to\ miss|like\ to\ miss|wait\ to
      |help\ (?:asking|wondering|hoping)|be\ (?:happier|more\ \w+|too\ proud)|refuse|turn\ down
      |resist|object|complain|rule\ out|exclude|know|regret|be\ disappointed
      |suppose\ (?:you|there)|asking\ (?:for\ |you\ for\ )?(?:much|a\ lot|the\ moon)
      |(?:\w+\ )?(?:sure|certain|shy|opposed|averse|ashamed|afraid|picky|fussy|choosy|proud
      |above))\b
    | \b(?:not|n't)\ (?:an?\ )?(?:un\w+|too\ much)\b
    | \bwhy\ (?:not\b|do\ n't\b|don't\b)
    | \b(?:whether\ )?or\ not\b
    | \bif\ not\b
    | \bno\ (?:doubt|matter|hurry|rush|pressure|worries|trouble|problem|secret|harm|hesitation
      |later)\b
    | \bno\ one\ (?:better|else)\b
    | \bnothing\ (?:would|could)\b
    | \bnever\ (?:been\ )?more\b
    """
)
# “Don't you have …?” asks; it does not deny.
NEGATIVE_QUESTION = re.compile(r"^\W*(?:(?:and|but|so)\W+)?\w+n't (?=\w+ .*\?\W*$)", re.DOTALL)
# So does “you are not by chance hiring?”.
NEGATIVE_GUESS = re.compile(
    r"^\W*(?:you|there|they|your \w+)(?:'re| are| is|'s| have|'ve) not (?=.*\?\W*$)", re.DOTALL
)
ASIDE = re.compile(
    r", (?:i (?:promise|assure you|swear|must say|should say|should add|hasten to add|hope)"
    r"|to be (?:clear|honest|sure|frank)|of course|at (?:this|the) (?:time|point|stage|moment)"
    r"|let me (?:say|add)|rest assured|honestly|however|though|by the way|you may be glad to hear"
    r"|as you (?:may|might) (?:think|fear|expect|suspect)|for the record|please note),"
)

_SUBJECTS = r"i|i'm|i'd|i'll|i've|im|you|we|they|he|she|it|this|that|there|my|your"
_VERBS = (
    r"please|would|could|can|will|might|may|do|does|don't|are|is|am|let|should|keep|consider"
    r"|forward|think|feel|here|any|what|how|why|if|when|just keep|just let|simply let"
)
START = rf"(?=(?:{_SUBJECTS}|{_VERBS})\b)"
BOUNDARY = re.compile(
    r"[;:()]|\s[–—-]\s|—|,\s+(?=(?:because|as|since)\b)"
    r"|,?\s+(?=(?:but|although|though|however|whereas|while|unless|except|nor|yet i)\b)"
    rf"|,\s+(?:(?:and|or|so|then|yet)\s+)?{START}"
    rf"|\s+(?:and|or|so)\s+{START}"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence in which a negation reaches everything behind it: text and offset."""

    text: str
    start: int

    def is_negated(self, end: int) -> bool:
        """True where an odd number of negations stands before this offset of the clause.

        “No strings, and no job” denies twice, and takes nothing back.
        """
        found = [one for one in NEGATION.finditer(self.text) if one.end() <= end]
        again = [one for one in found[1:] if JOINED.search(self.text, 0, one.start())]
        return (len(found) - len(again)) % 2 == 1


def find_clauses(sentence: str) -> list[Clause]:
    """The clauses of a flattened sentence, in small letters and without idle negations."""
    text = silence_negations(sentence)
    clauses: list[Clause] = []
    start = 0
    for boundary in (*BOUNDARY.finditer(text), None):
        end = boundary.start() if boundary else len(text)
        if text[start:end].strip():
            clauses.append(Clause(text[start:end], start))
        start = boundary.end() if boundary else end
    return clauses


# The clauses are made from it, and what is found across them.
@lru_cache(maxsize=64)
def silence_negations(sentence: str) -> str:
    """A flattened sentence in small letters, every offset kept.

    Its idle negations are made blanks, and a name inside it begins with `NAME_MARK`.
    """
    text = PROPER_NAME.sub(
        lambda name: NAME_MARK + name[0][1:], sentence.replace("\n", " ")
    ).lower()
    text = ASIDE.sub(lambda aside: " " * len(aside[0]), text)
    if "no" in text or "n't" in text or "never" in text:  # every idiom has one of them
        text = IDIOM.sub(lambda idiom: _blank_negations(idiom[0]), text)
    text = NEGATIVE_GUESS.sub(lambda opening: opening[0].replace(" not ", "     "), text)
    return NEGATIVE_QUESTION.sub(lambda opening: opening[0].replace("n't", "   "), text)


def _blank_negations(idiom: str) -> str:
    return NEGATION.sub(lambda negation: " " * len(negation[0]), idiom)
