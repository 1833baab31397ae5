"""The letters' tables of the documentation: kinds, templates, slots."""

from __future__ import annotations

from collections.abc import Mapping

from infoview_md.core.letter_kind import LETTERS, LetterKind
from infoview_md.letters.slots import SLOTS, Home, Slot
from infoview_md.letters.template import list_letters, read_template_note, word_of
from infoview_md.vault.shipped import read_templates
from tests.tools.docs_tables import format_table

SLOT_MEANINGS: Mapping[str, str] = {
    "greeting": "the salutation with its comma",
    "why_you": "the sentence about them",
    "contact.name": "their name",
    "contact.given": "their given name",
    "contact.role": "what they do",
    "contact.location": "where they are",
    "tie": "how you know them: `stranger`, `friend` …",
    "school": "the first school that both of you have",
    "company.name": "where they work",
    "company.location": "where that is",
    "referrer.name": "who gave you the name, if you may say so",
    "referrer.given": "the same, given name",
    "intro": "who you are, ready for `… I want to understand`; in German with `möchte ich`",
    "learning": "what you want to understand, as the object of that verb; in German with the verb",
    "positioning": "`positioning` of the owner, as a sentence",
    "signature": "`signature` of the owner, else the name",
    "owner.name": "your name",
    "owner.given": "your given name",
    "owner.email": "your address",
    "takeaway": "one thing you learned, with its full stop",
    "next_step": "what you will do with it, as a sentence",
    "interview.day": "the day you talked",
    "interview.goal": "what you wanted to learn",
    "letter.day": "the day of your last letter to them, such as `3 November`",
    "letter.subject": "its subject, without `Re:`",
    "talk.time": "when the next talk is, on their clock: `Monday 30 November at 14:00 (Oslo time)`",
    "talk.day": "its day, with the weekday",
    "talk.where": "how and where: `by video`, `in person, Café Rosa`",
    "talk.minutes": "how long it is to be",
    "talk.goal": "what you want to learn in it",
    "windows": "the times given with `--window`, a line each, on their clock",
    "said": "their last answer in this thread: `yes`, `no`, `later` or `refer`",
    "answer.day": "the day of that answer",
    "later": "the day until which they asked you to wait",
    "nudges": "how often you reminded them in this thread; empty for never",
    "last_nudge": "`yes` where R3 allows no reminder after this one",
    "referrals": "whom they named in this thread",
    "scope": "what a referee agreed to speak for",
    "until": "how long that holds",
    "other.name": "the first of those the letter is about (`--about`)",
    "other.given": "their given name",
    "other.names": "all of them: `Kari Lunde and Jonas Vik`",
    "other.met": "those of them you have talked with",
    "other.unmet": "those of them you have not talked with",
    "other.day": "the day you talked, if you met one of them",
    "other.learned": "what you learned from them: `takeaway` of that talk",
    "other.role": "what the first of them does",
    "other.company": "where they work",
    "other.email": "their address, once an `intro agreed` links one to the other",
    "other.leave": "`yes` where the addressee may be named to all of them",
    "outcome": "what came of it; you write it into the letter",
    "news": "one thing they may like to hear; you write it into the letter",
    "reason": "what the two have to say to each other; you write it into the letter",
    "purpose": "who may call a referee, and what about; you write it into the letter",
    "minutes": "the minutes to ask for (R13 of the pack)",
    "stance": "`disclaim` or `silent` (L06 of the pack)",
}
HOMES: Mapping[Home, str] = {
    Home.CONTACT: "the contact",
    Home.COMPANY: "the company",
    Home.OWNER: "`[owner]`",
    Home.INTERVIEW: "the talk",
    Home.LETTER: "the letter",
    Home.PACK: "the pack",
    Home.OTHER: "the other's note",
    Home.TALK: "the next talk",
    Home.LOG: "the log",
    Home.WINDOW: "the command",
    Home.TEXT: "the letter's text",
}


def format_kinds() -> str:
    """Every letter: its word, what it does, and what the log says once it left."""
    return format_table(
        ["word", "is to", "logged as"],
        [[f"`{one.word}`", one.help, _say_event(one)] for one in LETTERS],
    )


def _say_event(letter: LetterKind) -> str:
    words = " ".join(filter(None, [letter.event, letter.qualifier]))
    return f"`{words}`" + (", with whom it is about" if letter.names_other else "")


def format_templates() -> str:
    """Every template we ship, in the order of the letters, and for whom it is."""
    texts = read_templates(None)
    notes = {name: read_template_note(name, texts) for name in list_letters(texts)}
    order = [one.word for one in LETTERS]
    names = sorted(notes, key=lambda name: (order.index(word_of(notes[name])), name))
    return format_table(
        ["template", "for"],
        [[f"`{name}`", " ".join(notes[name].fields["for"].raws)] for name in names],
    )


def format_slots() -> str:
    """Every slot: what it is, and where its value comes from."""
    return format_table(
        ["slot", "is", "from"],
        [[f"`{one.name}`", SLOT_MEANINGS[one.name], _say_home(one)] for one in SLOTS.values()],
    )


def _say_home(slot: Slot) -> str:
    key = f": `{slot.key}`" if slot.key else ""
    return f"{HOMES[slot.home]}{key}"
