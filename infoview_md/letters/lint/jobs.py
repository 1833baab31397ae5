"""Job talk: where a sentence asks for a job, and where it says that it does not.

The word `job` decides nothing: “your job fascinates me” is neither. What counts is a thing that one
can be given (a job, an opening), a phrase that asks for it, and whether that is denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from infoview_md.letters.lint.clauses import Clause, find_clauses
from infoview_md.letters.lint.job_words import (
    A_JOB_AT_ALL,
    A_THING,
    ASK_FOR,
    ASKS,
    DENIALS,
    TALK_OF_OTHERS,
)

LEARNING_QUESTION = re.compile(r"^\W*(?:how|why|what|when|where|who|which)\b(?!.*\b(?:i|me)\b)")
PERSON = re.compile(r"\b(?:i|i'm|i'd|i'll|i've|im|me|my|we|us|you|your)\b")
ASKING = re.compile(ASK_FOR)
CARRIED = re.compile(
    rf"^\W*(?:but|except|nor)\b(?: also| rather| instead| even)*(?: for| about)? {A_THING}"
)
# In “asking for a job is not my aim” the denial stands behind.
DENIED_BEHIND = re.compile(r" (?:is|are|was|were|isn't|wasn't|aren't)(?: \w+)?")


@dataclass(frozen=True, slots=True)
class JobTalk:
    """A place where a sentence speaks of getting a job; `is_denied` where it says it does not."""

    start: int
    text: str
    is_denied: bool


def find_job_talk(sentence: str) -> list[JobTalk]:
    """Every place of a flattened sentence that asks for a job, or says that it does not."""
    clauses = find_clauses(sentence)
    talk = [found for clause in clauses for found in _read_clause(clause)]
    for before, clause in pairwise(clauses):
        talk += _carry_over(before, clause)
    return sorted(talk, key=lambda found: found.start)


def _read_clause(clause: Clause) -> Iterator[JobTalk]:
    if LEARNING_QUESTION.search(clause.text):
        return
    for match in _find_asks(clause.text):
        behind = DENIED_BEHIND.match(clause.text, match.end())
        is_denied = clause.is_negated(behind.end() if behind else match.end())
        yield JobTalk(clause.start + match.start(), match[0], is_denied)
    for pattern in DENIALS:
        for match in pattern.finditer(clause.text):
            if clause.is_negated(match.end()):
                yield JobTalk(clause.start + match.start(), match[0], is_denied=True)


def _find_asks(text: str) -> Iterator[re.Match[str]]:
    found = [match for pattern in ASKS for match in pattern.finditer(text)]
    yield from found
    if not found and PERSON.search(text):
        for match in A_JOB_AT_ALL.finditer(text):
            if not TALK_OF_OTHERS.search(text, 0, match.start()):
                yield match


def _carry_over(before: Clause, clause: Clause) -> Iterator[JobTalk]:
    """“I am not asking for advice, but for a job”: the verb stands in the clause before."""
    match = CARRIED.search(clause.text)
    if match and ASKING.search(before.text):
        yield JobTalk(clause.start, match[0].strip(), clause.is_negated(match.end()))
