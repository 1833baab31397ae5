"""Occasion: everything one letter is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePosixPath

from infoview_md.core.agenda.talks import Talk
from infoview_md.core.event import Event
from infoview_md.core.model import Company, Contact, Interview, Letter, Owner
from infoview_md.core.note import Note
from infoview_md.core.pack import Pack
from infoview_md.core.referee import Referee


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Everything one letter is made from.

    `referrer` is the first of `referred_by`; `interview` the latest conversation, `talk` the next
    one, `letter` the latest letter that was sent. `about` is whom the letter tells of; `news` are
    the people of whom there is something to tell, each after the word of the letter that tells it;
    `employers` and `learned` are the companies of all these, and the latest talk with them that
    taught something. `windows` are the times to offer, on the owner's clock and without a zone.
    `agreed` says that all of them agreed to be introduced, or to introduce.
    `reply` is their last word in this thread,
    `nudges` how often they were reminded in it, and `named` whom they named in it. `notes` are the
    notes behind the records, for the places of gaps.
    """

    contact: Contact
    owner: Owner
    pack: Pack
    today: date
    company: Company | None = None
    referrer: Contact | None = None
    interview: Interview | None = None
    letter: Letter | None = None
    about: tuple[Contact, ...] = ()
    news: tuple[tuple[str, Contact], ...] = ()
    employers: Mapping[PurePosixPath, Company] = field(default_factory=dict)
    learned: Mapping[PurePosixPath, Interview] = field(default_factory=dict)
    talk: Talk | None = None
    agreed: bool = False
    windows: tuple[datetime, ...] = ()
    reply: Event | None = None
    nudges: int = 0
    named: tuple[str, ...] = ()
    referee: Referee | None = None
    notes: Mapping[PurePosixPath, Note] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """Their last word in this thread, `yes`, `no` …; a bare `reply` counts as a yes."""
        return (self.reply.qualifier or "yes") if self.reply else ""

    @property
    def told_talk(self) -> Interview | None:
        """The talk with the first of those told about who taught something."""
        found = (self.learned.get(person.path) for person in self.about)
        return next((talk for talk in found if talk is not None), None)
