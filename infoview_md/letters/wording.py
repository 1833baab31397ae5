"""Wording: what people typed into fields, so that it fits into a sentence of a letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from infoview_md.core.links import WIKILINK, parse_inner
from infoview_md.letters.tongue import EN, Tongue

LOOSE_STOP = re.compile(r"\s+([.…]+)$")
NEW_SENTENCE = re.compile(r"[.!?]\s+\S")
REPLY_MARKS = re.compile(r"(?:(?:re|aw|sv|antw|fwd?)\s*:\s*)+", re.IGNORECASE)
TITLES = re.compile(r"(?:Dr|Prof|Mrs?|Ms|Mx|Sir|Dame|Herr|Frau|Dipl|Ing|Mag)\b\.?", re.IGNORECASE)


def one_line(text: str) -> str:
    """The text with links as their readers see them, and with single blanks."""
    if "[[" in text:
        text = WIKILINK.sub(lambda match: _shown(match["inner"]), text)
    return " ".join(text.split())


def _shown(inner: str) -> str:
    target, _, shown = parse_inner(inner)
    return shown or target.rpartition("/")[2]


def as_sentence(text: str) -> str:
    """The text as a sentence of its own: a capital at its head, a full stop at its end."""
    return close_sentence(_raise_head(one_line(text)))


def close_sentence(text: str) -> str:
    """The text with a full stop, unless it ends with a mark of its own; commas do not end it."""
    text = LOOSE_STOP.sub(r"\1", text.rstrip(" ,;:"))
    return text if not text or text.rstrip("\"”’')»").endswith((".", "!", "?", "…")) else f"{text}."


def as_clause(text: str, tongue: Tongue = EN) -> str:
    """The text to stand inside a sentence: no mark at its end, no capital that only opens it."""
    text = one_line(text).rstrip(" .,;:!?…")
    head = text.partition(" ")[0]
    return _lower_head(text) if head.casefold() in tongue.openers else text


def introduce(intro: str, tongue: Tongue = EN) -> str:
    """Who the owner is, ready for what they want: a clause, or a sentence of its own.

    “after ten years in testing” → “After ten years in testing,”; what is a sentence already stays
    one: “I test software” → “I test software.” In German it ends with “möchte ich”.
    """
    text = one_line(intro)
    if not text:
        return ""
    if tongue.first_person.match(_raise_head(text)) or NEW_SENTENCE.search(text):
        return tongue.intro_sentence.format(as_sentence(text))
    return tongue.intro_clause.format(_raise_head(text.rstrip(" .,;:…")))


def as_learning(learning: str, tongue: Tongue = EN) -> str:
    """What the owner wants to understand, as the object of that verb, however it was typed.

    In German with the verb, which follows a thing and comes before a question.
    """
    text = as_clause(learning, tongue)
    if found := tongue.wanting.match(text):
        text = as_clause(text[found.end() :], tongue)
    if not text:
        return ""
    is_question = text.partition(" ")[0].casefold() in tongue.questions
    return (tongue.question if is_question else tongue.thing).format(text)


def as_next_step(next_step: str, tongue: Tongue = EN) -> str:
    """What the owner will do, as a sentence: in the first person as typed, else named as a step."""
    text = one_line(next_step)
    if not text or tongue.first_person.match(_raise_head(text)):
        return as_sentence(text)
    is_noun = tongue is not EN and text.partition(" ")[0].casefold() not in tongue.openers
    return close_sentence(tongue.next_step.format(text if is_noun else _lower_head(text)))


def greet(
    salutation: str, name: str, first_name: str, tongue: Tongue = EN, *, is_friend: bool = False
) -> str:
    """The greeting with its comma: the salutation as typed, else `Dear GIVEN,`.

    A title is no given name: “Dr. Ingrid Solheim” without `given` is greeted in full. So is
    everybody but a friend in German: a form that fits whoever it is.
    """
    if greeting := one_line(salutation):
        return greeting if greeting.endswith((",", "!", ":", ".")) else f"{greeting},"
    in_full = (tongue.names_in_full and not is_friend) or TITLES.fullmatch(first_name)
    called = one_line(name if in_full else first_name)
    pattern = tongue.to_friends if is_friend else tongue.greeting
    return pattern.format(name=called) if called else ""


def strip_reply_mark(subject: str) -> str:
    """The subject without `Re:`, so that an answer to an answer does not pile them up."""
    return subject[found.end() :] if (found := REPLY_MARKS.match(subject)) else subject


def format_day(day: date, tongue: Tongue = EN) -> str:
    """A day as a letter says it: `19 November`."""
    return tongue.day.format(day=day.day, month=tongue.months[day.month - 1])


def format_weekday(day: date, tongue: Tongue = EN) -> str:
    """A day with its weekday: `Thursday 19 November`."""
    weekday = tongue.weekdays[day.weekday()]
    return tongue.weekday.format(weekday=weekday, day=day.day, month=tongue.months[day.month - 1])


def join_names(names: Sequence[str], tongue: Tongue = EN) -> str:
    """`Kari Lunde`, `Kari Lunde and Jonas Vik`, `Kari Lunde, Jonas Vik and Ole Grønbech`."""
    *first, last = names or ("",)
    return f"{', '.join(first)} {tongue.conjunction} {last}" if first else last


def _raise_head(text: str) -> str:
    """A capital at the head, but not for a word that has its own elsewhere (`iPhone`)."""
    head = text.partition(" ")[0]
    return text if head != head.lower() else text[:1].upper() + text[1:]


def _lower_head(text: str) -> str:
    """A small letter at the head, but not for a word with other capitals or figures (`ENTSO-E`)."""
    head = text.partition(" ")[0]
    is_name = head[1:] != head[1:].lower() or head == "I"
    return text if is_name else text[:1].lower() + text[1:]
