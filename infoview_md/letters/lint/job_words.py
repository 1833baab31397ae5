"""Job words: the things one can be given, the phrases that ask for one, and those that do not."""

from __future__ import annotations

import re

from infoview_md.letters.lint.phrase_book import PhraseBook

# -- the thing asked for -------------------------------------------------------------------------

_TEAM = (
    r"(?:company|team|firm|group|department|lab|institute|office|organi[sz]ation|staff|unit)(?!'s)"
)
_KIND = (
    r"(?:job|career|employment|internship|work|graduate|trainee)[ -]"
    r"(?:opportunit(?:y|ies)|openings?|offers?|leads?|placements?|programmes?|schemes?|vacanc(?:y"
    r"|ies)|positions?|interviews?)"
)
# What a job is not: a market, a time slot, a place to judge from, something somebody has or said.
_NOT_A_JOB = (
    r"(?![-\w])(?! (?:market|title|description|satisfaction|security|shop|papers?|remarks?"
    r"|statement|hours?|session|ceremony|ahead|rate|you(?! (?:know|hear|come|may|might))|people"
    r"|they|that (?:you|people|they)|which (?:you|people)|like your|well done)\b)"
    r"(?! of \w+ing\b)(?! to (?:judge|say|tell|know|talk|help)\b)"
    r"(?! (?:in|on) (?:your|the|my|his|her|our)"
    r" (?:calendar|schedule|diary|week|agenda|talk|paper|lecture)\b)"
    r"(?! (?:on \w+day|(?:this|next) (?:week|month|\w+day)|tomorrow|at (?:\d|noon)|(?:after|before)"
    r" (?:\w+day|easter|lunch|christmas)|for an? (?:call|chat|talk|coffee|visit|word)|to (?:meet"
    r"|chat"
    r"|call|speak))\b)"
)
_JOB = (
    rf"(?:{_KIND}|(?<!batch )(?<!cron )jobs?|vacanc(?:y|ies)|internships?|traineeships?"
    r"|apprenticeships?|employment)"
)
_PLACE = (
    r"(?:openings?|positions?(?! (?:on(?! your)|of|towards?|in which)\b)"
    r"|roles?(?! (?:of|in|for (?!me|some))\b))"
)
_CHANCE = (
    r"(?:opportunit(?:y|ies)|something|anything)"
    rf" (?:at|with|within|in|on|for me (?:at|in)) your {_TEAM}"
)
THING = rf"(?:(?:{_JOB}|{_PLACE}){_NOT_A_JOB}|{_CHANCE})"

# What may stand between the asking and the thing: articles, adjectives, another thing.
_FILL = (
    r"(?:(?!(?:to|how|what|which|who|that|you|your|his|her|their|its|about|of|by|with|from|why|when"
    r"|where|hear|learn|understand|know|see|talk|speak|meet|challenges|in|my (?!next|first|new))\b)"
    r"[\w/'-]+,?[ ]){0,5}?"
)
A_THING = rf"{_FILL}(?<!'s ){THING}"

# -- what asks for it ----------------------------------------------------------------------------

ASK_FOR = (
    r"(?:\b(?:ask\w*|beg\w*)(?: you| anyone| people)? (?:for|about|whether there (?:is|are))"
    r"|\b(?:look\w*|search\w*|hunt\w*|fish\w*|angl\w*|hop\w*|wish\w*|appl(?:y|ying|ied)|application"
    r"|request|available|consider\w*(?: me)?|here|aim\w*|push\w*) for"
    r"|\b(?:seek\w*|want\w*|need\w*|expect\w*|request\w*|pursu\w*)(?: from you)?"
    r"|\b(?:am|'m|im|not|are) after|\bin (?:search|need|want|hope|the hope) of|\bin the market for"
    r"|(?:\bwould|'d) (?:like|love|welcome|appreciate|value|take|accept|be glad of)"
    r"|\binterest(?:ed)? in|\b(?:in|en)quir\w* (?:about|after|into)|\bsay (?:no|  ) to"
    r"|\b(?:grateful|thankful|glad|happy|thrilled|delighted) (?:for|about|with|of)"
    r"|\b(?:chance|possibility|prospect|hope|sight|offer) of|\blists? of|\bto do with"
    r"|\b(?:contact\w*|writ\w*|reach\w*|approach\w*|touch|call\w*|here|come|coming)"
    r"(?: out)?(?: to)?(?: you)? (?:about|for|because of|regarding|over)"
    r"|\b(?:is|'s|are|isn't|was|be)(?: \w+){0,2} (?:about|for))"
)
_TELL = (
    r"(?:\b(?:hear\w*|learn\w*|know\w*|aware|told|tell|inform\w*|alert\w*|notif\w*|posted|find out"
    r"|heads-up|word|news|see|miss\w*|come across|discuss|explore)(?: me| us)?"
    r"(?: of| about| if there (?:is|are)| when there (?:is|are))?"
    r"|\b(?:share|send|forward|mention|suggest|point)(?: me| us)?(?: to| at| out)?)"
)
_TOLD = (
    rf"(?:{_FILL}(?<!the )(?<!'s )"
    rf"(?:(?:{_JOB}|openings?|positions?|(?:open|suitable) roles?){_NOT_A_JOB}|{_CHANCE}))"
)
_THERE_IS = (
    r"(?:\b(?:are|is|were|was|be|if|aren   |isn   ) there(?: be)?"
    r"|\b(?:would|might|could|may) there be"
    rf"|\b(?:do|does|did|don   |doesn   |if|whether)\s+(?:you|your {_TEAM}|[\w-]+)(?: \w+)?"
    r" (?:have|has|offer|know of|know about|see)|^\W*any\b)"
)
_GET = (
    r"(?:\b(?:get|find|land|secure|obtain|win|arrange)(?:ting|ing)?(?: me| myself)?"
    r"|\b(?:offer|give|grant|find|get|offered|given) me)"
)
_IF = r"\b(?:if|should|when|whenever|once|in case)\b"
_COMES = r"(?:open\w*|com(?:e|es|ing) up|aris\w*|becom\w*|appear\w*|turn\w* up|is available|free)"
_HR = r"(?:hr|human resources|hiring|recruit\w*|talent|personnel)\b"
_CV = r"(?:résumé|resume|cv|curriculum vitae|application|candidacy)"
_SOMEONE = r"(?:me|someone like me|somebody like me|an? (?:\w+ )?(?:intern|trainee|newcomer))\b"
_STAFF = (
    r"(?:interns?|trainees?|apprentices?|analysts?|planners?|engineers?|developers?|forecasters?"
    r"|assistants?|staff|candidates?|newcomers|career changers|people|talent)\b(?! (?:who|that)\b)"
)
_NOT_ME = (
    r"(?:(?!\b(?:how|what|why|when|while|you|your|people|understand|enjoyed|loved|liked|been"
    r"|since|spent"
    r"|after|learn)\b).)*?"
)

ASKS = PhraseBook(
    (
        "apprenticeship* career company* department* employment* firm* graduate group* "
        "institute* internship* job* lab* office* opening* orga* position* role* staff* "
        "team* trai* unit* vaca* work",
        rf"{ASK_FOR} {A_THING}",
    ),
    (
        "apprenticeship* career company* department* employment* firm* graduate group* "
        "institute* internship* job* lab* office* opening* orga* position* role* staff* "
        "team* trai* unit* vaca* work",
        rf"{_TELL} {_TOLD}",
    ),
    ("any did do does* don if there* whether", rf"{_THERE_IS} ?{A_THING}"),
    (
        "arrange* find* get* give* grant land* obtain* offer* secure* win*",
        rf"\b(?:i|i'm|i'd|me|my|help)\b.*?{_GET} {A_THING}",
    ),
    ("for", rf"\b(?:an?|any|some|another) {A_THING} for {_SOMEONE}"),
    (
        "appear* aris* available* becom* free* open* turn* up*",
        rf"{_IF}.*?{A_THING}(?: \w+){{0,2}}? {_COMES}",
    ),
    (
        "anything something suitable",
        rf"{_IF}.*?\b(?:something|anything) (?:\w+ )?(?:opens?(?= up|\W*$)|becomes? available"
        rf"|turns up|(?:comes|opens) up (?:in|at|with|for) )|\b(?:something|anything) suitable\b",
    ),
    (
        "another more somebody someone",
        rf"{_IF} you(?:'re| are)? (?:ever )?(?:need|looking for)"
        r" (?:another|someone|somebody|more)\b",
    ),
    ("be help suit", rf"{THING}(?: \w+){{0,4}}? would (?:be|help|suit)\b"),
    (
        "appl*",
        r"\bappl(?:y|ying|ied|ication) for (?:the |an? |your )?(?:[\w-]+ ){0,3}"
        r"(?:posts?|roles?|jobs?)\b",
    ),
    ("apply", rf"\bto apply\W*$|\bapply (?:to|at|with) (?:you|your {_TEAM})\b|\bcan i apply\b"),
    (
        "application enquiry inquiry pitch query request",
        r"\bjob (?:request|application|inquiry|enquiry|pitch|query)\b",
    ),
    (
        "available hunting* market* open searching* seeking*",
        r"\b(?:am|i'm|im)(?: \w+){0,2} (?:job[- ](?:hunting|searching|seeking)|on the job market"
        r"|open to (?:work|offers|opportunities|a move)|available for (?:hire|work))\b",
    ),
    (
        "work",
        r"\b(?:ask\w*|beg\w*|look\w*|search\w*|hunt\w*|seek\w*|find) (?:for )?(?:paid "
        r"|some )?work\b"
        r"(?! (?:on|that|which|you)\b)",
    ),
    (
        "looking searching seeking",
        r"\b(?:look|search|seek)ing (?:for )?(?:an?|new|the next|my next) (?:\w+ )?"
        r"(?:opportunit(?:y|ies)|challenge)\b"
        r"(?! to (?:learn|hear|talk|speak|meet|ask|thank|listen|understand)\b)",
    ),
    ("one", r"\b(?:asking|looking|hoping|apply|applying|considered|consider me) for one\b"),
    ("one*", r"\b(?:need|want|get|find) one(?=\W*$| (?:in|at|with|soon|now|there)\b)"),
    (
        "consider*",
        rf"\bconsider(?:ing)? (?:me(?! (?:an?|your|one|told|warned)\b)|my (?:{_CV}|profile))\b",
    ),
    ("considered", r"\bbe considered\b(?! (?:an?|as)\b)"),
    (
        "file* mind* view*",
        rf"\b(?:keep|bear|have|hold) (?:me|my name|my {_CV}) (?:in mind|on file|in view)\b",
    ),
    ("think", r"\bthink of me\b(?! as)"),
    ("hire hiring interview", r"\bhir(?:e|ing) me\b|\bcould hire\b|\bget me an? interview\b"),
    ("budget place room space spot use", rf"\b(?:room|space|place|spot|use|budget) for {_SOMEONE}"),
    ("use", r"\buse (?:someone|somebody) like me\b"),
    (
        "hiring recruiting",
        rf"^\W*(?:are|is|aren   |isn   ) (?:you|they|anyone|your {_TEAM}|(?<!are )[\w-]+)(?: \w+)?"
        r" (?:hiring|recruiting)\b",
    ),
    (
        "hiring recruiting",
        r"\b(?:if|whether(?! or\b)|when|in case|anyone|anybody|someone|somebody)\b.*?\b(?:is|are"
        r"|'re|'s)"
        r"(?: \w+)? (?:hiring|recruiting)\b",
    ),
    (
        "circulate* forward* give* hand* pass* send* share* show* submit*",
        r"(?<!\bi )(?<!\bi'll )(?<!\bcan i )(?<!\bfor )"
        r"\b(?:forward|pass|send|hand|circulate|submit|share|give|show)(?:ing)?(?: on| along)?"
        rf" (?:my|this|the attached) (?:{_CV}|profile|name|details|letter|mail)"
        r"(?! to (?:me|you)\b)",
    ),
    ("word", r"\bput in a (?:good |kind )?word\b"),
    (
        "endorse nominate propose recommend refer",
        r"\b(?:recommend|refer|endorse|propose|nominate) me\b(?! (?:an?|some|any|the|books?)\b)",
    ),
    (
        "hiring hr human personnel recruit* talent",
        r"\b(?:introduce|connect|put|refer) me (?:in (?:touch|contact) )?(?:to|with)"
        rf" (?:[\w-]+ ){{0,3}}{_HR}",
    ),
    (
        "intern* work working",
        rf"\bi\b{_NOT_ME}\b(?:work|intern)(?:ing)? (?:for|at|with|in|on) (?:you\b|your {_TEAM})",
    ),
    (
        "intern work",
        r"(?:\bwould|'d|\bwant|\bhope|\bdream is|\bwish|\beager|\bkeen)(?: (?:love|like))?"
        r" to (?:work|intern) (?:for|at)\b",
    ),
    ("join*", rf"\b(?:i|me)\b{_NOT_ME}\bjoin(?:ing)? (?:your (?:\w+ )?|the ){_TEAM}"),
    ("part", rf"\b(?:become|becoming|be|being) (?:a )?part of your {_TEAM}"),
    (
        "chance opportunity possibility way",
        r"\b(?:chance|way|possibility|opportunity) (?:for me )?to (?:work|intern|join)\b",
    ),
    (
        "addition asset candidate fit",
        r"\b(?:fit|asset|addition|candidate) (?:for|to)"
        rf" (?:your {_TEAM}|(?:the|your|an?) (?:\w+ ){{0,2}}(?:role|job|position|opening))",
    ),
    (
        "application candidacy",
        r"\b(?:send|submit|hand in|present)(?:ing)?(?: you)? my (?:application|candidacy)\b",
    ),
    (
        "join* start*",
        rf"\b(?:i|i'd|i'm|me)\b{_NOT_ME}\b(?:start|join)(?:ing)?(?: \w+)? as an? {_STAFF}",
    ),
    (
        "employ hire need recruit take",
        rf"\b(?:do|does|would|could|can) (?:you|your {_TEAM}|[\w-]+) (?:\w+ )?"
        rf"(?:take|hire|recruit|employ|need)(?: on)? (?:new |more |any )*{_STAFF}",
    ),
    (
        "looking",
        rf"^\W*(?:are|is) (?:you|your {_TEAM}|[\w-]+)(?: \w+)? looking for"
        rf" (?:new |more |an? |any )*{_STAFF}",
    ),
    ("door", r"\b(?:foot|get me) in the door\b"),
    ("available* market*", r"\bknow (?:that )?i(?:'m| am) (?:available|on the market)\b"),
)
"""Phrases that ask for a job, unless they are denied."""

# -- a job that is merely mentioned ---------------------------------------------------------------

_SOME = (
    r"\b(?:an?|any|some|another|(?<!the )(?<!your )(?<!his )(?<!her )(?<!their )new|possible"
    r"|suitable|leads? to)"
    r" (?:(?!great|good|fine|hard)[\w-]+ ){0,3}?"
)
A_JOB_AT_ALL = PhraseBook(
    (
        "apprenticeship* career employment* graduate internship* job* opening* position* role*"
        " trainee* vacanc* work",
        rf"{_SOME}(?:{_JOB}|openings?){_NOT_A_JOB}|(?<!in ){_SOME}"
        rf"(?:positions?(?! (?:on(?! your)|of)\b)|(?:open|suitable) roles?){_NOT_A_JOB}",
    )
)
"""A job that is not yet anybody's. Where I or you are spoken of, it is asked for, unless…"""

TALK_OF_OTHERS = re.compile(
    r"\b(?:how|what|why|which|where|people|others|many|everyone|friends|colleagues|students|he"
    r"|she|they"
    r"|who|did you|did|done|doing|gave|given)\b"
    r"|\b(?:my|your|his|her|their|our) [\w-]+ (?:had|has|got|found|left|took|lost)\b"
    r"|\byou (?:\w+ed|said|wrote|told|took|had|gave|made|found|left|held|got|spoke|describe)\b"
    r"|\bi(?:'ve| have)?(?: not| never| once|n't)? (?:had|held|left|lost|quit|took|worked|spent"
    r"|started|hold|got|found|landed|gave|enjoy|love|applied|accepted|declined|interviewed|read"
    r"|learn(?:ed|t)|know|knew|think|thought|believe|wrote)\b"
    r"|\bi(?:'ve| (?:\w+ )?have)(?: already| now)?(?: got)?\W*$"
)
"""… what stands before it tells of somebody's life, or wants to learn."""

MENTION = re.compile(
    r"\b(?:jobs?|vacanc(?:y|ies)|internships?|employment|hiring|recruit(?:ing|ment|ers?)?)\b"
)
"""Words that a letter which is silent about jobs does not hold at all."""
