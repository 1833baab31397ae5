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
    one, `letter` the latest letter that was sent. `about` is whom the letter tells of, with the
    company of the first of them and the latest conversation with them. `windows` are the times to
    offer, on the owner's clock and without a zone. `reply` is their last word in this thread,
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
    about_company: Company | None = None
    about_interview: Interview | None = None
    talk: Talk | None = None
    windows: tuple[datetime, ...] = ()
    reply: Event | None = None
    nudges: int = 0
    named: tuple[str, ...] = ()
    referee: Referee | None = None
    notes: Mapping[PurePosixPath, Note] = field(default_factory=dict)
