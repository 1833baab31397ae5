"""New requests: whom to write to first, at the best companies, a few a day."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath

from infoview_md.core.agenda.action import Action, ActionKind
from infoview_md.core.agenda.making import command_for, make_action
from infoview_md.core.agenda.permission import ask_leave
from infoview_md.core.agenda.ranking import DUE, lamp_key, rank_action
from infoview_md.core.agenda.targets import is_unwanted
from infoview_md.core.facts import Aspect, Fact, make_key, write_json
from infoview_md.core.folding import fold
from infoview_md.core.model import Company, Contact, Kind
from infoview_md.core.next_person import CLOSENESS
from infoview_md.core.outlook import Outlook
from infoview_md.core.restraint import EXEMPT, live_people, rest_over
from infoview_md.core.stage import Stage
from infoview_md.core.workdays import PLAIN, add_workdays


def find_requests(outlook: Outlook) -> Iterator[Fact]:
    """R5, R4: the best companies first; what today has no room for waits for a business day.

    Who is snoozed, or rests after a `close` (R15), is due when that is over.
    """
    chosen = list(_choose(outlook))
    now = [ready for ready in chosen if ready.start <= outlook.today]
    for ready, day in zip(now, _days(outlook), strict=False):
        yield ready.on(day)
    for ready in chosen:
        if ready.start > outlook.today:
            yield ready.on(ready.start)


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


def _choose(outlook: Outlook) -> Iterator[Ready]:
    """Whom to ask, in order; no more in a company than R4 allows."""
    taken: Counter[str] = Counter()
    for ready in map(Ready.read, outlook.facts.all(READY)):
        if ready.room is not None:
            if taken[ready.company] >= ready.room:
                continue
            taken[ready.company] += 1
        yield ready


@dataclass(frozen=True, slots=True)
class Ready:
    """Somebody who may be asked: from which day on, and the request as it would be made today.

    `room` is how many may be asked in the company, whose path `company` is (R4); None where that
    does not bind them.
    """

    start: date
    company: str
    room: int | None
    request: Fact

    @classmethod
    def read(cls, fact: Fact) -> Ready:
        """Read what `find_ready` wrote."""
        company, room, *request = json.loads(fact.text)
        return cls(date.fromisoformat(fact.mark), company, room, Fact(*request))

    def on(self, day: date) -> Fact:
        """The request as something that is due on a day."""
        parts = self.request.key.split("\0")
        parts[DUE] = day.isoformat()
        return self.request._replace(key=make_key(*parts), mark=day.isoformat())


def find_ready(outlook: Outlook, path: PurePosixPath) -> Iterator[Fact]:
    """The request to one person, if they are to be asked; by who can be asked first.

    Then by the LAMP list, the tie, and the name.
    """
    contact = outlook.index.contacts[path]
    if contact.is_broken or outlook.standing(contact).stage is not Stage.READY:
        return
    company = outlook.index.company_of(contact)
    if is_unwanted(company) or _has_own_line(contact, company, outlook):
        return
    start = _first_day(contact, outlook).isoformat()
    lamp, closeness = lamp_key(company, outlook), str(CLOSENESS[contact.effective_tie])
    key = make_key(start, lamp, closeness, fold(contact.name), str(path))
    request = rank_action(_make_request(contact, outlook), lamp, outlook.today)
    bound: tuple[str, int | None] = ("", None)
    if company is not None and contact.effective_tie not in EXEMPT:
        bound = (str(company.path), _room_at(company, outlook))
    yield Fact(key=key, mark=start, text=write_json([*bound, *request]))


READY = Aspect("ready", Kind.CONTACT, find_ready)


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
