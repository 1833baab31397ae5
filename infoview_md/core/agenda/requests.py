"""New requests for the best companies, and what is missing before a request can be written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from infoview_md.core.agenda.action import Action, ActionKind
from infoview_md.core.agenda.asking import NOT_WANTED
from infoview_md.core.agenda.making import command_for, make_action
from infoview_md.core.agenda.permission import ask_leave
from infoview_md.core.company import CompanyState
from infoview_md.core.event import EventKind
from infoview_md.core.links import fold
from infoview_md.core.model import Company, Contact, Tie
from infoview_md.core.next_person import CLOSENESS
from infoview_md.core.outlook import Outlook
from infoview_md.core.pipeline import is_reachable
from infoview_md.core.stage import LIVE, Stage

EXEMPT = frozenset({Tie.FRIEND, Tie.COLLEAGUE, Tie.REFERRED})
"""R4 does not bind friends and colleagues, nor people somebody sent the owner to."""


def find_requests(outlook: Outlook) -> Iterator[Action]:
    """R5: as many new requests as the day has room for, the best companies first."""
    pack = outlook.packs[outlook.forced_pack or outlook.default_pack]
    room = None
    if pack.is_on("R5"):
        room = max(0, pack.number("R5") - _count_sent_today(outlook))
    ready = sorted(_find_ready(outlook), key=lambda contact: _rank(contact, outlook))
    for contact in islice(ready, room):
        yield _make_request(contact, outlook)


def _count_sent_today(outlook: Outlook) -> int:
    return sum(
        event.kind is EventKind.REQUEST and event.date == outlook.today
        for standing in outlook.standings.values()
        for event in standing.events
    )


def _find_ready(outlook: Outlook) -> Iterator[Contact]:
    for contact in outlook.index.contacts.values():
        if contact.is_broken or outlook.standing(contact).stage is not Stage.READY:
            continue
        if contact.not_before is not None and contact.not_before > outlook.today:
            continue
        if _may_ask_at(outlook.index.company_of(contact), contact, outlook):
            yield contact


def _may_ask_at(company: Company | None, contact: Contact, outlook: Outlook) -> bool:
    """R4: nobody new where a thread is live, or where "ask someone else" has its own line."""
    if company is None:
        return True
    if company.status in NOT_WANTED:
        return False
    if contact.effective_tie in EXEMPT:
        return True
    standing = outlook.companies[company.path]
    if standing.state is CompanyState.ASKING:
        return False
    people = outlook.index.people_of(company)
    is_live = any(outlook.standing(person).stage in LIVE for person in people)
    return not (is_live and outlook.pack_of(contact).is_on("R4"))


def _rank(contact: Contact, outlook: Outlook) -> tuple[object, ...]:
    """The LAMP list (motivation, posting, advocacy), then the tie, then the name."""
    company = outlook.index.company_of(contact)
    lamp = (0.0, 0.0, 0.0)
    if company is not None:
        advocacy = outlook.companies[company.path].advocacy
        lamp = (-(company.motivation or 0), -(company.posting or 0), -advocacy)
    return (*lamp, CLOSENESS[contact.effective_tie], fold(contact.name), str(contact.path))


def _make_request(contact: Contact, outlook: Outlook) -> Action:
    company = outlook.index.company_of(contact)
    motivation = company.motivation if company else None
    drawn = f", motivation {motivation:g}" if motivation is not None else ""
    action = make_action(
        ActionKind.REQUEST,
        contact,
        outlook,
        due=outlook.today,
        rule="R5",
        why=f"ready to be asked ({contact.effective_tie}{drawn})",
        command=command_for(contact, outlook, "letter", "request"),
    )
    leave = ask_leave(contact, outlook)
    if leave is None:
        return action
    return replace(action, why=f"{action.why}; {leave.why}", command=leave.command)


def find_research(contact: Contact, outlook: Outlook) -> Iterator[Action]:
    """What keeps somebody from being ready: no channel that works, no `why_you`."""
    if outlook.standing(contact).stage is not Stage.IDENTIFIED:
        return
    company = outlook.index.company_of(contact)
    if company is not None and company.status in NOT_WANTED:
        return
    missing = []
    if not is_reachable(contact):
        missing.append("no address that works")
    if not contact.why_you:
        missing.append("no why_you, the sentence that makes the letter theirs")
    yield make_action(
        ActionKind.RESEARCH,
        contact,
        outlook,
        due=outlook.today,
        why="; ".join(missing) or "not ready yet",
        command=command_for(contact, outlook, "edit"),
    )


def uncovered_targets(outlook: Outlook) -> tuple[Company, ...]:
    """The companies with `status: target` where nobody was asked, or nobody is left to ask."""
    return tuple(
        company
        for company in sorted(
            outlook.index.companies.values(), key=lambda c: (fold(c.name), str(c.path))
        )
        if company.status == "target" and _is_uncovered(company, outlook)
    )


def _is_uncovered(company: Company, outlook: Outlook) -> bool:
    standing = outlook.companies[company.path]
    if standing.state is CompanyState.ASKING:
        return standing.next_best is None
    return standing.state is CompanyState.UNTOUCHED
