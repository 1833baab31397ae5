"""Tongue: what the wording of a letter needs to know of a language, one table a language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """A language: its days, its greeting, and how what people type becomes part of a sentence.

    `greeting` is for who has no salutation of their own, `to_friends` for friends, who are always
    called by their given name. `common` are its commonest words, but for
    those that another language has, too. `intro_clause` and `intro_sentence` lead
    from who the owner is to what they want to understand, which `question` and `thing` put: in
    German the verb belongs to them. `openers` are words that open a clause and are never names.
    """

    name: str
    common: frozenset[str]
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    day: str
    weekday: str
    at_hour: str
    greeting: str
    to_friends: str
    names_in_full: bool
    openers: frozenset[str]
    questions: frozenset[str]
    first_person: re.Pattern[str]
    wanting: re.Pattern[str]
    intro_clause: str
    intro_sentence: str
    question: str
    thing: str
    next_step: str
    conjunction: str
    zone: str
    other_zone: str
    mediums: Mapping[str, str]
    at_place: str


# Not strftime: its names of months follow the machine's locale, a letter follows its template's.
EN = Tongue(
    name="English",
    common=frozenset(
        (
            *("a", "about", "and", "are", "at", "by", "each", "for", "from", "have", "how", "i"),
            *("is", "it", "its", "my", "not", "of", "our", "that", "the", "their", "they", "this"),
            *("to", "we", "were", "what", "when", "which", "who", "why", "with", "would", "you"),
            *("your",),
        )
    ),
    months=(
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    ),
    weekdays=(*("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),),
    day="{day} {month}",
    weekday="{weekday} {day} {month}",
    at_hour="{day} at {hour}",
    greeting="Dear {name},",
    to_friends="Dear {name},",
    names_in_full=False,
    openers=frozenset(
        (
            *("a", "an", "the", "my", "our", "their", "its", "as", "after", "before", "since"),
            *("for", "how", "what", "which", "why", "where", "when", "whether", "who", "from"),
            *("with", "in", "on", "at", "to", "having", "being", "working", "coming", "new"),
        )
    ),
    questions=frozenset(),
    first_person=re.compile(r"(?:I|I[’'](?:m|ve|ll|d)|My|We|We[’'](?:ve|ll|re)|Our)\b"),
    wanting=re.compile(
        r"(?:I (?:want|would like|wish|hope)|I[’']d like)? ?to (?:learn|understand|know|find out)"
        r"(?: about)? ",
        re.IGNORECASE,
    ),
    intro_clause="{},",
    intro_sentence="{}",
    question="{}",
    thing="{}",
    next_step="My next step: {}",
    conjunction="and",
    zone="{city} time",
    other_zone="{time} in {city}",
    mediums={"video": "by video", "phone": "by phone", "in-person": "in person"},
    at_place="{medium}, {place}",
)
DE = Tongue(
    name="German",
    common=frozenset(
        (
            *("auf", "aus", "bei", "das", "dass", "dem", "der", "des", "die", "ein", "eine"),
            *("einem", "einen", "einer", "für", "haben", "ich", "ihnen", "ihr", "ihre", "ihren"),
            *("im", "ist", "mich", "mit", "nach", "nicht", "sie", "sind", "und", "von", "vom"),
            *("welche", "wie", "wir", "wird", "zu", "zum", "zur", "über"),
        )
    ),
    months=(
        *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli"),
        *("August", "September", "Oktober", "November", "Dezember"),
    ),
    weekdays=(*("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),),
    day="{day}. {month}",
    weekday="{weekday}, {day}. {month}",
    at_hour="{day}, um {hour} Uhr",
    # Whether it is Frau or Herr nobody knows from a name; this is polite to everybody.
    greeting="Guten Tag {name},",
    to_friends="Hallo {name},",
    names_in_full=True,
    openers=frozenset(
        (
            *("der", "die", "das", "den", "dem", "ein", "eine", "einen", "einem", "einer"),
            *("mein", "meine", "nach", "als", "seit", "vor", "für", "wie", "was", "welche"),
            *("welcher", "welches", "warum", "wo", "wann", "ob", "wer", "womit", "woran", "wovon"),
            *("mit", "in", "im", "auf", "an", "am", "aus", "bei", "zu", "zur", "zum", "von"),
        )
    ),
    questions=frozenset(
        (
            *("wie", "was", "welche", "welcher", "welches", "welchen", "warum", "weshalb", "wo"),
            *("wann", "ob", "wer", "wem", "wen", "wessen", "womit", "woran", "wovon", "wofür"),
            *("worauf", "worin", "woher", "wohin", "wodurch", "wozu"),
        )
    ),
    first_person=re.compile(r"(?:Ich|Wir|Mein|Meine|Unser|Unsere)\b"),
    wanting=re.compile(
        r"(?:ich (?:möchte|will|würde gern(?:e)?) )?(?:besser )?(?:verstehen|lernen|wissen),? ",
        re.IGNORECASE,
    ),
    intro_clause="{} möchte ich",
    intro_sentence="{} Ich möchte",
    question="verstehen, {}",
    thing="{} verstehen",
    next_step="Mein nächster Schritt: {}",
    conjunction="und",
    zone="Ortszeit {city}",
    other_zone="{time} in {city}",
    mediums={"video": "per Video", "phone": "am Telefon", "in-person": "persönlich"},
    at_place="{medium}, {place}",
)

PLAIN = replace(
    EN,
    name="",
    common=frozenset(),
    months=tuple(map(str, range(1, 13))),
    day="{day}.{month}.",
    weekday="{day}.{month}.",
    at_hour="{day}, {hour}",
    greeting="{name},",
    to_friends="{name},",
    next_step="{}",
    conjunction="&",
    zone="{city}",
    other_zone="{time} {city}",
    mediums={},
)
"""For a language of which we know no words: names and figures, and no English between them."""

TONGUES: Mapping[str, Tongue] = {ENGLISH: EN, "de": DE}
"""The languages whose days and greetings are known; a letter may be in any other, too."""


def find_tongue(language: str) -> Tongue:
    """The tongue of a language tag such as `de-AT`; PLAIN for a language that is not known here."""
    return TONGUES.get(primary(language), PLAIN)


def primary(language: str) -> str:
    """The language of a tag, without script and region: `de-AT` is `de`; none is English."""
    return language.strip().replace("_", "-").partition("-")[0].casefold() or ENGLISH
