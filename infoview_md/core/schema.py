"""The field table (key, kinds, reader, help): note → record + problems."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum, StrEnum
from pathlib import PurePosixPath

from infoview_md.core.frozen import dataclass
from infoview_md.core.frozen import field as factory
from infoview_md.core.links import Link
from infoview_md.core.log import CHANNELS
from infoview_md.core.model import Kind, Tie
from infoview_md.core.stage import Stage
from infoview_md.core.values import (
    number_reader,
    read_checkbox,
    read_country,
    read_date,
    read_datetime,
    read_link,
    read_moment,
    read_timezone,
    word_reader,
)

Reader = Callable[[str], object]
C, P, T, L = Kind.COMPANY, Kind.CONTACT, Kind.INTERVIEW, Kind.LETTER
ALL = (C, P, T, L)
OUTCOMES = (
    "insight", "names", "intro-promised", "intro-made", "resource", "assignment", "second-talk",
    "advocacy", "reference-offered", "lead", "became-job-interview", "ruled-out", "no-fit",
)  # fmt: skip
STATUSES: Mapping[Kind, tuple[str, ...]] = {
    C: ("target", "paused", "ruled-out"),
    T: ("tentative", "confirmed", "cancelled"),
    L: ("draft", "approved"),
}
LETTER_KINDS = (
    "request", "nudge", "hand-over", "answer", "confirm", "reschedule", "cancel", "thanks",
    "update", "close", "touch", "intro", "reference", "other",
)  # fmt: skip


class FieldType(StrEnum):
    """What kind of value a field holds; Obsidian keeps one type a key for the whole vault."""

    TEXT = "text"
    LIST = "list"
    ENUM = "enum"
    LINK = "link"
    LINKS = "list of links"
    DATE = "date"
    DATE_TIME = "date-time"
    NUMBER = "number"
    CHECKBOX = "checkbox"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One row of the field table.

    `standard` names the property of vCard, iCalendar or schema.org that means the same.
    `words` is the closed list of an enum. `stop` marks a stop sign: unreadable, it counts as set.
    """

    key: str
    kinds: tuple[Kind, ...]
    type: FieldType
    help: str
    standard: str = ""
    read: Reader = str
    words: tuple[str, ...] = ()
    many: bool = False
    stop: bool = False


def _text(key: str, kinds: tuple[Kind, ...], help: str, standard: str = "") -> FieldSpec:
    return FieldSpec(key, kinds, FieldType.TEXT, help, standard)


def _list(key: str, kinds: tuple[Kind, ...], help: str, standard: str = "") -> FieldSpec:
    return FieldSpec(key, kinds, FieldType.LIST, help, standard, many=True)


def _enum(
    key: str, kinds: tuple[Kind, ...], words: tuple[str, ...], help: str, many: bool = False
) -> FieldSpec:
    return FieldSpec(
        key, kinds, FieldType.ENUM, help, read=word_reader(words), words=words, many=many
    )


def _links(key: str, kinds: tuple[Kind, ...], help: str, standard: str = "") -> FieldSpec:
    return FieldSpec(key, kinds, FieldType.LINKS, help, standard, read_link, many=True)


def _link(key: str, kinds: tuple[Kind, ...], help: str, standard: str = "") -> FieldSpec:
    return FieldSpec(key, kinds, FieldType.LINK, help, standard, read_link)


def _number(
    key: str, kinds: tuple[Kind, ...], low: float, high: float, help: str, whole: bool = False
) -> FieldSpec:
    return FieldSpec(key, kinds, FieldType.NUMBER, help, read=number_reader(low, high, whole))


def _date(key: str, kinds: tuple[Kind, ...], help: str) -> FieldSpec:
    return FieldSpec(key, kinds, FieldType.DATE, help, read=read_date)


def _checkbox(key: str, kinds: tuple[Kind, ...], help: str, stop: bool = False) -> FieldSpec:
    return FieldSpec(key, kinds, FieldType.CHECKBOX, help, read=read_checkbox, stop=stop)


FIELDS: tuple[FieldSpec, ...] = (
    _enum("type", ALL, tuple(Kind), "What the note is; without it the folder decides."),
    _text("name", ALL, "The name as written, where the file name cannot hold it.", "FN"),
    _list("aliases", ALL, "Other names.", "NICKNAME"),
    _list("tags", ALL, "Obsidian tags."),
    _date("created", ALL, "When it was found."),
    _text("source", ALL, "Where it was found.", "SOURCE"),
    _list("areas", (C, P), "Areas of interest."),
    _text("location", (C, P), "Town or address.", "ADR"),
    FieldSpec(
        "country", (C, P), FieldType.TEXT, "ISO 3166 alpha-2 code; picks the public holidays.",
        "ADR", read_country,
    ),
    FieldSpec(
        "timezone", (C, P, T), FieldType.TEXT, "IANA name, such as Europe/Oslo.",
        "TZ", read_timezone,
    ),
    _text("website", (C,), "Address of the web site.", "URL"),
    _text("domain", (C,), "The part after the @ of their mail addresses."),
    _text("size", (C,), "Number or range of employees.", "numberOfEmployees"),
    _number("motivation", (C,), 0, 3, "How much I want to work there (LAMP)."),
    _number("advocacy", (C,), 0, 3, "Who speaks for me there (LAMP); empty = computed."),
    _number("posting", (C,), 0, 3, "How well their postings fit (LAMP)."),
    FieldSpec(
        "status", (C, T, L), FieldType.ENUM,
        "Your word: target, paused, ruled-out; of an interview tentative, confirmed, cancelled;"
        " of a letter draft, approved.",
        "STATUS", words=STATUSES[C] + STATUSES[T] + STATUSES[L],
    ),
    _text("given", (P,), "Given name, where it is not the first word of the name.", "N"),
    _text("salutation", (P,), "The whole greeting, where “Dear GIVEN” is wrong."),
    _link("company", (P,), "Employer now.", "ORG"),
    _text("role", (P,), "Job title.", "TITLE"),
    _list("past_roles", (P,), "Earlier roles: `Title @ [[Company]], 2019–2024`."),
    _list("email", (P,), "Mail addresses; the first is preferred.", "EMAIL"),
    _list("phone", (P,), "Phone numbers; the first is preferred.", "TEL"),
    _list("links", (P,), "Profiles and pages on the web.", "URL"),
    _text("language", (P,), "Language to write in.", "LANG"),
    _text("pronouns", (P,), "Pronouns.", "PRONOUNS"),
    _list("school", (P,), "Schools; one shared with the owner's is common ground.", "alumniOf"),
    _enum("tie", (P,), tuple(Tie), "How you know each other."),
    _enum("tier", (P,), ("A", "B", "C"), "How often to stay in touch."),
    _links("referred_by", (P,), "Who gave the name; `via` is read as the same."),
    _checkbox("may_use_name", (P,), "The referrer agreed to be named."),
    _text("why_you", (P,), "The one sentence that makes the letter theirs."),
    _date("not_before", (P,), "Snooze: nothing is due before this day."),
    _checkbox("sells_advice", (P,), "Stop sign: their advice is their living.", stop=True),
    _checkbox("do_not_contact", (P,), "Stop sign: never write to them.", stop=True),
    _enum("stage", (P,), tuple(Stage), "A copy of what the log says, for other programs."),
    _links("contacts", (T,), "Who takes part.", "ATTENDEE"),
    _text("goal", (T,), "What I want to learn."),
    FieldSpec("start", (T,), FieldType.DATE_TIME, "When it begins.", "DTSTART", read_datetime),
    _number("minutes", (T,), 1, 1440, "How long it was planned for.", whole=True),
    _enum("medium", (T,), ("video", "phone", "in-person"), "How you talk."),
    _text("place", (T,), "Where, or the address of the call.", "LOCATION"),
    _text("takeaway", (T,), "One thing I learned; the thank-you names it."),
    _text("next_step", (T,), "What I will do with it; the thank-you names it."),
    _enum("outcomes", (T,), OUTCOMES, "What came of it.", many=True),
    _number("fit", (T,), -2, 2, "How well I would fit there, as felt after the talk."),
    _link("to", (L,), "Recipient."),
    _enum("kind", (L,), LETTER_KINDS, "What it is for."),
    _text("template", (L,), "What it was made from."),
    _links("about", (L,), "Whom it tells of: a referral, an introduction."),
    _text("address", (L,), "Where it goes; another address than the contact's stops it."),
    _text("approved", (L,), "A seal on what was approved; after an edit it does not fit any more."),
    _text("rules", ALL, "The rule pack in force here, if not the vault's."),
    _text("subject", (L,), "Subject line.", "Subject"),
    FieldSpec(
        "sent", (L,), FieldType.DATE_TIME, "When it left; absent = draft.", "Date", read_moment
    ),
    _text("message_id", (L,), "Message-ID, for threading.", "Message-ID"),
    _enum("channel", (L,), CHANNELS, "How it left."),
)  # fmt: skip
"""Every field there is; documentation, completion, `check` and the readers are made from it."""

BY_KEY: Mapping[str, FieldSpec] = {spec.key: spec for spec in FIELDS}
SAME_AS = {"via": "referred_by"}
FOLDERS = {"companies": C, "contacts": P, "interviews": T, "letters": L}
NOT_TYPED = frozenset({"readme", "index"})
TODAY = PurePosixPath("Today.md")
"""The checklist that `infoview today --write` keeps; never one of the four kinds."""


def fields_of(kind: Kind) -> tuple[FieldSpec, ...]:
    """The rows of the table that a kind of note has."""
    return _FIELDS_OF[kind]


_FIELDS_OF = {kind: tuple(spec for spec in FIELDS if kind in spec.kinds) for kind in Kind}


@dataclass(frozen=True, slots=True)
class Keys:
    """Another vault's words for ours: its keys, and its words for the four kinds."""

    fields: Mapping[str, str] = factory(default_factory=dict)
    types: Mapping[str, Kind] = factory(default_factory=dict)


def as_texts(value: object) -> tuple[str, ...]:
    """A field's value as the texts it is shown and matched by."""
    if value is None or value == "" or value is False:
        return ()
    if isinstance(value, tuple):
        return tuple(text for item in value for text in as_texts(item))
    if isinstance(value, Link):
        return (value.text,)
    if isinstance(value, Enum):
        return (str(value.value),)
    if value is True:
        return ("true",)
    return (f"{value:g}" if isinstance(value, float) else str(value),)
