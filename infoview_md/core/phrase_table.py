"""The table of phrases: what people say, and the log's word for it."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A name, or the word that stands for it; the first letter tells “Dana” from “daily”.
_NAME = r"(?-i:(?!I\b|In\b|On\b)[^\W\d_a-z][\w'’-]*(?:\s[^\W\d_a-z][\w'’-]*)*)"
_HAS = r"(?:\s+(?:has|have|had|just|then|finally|also|already))*"
# Whom it was done to, which the note says already.
_TO = r"\s+(?:back\s+)?(?:to\s+|with\s+)?"
_HER = rf"(?:{_TO}(?:her|him|them|{_NAME})(?!\w))?"
# The same where it ends the phrase: the “her” of “met her boss” is somebody else's.
_NEXT = "about|again|at|by|for|from|how|in|last|on|over|that|to|today|until|via|what|yesterday"
_OBJ = rf"(?:{_TO}(?:(?:her|him|them)(?=\s*\Z|\s+(?:{_NEXT})\b|\s+[0-9(])|{_NAME}(?!\w)))?"
_A = r"\s+(?:(?:a|an|the|my|our|one|another|quick|short|long|second)\s+)*"
_TIMES = r"(?:times?|dates?|days?|slots?|windows?)"
_TALK = r"(?:talk|call|meeting|conversation|interview|chat|coffee|appointment|date|it)"
_SAID = (
    r"(?:said|says|replied|replies|answered|responded|wrote\s+back|got\s+back(?:\s+to\s+me)?)"
    r"(?:\s+that)?"
)
_WROTE = r"(?:wrote|writes|mailed|e-?mailed|messaged|texted|called|phoned|rang)"

SUBJECTS = {
    "I": rf"(?:(?:I|we){_HAS}\s+)?",
    "they": rf"(?:(?:they|she|he|{_NAME}){_HAS}\s+)?",
    "they!": rf"(?:they|she|he|{_NAME}){_HAS}\s+",
    "it": rf"(?:(?:(?:the|our|my)\s+)?{_TALK}\s+)?(?:(?:is|was|has\s+been|got)\s+)?",
}

NO_ANSWER = re.compile(
    r"(?:still\s+)?no\s+(?:answer|reply|response|word)(?:\s+(?:yet|so\s+far))?[\s,;.:]+(?:so\s+)?",
    re.IGNORECASE,
)

CHANNEL = re.compile(
    r"(?<!\w)(?:(?:over|by|via|on|per|in|through)\s+)(?:an?\s+|the\s+)?"
    r"(?P<word>video|zoom|teams|google\s+meet|phone|telephone|e-?mail|mail|linkedin|letter|post"
    r"|person)(?:\s+call)?(?!\w)",
    re.IGNORECASE,
)
CHANNEL_MEANT = {
    "zoom": "video",
    "teams": "video",
    "google meet": "video",
    "telephone": "phone",
    "e-mail": "email",
    "mail": "email",
    "letter": "post",
    "person": "in-person",
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """How a phrase begins, the words of the log it stands for, and the channel it implies.

    What the pattern calls `kept` goes into the text.
    """

    pattern: re.Pattern[str]
    event: str
    channel: str = ""


def _phrase(subject: str, verb: str, event: str, channel: str = "") -> Phrase:
    pattern = rf"{SUBJECTS[subject]}(?:{verb})(?!\w)"
    return Phrase(re.compile(pattern.replace(" ", r"\s+"), re.IGNORECASE), event, channel)


PHRASES = (
    # they answered
    _phrase("they", rf"{_SAID} (?:a )?(?:yes|ok|okay|sure|gladly|of course)", "reply yes"),
    _phrase("they", r"(?:agreed|accepted)(?=\s*\Z)", "reply yes"),
    _phrase("they", r"yes(?=\s*\Z)", "reply yes"),
    _phrase("they", rf"{_SAID} (?:a )?no(?: thanks| thank you)?(?=\s*\Z)", "reply no"),
    _phrase("they", r"declined|refused|turned me down|(?:is )?not interested", "reply no"),
    _phrase("they", r"no(?: thanks| thank you)?(?=\s*\Z)", "reply no"),
    _phrase(
        "they",
        rf"(?:{_SAID} )?(?:(?:maybe|perhaps) )?(?:later|not now|another time)",
        "reply later",
    ),
    _phrase("they", r"(?:referred|pointed|sent|directed) me (?:on )?to(?=\s*\[\[)", "reply refer"),
    # names and introductions
    _phrase(
        "they", r"introduced (?:me|us) (?:to|with)|made an? intro(?:duction)? to", "intro made"
    ),
    _phrase("they", r"(?:agreed|offered|promised) to introduce me to", "intro agreed"),
    _phrase("I", rf"asked{_HER} to introduce me to|asked{_HER} for an intro to", "intro asked"),
    _phrase(
        "they",
        r"(?:named|mentioned|recommended|gave me(?: the name of)?|told me (?:about|to ask)"
        r"|suggested(?: (?:that )?I (?:ask|talk to|write to))?)(?=\s*\[\[)",
        "referral",
    ),
    # I wrote
    _phrase("I", rf"thanked{_OBJ}|said (?:thanks|thank you)", "thanks"),
    _phrase("I", rf"sent{_HER}(?:{_A})?\s*(?:thank-you|thank you|thanks)(?: \w+)?", "thanks"),
    _phrase("I", rf"(?:nudged|reminded|chased){_OBJ}|followed up{_OBJ}", "nudge"),
    _phrase("I", rf"sent{_HER}{_A}(?:reminder|nudge|follow-up)", "nudge"),
    _phrase("I", rf"updated{_OBJ}|told{_HER}(?= (?:how|what|that))|reported back{_OBJ}", "update"),
    _phrase("I", rf"sent{_HER}{_A}update|kept{_HER} posted", "update"),
    _phrase("I", rf"congratulated{_OBJ}|wished{_OBJ}|said hello{_OBJ}", "touch"),
    _phrase("I", rf"sent{_HER}{_A}(?P<kept>article|link|card|photo|postcard)", "touch"),
    _phrase(
        "I",
        rf"(?:proposed|offered|suggested|sent){_HER} (?P<kept>\w+ {_TIMES}|{_TIMES})",
        "propose",
    ),
    _phrase("I", rf"sent{_HER}{_A}(?:request|mail|e-?mail)", "wrote", "email"),
    _phrase("I", rf"sent{_HER}{_A}(?:message|note)", "wrote"),
    _phrase("I", rf"sent{_HER}{_A}letter", "wrote", "post"),
    # they wrote; who else wrote, I did
    _phrase("they!", r"(?:called|phoned|rang)(?: me)?(?: back)?", "reply", "phone"),
    _phrase("they!", r"(?:mailed|e-?mailed)(?: me)?(?: back)?", "reply", "email"),
    _phrase("they!", r"(?:wrote|messaged|texted)(?: to)?(?: me)?(?: back)?", "reply"),
    _phrase("they", _SAID, "reply"),
    _phrase("I", rf"(?:mailed|e-?mailed){_OBJ}", "wrote", "email"),
    _phrase("I", rf"(?:called|phoned|rang){_OBJ}", "wrote", "phone"),
    _phrase("I", rf"(?:wrote|messaged|contacted|pinged){_OBJ}", "wrote"),
    _phrase("I", rf"asked{_HER}(?= for)", "wrote"),
    _phrase("it", r"bounced|came back", "bounce"),
    _phrase(
        "I", r"(?:the |my )?(?:mail|e-?mail|letter|message|address)(?: to \w+)? bounced", "bounce"
    ),
    # the talk
    _phrase("it", r"(?:re-?scheduled|moved|postponed|put off|pushed)(?: back)?", "rescheduled"),
    _phrase("it", r"(?:scheduled|booked|fixed|arranged|set)", "scheduled"),
    _phrase("it", r"cancell?ed|called off", "cancelled"),
    _phrase("they", r"cancell?ed|called (?:it|the \w+) off|called off", "cancelled"),
    _phrase("they", r"(?:did not|didn't|didn’t) (?:show up|come|turn up)", "no-show"),
    _phrase("they", r"stood me up|no show", "no-show"),
    _phrase(
        "I",
        rf"had(?:{_A})?\s*(?P<kept>coffee|lunch|breakfast|dinner|tea){_OBJ}",
        "met",
        "in-person",
    ),
    _phrase("I", rf"had{_A}video (?:call|talk|chat){_OBJ}", "met", "video"),
    _phrase("I", rf"had{_A}(?:phone call|call){_OBJ}", "met", "phone"),
    _phrase("I", rf"had{_A}{_TALK}{_OBJ}", "met"),
    _phrase("I", rf"(?:met|interviewed|talked|spoke|chatted|held){_OBJ}", "met"),
    # the end
    _phrase("I", r"gave up|let (?:it )?go|closed", "close"),
)
"""Tried from the top; the first that fits decides."""
