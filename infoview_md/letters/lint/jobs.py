"""Job talk: where a sentence asks for a job, and where it says that it does not.

The word `job` decides nothing: “your job fascinates me” is neither. What counts is a thing that one
can be given (a job, an opening), a phrase that asks for it, and whether that is denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from infoview_md.letters.lint.clauses import (
    NEGATION,
    Clause,
    find_clauses,
    silence_negations,
)
from infoview_md.letters.lint.job_coming import COMING, FOR_ME, OTHERWISE
from infoview_md.letters.lint.job_denials import DENIALS, MENTIONED, POINTING_BACK, STORY
from infoview_md.letters.lint.job_excuses import (
    BARE,
    EXCUSES,
    LABOUR,
    PAST,
    REQUEST,
    SPEAKERS,
)
from infoview_md.letters.lint.job_hiring import ANYWHERE, HIRING
from infoview_md.letters.lint.job_offering import OFFERING
from infoview_md.letters.lint.job_theirs import BELONGING
from infoview_md.letters.lint.job_words import (
    A_JOB_AT_ALL,
    A_THING,
    ASK_FOR,
    ASKS,
    TALK_OF_OTHERS,
)
from infoview_md.letters.lint.phrase_book import key_words

LEARNING_QUESTION = re.compile(
    r"^\W*(?:how|why|what|when|where|who|which|did you|were you)\b(?!.*\b(?:i|me)\b)"
)
PERSON = re.compile(r"\b(?:i|i'm|i'd|i'll|i've|im|me|my|we|us|you|your)\b")
ASKING = re.compile(ASK_FOR)
CARRIED = re.compile(
    r"^\W*(?:but|except|nor|just|only)\b(?: also| rather| instead| even)*(?: for"
    rf"| about)? {A_THING}"
)
# In “asking for a job is not my aim” the denial stands behind.
DENIED_BEHIND = re.compile(r" (?:isn't|wasn't|aren't|is|are|was|were)(?: \w+)?(?: last thing\b)?")


@dataclass(frozen=True, slots=True)
class JobTalk:
    """A place where a sentence speaks of getting a job; `is_denied` where it says it does not."""

    start: int
    text: str
    is_denied: bool


def find_job_talk(sentence: str) -> list[JobTalk]:
    """Every place of a flattened sentence that asks for a job, or says that it does not."""
    return list(_find_job_talk(sentence))


# Two rules ask about each sentence, and the letters of a batch share most of theirs.
@lru_cache(maxsize=256)
def _find_job_talk(sentence: str) -> tuple[JobTalk, ...]:
    clauses = find_clauses(sentence)
    talk = [found for clause in clauses for found in _read_clause(clause)]
    for before, clause in pairwise(clauses):
        talk += _carry_over(before, clause)
    talk += _find_coming(silence_negations(sentence))
    talk += _find_pointing_back(clauses)
    return tuple(sorted(talk, key=lambda found: found.start))


def _read_clause(clause: Clause) -> Iterator[JobTalk]:
    words = key_words(clause.text)
    yield from _judge(clause, ANYWHERE.fitting(words))
    if LEARNING_QUESTION.search(clause.text):
        return
    yield from _judge(clause, ASKS.fitting(words))
    scenes = (*HIRING.fitting(words), *OFFERING.fitting(words), *BELONGING.fitting(words))
    if scenes and not _is_story(clause.text):
        yield from _judge(clause, scenes)
    yield from _find_mere_jobs(clause, words)
    yield from _find_unexcused(clause, words)
    yield from _find_denials(clause, words)


def _find_denials(clause: Clause, words: frozenset[str]) -> Iterator[JobTalk]:
    """Where the clause names a job only to say that it is not wanted."""
    denials = DENIALS.fitting(words)
    if not denials or not NEGATION.search(clause.text) or STORY.search(clause.text):
        return
    for pattern in denials:
        for match in pattern.finditer(clause.text):
            if clause.is_negated(match.end()):
                yield JobTalk(clause.start + match.start(), match[0], is_denied=True)


def _judge(clause: Clause, patterns: tuple[re.Pattern[str], ...]) -> Iterator[JobTalk]:
    for match in (found for pattern in patterns for found in pattern.finditer(clause.text)):
        behind = DENIED_BEHIND.match(clause.text, match.end())
        is_denied = clause.is_negated(behind.end() if behind else match.end())
        yield JobTalk(clause.start + match.start(), match[0], is_denied)


def _is_story(text: str) -> bool:
    """True where it tells what was, and asks nothing."""
    return "?" not in text and bool(PAST.search(text)) and not REQUEST.search(text)


def _find_mere_jobs(clause: Clause, words: frozenset[str]) -> Iterator[JobTalk]:
    """A job that is nobody's yet, where I or you are spoken of and nothing else is asked."""
    text = clause.text
    jobs = A_JOB_AT_ALL.fitting(words)
    if jobs and PERSON.search(text) and not ASKS.search(text, words):
        for talk in _judge(clause, jobs):
            if not TALK_OF_OTHERS.search(text, 0, talk.start - clause.start):
                yield talk


def _find_unexcused(clause: Clause, words: frozenset[str]) -> Iterator[JobTalk]:
    """Words of the labour market between me and you that nothing explains."""
    text = clause.text
    labour = LABOUR.fitting(words)
    if not labour or not (SPEAKERS.search(text) or BARE.search(text)):
        return
    if _is_story(text) or EXCUSES.search(text, words):
        return
    for talk in _judge(clause, labour):
        if not (talk.is_denied and STORY.search(text)):
            yield talk


def _carry_over(before: Clause, clause: Clause) -> Iterator[JobTalk]:
    """“I am not asking for advice, but for a job”: the verb stands in the clause before."""
    match = CARRIED.search(clause.text)
    if match and ASKING.search(before.text):
        yield JobTalk(clause.start, match[0].strip(), clause.is_negated(match.end()))


def _find_coming(text: str) -> Iterator[JobTalk]:
    """“If anything comes up, think of me”: condition and wish may stand in two clauses."""
    match = COMING.search(text)
    if match and FOR_ME.search(text) and not OTHERWISE.search(text):
        yield JobTalk(match.start(), match[0], is_denied=False)


def _find_pointing_back(clauses: list[Clause]) -> Iterator[JobTalk]:
    """“I saw the vacancy, but I am not writing about it.”"""
    for at, clause in enumerate(clauses):
        match = POINTING_BACK.search(clause.text)
        if match and clause.is_negated(match.end()):
            before = " ".join((*(one.text for one in clauses[:at]), clause.text[: match.start()]))
            if MENTIONED.search(before):
                yield JobTalk(clause.start + match.start(), match[0], is_denied=True)
