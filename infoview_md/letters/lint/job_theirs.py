"""Job theirs: I would be one of theirs: on the team, considered, given a chance, good for them."""

from __future__ import annotations

from infoview_md.letters.lint.job_vocabulary import (
    CV,
    DETERMINERS,
    FIRST_PERSON,
    JOB_NOUN,
    NAME,
    STAFF,
    TEAM,
    TO,
    WISH,
)
from infoview_md.letters.lint.phrase_book import PhraseBook

BELONGING = PhraseBook(
    (
        "ꜵ*",
        rf"(?:{WISH}|{FIRST_PERSON}) {TO}(?:join|work (?:for|at)|intern (?:at|with)|be (?:hired"
        r"|employed) by"
        rf"|apply (?:to|at)|an asset (?:to|for)|get into) {NAME}(?! for (?:lunch|a)\b)",
    ),
    ("be being", rf"\bbe(?:ing)? (?:on|in|part of) your (?:[\w-]+ )?(?:{TEAM})\b"),
    ("as", r"\bwork as an? .*\b(?:at|in|for|with) your\b"),
    (
        "budget* capacity* funding* money* place* room*",
        r"\b(?:capacity|funding|budget|money|places?|room) for (?:an?|another|new"
        r"|more) (?:[\w-]+ )?"
        rf"(?:{STAFF}|postdoc|student)",
    ),
    (
        "accept admit employ host offer take",
        rf"^\W*(?:do|does|would|could|can|will) (?:you|your (?:[\w-]+ )?{TEAM}"
        r"|they) (?:\w+ )?(?:accept"
        rf"|take|admit|host|offer|employ) (?:{DETERMINERS}){{0,2}}(?:{STAFF}|thesis topics|theses"
        r"|projects for)",
    ),
    (
        "sabbatical semester stay stint summer year",
        r"\b(?:stay|semester|stint|year|summer|sabbatical) (?:at|in"
        rf"|with) your (?:[\w-]+ )?{TEAM}\b",
    ),
    (
        "advert*",
        r"\badvert(?:isement)?s?(?!.*\b(?:made|taught|showed|told) (?:me"
        rf"|us)\b) (?:for (?:{DETERMINERS}){{0,2}}{STAFF}|in (?:\w+'s |the )?(?:paper|\w+day))",
    ),
    (
        "myself personal suggest",
        r"\b(?:put|suggest|propose|offer|present|recommend|introduce) myself (?:forward|as|for"
        r"|in an?)\b"
        r"|\bsuggest myself\b|\bpersonal interview\b",
    ),
    (
        "notice pay rate* salary services* wage",
        r"\b(?:my|your|the) (?:salary|wage) (?:expectations?|range|demands?)\b"
        r"|\bmy (?:notice period"
        r"|(?:hourly |day )?rates?|services)\b|\bhand in my notice\b|\b(?:salary|pay) (?:could"
        r"|can|would"
        r"|should) i\b",
    ),
    (
        "follow leave quit relocate switch",
        r"\brelocate (?:to \w+ )?for you\b|\bfollow you to\b|\bswitch to you\b|\b(?:quit|leave) "
        r"(?:tomorrow|my job|everything) (?:for|to (?:join|work))\b",
    ),
    (
        "chair desk future place seat spot",
        rf"\b(?:desk|chair|seat|place|spot|future) (?:at|in|with|on) your (?:[\w-]+ )?{TEAM}\b",
    ),
    (
        "opening",
        r"\b(?:use|want|need|find|get|hope for|welcome|wait for"
        r"|await) an opening\b(?! (?:in (?:your"
        r"|the)|on|for a (?:call|chat|talk)))",
    ),
    (
        "chance possibility road way",
        r"\b(?:an?|any|some) (?:way|possibility|chance|road) (?:to get )?in\W*$",
    ),
    (
        "commend mention name propose push suggest",
        r"\b(?:mention|suggest|propose|commend|name|push) me (?:to|for|at|as)\b",
    ),
    (
        "tell",
        r"\btell (?:your )?(?:director|boss|manager|hr|head|chief|superior|recruiter)\b.*\b(?:me"
        r"|i|i'd"
        r"|my)\b",
    ),
    ("documents papers", r"\bmy (?:application )?(?:papers|documents)\b"),
    (
        "expand fill hire recruit take",
        r"\b(?:you|they|your \w+) (?:plan|expect|intend|mean|hope|want)s? to (?:hire|recruit"
        r"|take on"
        r"|expand the|fill)\b",
    ),
    (
        "chance shot",
        r"\b(?:do|would|could|might|have) i (?:stand |have )?(?:an?|any|a fair) (?:chance|shot)\b",
    ),
    (
        "person* somebody* someone*",
        r"\b(?:take|hire|employ|pick|accept) (?:someone|somebody|a person) (?:my|of my|at my"
        r"|without"
        r"|like me)\b",
    ),
    (
        "accept employ hire take",
        r"\b(?:would|could|might|will|can) (?:they|you|your \w+) (?:\w+ )?(?:take|hire|employ"
        r"|accept) me\b"
        r"(?! (?:through|around|along|back|for|seriously|up|to|a)\b)",
    ),
    (
        "audition give try",
        r"\bgive (?:an? \w+|someone|somebody|us|people) (?:like me )?a (?:chance|shot|try)\b"
        r"|\btry out for\b|\baudition for\b",
    ),
    (
        "filled vacant",
        r"\b(?:still|now|soon|currently) vacant\b|\b(?:be|been|get) filled (?:again|yet|soon"
        r"|now)\b",
    ),
    (
        "fill into* over succe*",
        r"\bi(?:'d| would| could| can| might)\b.*\b(?:succeed (?:him|her|them|you|[a-z]+)\W*$"
        r"|tak(?:e|ing)"
        r" over (?:from|for)|fill [\w-]+'s shoes|step into)\b|\bsuccessor (?:for|to) .*\bme\b",
    ),
    (
        "quote services",
        r"\b(?:translation|writing|design|consulting|[a-z]+ing) services\b.*\b(?:order|glad|happy"
        r"|offer)"
        r"|\boffer\w* (?:my|[a-z]+) services\b|\bquote for\b",
    ),
    (
        "anything whatever",
        r"\b(?:take|do|accept) (?:whatever|anything) you(?: have|'ve)?\b|\bi(?:'d"
        r"| would) take anything\b",
    ),
    (
        "working",
        r"\bworking (?:at|for|with|in|under) (?:you|your)\b.*\b(?:dream|honour|joy|pleasure"
        r"|wonderful"
        r"|great)\b",
    ),
    (
        "imagine picture see",
        r"\b(?:see|picture|imagine) (?:myself|my future)\b.*\b(?:in|at|with|for|to|beside"
        r"|under) you",
    ),
    (
        "boss chief fit list manager rather than waiting",
        r"\byou (?:as|for) (?:my|an?) (?:boss|manager|chief)\b|\bi(?:'d| would) fit in\b"
        r"|\bi(?:'d| would) rather work\b|\b(?:happier|more|better|prouder) than to (?:work|join"
        r"|be)\b|\b(?:my name|me) on (?:the|your|a) (?:list|waiting list)\b",
    ),
    ("beneath too", r"\bno (?:job|task|role|work) is (?:too|beneath)\b"),
    (
        "growing* hiring* looking need* recruiting*",
        rf"\bi (?:understand|hear|gather|see|am told|heard|was told)\b.*\b(?:you|your {TEAM}"
        r"|they)\b"
        rf"(?: \w+){{0,3}} (?:recruiting|hiring|growing|in need|need(?:s|ed)? {STAFF}|looking for)",
    ),
    ("hiring recruiting", r"\byou(?:'re| are)\b(?:\s+[\w']+){0,4}\s+(?:hiring|recruiting)\W*\?"),
    (
        "offer",
        r"\b(?:accept|jump at|take|entertain|welcome|consider|make me) (?:any"
        r"|an?) (?:[\w-]+ )?offer\b"
        r"(?! (?:to|of)\b)",
    ),
    (
        "man person woman word",
        r"\bi(?:'m| am) your (?:man|woman|person)\b|\b(?:good|kind|nice|favourable) word (?:about"
        r"|for|from)"
        r"\b",
    ),
    (
        "interview",
        r"\b(?:hope for|come in for|have|get|land|secure|expect) an? (?:job )?interview\b"
        r"(?! (?:with|about|on|for my)\b)",
    ),
    (
        "be make",
        rf"\bi(?:'d| would| could| might)? (?:make|be)(?: you)? an? (?:[\w-]+ )?{STAFF} (?:for|to) "
        r"(?:you\b|your\b)",
    ),
    (
        "exactly just precisely",
        r"\bi(?:'m| am|'d be| would be| could be) (?:exactly|just|precisely) (?:what|whom"
        r"|who) you\b",
    ),
    (
        "background experience skills training",
        r"\bwith my (?:experience|skills|background|training)\b.*\b(?:use|asset|value|contribute"
        r"|help)\b",
    ),
    (
        "fill jump step",
        r"\bi(?:'d| could| can| would)(?: gladly| easily)? (?:step|fill|jump) in\b(?! (?:the|an?"
        r"|my)\b)",
    ),
    (
        "anything something somewhere",
        r"\b(?:something|anything|somewhere) (?:temporary|permanent|part-time|full-time|paid|open"
        r"|available|suitable)\b",
    ),
    ("any", r"\bany (?:kind|sort|type) of (?:work|jobs?|position|role|employment)\b"),
    (
        "benefit do",
        r"\b(?:benefit from|do with) (?:an?|another|someone|somebody"
        rf"|people) (?:{STAFF} )?like me\b",
    ),
    ("keep", r"\bkeep my (?:details|name|address|number|letter|contact)\b"),
    (
        "maybe perhaps possibly surely",
        rf"\b(?:maybe|perhaps|possibly|surely) (?:you|your {TEAM}) (?:need|needs|could use|want)\b",
    ),
    (
        "joining",
        r"\b(?:interest(?:ed)? in|keen on|hope of|idea of|thought of|consider) joining (?:you\b"
        r"|your"
        rf"|the (?:[\w-]+ )?{TEAM})",
    ),
    (
        "like such",
        rf"{FIRST_PERSON}.*\b(?:{TEAM}|place|employer|house|people) (?:such as"
        r"|like) yours?(?:elf)?\b"
        r"(?! (?:works?|plans?|does|do|sees?|chooses?|decides?|handles?)\b)",
    ),
    (
        "working",
        r"\b(?:possibility|chance|opportunity|prospect|hope|idea) of working (?:together|with"
        r"|for)\b",
    ),
    (
        "discuss*",
        r"\bdiscuss\w* (?:the|an?|any|this) (?:[\w-]+ ){0,2}?(?:position|role|job|vacancy|opening"
        r"|internship)\b(?! (?:of|that|which)\b)",
    ),
    (
        "employer interview",
        r"\binvit\w+ (?:me )?(?:for|to) an? (?:job )?interview\b|\bfind an employer\b",
    ),
    (
        "background degree experience profile skills training",
        r"\b(?:interested in|need|use|take|hire|want|consider|help|place"
        r"|employ)\b.{0,20}?\b(?:someone"
        r"|somebody|a person|people|an? \w+) with (?:my|this|such a) (?:profile|background|skills"
        r"|experience|training|degree)\b(?! (?:understand|read|learn)\b)",
    ),
    (
        "get room",
        r"\bget me in(?:to (?:the|your))?\b(?! touch| contact)|\bget into (?:the|your) (?:programme"
        r"|program|scheme|company|firm|team)\b|\broom for (?:one|me|another)\b(?! \w+ (?:call"
        r"|talk))",
    ),
    (
        "curriculum cv portfolio resume résumé",
        rf"\b{CV}\b.*\b(?:circulat\w+|forward\w*|pass (?:it|them|this)|share (?:it|them)|hand (?:it"
        r"|them)|send (?:it|them) (?:on|to))\b",
    ),
    (
        "analyst assistant data graduate interviewing junior manager open planner project "
        "research senior",
        r"\binterviewing for (?:the|a|that)\b|\bfor (?:the|your|an?) (?:[\w-]+ )?(?:analyst|planner"
        r"|data|junior|senior|graduate|research|project|open|manager|assistant)(?: \w+)?"
        r" (?:role|position|post|job)\b(?! (?:of|in which|that)\b)",
    ),
    (
        "move",
        r"\bmove into (?:an? |the )(?:[\w-]+ )?(?:role|position|job) (?:at|with|in) "
        r"(?:your|an? \w+ (?:like|such as) yours)",
    ),
    ("be become", rf"\bbe(?:come)? your (?:next |new |first )?(?:[\w-]+ ){{0,2}}{STAFF}"),
    ("member part", rf"{FIRST_PERSON}.*\b(?:member|part) of your (?:[\w-]+ )?(?:{TEAM})\b"),
    (
        "addition candidate choice fit match one person",
        rf"{FIRST_PERSON}.*\b(?:right|ideal|perfect|best|good|strong|very|person|one"
        r"|great) (?:person|fit"
        rf"|match|choice|candidate|addition|one) (?:for|to) (?:your|the) (?:[\w-]+ )?(?:{TEAM}"
        r"|project"
        rf"|{JOB_NOUN})\b",
    ),
    (
        "background candidate experience fit match person profile skills someone",
        r"\b(?:person|candidate|match|fit|someone|skills|experience|profile|background)(?: is"
        r"| are)?"
        r"(?: \w+)? (?:(?:that|what|whom) )?you(?:'re| are|'d be)? (?:need|want|looking for|after"
        r"|searching for)\b",
    ),
    (
        "addition* employee* hire* member* worker*",
        r"\b(?:loyal|hard-?working|ideal|future|reliable|motivated|good|great) (?:employee|hire"
        r"|team member|worker|addition)\b",
    ),
    (
        "books gap gaps payroll rota",
        r"\b(?:on|onto|off) (?:your|the) (?:payroll|rota|books)\b|\bgaps? (?:on|in) (?:your|the) "
        r"(?:rota|team|staff\w*|ranks|schedule of)\b",
    ),
    (
        "apprenticeship* placement* training trial wing",
        r"\bunder your wing\b|\btrial (?:day|shift|week|period)\b|\btraining contract\b"
        r"|\b(?:paid|work|unpaid) (?:apprenticeships?|placements?)\b",
    ),
    (
        "consider*",
        rf"\bconsider(?:ing)? (?:an? |someone |somebody |people )?(?:hiring|taking on|{STAFF}"
        r"|career changer|outsider|applicant)",
    ),
    (
        "career chance future place position post role seat shot spot start",
        r"\b(?:post|place|seat|spot|position|role|start|career|future|chance|shot) (?:at|in|with"
        r"|on)"
        rf" your (?:[\w-]+ )?(?:{TEAM})\b",
    ),
)
"""Scenes in which I become one of theirs."""
