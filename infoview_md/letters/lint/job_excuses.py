"""Job excuses: words of the labour market that nobody writes idly, and what explains them.

A sentence in which I speak to you and such a word stands asks for a job, unless it tells a story,
wants to learn, speaks of yours or of everybody's, or thanks.
"""

from __future__ import annotations

import re

from infoview_md.letters.lint.phrase_book import PhraseBook

_OTHER_SENSE = (
    r"(?![-'])(?! (?:market|markets|rates?|satisfaction|security|title|titles|description|shop"
    r"|cuts?|losses|queue"
    r"|queues|well done|of\b"
    r"|ceremony|remarks|words|session|chapter|scene|night|day|keynote|line|hours|programme is"
    r"|program is|at the (?:university|college)|for (?:an? |the |my "
    r"|some )?(?:research )?(?:grants?|funding|course|visa|loan|permit)|stock"
    r"|in (?:your|the|my) (?:calendar|diary|schedule|agenda|week|talk"
    r"|paper|lecture|book|article|story))\b)"
)
LABOUR = PhraseBook(
    (
        "appl* apprenticeship* candida* contract* curriculum cv* employ* freelance* hired* hiring*"
        " hr* human internship* job* openings* payroll* placement* positions* recruit* referral*"
        " resum* résum* role* shortlist* take taken taking took traineeship* unpaid* vacanc*",
        r"(?:\b(?:vacanc(?:y|ies)|internships?|traineeships?|apprenticeships?|placements?"
        r"|openings|recruiters?|recruitment|hr|human resources"
        r"|hiring (?:committee|manager|process|team|round)|the hiring|r[eé]sum[eé]s?|cvs?"
        r"|curriculum vitae|applicants?|candidates?|candidacy|shortlist|payroll|freelance"
        r"|an? freelancer|unpaid|(?:an?|any|new|paid|another) employer|employment"
        r"|(?:my|an?|any|job|the|online) applications?|applications"
        r"|(?:be|get|being|getting|become) hired|(?:to|i) apply"
        r"|applying (?:for|to|at|with)(?! (?:an? |the |my |some )?(?:research )?"
        r"(?:grants?|funding|course|visa|loan|permit|hospitals?))|applying(?=\W*(?:$|,))"
        r"|(?:an?|any|the|your|employee|internal) referrals?"
        r"|(?:short |training |fixed |work )contract|taken on|(?:took|take|taking) me on"
        r"|in terms of jobs|a job|any jobs?|jobs (?:at|with|in) your"
        r"|(?:any|small|new|other|suitable) (?:job|jobs|roles|positions)"
        r"|roles? that (?:come|comes|open|opens|might|may|fit|fits|suit|suits))\b)" + _OTHER_SENSE,
    )
)
"""Words that seldom stand in a letter which only asks to learn."""

REQUEST = re.compile(
    r"\b(?:could|would|can|will|might|may) (?:you|i|we|your|someone)\b|\bplease\b|\bhop(?:e|ed"
    r"|ing)\b"
    r"|\b(?:grateful|appreciate|thankful|welcome|value|help|support|kind word|glad|delighted|happy"
    r"|honoured|thrilled|keen|eager|pleased|excited|interested|believe)\b|\b(?:want"
    r"|wanted to (?:ask|know)|wonder(?:ed|ing)|appreciated|on the market|need|looking|seeking"
    r"|searching|wish|consider"
    r"|considering|consideration|would like|'d like|would love|'d love|ready|available|applying"
    r"|accept|attached|enclose|enclosed)\b"
)
"""Words with which somebody asks; a story in which one of them stands is none."""

_LEARN = (
    r"(?:learn|understand|hear|know|see|find out|curious|wonder(?:ing)?|tell me|ask|explain|discuss"
    r"|interested in|thoughts|opinion|views?|perspective|advice|advise|insights?|think)"
)
EXCUSES = PhraseBook(
    # to learn how the world goes
    (
        "how what which why",
        rf"\b{_LEARN}\b.{{0,60}}?\b(?:how|what|why|which)\b(?!.*\b(?:i|me|my)\b)",
    ),
    (
        "about from of on",
        rf"\b{_LEARN}\b (?:more )?(?:about|on|of|from) (?:the|how|your|people|their|those|others)\b"
        r"(?!.*\b(?:vacanc|openings|opportunit))",
    ),
    (
        "did had have was were",
        r"^\W*(?:and |but |so )?(?:did|have|had|were|was) (?:you|they|he|she|it|people|your)\b",
    ),
    (
        "agree* colleagues* engineers* enjoy* like* love* many* miss* most* one* people* "
        "regret* remember* same* say* still they* think utilities* women*",
        r"^\W*(?:do|would|are|is|does|can|could) (?:you (?:miss|enjoy|like|love|regret|remember"
        r"|still"
        r" (?:use|like|enjoy)|take the same|say|agree|think (?:that )?(?:the|a|an|most|people))"
        r"|people|many|most|they|there many|your colleagues|women|engineers|one|utilities)\b",
    ),
    (
        "companies employers engineers ever* firms friends graduates many men most nurses "
        "others people students teachers utilities women",
        r"\b(?:people|others|many|most|everyone|everybody|friends|students|graduates|engineers"
        r"|nurses"
        r"|teachers|women|men|companies|utilities|firms|employers)\b.*\b(?:find|get|apply|hire|look"
        r"|change|are|need|want|who)\b",
    ),
    # your own
    (
        "application apprenticeship* contract cv employ* internship job placement traineeship",
        r"\b(?:your|his|her|their|its) (?:[\w-]+ ){0,2}(?:internship|traineeship|apprenticeship|job"
        r"|placement|cv|application|employer|employment|contract)\b"
        r"(?!.*\b(?:i|me) (?:could|can|may|might)\b)",
    ),
    (
        "practice process program* scheme story",
        r"\byour (?:[\w-]+ )?(?:internship|apprenticeship|trainee|graduate|referral|recruitment"
        r"|hiring)"
        r" (?:programme|program|scheme|practice|process|story)\b",
    ),
    (
        "contract cv employer job",
        r"\b(?:my|an?|the) (?:employer|cv|contract|job) (?:supports?|knows?|runs?|has|is|was|taught"
        r"|does|lets|will)\b",
    ),
    # thanks and wishes
    (
        "congratulation* luck* thank* wish*",
        r"^\W*(?:many thanks|thanks|thank you|congratulations|good luck|best wishes|i wish you)\b"
        r"(?!.*\b(?:my (?:application|candidacy|cv|r[eé]sum[eé])|consider))",
    ),
    (
        "congratulation* luck* thank*",
        r"\b(?:congratulations|good luck|thanks to|thanks for|thank you for)\b(?!.*\bconsider)",
    ),
    # of the world
    (
        "employer internship job",
        r"\b(?:it is|it's|is it|was it|what|such|this is|that is|that was|that's) an? (?:\w+ )?"
        r"(?:job|internship|employer)\b",
    ),
    (
        "appl*",
        r"\b(?:apply|applying|applied) (?:it|this|that|these|those|your|what|them|to (?:my|our"
        r"|hospital"
        r"|hospitals|data|grids|other))\b",
    ),
    (
        "have* ve*",
        r"\bi(?:'ve| (?:\w+ )?have)(?: already| now)?(?: got)? an? (?:\w+ )?(?:job|position"
        r"|contract)\b",
    ),
    ("even matter whether", r"\b(?:whether or not|no matter whether|even if) (?:you|your)\b"),
    (
        "apprenticeship* internship* recruitment* traineeship* vacanc*",
        r"\b(?:supervis\w+|manag\w+|lead|leads|run|runs|founded|built|wrote|described?|mention\w*)"
        r" (?:\w+ ){0,3}(?:internships?|apprenticeships?|traineeships?|recruitment|vacanc\w+)\b",
    ),
    ("batch cron interim", r"\b(?:interim|batch|cron)\b"),
)
"""What explains a word of the labour market: nothing is asked for."""

PAST = re.compile(
    r"\b(?:was|were|did|had|left|took|found|got|began|went|met|made|gave|led|came|saw|read|heard"
    r"|said"
    r"|told|wrote|sent|lost|thought|taught|grew|knew|won|ran|held|felt|spent|kept|brought|became"
    r"|chose"
    r"|decided|(?<!\bam )(?<!\bis )(?<!\bare )(?<!\bbe )(?<!'m )(?<!'re"
    r" )(?<!been )(?<!very )(?!need|speed|feed|proceed|indeed|interested|delighted|thrilled"
    r"|honoured|hired|attached"
    r"|enclosed|employed|excited|pleased|qualified|considered|open-minded)[a-z]{2,}(?:ed|ied))\b"
)
"""A story of what was; `REQUEST` undoes it."""

SPEAKERS = re.compile(
    r"\b(?:i|i'm|i'd|i'll|i've|im|me|my|we|us|you|you're|you've|you'd|your|please)\b"
)
BARE = re.compile(r"^\W*(?:any|some|no|open|new|is there|are there|might there|would there)\b")
"""A sentence that has no verb for it: “Any vacancies?”"""
