"""Job coming: a place that may come free, and what I would have you do then."""

from __future__ import annotations

import re

from infoview_md.letters.lint.job_vocabulary import CV, DETERMINERS, JOB_NOUN, STAFF, TEAM

_IF = r"\b(?:if|should|in case|when|whenever|once|as soon as|in the event)\b"
_COMES = (
    r"(?:com(?:es?|ing|e along) up|comes? along|came up|opens?|opened|opening up|turns? up|pops? up"
    r"|crops? up|arises?|frees? up|falls? vacant|materiali[sz]es?|becom(?:es?|ing) (?:free"
    r"|available"
    r"|vacant)|becomes? possible|is free|fits?|would fit|suits? me|that fits|that suits me"
    r"|in my line|for me)"
)
_SOME_PLACE = (
    r"(?:something|anything|(?:an?|any|another) (?:[\w-]+ )?(?:place|seat|desk|spot|chair|chance"
    rf"|opportunity|{JOB_NOUN}|need|possibility|fit|match))"
)
COMING = re.compile(
    rf"{_IF}[^.?!]{{0,60}}?\b{_SOME_PLACE}(?: [\w']+){{0,4}}? {_COMES}\b"
    rf"|{_IF}[^.?!]{{0,30}}?\b(?:plans for|hiring|needs of|budget)(?: [\w']+){{0,5}} changes?\b"
    r"|\b(?:if|should|in case|when) you(?:'d| do| ever| should| happen to)?"
    r" (?:(?:hear|know|come across|learn|think|see|(?:get|catch) wind) (?:of )?(?:something"
    r"|anything|(?:an?|any)"
    r" (?:fit|match|place))\b|need (?:a hand|\w+ hands|someone|somebody|another|an extra))"
    r"|\b(?:if|should|in case|when) you (?:\w+ )?(?:know|hear|learn|think) (?:of )?(?:anyone"
    r"|anybody|someone|somebody"
    rf"|(?:an?|any) (?:{TEAM}|employer)) (?:who|that) (?:needs?|wants?|is looking for|could use) "
    rf"(?:{DETERMINERS}){{0,3}}{STAFF}"
)
"""A place that may come free. It is asked for where `FOR_ME` stands in the sentence, too."""
FOR_ME = re.compile(
    r"\b(?:think|thinking|thought) of me\b|\bremember me\b|\b(?:let|letting) me know\b|\btell me\b"
    r"|\bgive me a (?:shout|call|ring|bell|heads-up|nod)\b"
    r"|\b(?:keep|drop|bear|call|write|contact|ping|reach|send|find|have|get) (?:\w+ )?me\b"
    r"|\bmy way\b|\b(?:hear|know|learn) (?:of|from|about)\b|\bon your (?:list|radar)\b"
    r"|\b(?:love|like|glad|grateful|keen|happy|delighted|interested|honoured|welcome|appreciate"
    r"|thankful|jump)\b|\bi(?:'m| am) your\b"
    rf"|\bmy (?:{CV}|details|name|profile|number)\b"
)
OTHERWISE = re.compile(
    r"\b(?:cancel\w*|reschedul\w*|postpone\w*|call (?:it )?off|move (?:the|our|it|things)"
    r"|on your (?:side|end)|unclear|questions?|appointment|calendar|diary|schedule|slot|suits? you"
    r"|time|another (?:day|week|date)|book|paper|article|podcast|conference|course|talk to"
    r"|read|webinar|event|need from me|else you (?:need|want))\b"
)
