"""Job offering: I offer myself: my application, a place for me, one of theirs, a word for me."""

from __future__ import annotations

from infoview_md.letters.lint.job_vocabulary import (
    CV,
    TEAM,
    TO,
    WISH,
)
from infoview_md.letters.lint.phrase_book import PhraseBook

OFFERING = PhraseBook(
    # my application
    (
        "application candidacy",
        r"\bmy (?:\w+ )?(?:application|candidacy)\b(?! of\b)(?! (?:at|to) (?:the|my"
        r"|an?) (?:university|college"
        r"|school|course|programme))",
    ),
    (
        "application",
        r"\b(?:online|the) application (?:form|process|portal|round|deadline|system)?\b"
        r"(?<!the application )(?! of\b)",
    ),
    ("hang hold", rf"\b(?:hold|hang) on to my (?:{CV}|details|name)\b"),
    (
        "curriculum cv details portfolio profile resume résumé",
        rf"\bmy (?:{CV}|profile|details)\b.*\b(?:in case|for (?:any|your|future)|should (?:you|an?)"
        r"|to (?:hr|your|whoever|anyone|the|whomever|some))\b",
    ),
    (
        "hiring hr human personnel recruit* talent",
        r"\b(?:forward|pass|send|hand|show|circulat|mention|bring)\w*\b.{1,50}?\b(?:to|with|among) "
        r".{0,45}?\b(?:hr|human resources|recruit\w*|hiring|personnel|talent acquisition)\b",
    ),
    # a place for me
    (
        "budget chair desk home need opening place role room seat space spot use work",
        r"\b(?:room|space|place|seat|desk|home|spot|chair|work|budget|opening|use|role|need) for"
        r" (?:(?:someone|somebody|a person|people|an? \w+) (?:with (?:my|a|such)|like (?:me"
        r"|myself))"
        rf"|me (?:in|at|on|with) (?:the|your) (?:[\w-]+ )?{TEAM})",
    ),
    (
        "find found get got had have",
        r"\b(?:have|had|find|found|get|got) (?:something|anything|a place|a seat|work"
        r"|room) for me\b",
    ),
    (
        "join*",
        rf"{WISH}\b {TO}join(?:ing)? (?:you\b(?! (?:by|on|for|via|at|in|online|over|there)\b)"
        rf"|your (?:[\w-]+ ){{0,2}}{TEAM}|an? (?:[\w-]+ )?{TEAM} (?:like|such as) yours)",
    ),
    (
        "chance hope opportunity possibility way",
        r"\b(?:chance|way|possibility|opportunity|hope) (?:of|to|for me to) (?:be |become )?"
        r"(?:join(?:ing)? (?:you\b|your|the|fjord\w*)|part of (?:the|your)|work(?:ing)? (?:for"
        r"|under)"
        r"|enter(?:ing)? (?:the|your) (?:company|firm|team))",
    ),
    (
        "intern* serve* work*",
        rf"{WISH}\b {TO}(?:work|be working|serve|intern) (?:for|under|alongside|at|with)"
        rf" (?:you\b|your\b|(?:an? |the )?(?:[\w-]+ )?(?:{TEAM}|people|someone|somewhere)"
        r" (?:like (?:yours?|this)|as))",
    ),
    (
        "dream honour privilege thrill",
        r"\b(?:dream|honour|privilege|thrill) (?:come true )?to (?:work|serve|be employed|join)\b",
    ),
    (
        "considered* employed* hired* interviewed list* part payroll* radar* recruited* "
        "staff* taken team*",
        rf"{WISH}\b {TO}(?:be|become|get|being|getting) (?:employed|hired|taken on|recruited"
        r"|interviewed for|part of your|considered|on your (?:team|staff|payroll|list|radar))",
    ),
    ("hired", r"\b(?:get|gets|getting|be|being) hired\b"),
    (
        "add asset* bring contribute* difference* use* useful*",
        r"\b(?:contribute|add value|be (?:of use|an asset|useful)|bring (?:my|a lot|value)"
        r"|make myself"
        rf" useful|make a difference) (?:[\w-]+ ){{0,3}}?(?:to|for|in|at) your (?:[\w-]+ )?{TEAM}",
    ),
    (
        "dissertation internship placement summer thesis train*",
        rf"{WISH}\b {TO}(?:do|write|complete|spend|carry out) my (?:[\w' -]+ )?(?:thesis"
        r"|dissertation|placement|traineeship|internship|training|summer)"
        rf" (?:at|with|in) (?:your|you)\b",
    ),
    (
        "free* little* nothing* pay* unpaid*",
        r"\bi(?:'d| would|'ll| will| can| could|'m| am)\b.*?\b(?:work|start"
        r"|begin)\b.*?\b(?:for free"
        r"|unpaid|without pay|for nothing|for little)\b",
    ),
    (
        "contract* freelance*",
        r"\b(?:as an?|freelance|available for) (?:freelance|freelancer|contractor"
        r"|contract) ?(?:work"
        r"|jobs?)?\b|\bcontract (?:roles?|work|jobs?|out)\b",
    ),
    (
        "employ* hire* hiring*",
        r"\b(?:hir(?:e|ing)|employ(?:ing)?) (?:me|someone like me|people like me)\b",
    ),
    (
        "people somebody someone",
        r"\b(?:work|hire|use|take|employ|need|contract)\w*\b.{0,25}?\b(?:people|someone"
        r"|somebody) like"
        r" me\b",
    ),
    (
        "give",
        r"\bgive me (?:an? |my )(?:first )?(?:chance|shot|try|start|go|break)\b"
        r"(?! to (?:ask|speak|talk|hear|learn|meet|explain|understand|see|thank|visit|listen)\b)",
    ),
    # one of theirs
    (
        "apply",
        r"\b(?:before|where|whether|how|if|should|could|can|may) i (?:\w+ )?apply\b(?! (?:it|this"
        r"|that"
        r"|your|what|these|the (?:method|idea|model|rule))\b)",
    ),
    (
        "appl*",
        r"\b(?:send|submit|hand|worth)\w*(?: \w+){0,3}? (?:an?|my) application\b|\bworth applying\b"
        r"|\b(?:reads?|screens?|handles?|sees?|sorts?) (?:the|your|all) applications\b",
    ),
    (
        "bottom relocate start",
        r"\b(?:ready|willing|happy|prepared|able|free) to (?:relocate|start (?:work|immediately"
        r"|right"
        r" away|straight away|tomorrow|as|at the bottom))\b|\bstart(?:ing)? at the bottom\b",
    ),
    ("start", r"\bwhen (?:could|can|would|should|may) i start\W*$"),
    (
        "foot pull slip vouch",
        r"\bpull (?:some |a few |any |the )?strings\b|\bvouch for me (?:with|to|at)\b|\bfoot"
        r" (?:in|through|into) (?:the|a|your) door\b|\bslip my\b",
    ),
    ("books list radar shortlist", r"\bme on your (?:list|radar|books|shortlist)\b"),
    # offers, referrals, leads
    (
        "contract employment hire offer position",
        r"\b(?:leads?|leading|led|results?|ends?|turns?) (?:to|in|into|in to) (?:an?|some|any)"
        r" (?:[\w-]+ )?(?:offer|hire|contract|position|employment)\b",
    ),
    (
        "offer",
        r"\b(?:want|hop\w+|welcom\w+|expect\w*|get|fish\w*|angl\w*|make me|wait\w*|look\w*"
        r"|receiv\w*"
        r"|accept|extend|take)(?: for| to)?(?: me)? an? (?:[\w-]+ )?offer\b(?! (?:to|of|for)\b)",
    ),
    (
        "refer*",
        r"\brefer(?:ring)? me(?=\W*$| (?:internally|for|in|as|on|through|into)\b"
        r"| to (?:hr|the (?:hiring|recruit)|your (?:hr|recruit|hiring|boss|manager)))",
    ),
    (
        "referr*",
        r"\b(?:as|be) my (?:internal |employee )?(?:referral|referrer)\b|\b(?:internal|employee)"
        r" referral\b|\breferral (?:program\w*|scheme|bonus)\b",
    ),
    ("lead*", r"\bany (?:job |other )?leads?\b(?! (?:on|about)\b)|\bleads (?:would|are|will) be\b"),
    (
        "anything something somewhere",
        r"\b(?:looking|hunting|searching|hoping|need|want|trying)(?: \w+)? (?:to find|for|to get)"
        r" (?:something|anything|somewhere) (?:new )?(?:in (?!your\b|the (?:talk|paper|text))|at"
        r"|with|to start)",
    ),
    (
        "new next",
        r"\b(?:explor|look|search|hunt|find|land)\w*(?: \w+)? (?:for )?(?:my|a|the) (?:next|new)"
        r" (?:role|job|position|challenge|position|employer|home)\b",
    ),
    ("market", r"\bon the market and\b|\b(?:am|'m|im) (?:back )?on the market\b"),
    (
        "get* land*",
        r"\bhelp (?:me )?(?:to )?(?:get(?:ting)?|land(?:ing)?) (?:in\b|into|a foot|hired"
        r"|started at)",
    ),
    (
        "interview*",
        r"\b(?:get|offer|grant|invite|call)(?:ting|ed|ing)? (?:me )?(?:to |for )?an? (?:job )?"
        r"interview\b(?! with)|\bchance to interview\b(?! you)|\binterviewed for (?:the|a|an)\b",
    ),
    ("remember", r"\bremember me (?:when|if|for|should|next|as soon)\b"),
    ("remember", r"\b(?:if|when|should|whenever)\b.*\bremember (?:me|my name)\b(?! to\b)"),
    (
        "count ear eye",
        r"\bkeep an? (?:eye|ear) (?:out|open|peeled|to the ground) for me\b|\bcount me in\b",
    ),
)
"""Scenes in which I offer myself: to join, to be taken on, to be recommended."""
