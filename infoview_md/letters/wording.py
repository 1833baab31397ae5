"""Wording: what people typed into fields, so that it fits into a sentence of a letter."""

from __future__ import annotations

import re
from datetime import date

from infoview_md.core.links import WIKILINK, parse_inner

# Not strftime: its names of months follow the machine's locale, a letter follows its template's.
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
# Words that open a clause and are never names, so that their capital can go inside a sentence.
OPENERS = frozenset(
    (
        *("a", "an", "the", "my", "our", "their", "its", "as", "after", "before", "since", "for"),
        *("how", "what", "which", "why", "where", "when", "whether", "who", "from", "with", "in"),
        *("on", "at", "to", "having", "being", "working", "coming", "new"),
    )
)
FIRST_PERSON = re.compile(r"(?:I|I[’'](?:m|ve|ll|d)|My|We|We[’'](?:ve|ll|re)|Our)\b")
NEW_SENTENCE = re.compile(r"[.!?]\s+\S")
WANTING = re.compile(
    r"(?:I (?:want|would like|wish|hope)|I[’']d like)? ?to (?:learn|understand|know|find out)"
    r"(?: about)? ",
    re.IGNORECASE,
)
REPLY_MARKS = re.compile(r"(?:(?:re|aw|sv|antw|fwd?)\s*:\s*)+", re.IGNORECASE)
TITLES = re.compile(r"(?:Dr|Prof|Mrs?|Ms|Mx|Sir|Dame|Herr|Frau|Dipl|Ing|Mag)\b\.?", re.IGNORECASE)


def one_line(text: str) -> str:
    """The text with links as their readers see them, and with single blanks."""
    return " ".join(WIKILINK.sub(lambda match: _shown(match["inner"]), text).split())


def _shown(inner: str) -> str:
    target, _, shown = parse_inner(inner)
    return shown or target.rpartition("/")[2]


def as_sentence(text: str) -> str:
    """The text as a sentence of its own: a capital at its head, a full stop at its end."""
    return close_sentence(_raise_head(one_line(text)))


def close_sentence(text: str) -> str:
    """The text with a full stop, unless it ends with a mark of its own; commas do not end it."""
    text = text.rstrip(" ,;:")
    return text if not text or text.rstrip("\"”’')»").endswith((".", "!", "?", "…")) else f"{text}."


def as_clause(text: str) -> str:
    """The text to stand inside a sentence: no mark at its end, no capital that only opens it."""
    text = one_line(text).rstrip(" .,;:!?")
    head = text.partition(" ")[0]
    return _lower_head(text) if head.casefold() in OPENERS else text


def introduce(intro: str) -> str:
    """Who the owner is, ready for `… I want to understand`: a clause with a comma, or a sentence.

    “after ten years in testing” → “After ten years in testing,”; what is a sentence already stays
    one: “I test software” → “I test software.”
    """
    text = one_line(intro)
    if not text:
        return ""
    if FIRST_PERSON.match(text) or NEW_SENTENCE.search(text):
        return as_sentence(text)
    return f"{_raise_head(text.rstrip(' .,;:'))},"


def as_learning(learning: str) -> str:
    """What the owner wants to understand, as the object of that verb, however it was typed."""
    text = as_clause(learning)
    return as_clause(WANTING.sub("", text, count=1)) if WANTING.match(text) else text


def as_next_step(next_step: str) -> str:
    """What the owner will do, as a sentence: in the first person as typed, else named as a step."""
    text = one_line(next_step)
    if not text or FIRST_PERSON.match(_raise_head(text)):
        return as_sentence(text)
    return close_sentence(f"My next step: {_lower_head(text)}")


def greet(salutation: str, name: str, first_name: str) -> str:
    """The greeting with its comma: the salutation as typed, else `Dear GIVEN,`.

    A title is no given name: “Dr. Ingrid Solheim” without `given` is greeted in full.
    """
    if greeting := one_line(salutation):
        return greeting if greeting.endswith((",", "!", ":", ".")) else f"{greeting},"
    called = name if TITLES.fullmatch(first_name) else first_name
    return f"Dear {called}," if called else ""


def strip_reply_mark(subject: str) -> str:
    """The subject without `Re:`, so that an answer to an answer does not pile them up."""
    return subject[found.end() :] if (found := REPLY_MARKS.match(subject)) else subject


def format_day(day: date) -> str:
    """A day as a letter says it: `19 November`."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def _raise_head(text: str) -> str:
    """A capital at the head, but not for a word that has its own elsewhere (`iPhone`)."""
    head = text.partition(" ")[0]
    return text if head != head.lower() else text[:1].upper() + text[1:]


def _lower_head(text: str) -> str:
    """A small letter at the head, but not for a word with other capitals or figures (`ENTSO-E`)."""
    head = text.partition(" ")[0]
    is_name = head[1:] != head[1:].lower() or head == "I"
    return text if is_name else text[:1].lower() + text[1:]
