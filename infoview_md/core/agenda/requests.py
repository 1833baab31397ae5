"""New requests: whom to write to first, at the best companies, a few a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from infoview_md.core.agenda.action import Action, ActionKind
from infoview_md.core.agenda.lamp import rank_company
from infoview_md.core.agenda.making import command_for, make_action
from infoview_md.core.agenda.permission import ask_leave
from infoview_md.core.agenda.targets import is_unwanted
from infoview_md.core.links import fold
from infoview_md.core.model import Company, Contact
from infoview_md.core.next_person import CLOSENESS
from infoview_md.core.outlook import Outlook
from infoview_md.core.restraint import EXEMPT, live_people, rest_over
from infoview_md.core.stage import Stage
from infoview_md.core.workdays import PLAIN, add_workdays


def find_requests(outlook: Outlook) -> Iterator[Action]:
    """R5, R4: the best companies first; what today has no room for waits for a business day.

    Who is snoozed, or rests after a `close` (R15), is due when that is over.
    """
    chosen = list(_choose(outlook))
    now = [contact for contact, start in chosen if start <= outlook.today]
    for contact, day in zip(now, _days(outlook), strict=False):
        yield _make_request(contact, outlook, day)
    for contact, start in chosen:
        if start > outlook.today:
            yield _make_request(contact, outlook, start)


def _days(outlook: Outlook) -> Iterator[date]:
    """The day for one request after the other: R5 a day, those sent today counted."""
    pack = outlook.packs[outlook.forced_pack or outlook.default_pack]
    off = outlook.calendars.get(outlook.owner.country, PLAIN)
    limit = pack.number("R5") if pack.is_on("R5") else len(outlook.index.contacts)
    day, room = outlook.today, limit - len(outlook.asked_today)
    while limit > 0:
        for _ in range(room):
            yield day
        day, room = add_workdays(day, 1, off), limit


def _choose(outlook: Outlook) -> Iterator[tuple[Contact, date]]:
    """Whom to ask, in order, and from which day on; no more in a company than R4 allows."""
    taken: Counter[PurePosixPath] = Counter()
    ready = sorted(_find_ready(outlook), key=lambda one: _rank(one[0], one[1], outlook))
    for contact, start in ready:
        company = outlook.index.company_of(contact)
        if company is not None and contact.effective_tie not in EXEMPT:
            if taken[company.path] >= _room_at(company, outlook):
                continue
            taken[company.path] += 1
        yield contact, start


def _find_ready(outlook: Outlook) -> Iterator[tuple[Contact, date]]:
    for contact in outlook.index.contacts.values():
        if contact.is_broken or outlook.standing(contact).stage is not Stage.READY:
            continue
        company = outlook.index.company_of(contact)
        if not (is_unwanted(company) or _has_own_line(contact, company, outlook)):
            yield contact, _first_day(contact, outlook)


def _has_own_line(contact: Contact, company: Company | None, outlook: Outlook) -> bool:
    """True for the one whom "ask someone else" names already."""
    if company is None:
        return False
    standing = outlook.companies[company.path]
    is_due = standing.ask_next is not None and standing.ask_next <= outlook.today
    return is_due and standing.next_best is not None and standing.next_best.path == contact.path


def _room_at(company: Company, outlook: Outlook) -> int:
    """R4: how many may be asked besides the live threads and whoever is to be asked next there."""
    people = outlook.index.people_of(company)
    pack, standing = outlook.pack_of(company), outlook.companies[company.path]
    if not pack.is_on("R4"):
        return len(people)
    live = sum(1 for _ in live_people(company, outlook))
    # Where no log says when they were asked, there is no day on which to ask somebody else.
    is_next_named = standing.next_best is not None and standing.ask_next is not None
    return pack.number("R4") - live - is_next_named


def _first_day(contact: Contact, outlook: Outlook) -> date:
    """The day from which a request is due: not before the snooze, nor the rest after a `close`."""
    starts = (contact.not_before, rest_over(contact, outlook), outlook.today)
    return max(day for day in starts if day is not None)


def _rank(contact: Contact, start: date, outlook: Outlook) -> tuple[object, ...]:
    """Who can be asked first, then the LAMP list, then the tie, then the name."""
    company = outlook.index.company_of(contact)
    closeness = CLOSENESS[contact.effective_tie]
    name = fold(contact.name)
    return (start, *rank_company(company, outlook), closeness, name, str(contact.path))


def _make_request(contact: Contact, outlook: Outlook, day: date) -> Action:
    company = outlook.index.company_of(contact)
    motivation = company.motivation if company else None
    drawn = f", motivation {motivation:g}" if motivation is not None else ""
    action = make_action(
        ActionKind.REQUEST,
        contact,
        outlook,
        due=day,
        rule="R5",
        why=f"ready to be asked ({contact.effective_tie}{drawn}){_named_by(contact, outlook)}",
        command=command_for(contact, outlook, "letter", "request"),
    )
    leave = ask_leave(contact, outlook)
    if leave is None:
        return action
    return replace(action, why=f"{action.why}; {leave.why}", command=leave.command)


def _named_by(contact: Contact, outlook: Outlook) -> str:
    referrers: Iterable[Contact] = outlook.index.referrers_of(contact)
    names = ", ".join(referrer.name for referrer in referrers)
    return f", named by {names}" if names else ""
