"""Job offering: I offer myself: my application, a place for me, one of theirs, a word for me."""

from __future__ import annotations

import re

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

OFFERING = tuple(
    re.compile(pattern)
    for pattern in (
        # my application
        r"\bmy (?:\w+ )?(?:application|candidacy)\b(?! of\b)(?! (?:at|to) (?:the|my"
        r"|an?) (?:university|college"
        r"|school|course|programme))",
        r"\b(?:online|the) application (?:form|process|portal|round|deadline|system)?\b"
        r"(?<!the application )(?! of\b)",
        rf"\b(?:hold|hang) on to my (?:{CV}|details|name)\b",
        rf"\bmy (?:{CV}|profile|details)\b.*\b(?:in case|for (?:any|your|future)|should (?:you|an?)"
        r"|to (?:hr|your|whoever|anyone|the|whomever|some))\b",
        r"\b(?:forward|pass|send|hand|show|circulat|mention|bring)\w*\b.{1,50}?\b(?:to|with|among) "
        r".{0,45}?\b(?:hr|human resources|recruit\w*|hiring|personnel|talent acquisition)\b",
        # a place for me
        r"\b(?:room|space|place|seat|desk|home|spot|chair|work|budget|opening|use|role|need) for"
        r" (?:(?:someone|somebody|a person|people|an? \w+) (?:with (?:my|a|such)|like (?:me"
        r"|myself))"
        rf"|me (?:in|at|on|with) (?:the|your) (?:[\w-]+ )?{TEAM})",
        r"\b(?:have|had|find|found|get|got) (?:something|anything|a place|a seat|work"
        r"|room) for me\b",
        rf"{WISH}\b {TO}join(?:ing)? (?:you\b(?! (?:by|on|for|via|at|in|online|over|there)\b)"
        rf"|your (?:[\w-]+ ){{0,2}}{TEAM}|an? (?:[\w-]+ )?{TEAM} (?:like|such as) yours)",
        r"\b(?:chance|way|possibility|opportunity|hope) (?:of|to|for me to) (?:be |become )?"
        r"(?:join(?:ing)? (?:you\b|your|the|fjord\w*)|part of (?:the|your)|work(?:ing)? (?:for"
        r"|under)"
        r"|enter(?:ing)? (?:the|your) (?:company|firm|team))",
        rf"{WISH}\b {TO}(?:work|be working|serve|intern) (?:for|under|alongside|at|with)"
        rf" (?:you\b|your\b|(?:an? |the )?(?:[\w-]+ )?(?:{TEAM}|people|someone|somewhere)"
        r" (?:like (?:yours?|this)|as))",
        r"\b(?:dream|honour|privilege|thrill) (?:come true )?to (?:work|serve|be employed|join)\b",
        rf"{WISH}\b {TO}(?:be|become|get|being|getting) (?:employed|hired|taken on|recruited"
        r"|interviewed for|part of your|considered|on your (?:team|staff|payroll|list|radar))",
        r"\b(?:get|gets|getting|be|being) hired\b",
        r"\b(?:contribute|add value|be (?:of use|an asset|useful)|bring (?:my|a lot|value)"
        r"|make myself"
        rf" useful|make a difference) (?:[\w-]+ ){{0,3}}?(?:to|for|in|at) your (?:[\w-]+ )?{TEAM}",
        rf"{WISH}\b {TO}(?:do|write|complete|spend|carry out) my (?:[\w' -]+ )?(?:thesis"
        r"|dissertation|placement|traineeship|internship|training|summer)"
        rf" (?:at|with|in) (?:your|you)\b",
        r"\bi(?:'d| would|'ll| will| can| could|'m| am)\b.*?\b(?:work|start"
        r"|begin)\b.*?\b(?:for free"
        r"|unpaid|without pay|for nothing|for little)\b",
        r"\b(?:as an?|freelance|available for) (?:freelance|freelancer|contractor"
        r"|contract) ?(?:work"
        r"|jobs?)?\b|\bcontract (?:roles?|work|jobs?|out)\b",
        r"\b(?:hir(?:e|ing)|employ(?:ing)?) (?:me|someone like me|people like me)\b",
        r"\b(?:work|hire|use|take|employ|need|contract)\w*\b.{0,25}?\b(?:people|someone"
        r"|somebody) like"
        r" me\b",
        r"\bgive me (?:an? |my )(?:first )?(?:chance|shot|try|start|go|break)\b"
        r"(?! to (?:ask|speak|talk|hear|learn|meet|explain|understand|see|thank|visit|listen)\b)",
        # one of theirs
        rf"(?:{WISH}|{FIRST_PERSON}) {TO}(?:join|work (?:for|at)|intern (?:at|with)|be (?:hired"
        r"|employed) by"
        rf"|apply (?:to|at)|an asset (?:to|for)|get into) {NAME}(?! for (?:lunch|a)\b)",
        rf"\bbe(?:ing)? (?:on|in|part of) your (?:[\w-]+ )?(?:{TEAM})\b",
        r"\bwork as an? .*\b(?:at|in|for|with) your\b",
        r"\b(?:capacity|funding|budget|money|places?|room) for (?:an?|another|new"
        r"|more) (?:[\w-]+ )?"
        rf"(?:{STAFF}|postdoc|student)",
        rf"^\W*(?:do|does|would|could|can|will) (?:you|your (?:[\w-]+ )?{TEAM}"
        r"|they) (?:\w+ )?(?:accept"
        rf"|take|admit|host|offer|employ) (?:{DETERMINERS}){{0,2}}(?:{STAFF}|thesis topics|theses"
        r"|projects for)",
        r"\b(?:stay|semester|stint|year|summer|sabbatical) (?:at|in"
        rf"|with) your (?:[\w-]+ )?{TEAM}\b",
        r"\badvert(?:isement)?s?(?!.*\b(?:made|taught|showed|told) (?:me"
        rf"|us)\b) (?:for (?:{DETERMINERS}){{0,2}}{STAFF}|in (?:\w+'s |the )?(?:paper|\w+day))",
        r"\b(?:put|suggest|propose|offer|present|recommend|introduce) myself (?:forward|as|for"
        r"|in an?)\b"
        r"|\bsuggest myself\b|\bpersonal interview\b",
        r"\b(?:my|your|the) (?:salary|wage) (?:expectations?|range|demands?)\b"
        r"|\bmy (?:notice period"
        r"|(?:hourly |day )?rates?|services)\b|\bhand in my notice\b|\b(?:salary|pay) (?:could"
        r"|can|would"
        r"|should) i\b",
        r"\brelocate (?:to \w+ )?for you\b|\bfollow you to\b|\bswitch to you\b|\b(?:quit|leave) "
        r"(?:tomorrow|my job|everything) (?:for|to (?:join|work))\b",
        rf"\b(?:desk|chair|seat|place|spot|future) (?:at|in|with|on) your (?:[\w-]+ )?{TEAM}\b",
        r"\b(?:use|want|need|find|get|hope for|welcome|wait for"
        r"|await) an opening\b(?! (?:in (?:your"
        r"|the)|on|for a (?:call|chat|talk)))",
        r"\b(?:an?|any|some) (?:way|possibility|chance|road) (?:to get )?in\W*$",
        r"\b(?:mention|suggest|propose|commend|name|push) me (?:to|for|at|as)\b",
        r"\btell (?:your )?(?:director|boss|manager|hr|head|chief|superior|recruiter)\b.*\b(?:me"
        r"|i|i'd"
        r"|my)\b",
        r"\bmy (?:application )?(?:papers|documents)\b",
        r"\b(?:you|they|your \w+) (?:plan|expect|intend|mean|hope|want)s? to (?:hire|recruit"
        r"|take on"
        r"|expand the|fill)\b",
        r"\b(?:do|would|could|might|have) i (?:stand |have )?(?:an?|any|a fair) (?:chance|shot)\b",
        r"\b(?:take|hire|employ|pick|accept) (?:someone|somebody|a person) (?:my|of my|at my"
        r"|without"
        r"|like me)\b",
        r"\b(?:would|could|might|will|can) (?:they|you|your \w+) (?:\w+ )?(?:take|hire|employ"
        r"|accept) me\b"
        r"(?! (?:through|around|along|back|for|seriously|up|to|a)\b)",
        r"\bgive (?:an? \w+|someone|somebody|us|people) (?:like me )?a (?:chance|shot|try)\b"
        r"|\btry out for\b|\baudition for\b",
        r"\b(?:still|now|soon|currently) vacant\b|\b(?:be|been|get) filled (?:again|yet|soon"
        r"|now)\b",
        r"\bi(?:'d| would| could| can| might)\b.*\b(?:succeed (?:him|her|them|you|[a-z]+)\W*$"
        r"|tak(?:e|ing)"
        r" over (?:from|for)|fill [\w-]+'s shoes|step into)\b|\bsuccessor (?:for|to) .*\bme\b",
        r"\b(?:translation|writing|design|consulting|[a-z]+ing) services\b.*\b(?:order|glad|happy"
        r"|offer)"
        r"|\boffer\w* (?:my|[a-z]+) services\b|\bquote for\b",
        r"\b(?:take|do|accept) (?:whatever|anything) you(?: have|'ve)?\b|\bi(?:'d"
        r"| would) take anything\b",
        r"\bworking (?:at|for|with|in|under) (?:you|your)\b.*\b(?:dream|honour|joy|pleasure"
        r"|wonderful"
        r"|great)\b",
        r"\b(?:see|picture|imagine) (?:myself|my future)\b.*\b(?:in|at|with|for|to|beside"
        r"|under) you",
        r"\byou (?:as|for) (?:my|an?) (?:boss|manager|chief)\b|\bi(?:'d| would) fit in\b"
        r"|\bi(?:'d| would) rather work\b|\b(?:happier|more|better|prouder) than to (?:work|join"
        r"|be)\b|\b(?:my name|me) on (?:the|your|a) (?:list|waiting list)\b",
        r"\bno (?:job|task|role|work) is (?:too|beneath)\b",
        rf"\bi (?:understand|hear|gather|see|am told|heard|was told)\b.*\b(?:you|your {TEAM}"
        r"|they)\b"
        rf"(?: \w+){{0,3}} (?:recruiting|hiring|growing|in need|need(?:s|ed)? {STAFF}|looking for)",
        r"\byou(?:'re| are)\b(?:\s+[\w']+){0,4}\s+(?:hiring|recruiting)\W*\?",
        r"\b(?:accept|jump at|take|entertain|welcome|consider|make me) (?:any"
        r"|an?) (?:[\w-]+ )?offer\b"
        r"(?! (?:to|of)\b)",
        r"\bi(?:'m| am) your (?:man|woman|person)\b|\b(?:good|kind|nice|favourable) word (?:about"
        r"|for|from)"
        r"\b",
        r"\b(?:hope for|come in for|have|get|land|secure|expect) an? (?:job )?interview\b"
        r"(?! (?:with|about|on|for my)\b)",
        rf"\bi(?:'d| would| could| might)? (?:make|be)(?: you)? an? (?:[\w-]+ )?{STAFF} (?:for|to) "
        r"(?:you\b|your\b)",
        r"\bi(?:'m| am|'d be| would be| could be) (?:exactly|just|precisely) (?:what|whom"
        r"|who) you\b",
        r"\bwith my (?:experience|skills|background|training)\b.*\b(?:use|asset|value|contribute"
        r"|help)\b",
        r"\bi(?:'d| could| can| would)(?: gladly| easily)? (?:step|fill|jump) in\b(?! (?:the|an?"
        r"|my)\b)",
        r"\b(?:something|anything|somewhere) (?:temporary|permanent|part-time|full-time|paid|open"
        r"|available|suitable)\b",
        r"\bany (?:kind|sort|type) of (?:work|jobs?|position|role|employment)\b",
        r"\b(?:benefit from|do with) (?:an?|another|someone|somebody"
        rf"|people) (?:{STAFF} )?like me\b",
        r"\bkeep my (?:details|name|address|number|letter|contact)\b",
        rf"\b(?:maybe|perhaps|possibly|surely) (?:you|your {TEAM}) (?:need|needs|could use|want)\b",
        r"\b(?:interest(?:ed)? in|keen on|hope of|idea of|thought of|consider) joining (?:you\b"
        r"|your"
        rf"|the (?:[\w-]+ )?{TEAM})",
        rf"{FIRST_PERSON}.*\b(?:{TEAM}|place|employer|house|people) (?:such as"
        r"|like) yours?(?:elf)?\b"
        r"(?! (?:works?|plans?|does|do|sees?|chooses?|decides?|handles?)\b)",
        r"\b(?:possibility|chance|opportunity|prospect|hope|idea) of working (?:together|with"
        r"|for)\b",
        r"\bdiscuss\w* (?:the|an?|any|this) (?:[\w-]+ ){0,2}?(?:position|role|job|vacancy|opening"
        r"|internship)\b(?! (?:of|that|which)\b)",
        r"\binvit\w+ (?:me )?(?:for|to) an? (?:job )?interview\b|\bfind an employer\b",
        r"\b(?:interested in|need|use|take|hire|want|consider|help|place"
        r"|employ)\b.{0,20}?\b(?:someone"
        r"|somebody|a person|people|an? \w+) with (?:my|this|such a) (?:profile|background|skills"
        r"|experience|training|degree)\b(?! (?:understand|read|learn)\b)",
        r"\bget me in(?:to (?:the|your))?\b(?! touch| contact)|\bget into (?:the|your) (?:programme"
        r"|program|scheme|company|firm|team)\b|\broom for (?:one|me|another)\b(?! \w+ (?:call"
        r"|talk))",
        rf"\b{CV}\b.*\b(?:circulat\w+|forward\w*|pass (?:it|them|this)|share (?:it|them)|hand (?:it"
        r"|them)|send (?:it|them) (?:on|to))\b",
        r"\binterviewing for (?:the|a|that)\b|\bfor (?:the|your|an?) (?:[\w-]+ )?(?:analyst|planner"
        r"|data|junior|senior|graduate|research|project|open|manager|assistant)(?: \w+)?"
        r" (?:role|position|post|job)\b(?! (?:of|in which|that)\b)",
        r"\bmove into (?:an? |the )(?:[\w-]+ )?(?:role|position|job) (?:at|with|in) "
        r"(?:your|an? \w+ (?:like|such as) yours)",
        rf"\bbe(?:come)? your (?:next |new |first )?(?:[\w-]+ ){{0,2}}{STAFF}",
        rf"{FIRST_PERSON}.*\b(?:member|part) of your (?:[\w-]+ )?(?:{TEAM})\b",
        rf"{FIRST_PERSON}.*\b(?:right|ideal|perfect|best|good|strong|very|person|one"
        r"|great) (?:person|fit"
        rf"|match|choice|candidate|addition|one) (?:for|to) (?:your|the) (?:[\w-]+ )?(?:{TEAM}"
        r"|project"
        rf"|{JOB_NOUN})\b",
        r"\b(?:person|candidate|match|fit|someone|skills|experience|profile|background)(?: is"
        r"| are)?"
        r"(?: \w+)? (?:(?:that|what|whom) )?you(?:'re| are|'d be)? (?:need|want|looking for|after"
        r"|searching for)\b",
        r"\b(?:loyal|hard-?working|ideal|future|reliable|motivated|good|great) (?:employee|hire"
        r"|team member|worker|addition)\b",
        r"\b(?:on|onto|off) (?:your|the) (?:payroll|rota|books)\b|\bgaps? (?:on|in) (?:your|the) "
        r"(?:rota|team|staff\w*|ranks|schedule of)\b",
        r"\bunder your wing\b|\btrial (?:day|shift|week|period)\b|\btraining contract\b"
        r"|\b(?:paid|work|unpaid) (?:apprenticeships?|placements?)\b",
        rf"\bconsider(?:ing)? (?:an? |someone |somebody |people )?(?:hiring|taking on|{STAFF}"
        r"|career changer|outsider|applicant)",
        r"\b(?:post|place|seat|spot|position|role|start|career|future|chance|shot) (?:at|in|with"
        r"|on)"
        rf" your (?:[\w-]+ )?(?:{TEAM})\b",
        # to apply, to start
        r"\b(?:before|where|whether|how|if|should|could|can|may) i (?:\w+ )?apply\b(?! (?:it|this"
        r"|that"
        r"|your|what|these|the (?:method|idea|model|rule))\b)",
        r"\b(?:send|submit|hand|worth)\w*(?: \w+){0,3}? (?:an?|my) application\b|\bworth applying\b"
        r"|\b(?:reads?|screens?|handles?|sees?|sorts?) (?:the|your|all) applications\b",
        r"\b(?:ready|willing|happy|prepared|able|free) to (?:relocate|start (?:work|immediately"
        r"|right"
        r" away|straight away|tomorrow|as|at the bottom))\b|\bstart(?:ing)? at the bottom\b",
        r"\bwhen (?:could|can|would|should|may) i start\W*$",
        r"\bpull (?:some |a few |any |the )?strings\b|\bvouch for me (?:with|to|at)\b|\bfoot"
        r" (?:in|through|into) (?:the|a|your) door\b|\bslip my\b",
        r"\bme on your (?:list|radar|books|shortlist)\b",
        # offers, referrals, leads
        r"\b(?:leads?|leading|led|results?|ends?|turns?) (?:to|in|into|in to) (?:an?|some|any)"
        r" (?:[\w-]+ )?(?:offer|hire|contract|position|employment)\b",
        r"\b(?:want|hop\w+|welcom\w+|expect\w*|get|fish\w*|angl\w*|make me|wait\w*|look\w*"
        r"|receiv\w*"
        r"|accept|extend|take)(?: for| to)?(?: me)? an? (?:[\w-]+ )?offer\b(?! (?:to|of|for)\b)",
        r"\brefer(?:ring)? me(?=\W*$| (?:internally|for|in|as|on|through|into)\b"
        r"| to (?:hr|the (?:hiring|recruit)|your (?:hr|recruit|hiring|boss|manager)))",
        r"\b(?:as|be) my (?:internal |employee )?(?:referral|referrer)\b|\b(?:internal|employee)"
        r" referral\b|\breferral (?:program\w*|scheme|bonus)\b",
        r"\bany (?:job |other )?leads?\b(?! (?:on|about)\b)|\bleads (?:would|are|will) be\b",
        r"\b(?:looking|hunting|searching|hoping|need|want|trying)(?: \w+)? (?:to find|for|to get)"
        r" (?:something|anything|somewhere) (?:new )?(?:in (?!your\b|the (?:talk|paper|text))|at"
        r"|with|to start)",
        r"\b(?:explor|look|search|hunt|find|land)\w*(?: \w+)? (?:for )?(?:my|a|the) (?:next|new)"
        r" (?:role|job|position|challenge|position|employer|home)\b",
        r"\bon the market and\b|\b(?:am|'m|im) (?:back )?on the market\b",
        r"\bhelp (?:me )?(?:to )?(?:get(?:ting)?|land(?:ing)?) (?:in\b|into|a foot|hired"
        r"|started at)",
        r"\b(?:get|offer|grant|invite|call)(?:ting|ed|ing)? (?:me )?(?:to |for )?an? (?:job )?"
        r"interview\b(?! with)|\bchance to interview\b(?! you)|\binterviewed for (?:the|a|an)\b",
        r"\bremember me (?:when|if|for|should|next|as soon)\b",
        r"\b(?:if|when|should|whenever)\b.*\bremember (?:me|my name)\b(?! to\b)",
        r"\bkeep an? (?:eye|ear) (?:out|open|peeled|to the ground) for me\b|\bcount me in\b",
    )
)
"""Scenes in which I offer myself: to join, to be taken on, to be recommended."""
