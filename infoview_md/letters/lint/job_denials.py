"""Job denials: the ways in which a letter says that no job is asked for."""

from __future__ import annotations

import re

from infoview_md.letters.lint.phrase_book import PhraseBook

_TEAM = r"(?:company|team|firm|group|department)"
_DET = r"(?:an? |any |no |some |another |new |your |such |paid |such a )"
JOBISH = (
    rf"(?:(?:{_DET})(?:[\w'-]+ ){{0,2}}?(?:jobs?|position|role|post|placement|opening|vacancy"
    r"|internship|traineeship"
    r"|application|offer|referral|posting|interview for|contract|recommendation|recruiter)"
    r"|(?<!the )(?<!my )(?<!your )(?<!his )(?<!her )(?:job|jobs|positions|openings|vacancies"
    r"|internships|employment|work|a?cvs?|offers)"
    r"(?= (?:here|from|at|with|in|or|nor|behind|request|application|offer|pitch|opening|hunt\w*"
    r"|is|are|isn't|aren't)\b"
    r"|\W*$)"
    r"|(?<!the )(?<!my )(?<!your )(?<!his )(?<!her )(?:job|openings|vacancies|employment"
    r"|internships|hiring|recruitment)"
    r"|(?:be|get|being|getting|become) (?:hired|employed|considered|recruited)|hire me"
    rf"|appl(?:y|ying)|(?:a|my|the) (?:cv|résumé|resume)|join(?:ing)? (?:your|the) {_TEAM})\b"
    r"(?! (?:market|title|satisfaction|security|shop)\b)"
)
MENTIONED = re.compile(
    r"\b(?:jobs?|positions?|roles?|posts?|openings?|vacanc(?:y|ies)|internships?|employment|hiring"
    r"|recruiting|postings?|applications?|apply|career move)\b"
)
"""Any of the words: what a later “I am not asking about it” may point back to."""

_NOT = (
    r"(?:\bnot|n't|\bnever|\bno|\bnor|\bneither|\bwithout|\brather than|\binstead of|\bfar from"
    r"|\bnothing|\bleast of all|\blast thing|\bnone)"
)
_MEANT = (
    r"\b(?:ask\w*|request\w*|seek\w*|look\w*|search\w*|hunt\w*|want\w*|need\w*|wish\w*|expect\w*"
    r"|hop(?:e|ing)|fish\w*|angl\w*|aim\w*|try\w*|pursu\w*|interest\w*|after|about|pitch|bring\w*"
    r"|rais\w+|mention\w*|talk\w*|writ\w*|contact\w*|approach\w*|inten\w+|attempt\w*|read|take|mean"
    r"|meant|think|here|purpose|goal|reason|point|for|with|hidden|disguised|push\w*|press\w*"
    r"|chas\w*|com(?:e|ing)|plan\w*|change|sell\w*|land\w*|drop\w*|sound\w*|beg\w*|go|going|is|this"
    r"|it|from)\b"
)
# A story of somebody's life, or of theirs: it denies no wish.
STORY = re.compile(
    r"\b(?:did|could|had|have|has|do|does|was|were)(?:n't| not| never)?(?: (?:yet|even|ever"
    r"|always))?"
    r" (?:have|had|get|got|find|found|hold|held|land|landed|enjoy|like|liked|keep|kept)\b"
    r"|\bthere (?:are|were|was|is|may be|might be|'s)(?: (?:currently|simply))? (?:no|not|hardly)"
    r"(?! (?:job )?(?:request|pitch|application|need|hidden|job (?:request|pitch|application|i\b)))"
    r"|\b(?:you|they|your \w+|we|he|she|people)(?:'re|'s)?(?: \w+)? (?:are|is|may|might|do|does"
    r"|will"
    r"|were|have|has|had|said)?(?: not|n't)? ?(?:hiring|recruiting|have|has|had|offer|see|know)\b"
    r"|\bnot (?:every|all|many|most|the (?:job|role|position)|my (?:first|own|fault)"
    r"|your (?:first|own|fault)|always|easy|in a position)\b"
    r"|\bno (?:two|other) jobs?\b|\b(?:my|your|his|her|their|the) (?:job|work|role|position)"
    r" (?:is|was|does|has|'s|isn't|wasn't)\b|\bi(?:'ve| have)? (?:no|not had"
    r"|never had) (?:a )?job\b(?! in (?:mind|view))"
    r"|\bbatch\b|\b(?:position|role) (?:to|of|in which|on)\b"
)

DENIALS = PhraseBook(
    (
        "acv* appl* considered* contract* cv* empl* hire* hiring* inte* job* join* offe* "
        "open* placement* posi* post* recommendation* recr* referral* resume* role* résumé* "
        "traineeship* vaca* work*",
        rf"{_MEANT} (?:(?!(?:how|what|why|which|who)\b)[\w'-]+,? ){{0,7}}?{JOBISH}",
    ),
    (
        "acv* appl* considered* contract* cv* empl* hire* hiring* inte* job* join* offe* "
        "open* placement* posi* post* recommendation* recr* referral* resume* role* résumé* "
        "traineeship* vaca* work*",
        rf"{_NOT} (?:[\w'-]+ ){{0,4}}?{JOBISH}",
    ),
    (
        "aim* asked* expected* goal* mind* my* needed* point* purpose* reason* sought* "
        "thing* wanted* what* why*",
        rf"\b{JOBISH}(?: [\w'-]+){{0,4}}? (?:is|are|isn't|was|aren't|wasn't)(?: \w+){{0,2}}?"
        r" (?:what|why|the reason|the point|my|the (?:goal|aim|purpose|last thing)|expected|wanted"
        r"|sought|asked|needed|on my mind)\b",
    ),
    (
        "employer* jobs* looking",
        r"\b(?:change|changing|switch|move) (?:jobs|employers?)\b|\blooking to (?:move|leave"
        r"|change)\b",
    ),
    (
        "hunt lookout market myself prowl",
        r"\bpitch(?:ing)? myself\b|\bon the (?:job )?(?:hunt|lookout|market|prowl)\b",
    ),
    (
        "offer referral",
        r"\b(?:fish|angl|hop|look|wait|push|hint)\w* (?:for|at) an? (?:[\w-]+ )?(?:offer"
        r"|referral)\b",
    ),
    (
        "if whether",
        r"\bask\w* (?:whether|if) you (?:need|want|hire|are hiring|have (?:any|an?|work"
        r"|something))\b",
    ),
    (
        "change leave quit switch",
        r"\b(?:desire|wish|plan|plans|intention|looking|want) to (?:leave|change|quit|switch)\b",
    ),
    (
        "account come* coming* reply* respond* writ*",
        r"\b(?:writ\w+|respond\w*|reply\w*|com(?:e|ing)|on account of)\b.{0,20}?\b(?:your|the) "
        r"(?:advert\w*|vacancy|posting|opening|job)\b",
    ),
    (
        "employment* job* joining position* vacancies*",
        r"\b(?:jobs?|employment|joining (?:your|the) \w+|positions?|vacancies) (?:is|are|isn't"
        r"|aren't)"
        r"(?: \w+)? (?:on|my|part of|the)\b",
    ),
    (
        "advert* posting vacancy",
        r"\b(?:your|the) (?:advert\w*|vacancy|posting) that (?:made|brought|moved|led)\b",
    ),
    (
        "interviewing work",
        r"\binterviewing for (?:an?|any\w*)\b|\bwork (?:that )?i(?:'m| am) (?:after|looking"
        r"|asking)",
    ),
    (
        "applicant candidate hunter seeker",
        r"\b(?:an?|any) (?:job )?(?:seeker|applicant|candidate|hunter)\b",
    ),
    ("apply*", r"\b(?:apply|applying)\b(?! (?:to (?:my|our)|what|the (?:method|idea|model))\b)"),
)
"""Phrases that name a job only to say that it is not wanted; they count where they are negated."""

POINTING_BACK = re.compile(
    r"\b(?:ask\w*|look\w*|seek\w*|writ\w*|need\w*|want\w*|here|after|hop\w+|apply\w*|hunt\w*"
    r"|search\w*"
    r"|interest\w*|fish\w*)\b(?: [\w']+){0,3}?"
    r" (?:for|about|after|because of|in|need|want)? ?(?:it|that|this|one|any|another|either|them"
    r"|a new one|those)(?: of (?:them|those))?\W*$"
    r"|\b(?:need|want) one\W*$"
    r"|\b(?:that|this|it|which) ?(?:is|'s|isn't|was) (?:not )?(?:why|what|the reason|my)\b"
)
"""“… but I am not asking about it”: it counts where it is negated and a job was named before."""
