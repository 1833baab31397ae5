"""Company, Contact, Interview, Letter: frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from pathlib import PurePosixPath

from infoview_md.core.channels import Channel
from infoview_md.core.frozen import dataclass, field, replace
from infoview_md.core.letter_kind import LetterKind, find_letter_kind
from infoview_md.core.links import Link
from infoview_md.core.log import Event
from infoview_md.core.promises import Promise
from infoview_md.core.stage import Stage


class Kind(StrEnum):
    """What a note is."""

    COMPANY = "company"
    CONTACT = "contact"
    INTERVIEW = "interview"
    LETTER = "letter"


class Tie(StrEnum):
    """How the owner and a contact know each other."""

    STRANGER = "stranger"
    ALUMNI = "alumni"
    REFERRED = "referred"
    WEAK = "weak"
    DORMANT = "dormant"
    COLLEAGUE = "colleague"
    FRIEND = "friend"


CLOSE_TIES = frozenset({Tie.FRIEND, Tie.COLLEAGUE})
"""Ties that need no introduction, and of whom one may ask for a reference before a talk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """The person whose search this is, as `infoview.toml` says.

    `other_words` are `intro`, `learning`, `positioning` and `signature` in further languages, by
    the language's code.
    """

    name: str = ""
    given: str = ""
    email: str = ""
    country: str = ""
    timezone: str = ""
    language: str = ""
    school: tuple[str, ...] = ()
    intro: str = ""
    learning: str = ""
    positioning: str = ""
    signature: str = ""
    other_words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def writing(self, language: str) -> Owner:
        """The owner with their own words in a language; those of their first one where none are."""
        words = self.other_words.get(language, {})
        return replace(
            self,
            intro=words.get("intro", self.intro),
            learning=words.get("learning", self.learning),
            positioning=words.get("positioning", self.positioning),
            signature=words.get("signature", self.signature),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every typed note has. `is_broken`: parts of its front matter could not be read."""

    path: PurePosixPath
    name: str
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    created: date | None = None
    source: str = ""
    rules: str = ""
    is_broken: bool = False

    @property
    def stem(self) -> str:
        """The file's name without `.md`, which is what links point to."""
        return self.path.stem


@dataclass(frozen=True, slots=True, kw_only=True)
class Company(Record):
    """An organisation in one of the owner's areas of interest."""

    areas: tuple[str, ...] = ()
    location: str = ""
    country: str = ""
    timezone: str = ""
    website: str = ""
    domain: str = ""
    size: str = ""
    motivation: float | None = None
    advocacy: float | None = None
    posting: float | None = None
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Record):
    """A person the owner talks to, or wants to."""

    areas: tuple[str, ...] = ()
    location: str = ""
    country: str = ""
    timezone: str = ""
    given: str = ""
    salutation: str = ""
    company: Link | None = None
    role: str = ""
    past_roles: tuple[str, ...] = ()
    email: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    language: str = ""
    pronouns: str = ""
    school: tuple[str, ...] = ()
    tie: Tie | None = None
    tier: str = ""
    referred_by: tuple[Link, ...] = ()
    may_use_name: bool = False
    why_you: str = ""
    not_before: date | None = None
    sells_advice: bool = False
    do_not_contact: bool = False
    stage: Stage | None = None
    stage_line: int = 0
    events: tuple[Event, ...] = ()
    promises: tuple[Promise, ...] = ()
    channels: tuple[Channel, ...] = ()

    @property
    def first_name(self) -> str:
        """What to call them: `given`, else the first word of the name."""
        return self.given or self.name.partition(" ")[0]

    @property
    def effective_tie(self) -> Tie:
        """`tie`, or where it is missing: referred if someone gave the name, else stranger."""
        return self.tie or (Tie.REFERRED if self.referred_by else Tie.STRANGER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview(Record):
    """One conversation, planned or held. `has_debrief`: `Learned` or `Debrief` is not empty."""

    contacts: tuple[Link, ...] = ()
    goal: str = ""
    start: datetime | None = None
    timezone: str = ""
    minutes: int | None = None
    medium: str = ""
    place: str = ""
    status: str = ""
    takeaway: str = ""
    next_step: str = ""
    outcomes: tuple[str, ...] = ()
    fit: float | None = None
    promises: tuple[Promise, ...] = ()
    has_debrief: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(Record):
    """One letter, a draft until `sent` says when it left.

    `about` links whom it tells of, `address` is where it goes, `status` the person's word on it,
    and `approved` a seal on the text that the word was given for.
    """

    to: Link | None = None
    kind: str = ""
    template: str = ""
    about: tuple[Link, ...] = ()
    address: str = ""
    status: str = ""
    approved: str = ""
    subject: str = ""
    sent: datetime | date | None = None
    message_id: str = ""
    channel: str = ""
    body: str = ""

    @property
    def letter_kind(self) -> LetterKind:
        """What letter it is, and what the log says of one that left."""
        return find_letter_kind(self.kind, self.template)
