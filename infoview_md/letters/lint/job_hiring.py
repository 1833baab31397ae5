"""Job hiring: who hires, which role is open, when applications are due."""

from __future__ import annotations

from infoview_md.letters.lint.job_vocabulary import CV, DETERMINERS, JOB_NOUN, STAFF, TEAM
from infoview_md.letters.lint.phrase_book import PhraseBook

_HIRING = (
    r"(?:(?<!this )(?<!the )(?<!of )(?<!your )(?<!all )(?:hiring|recruiting)"
    r"(?! (?:process|practice|\w+ (?:change|affect|help|slow)))|hire|recruit|taking on|take on"
    r"|looking for (?:people|someone|somebody|staff|help|talent|new (?:people|blood|colleagues))"
    r"|short of (?:people|staff|hands)|short-?staffed|understaffed)\b"
)
_GROWING = (
    r"(?:grow(?:ing)?|expand(?:ing)?|enlarg(?:e|ing)|build(?:ing)? up|scal(?:e|ing)(?: up)?"
    r"|add(?:ing)? (?:\w+ )?to|strengthen(?:ing)?)"
    rf" (?:the|your|its|their) (?:[\w-]+ )?(?:{TEAM}|headcount|ranks)"
)
_WHO_HIRES = (
    r"\b(?:who|which [a-z]+(?: [\w']+){0,5}?|what (?:companies|firms|teams)|anyone|anybody|someone"
    r"|somebody|people who)(?: else)?(?:'s| is| are| might be| may be)(?: [a-z]+)?"
    r" (?:hiring|recruiting|looking for (?:people|staff))"
    r"|\bwho (?:is|'s|are) (?:the|your) (?:hiring|recruiting)|\bwho does (?:the|your) (?:hiring"
    r"|recruiting)|\bwho(?: is|'s) (?:in charge of|responsible for) (?:hiring|recruit)"
)

ANYWHERE = PhraseBook(
    ("hiring* looking recruiting* who", _WHO_HIRES),
    (
        "expanding headcount hiring openings recruiting vacancies",
        r"\bwhich (?:of your )?(?:departments|teams|offices|firms|companies|units|sections"
        r"|groups)\b.*"
        r"\b(?:expanding|hiring|recruiting|headcount|openings|vacancies)\b",
    ),
    (
        "chances follow odds pay prospects replace salary succeed",
        r"\bwhat (?:are|would be) my (?:chances|odds|prospects)\b|\bwhat (?:salary|pay) (?:could"
        r"|can"
        r"|should|would) i\b|\bwho (?:will|is going to|would) (?:replace|succeed|follow)\b",
    ),
    (
        "internship* jobs* openings* positions* roles* traineeship* vacanc*",
        r"^\W*(?:when|where|what|how)\b.*\b(?:advertis|publish|post|announc"
        r"|list)\w*\b.*\b(?:vacanc\w+"
        r"|traineeships?|internships?|openings|positions|jobs|roles)\b",
    ),
    (
        "advertised announced filled listed posted published",
        r"^\W*(?:when|where|how)\b.*\b(?:vacanc\w+|openings|traineeships|internships|positions|jobs"
        r"|roles)\b.*\b(?:advertised|published|posted|announced|listed|filled)\b",
    ),
    (
        "available",
        r"^\W*(?:what|which|anything)\b.*\bavailable\b.*\b(?:jobs|positions|roles|work)\b",
    ),
    (
        "does* handle* hires* lead* manage* recruits* run*",
        r"\b(?:who|whoever|anyone|person|people|wards?|teams?|firms?|companies|places?) (?:that "
        r"|who )?"
        r"(?:handles?|runs?|does|leads?|manages?|hires|recruits)(?: for)? (?:the )?(?:recruit\w+"
        r"|hiring"
        r"|your\b)",
    ),
    (
        "application* curriculum cv* portfolio* resume* résumé*",
        r"\b(?:who|whom|where|how) (?:should|can|could|do|would|must|might) i (?:\w+ ){0,2}?"
        rf"(?:send|address|give|submit|e-?mail|forward|show)(?: \w+){{0,2}}? my (?:{CV}"
        r"|application)",
    ),
    (
        "when",
        r"\bwhen (?:does|do|is|are|will)\b.*\b(?:recruitment|applications?|hiring|intake|round)\b"
        r".*\b(?:starts?|opens?|begins?|due|closes?|deadline)\b",
    ),
    (
        "chance* odds prospects",
        r"\b(?:my|the|any) (?:chances|odds|chance|prospects) of (?:an? |any )?(?:[\w-]+ )?"
        rf"(?:{JOB_NOUN}|employment|being (?:hired|taken|employed)|getting (?:in|hired|a))",
    ),
    (
        "how where who whom",
        r"\b(?:who|whom|where|how) (?:do|should|can|could|would|must|might) i (?:talk|speak|write"
        r"|turn|go"
        rf"|ask|apply|inquire)\b.*\b(?:about|for) (?:an?|any|the|open)? ?{JOB_NOUN}\b",
    ),
    (
        "internships jobs openings positions roles vacancies",
        r"\b(?:what|which) (?:[a-z-]+ )?(?:positions|vacancies|openings|jobs|roles|internships)"
        r" (?:do you|does your|are there|are (?:open|available|going|coming)|have you)\b"
        r"(?!.*\b(?:depend|change|need|see|disappear|require)\b)",
    ),
    (
        "take",
        r"\bwhat (?:would|does|will) it take(?: [\w']+){0,3}? to (?:get|be|become) (?:hired"
        r"|employed"
        r"|taken on|part of)",
    ),
)
"""Scenes that a question word at the front does not excuse."""

HIRING = PhraseBook(
    # who hires, asked with yes or no
    (
        "hire hiring looking recruit* short* take taking understaffed",
        r"^\W*(?:and |but |so |or )?(?:are|is|will|do|does|would|might|could|aren   |isn   |don   "
        r"|doesn   |did|have|has)\s+(?!people\b|they\b|many\b|most\b|i\b"
        r"|[a-z]{3,}(?<!lys)s (?:hir|recruit|tak|look|short))"
        rf"(?:[\w'-]+ ){{1,7}}?{_HIRING}(?!.*\b(?:change|affect|alter|influence)\b)",
    ),
    (
        "add adding enlarg* expand* grow* scal* strengthen* up*",
        rf"^\W*(?:are|is|will|do|does|would|might|could)\b.*?\b{_GROWING}",
    ),
    (
        "add adding enla* expand* grow* hire hiring looking recr* scal* shor* strengthen* "
        "take taking understaffed up*",
        rf"\b(?:if|whether(?! or\b)|when|in case)\b.*?\b(?:you|your {TEAM}|they"
        rf"|it)\b(?: \w+){{0,3}}?"
        rf" (?:{_HIRING}|{_GROWING})",
    ),
    (
        "employ have need use want",
        r"\b(?:does|do|would|could|might|may|can|will|don   |doesn   )\s*(?:you"
        rf"|your (?:[\w-]+ )?{TEAM}"
        rf"|anyone|anybody|[a-z]+)(?: \w+)? (?:need|use|want|employ|have (?:room|work|space) for)"
        rf" (?:{DETERMINERS}){{0,3}}{STAFF}",
    ),
    ("hands*", rf"\b(?:need|use|want) (?:{DETERMINERS}){{0,2}}pairs? of hands"),
    (
        "anybody* anyone* compan* employer* firm* people* somebody* someone* team*",
        r"\b(?:know|aware|hear|think)\b.*?\b(?:anyone|anybody|someone|somebody|firms?|compan(?:y"
        r"|ies)"
        rf"|teams?|employers?|people)\b.*?\b(?:needs?|wants?|looks? for|looking for|hir(?:es?|ing)"
        rf"|recruit(?:s|ing)?|seek(?:s|ing)?) (?:{DETERMINERS}){{0,3}}{STAFF}",
    ),
    (
        "take* taking",
        r"\btak(?:e|es|ing) (?:me|us|someone like me|people like me"
        rf"|(?:{DETERMINERS}){{0,2}}{STAFF}) on\b",
    ),
    ("take* taking", rf"\btak(?:e|es|ing) on (?:me\b|(?:{DETERMINERS}){{0,3}}{STAFF})"),
    (
        "going",
        r"\b(?:any|some|more)thing going (?:at|in|with|on at|over)\b"
        rf"|\b(?:any|some|got any) (?:[\w-]+ )?{JOB_NOUN} going\b",
    ),
    # a role that is open
    (
        "available filled open taken unfilled vacant",
        rf"\b(?:the|this|that|your|any|an?) (?:[\w-]+ ){{0,3}}?{JOB_NOUN}(?: [\w']+){{0,5}}?"
        r"(?<!\bwas)(?<!\bwere) (?:still )?(?:open|available|vacant|filled|taken|unfilled)\b",
    ),
    (
        "still yet",
        rf"\b{JOB_NOUN}\b.*\b(?:still|yet) (?:open|available|vacant|free|filled|to be filled)\b",
    ),
    (
        "change changed",
        rf"\b{JOB_NOUN}\b.*\b(?:has|have|did) (?:that|this|it|things|anything) changed?\b",
    ),
    (
        "advertised open unfilled vacant",
        r"\b(?:the|your|this|an?|any) (?:open|vacant|advertised|unfilled) "
        r"(?:role|position|post|job|seat)s?\b",
    ),
    ("ring", r"\bhat in(?:to)? the ring\b"),
    (
        "ad* advert* opening* posting* vacanc*",
        r"\b(?:writ\w+|reach\w+|contact\w+|respond\w*|reply\w*|respon\w+|refer\w*|apply\w*|here)\b"
        r".{0,40}?\b(?:vacanc(?:y|ies)|posting|job ad|advert(?:isement)?|opening) (?:on|at|in|for"
        r"|you)\b",
    ),
    (
        "applied apply*",
        r"\bappl(?:y|ying|ied) (?:to|for|with|at|in|on|through|via) .*"
        r"\b(?:check|push|support|help|speed|word|hear|status|stands?|could you|can you)\b",
    ),
    ("appl*", r"\bappl(?:y|ying) (?:to|at|with) (?:you|your)\b"),
    (
        "interest*",
        r"\b(?:interested|interest) in (?:the|your|this|an?) (?:[\w-]+ ){0,2}?"
        r"(?:position|vacancy|opening|internship|traineeship)\b(?! (?:of|on|that|which)\b)",
    ),
    (
        "choosy flexible fussy open picky",
        r"\b(?:picky|fussy|choosy|flexible|open) (?:about|as to|on) (?:the|which) (?:role|job"
        r"|position"
        r"|title|kind of (?:role|job|work))",
    ),
    # hires, work, roles
    (
        "fill* hires need",
        rf"\b(?:any|new|more|further) hires\b|\bfill(?:ing)? (?:an?|the|any|your|that) (?:\w+ )?"
        rf"{JOB_NOUN}\b|\bin need of (?:{DETERMINERS}){{0,2}}{STAFF}",
    ),
    (
        "for of",
        rf"^\W*(?:is|are|isn   |aren   ) (?:you|your|the) ?(?:[\w-]+ ){{0,3}}?(?:looking|searching"
        rf"|hunting|in need) (?:for|of) (?:{DETERMINERS}){{0,3}}{STAFF}",
    ),
    (
        "hiring* recruit*",
        r"\b(?:who|whoever|person|people|wards?|teams?|firms?|companies"
        r"|places?) (?:that )?(?:handles?"
        r"|runs?|does|leads?|manages?) (?:the )?(?:recruit\w+|hiring)",
    ),
    (
        "hands* help* people* staff*",
        r"\b(?:who|that|which) (?:is|are|might be) (?:short of|in need of|desperate for|keen on) "
        r"(?:people|staff|hands|help)",
    ),
    (
        "head hr human",
        r"\b(?:introduction|introduce|touch|connect|contact|name|speak|talk|word|details?)\b.*"
        r"\b(?:hr|human resources|head of (?:recruit\w+|talent|people|personnel))\b",
    ),
    (
        "any casual freelance more paid part seasonal some temporary",
        r"\b(?:any|some|more|paid|freelance|part-time|temporary|casual|seasonal)(?: freelance| paid"
        r"| part-time| casual)? work\b(?! (?:on|of|you|that|by|from|with|to (?:do|read|see))\b)"
        r"(?! \w+ (?:published|wrote|did))",
    ),
    ("need", r"\bneed (?:the|this|some|any) (?:work|money|income|job)\b"),
    (
        "role*",
        r"\b(?:any|the right|a suitable|a new|(?<!your )open|junior|senior|entry-level|paid"
        r"|suitable) roles?\b"
        r"(?! (?:of|that|which|as|play|in (?:the|this|your) (?:grid|field|system))\b)"
        r"|\bnew roles\b",
    ),
    (
        "explor* look* pursu*",
        r"\b(?:explor\w+|pursu\w+|look\w* (?:at|into)) (?:new |other |possible )?(?:roles|positions"
        r"|openings|vacancies|job\b)",
    ),
    (
        "ad ads advert* listing* posting*",
        r"(?<!your )(?<!the )\bjob (?:adverts?|ads?|postings?|listings?)\b",
    ),
    (
        "before",
        r"\bbefore (?:it|the \w+|they|that|one)(?: \w+)? (?:is|are|gets?|goes?|go) (?:posted|public"
        r"|advertised|published|live)\b",
    ),
    (
        "internship opening posting vacancy",
        r"\b(?:about|regarding|concerning) the (?:opening|vacancy|internship|posting)\b"
        r"(?! (?:of|on|in|at|that|which|night|scene|keynote|remarks|session|chapter)\b)",
    ),
    (
        "anything* place* position* role* room* seat* something* space* work*",
        r"\b(?:something|anything|a place|a role|a seat|work|room|space"
        r"|a position) for me\b(?! to\b)",
    ),
    (
        "budget funds money need room space use",
        r"\b(?:use|need|room|budget|money|funds|space) for (?:another|a second|a third|an extra"
        r"|a new"
        rf"|an additional|one more|a fresh|an?) (?:[\w-]+ )?(?:pair|person|hand|head|{STAFF})",
    ),
    (
        "help",
        r"\bhelp me (?:to )?(?:land|find|get|secure) (?:something|anything|an? (?:place|post"
        r"|foothold"
        r"|start|position)|work|somewhere)\b(?! (?:to (?:read|see)|about|on)\b)",
    ),
    (
        "working",
        r"\b(?:interest(?:ed)? in|but(?: also)? in|hope of|chance of|dream of|thought of|love)"
        r" working (?:for|under|at|with) (?:you\b|your\b)",
    ),
)
"""Scenes around those who hire and what they have to give."""
