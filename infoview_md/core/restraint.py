"""Restraint: what holds a letter back: live threads at the company, a full day, a rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import inf

from infoview_md.core.clocks import nudge_due
from infoview_md.core.event import EventKind
from infoview_md.core.model import Company, Contact, Tie
from infoview_md.core.outlook import Outlook
from infoview_md.core.stage import LIVE
from infoview_md.core.workdays import add_days

EXEMPT = frozenset({Tie.FRIEND, Tie.COLLEAGUE, Tie.REFERRED})
"""R4 does not bind friends and colleagues, nor people somebody sent the owner to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restraint:
    """What speaks against asking somebody today.

    `live` are the names of the colleagues in a live thread (R4) and `next_ask` the day from which
    somebody else there may be asked, None where that has no day. `room` is how many may still be
    asked today (R5). `rests_until` is the day on which the rest after a `close` ends (R15), and
    `nudge_from` the day from which they may be reminded (R2), None where that is not to come.
    """

    live: tuple[str, ...] = ()
    next_ask: date | None = None
    room: float = inf
    rests_until: date | None = None
    nudge_from: date | None = None


def find_restraint(contact: Contact, outlook: Outlook) -> Restraint:
    """R2, R4, R5, R15: what holds a request, or a reminder, to a contact back as of today."""
    company = outlook.index.company_of(contact)
    live, next_ask = _find_live_elsewhere(contact, company, outlook)
    until = rest_over(contact, outlook)
    pack, off = outlook.pack_of(contact), outlook.days_off(contact)
    nudge = nudge_due(outlook.standing(contact), pack, off)
    return Restraint(
        live=live,
        next_ask=next_ask,
        room=room_for(contact, outlook),
        rests_until=until if until is not None and until > outlook.today else None,
        nudge_from=nudge if nudge is not None and nudge > outlook.today else None,
    )


def _find_live_elsewhere(
    contact: Contact, company: Company | None, outlook: Outlook
) -> tuple[tuple[str, ...], date | None]:
    """The colleagues in a live thread; nobody where R1 is over and somebody else may be asked."""
    if company is None or contact.effective_tie in EXEMPT:
        return (), None
    next_ask = outlook.companies[company.path].ask_next
    if next_ask is not None and next_ask <= outlook.today:
        return (), None
    others = (one for one in live_people(company, outlook) if one.path != contact.path)
    return tuple(one.name for one in others), next_ask


def live_people(company: Company, outlook: Outlook) -> Iterator[Contact]:
    """R4: everyone at a company who owes an answer, or is owed a talk or thanks."""
    people = outlook.index.people_of(company)
    return (person for person in people if outlook.standing(person).stage in LIVE)


def room_for(contact: Contact, outlook: Outlook) -> float:
    """R5: how many people may still be asked today under a contact's rules, them included."""
    pack = outlook.pack_of(contact)
    if not pack.is_on("R5"):
        return inf
    return max(0, pack.number("R5") - len(outlook.asked_today - {contact.path}))


def rest_over(contact: Contact, outlook: Outlook) -> date | None:
    """R15: the day on which the rest after the last `close` ends; None where there was none."""
    pack = outlook.pack_of(contact)
    closed = [e.date for e in outlook.standing(contact).events if e.kind is EventKind.CLOSE]
    return add_days(closed[-1], pack.number("R15")) if closed and pack.is_on("R15") else None
