"""L12: no booking link: whoever asks the favour does the booking."""

from __future__ import annotations

import re
from collections.abc import Iterator

from infoview_md.core.pack import Rule
from infoview_md.letters.lint.context import Hit, LintContext, quote
from infoview_md.letters.lint.phrase_book import PhraseBook, key_words
from infoview_md.letters.lint.sentences import flatten

# A host that books, a page that books on any host, or the words that send somebody to one.
_HOSTS = (
    r"calendly\.com|cal\.com|doodle\.com|savvycal\.com|zcal\.co|tidycal\.com|youcanbook\.me"
    r"|acuityscheduling\.com|calendar\.app\.google|calendar\.google\.com/calendar/"
    r"(?:u/\d/)?(?:appointments|selfsched)|meetings(?:-\w{1,5})?\.hubspot\.com"
    r"|outlook\.office(?:365)?\.com/(?:owa/calendar|bookwithme|book)|bookings\.cloud\.microsoft"
    r"|book\.ms|koalendar\.com|appointlet\.com|simplybook\.me|setmore\.com|fantastical\.app"
    r"|reclaim\.ai|clockwise\.com|meetfox\.com|terminplaner\.dfn\.de|when2meet\.com|lettucemeet\.com"
    r"|nuudel\.digitalcourage\.de|termine?\.[\w-]{1,40}\.\w{2,8}|chilipiper\.com|vyte\.in"
    r"|harmonizely\.com|picktime\.com|rallly\.co|motion\.com/meet|notionhq\.com/calendar"
)
LINK = re.compile(
    rf"(?<![\w.@-])(?:https?://)?(?:[\w-]{{1,63}}\.){{0,3}}(?:{_HOSTS})(?![\w-])(?:/[^\s<>)\]]{{0,200}})?",
    re.IGNORECASE,
)
INNER_DOT = re.compile(r"\.\w")
PAGE = re.compile(
    r"(?<![\w.@-])(?:https?://|www\.)[^\s<>)\]]{1,200}?[/?&=.-]"
    r"(?:book(?:ing)?s?|schedul(?:e|ing|er)|appointments?|termine?|buchen|meet|slots?)"
    r"(?=$|[\s/?#,;.)]|-?(?:an?-|me\b|with|call|now\b|online|slot|time|meeting))",
    re.IGNORECASE,
)
WORDS = PhraseBook(
    (
        "book calendar link page scheduler site slot tool",
        r"\b(?:book|grab|reserve|pick|choose|find|select|schedule)(?: yourself)?"
        r" (?:an?|any|some|one|your|the)(?: \w{1,12}){0,2} (?:slots?|times?|appointments?)"
        r" (?:\w{1,12} ){0,3}?(?:in|on|from|via|through|using|with|at) my (?:\w{1,12} )?"
        r"(?:calendar|link|page|scheduler)\b"
        r"|\b(?:book|reserve|grab|sign up for) (?:an?|any|your) (?:\w{1,12} )?slot\b"
        r"|\b(?:my|this|the|following) (?:\w{1,12} )?(?:booking|scheduling|calendar|appointment)"
        r" (?:link|page|tool|site)\b"
        r"|\bbook (?:time|something|yourself in|a (?:time|call|meeting)) (?:\w{1,12} ){0,2}?"
        r"(?:here|below|online|in my calendar|with me (?:here|online))\b"
        r"|\b(?:here is|here's) (?:the link to )?my calendar\b",
    ),
    flags=re.IGNORECASE,
)


def check_booking(context: LintContext, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001
    """No link to a page on which the reader would have to choose a slot, and no word of one."""
    for text, in_subject in context.parts:
        flat = flatten(text)
        taken = 0
        found = (match for pattern in _find_fitting(flat) for match in pattern.finditer(flat))
        for match in sorted(found, key=lambda one: one.start()):
            if match.start() < taken:
                continue
            taken = match.end()
            yield Hit(
                f"{quote(match[0])} leaves the booking to them; leave it out, and fit in with"
                " whatever time they name",
                match.start(),
                in_subject=in_subject,
            )


def _find_fitting(flat: str) -> Iterator[re.Pattern[str]]:
    """The patterns for which the text has the dots and the words."""
    if INNER_DOT.search(flat):
        yield LINK
    if "://" in flat or "www." in flat.lower():
        yield PAGE
    yield from WORDS.fitting(key_words(flat))
