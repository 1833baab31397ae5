"""Job talk: where a sentence asks for a job, and where it says that it does not.

The word `job` decides nothing: “your job fascinates me” is neither. What counts is a thing one can be
given (a job, an opening, an internship), a phrase that asks for it, and whether that is denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from infoview_md.letters.lint.clauses import Clause, find_clauses


@dataclass(frozen=True, slots=True)
class JobTalk:
    """A place where a sentence speaks of getting a job; `is_denied` where it says it does not."""

    start: int
    text: str
    is_denied: bool


# -- the thing asked for -------------------------------------------------------------------------

_TEAM = r"(?:company|team|firm|group|department|lab|institute|office|organi[sz]ation|staff|unit)"
_KIND = (
    r"(?:job|career|employment|internship|work|graduate|trainee)[ -](?:opportunit(?:y|ies)|openings?"
    r"|offers?|leads?|placements?|programmes?|schemes?|vacanc(?:y|ies)|positions?)"
)
# What a job is not: a market, a time slot, something the reader has, does or said.
_NOT_A_JOB = (
    r"(?![-\w])(?! (?:market|title|description|satisfaction|security|shop|remarks?|statement|hours?"
    r"|session|ceremony|ahead|rate|you|people|they|that (?:you|people|they)|which (?:you|people)"
    r"|like your|as an?|well done)\b)(?! of \w+ing\b)(?! to (?:judge|say|tell|know|talk|help)\b)"
    r"(?! (?:in|on) (?:your|the|my|his|her|our) (?:calendar|schedule|diary|week|agenda|talk|paper|lecture)\b)"
)
_JOB = rf"(?:{_KIND}|jobs?|vacanc(?:y|ies)|internships?|traineeships?|apprenticeships?|employment)"
_PLACE = r"(?:(?:positions?|openings?)(?! (?:on|of|towards?|in which)\b)|roles?(?! (?:of|in|for (?!me|some))\b))"
_CHANCE = rf"(?:opportunit(?:y|ies)|something|anything) (?:at|with|within|in|on|for me (?:at|in)) your {_TEAM}"
THING = rf"(?:(?:{_JOB}|{_PLACE}){_NOT_A_JOB}|{_CHANCE})"
# Words that may stand between what asks and the thing: articles, adjectives, another thing.
_FILL = (
    r"(?:(?!(?:to|how|what|which|who|that|you|your|his|her|their|its|about|of|by|with|from|why|when"
    r"|where|hear|learn|understand|know|see|talk|speak|meet|challenges|in|my (?!next|first|new))\b)"
    r"[\w/'-]+,?[ ]){0,5}?"
)
A_THING = rf"{_FILL}(?<!'s ){THING}"

# -- what asks for it ----------------------------------------------------------------------------

_ASK_FOR = (
    r"(?:\b(?:ask\w*|beg\w*)(?: you| anyone| people)? (?:for|about|whether there (?:is|are))"
    r"|\b(?:look\w*|search\w*|hunt\w*|fish\w*|angl\w*|hop\w*|wish\w*|appl(?:y|ying)|application"
    r"|request\w*|available|consider\w*(?: me)?|here|aim\w*|push\w*|touting) for"
    r"|\b(?:seek\w*|want\w*|need\w*|expect\w*|request\w*|pursu\w*|requir\w*)(?: from you)?"
    r"|\b(?:am|'m|i'm|im|not|are) after|\bin (?:search|need|want|hope|the hope) of|\bin the market for"
    r"|(?:\bwould|'d) (?:like|love|welcome|appreciate|value|take|accept|be glad of)"
    r"|\binterest(?:ed)? in|\b(?:in|en)quir\w* (?:about|after|into)|\bsay no to"
    r"|\b(?:grateful|thankful|glad|happy|thrilled|delighted) (?:for|about|with|of)"
    r"|\b(?:chance|possibility|prospect|hope|sight|offer) of|\bto do with"
    r"|\b(?:contact\w*|writ\w*|reach\w*|approach\w*|touch|call\w*|here|come|coming)(?: out)?(?: to)?"
    r"(?: you)? (?:about|for|because of|regarding|over)"
    r"|\b(?:is|'s|are|isn't|was|be)(?: \w+){0,2} (?:about|for))"
)
_TELL = (
    r"(?:\b(?:hear\w*|learn\w*|know\w*|aware|told|tell|inform\w*|alert\w*|notif\w*|posted|heads-up|word"
    r"|news|see|come across)(?: me| us)?(?: of| about| if there (?:is|are)| when there (?:is|are))?"
    r"|\b(?:share|send|forward|mention|suggest|point)(?: me| us)?(?: to| at| out)?)"
)
_TOLD = rf"(?:(?:{_FILL})(?<!the )(?<!'s )(?:{_JOB}|openings?|positions?|open roles?|suitable roles?){_NOT_A_JOB})"
_THERE_IS = (
    r"(?:\b(?:are|is|were|was|be|if|aren   |isn   |aren't|isn't) there(?: be)?|\b(?:would|might|could|may)"
    r" there be"
    rf"|\b(?:do|does|did|don't|doesn't|don   |doesn   |if|whether)\s+(?:you|your {_TEAM}|[\w-]+)(?: \w+)?"
    r" (?:have|has|offer|know of|know about|see)|^\W*any\b(?= ))"
)
_GET = (
    r"(?:\b(?:get|find|land|secure|obtain|win|arrange)(?:ting|ing)?(?: me| myself)?"
    r"|\b(?:offer|give|grant|find|get|offered|given)(?: me))"
)
_HR = r"(?:hr|human resources|hiring|recruit\w*|talent|personnel)\b"
_CV = r"(?:résumé|resume|cv|curriculum vitae|application|candidacy)"
_ABLE = r"(?:open\w*|com(?:e|es|ing) up|aris\w*|becom\w*|appear\w*|turn\w* up|is available|free)"

ASKS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_ASK_FOR} {A_THING}",
        rf"{_TELL} {_TOLD}",
        rf"{_THERE_IS} ?{A_THING}",
        rf"\b(?:i|i'm|i'd|me|my|help)\b.*?{_GET} {A_THING}",
        rf"\b(?:offer|give|grant|find|get) me {A_THING}",
        rf"\b(?:if|should|when|whenever|once|in case)\b.*?(?:{A_THING}|something|anything)(?: \w+){{0,2}}? {_ABLE}",
        rf"{THING} would be (?:\w+ )?(?:wonderful|welcome|great|perfect|ideal|a dream|lovely|fine|nice)",
        rf"\b(?:application|appl(?:y|ying)) for (?:the |a |an |your )?(?:[\w-]+ ){{0,3}}(?:posts?|roles?|jobs?)\b",
        rf"\bto apply\W*$|\bapply (?:to|at|with) (?:you|your {_TEAM})\b|\bcan i apply\b",
        r"\bjob (?:request|application|inquiry|enquiry|pitch|query)\b",
        r"\b(?:am|i'm|im)(?: \w+){0,2} (?:job[- ](?:hunting|searching|seeking)|on the job market"
        r"|open to (?:work|offers|opportunities|a move)|available for (?:hire|work))\b",
        r"\b(?:look\w*|search\w*|hunt\w*|seek\w*|find) (?:for )?(?:paid |some )?work\b(?! (?:on|that|which|you)\b)",
        r"\b(?:asking|looking|hoping|apply|applying|considered|consider me) for one\b|\b(?:need|want|get|find) one\b",
        rf"\bconsider(?:ing)? (?:me(?! (?:an?|your|one|told|warned)\b)|my (?:{_CV}|profile))\b",
        r"\bbe considered for\b",
        rf"\b(?:keep|bear|have|hold) (?:me|my name|my {_CV}) (?:in mind|on file|in view)\b",
        r"\bthink of me\b(?! as)",
        r"\bhir(?:e|ing) me\b",
        rf"\b(?:are|is|'re|'s)(?: (?:you|they|anyone|your {_TEAM}))?(?: \w+)? (?:hiring|recruiting)\b",
        rf"(?<!\bi )(?<!\bi'll )(?<!\bcan i )\b(?:forward|pass|send|hand|circulate|submit|share|give|show)"
        rf"(?:ing)?(?: on| along)? (?:my|this|the attached) (?:{_CV}|profile|name|details|letter|mail|email)"
        rf"(?! to (?:me|you)\b)",
        r"\bput in a (?:good |kind )?word\b",
        r"\b(?:recommend|refer|endorse|propose|nominate) me\b(?! (?:an?|some|any|the|books?)\b)",
        rf"\b(?:introduce|connect|put|refer) me (?:in (?:touch|contact) )?(?:to|with) (?:[\w-]+ ){{0,3}}{_HR}",
        rf"\bi\b(?:(?!\b(?:how|what|why|you|your|people|understand)\b).)*?\b(?:work|intern)(?:ing)? "
        rf"(?:for|at|with|in|on) (?:you\b|your {_TEAM})",
        r"(?:\bwould|'d|\bwant|\bhope|\bdream is|\bwish|\beager|\bkeen)(?: (?:love|like))? to (?:work|intern) (?:for|at)\b",
        rf"\b(?:i|me)\b(?:(?!\b(?:how|what|when|why|you)\b).)*?\bjoin(?:ing)? (?:your|the) (?:\w+ )?{_TEAM}",
        r"\b(?:chance|way|possibility|opportunity) (?:for me )?to (?:work|intern|join)\b",
        rf"\b(?:fit|asset|addition|candidate) (?:for|to) (?:your {_TEAM}|the (?:role|job|position))",
    )
)  # fmt: skip
"""Phrases that ask for a job, unless they are denied."""

DENIALS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\bnot (?:to \w+ )?(?:for |about )?(?:an? |any )?{THING}(?! for (?:the|every|any|some|most|people))",
        rf"{THING}(?: \w+)?(?: is| are|'s|isn't| was)(?: \w+)? (?:what|why|the reason|the point|my|expected|wanted"
        rf"|sought|asked|needed)\b",
        rf"{THING}(?: that)? i(?:'m| am) (?:after|asking|looking|seeking|here)",
        rf"\bno {THING} (?:in mind|in view)",
    )
)  # fmt: skip
"""Phrases that speak of a job only to say that it is not wanted; they count where they are negated."""

_LEARNING_QUESTION = re.compile(r"^\W*(?:how|why|what|when|where|who|which)\b(?!.*\b(?:i|me)\b)")
_TRIGGER = re.compile(_ASK_FOR)
_CARRIED = re.compile(rf"^\W*(?:but|except|nor)\b(?: also| rather| instead| even)*(?: for| about)? {A_THING}")
_COPULA = re.compile(r" (?:is|are|was|were|isn't|wasn't|aren't)(?: \w+)?")


def find_job_talk(sentence: str) -> list[JobTalk]:
    """Every place of a flattened sentence that asks for a job, or says that it does not."""
    clauses = find_clauses(sentence)
    talk = [found for clause in clauses for found in _read_clause(clause)]
    talk += [
        found
        for before, clause in pairwise(clauses)
        if (found := _carry_over(before, clause)) is not None
    ]
    return sorted(talk, key=lambda found: found.start)


def _read_clause(clause: Clause) -> Iterator[JobTalk]:
    if _LEARNING_QUESTION.search(clause.text):
        return
    for pattern in ASKS:
        for match in pattern.finditer(clause.text):
            # In “asking for a job is not my aim” the denial stands behind.
            behind = _COPULA.match(clause.text, match.end())
            is_denied = clause.is_negated(behind.end() if behind else match.end())
            yield JobTalk(clause.start + match.start(), match[0], is_denied)
    for pattern in DENIALS:
        for match in pattern.finditer(clause.text):
            if clause.is_negated(match.end()):
                yield JobTalk(clause.start + match.start(), match[0], is_denied=True)


def _carry_over(before: Clause, clause: Clause) -> JobTalk | None:
    """“I am not asking for advice, but for a job”: the verb stands in the clause before."""
    match = _CARRIED.search(clause.text)
    if match is None or not _TRIGGER.search(before.text):
        return None
    return JobTalk(clause.start, match[0].strip(), clause.is_negated(match.end()))
