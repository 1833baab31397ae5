"""Slots: every name a template may print, its value for one letter, and where to fill it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from infoview_md.core.event import EventKind
from infoview_md.core.folding import fold
from infoview_md.core.model import Contact, Owner, Tie
from infoview_md.core.pack import Pack
from infoview_md.letters.situation import Occasion
from infoview_md.letters.telling import tell_of_others, tell_of_talk
from infoview_md.letters.times import say_windows
from infoview_md.letters.tongue import EN, Tongue
from infoview_md.letters.wording import (
    as_clause,
    as_learning,
    as_next_step,
    as_sentence,
    close_sentence,
    format_day,
    greet,
    introduce,
    join_names,
    one_line,
    strip_reply_mark,
)

__all__ = ["SLOTS", "Home", "Occasion", "Slot", "fill_slots", "find_common_school", "find_referrer"]


class Home(Enum):
    """The note, or the file, in which a slot's value is written down."""

    CONTACT = "contact"
    COMPANY = "company"
    OWNER = "owner"
    INTERVIEW = "interview"
    LETTER = "letter"
    PACK = "pack"
    OTHER = "other"
    TALK = "talk"
    LOG = "log"
    WINDOW = "window"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Slot:
    """A name a template may print: the field behind it, and what to write into that field.

    In `hint`, `{given}` stands for the contact's given name.
    """

    name: str
    home: Home
    key: str
    hint: str

    @property
    def label(self) -> str:
        """The slot's name for readers: `why you`."""
        return self.name.rpartition(".")[2].replace("_", " ")


SLOTS: Mapping[str, Slot] = {
    slot.name: slot
    for slot in (
        Slot("greeting", Home.CONTACT, "salutation", "how to greet {given}"),
        Slot("why_you", Home.CONTACT, "why_you", "one sentence about {given}"),
        Slot("contact.name", Home.CONTACT, "name", "their name"),
        Slot("contact.given", Home.CONTACT, "given", "their given name"),
        Slot("contact.role", Home.CONTACT, "role", "what {given} does"),
        Slot("contact.location", Home.CONTACT, "location", "where {given} is"),
        Slot("tie", Home.CONTACT, "tie", "how you know {given}"),
        Slot("school", Home.CONTACT, "school", "the school you share with {given}"),
        Slot("company.name", Home.CONTACT, "company", "where {given} works"),
        Slot("company.location", Home.COMPANY, "location", "where the company is"),
        Slot("referrer.name", Home.CONTACT, "may_use_name", "who named {given}, if they agree"),
        Slot("referrer.given", Home.CONTACT, "may_use_name", "who named {given}, if they agree"),
        Slot("intro", Home.OWNER, "intro", "one clause, who you are"),
        Slot("learning", Home.OWNER, "learning", "what you want to understand"),
        Slot("positioning", Home.OWNER, "positioning", "what you bring, in one sentence"),
        Slot("signature", Home.OWNER, "signature", "your name"),
        Slot("owner.name", Home.OWNER, "name", "your name"),
        Slot("owner.given", Home.OWNER, "given", "your given name"),
        Slot("owner.email", Home.OWNER, "email", "your address"),
        Slot("takeaway", Home.INTERVIEW, "takeaway", "one thing you learned from {given}"),
        Slot("next_step", Home.INTERVIEW, "next_step", "what you will do with it"),
        Slot("interview.day", Home.INTERVIEW, "start", "the day you talked"),
        Slot("interview.goal", Home.INTERVIEW, "goal", "what you wanted to learn"),
        Slot("letter.day", Home.LETTER, "sent", "the day of your last letter"),
        Slot("letter.subject", Home.LETTER, "subject", "the subject of your last letter"),
        Slot("talk.time", Home.TALK, "start", "when you will talk"),
        Slot("talk.day", Home.TALK, "start", "the day on which you will talk"),
        Slot("talk.where", Home.TALK, "medium", "how and where you will talk"),
        Slot("talk.minutes", Home.TALK, "minutes", "how long you will talk"),
        Slot("talk.goal", Home.TALK, "goal", "what you want to learn"),
        Slot("windows", Home.WINDOW, "--window", "two or three times that you are free"),
        Slot("said", Home.LOG, "reply", "yes, no, later or refer"),
        Slot("answer.day", Home.LOG, "reply", "the day {given} answered"),
        Slot("later", Home.LOG, "reply later until", "when {given} wants to hear from you again"),
        Slot("nudges", Home.LOG, "nudge", "how often you reminded {given}"),
        Slot("last_nudge", Home.PACK, "R3", "yes, where R3 allows no further reminder"),
        Slot("referrals", Home.LOG, "referral", "whom {given} named"),
        Slot("scope", Home.LOG, "reference agreed", "what {given} agreed to speak for"),
        Slot("until", Home.LOG, "reference agreed until", "how long that holds"),
        Slot("other.name", Home.OTHER, "--about", "whom the letter is about"),
        Slot("other.given", Home.OTHER, "--about", "whom the letter is about"),
        Slot("other.names", Home.OTHER, "--about", "whom the letter is about"),
        Slot("other.met", Home.OTHER, "--about", "whom of them you have talked with"),
        Slot("other.unmet", Home.OTHER, "--about", "whom of them you have not talked with"),
        Slot("other.day", Home.OTHER, "--about", "when you talked with them"),
        Slot("other.learned", Home.OTHER, "takeaway", "one thing you learned from them"),
        Slot("other.role", Home.OTHER, "role", "what they do"),
        Slot("other.company", Home.OTHER, "company", "where they work"),
        Slot("other.email", Home.OTHER, "email", "their address"),
        Slot("other.leave", Home.OTHER, "may_use_name", "yes, if {given} may be named to them"),
        Slot("outcome", Home.TEXT, "", "what came of it, in a sentence or two"),
        Slot("news", Home.TEXT, "", "one thing that {given} may like to hear"),
        Slot("reason", Home.TEXT, "", "what the two have to say to each other"),
        Slot("purpose", Home.TEXT, "", "who may call {given}, and what about"),
        Slot("minutes", Home.PACK, "R13", "how long to talk"),
        Slot("stance", Home.PACK, "L06", "disclaim or silent"),
    )
}
"""Every slot, by its name. docs/letters.md lists them, and a test compares."""


def fill_slots(occasion: Occasion, tongue: Tongue = EN) -> dict[str, str]:
    """The value of every slot for one letter; an empty text where there is none.

    What only the person can know (`news`, `outcome` …) is empty: it is written into the letter.
    """
    return {
        **_from_contact(occasion.contact, occasion.owner, tongue),
        **_from_others(occasion),
        **_from_owner(occasion.owner, tongue),
        **_from_history(occasion, tongue),
        **_from_log(occasion, tongue),
        **tell_of_talk(occasion, tongue),
        **tell_of_others(occasion, tongue),
        "windows": say_windows(occasion.windows, occasion, tongue),
        "minutes": str(occasion.pack.number("R13")),
        "stance": _stance(occasion.pack),
        **{name: "" for name, slot in SLOTS.items() if slot.home is Home.TEXT},
    }


def _from_contact(contact: Contact, owner: Owner, tongue: Tongue) -> dict[str, str]:
    is_friend = contact.effective_tie is Tie.FRIEND
    return {
        "greeting": greet(
            contact.salutation, contact.name, contact.first_name, tongue, is_friend=is_friend
        ),
        "why_you": as_sentence(contact.why_you),
        "contact.name": one_line(contact.name),
        "contact.given": one_line(contact.first_name),
        "contact.role": one_line(contact.role),
        "contact.location": one_line(contact.location),
        "tie": str(contact.effective_tie),
        "school": find_common_school(contact, owner),
    }


def find_common_school(contact: Contact, owner: Owner) -> str:
    """The first of the contact's schools that is one of the owner's, too; else nothing."""
    ours = {fold(school) for school in owner.school}
    return next((one_line(school) for school in contact.school if fold(school) in ours), "")


def _from_others(occasion: Occasion) -> dict[str, str]:
    company, contact = occasion.company, occasion.contact
    employer = company.name if company else contact.company.text if contact.company else ""
    full, given = find_referrer(occasion)
    return {
        "company.name": one_line(employer),
        "company.location": one_line(company.location) if company else "",
        "referrer.name": full,
        "referrer.given": given,
    }


def find_referrer(occasion: Occasion) -> tuple[str, str]:
    """The referrer's name and given name; nothing where they did not agree to be named (L04).

    Withheld here and not in the templates, so that no template can give the name away.
    """
    contact, referrer = occasion.contact, occasion.referrer
    if not contact.may_use_name:
        return "", ""
    if referrer:
        return one_line(referrer.name), one_line(referrer.first_name)
    name = one_line(contact.referred_by[0].text) if contact.referred_by else ""
    return name, name.partition(" ")[0]


def _from_owner(owner: Owner, tongue: Tongue) -> dict[str, str]:
    lines = (line.strip() for line in owner.signature.strip().split("\n"))
    return {
        "intro": introduce(owner.intro, tongue),
        "learning": as_learning(owner.learning, tongue),
        "positioning": as_sentence(owner.positioning),
        "signature": "\n".join(lines) or one_line(owner.name),
        "owner.name": one_line(owner.name),
        "owner.given": one_line(owner.given) or one_line(owner.name).partition(" ")[0],
        "owner.email": one_line(owner.email),
    }


def _from_history(occasion: Occasion, tongue: Tongue) -> dict[str, str]:
    interview, letter, contact = occasion.interview, occasion.letter, occasion.contact
    held = interview.start if interview else None
    sent = letter.sent if letter else None
    return {
        "takeaway": close_sentence(one_line(interview.takeaway)) if interview else "",
        "next_step": as_next_step(interview.next_step, tongue) if interview else "",
        "interview.day": _say_day(held, contact, tongue, EventKind.MET),
        "interview.goal": as_clause(interview.goal, tongue) if interview else "",
        "letter.day": _say_day(sent, contact, tongue, EventKind.REQUEST, EventKind.NUDGE),
        "letter.subject": strip_reply_mark(one_line(letter.subject)) if letter else "",
    }


def _from_log(occasion: Occasion, tongue: Tongue) -> dict[str, str]:
    reply, referee = occasion.reply, occasion.referee
    until = reply.until if reply else None
    return {
        "said": occasion.said,
        "answer.day": format_day(reply.date, tongue) if reply else "",
        "later": format_day(until, tongue) if until else "",
        "nudges": str(occasion.nudges or ""),
        "last_nudge": "yes" if _is_last_nudge(occasion) else "",
        "referrals": join_names(occasion.named, tongue),
        "scope": as_clause(referee.scope, tongue) if referee else "",
        "until": _say_long_day(referee.until, tongue) if referee and referee.until else "",
    }


def _is_last_nudge(occasion: Occasion) -> bool:
    pack = occasion.pack
    return pack.is_on("R3") and occasion.nudges + 1 >= pack.number("R3")


def _say_day(
    moment: datetime | date | None, contact: Contact, tongue: Tongue, *kinds: EventKind
) -> str:
    """The day of a record, or where there is none the latest of these events in the log."""
    if moment is None:
        moment = max((event.date for event in contact.events if event.kind in kinds), default=None)
    return format_day(moment, tongue) if moment else ""


def _say_long_day(day: date, tongue: Tongue) -> str:
    return f"{format_day(day, tongue)} {day.year}"


def _stance(pack: Pack) -> str:
    """L06: whether a request says that it is not about a job, or never mentions one."""
    rule = pack.rules.get("L06")
    return rule.value if rule and isinstance(rule.value, str) else "disclaim"
