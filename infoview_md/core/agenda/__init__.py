"""build_agenda: everything that is due, found by a table of finders, in the order of the day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from heapq import merge
from pathlib import PurePosixPath

from infoview_md.core.agenda.action import Action, ActionKind, Horizon
from infoview_md.core.agenda.around_talks import find_around_talks
from infoview_md.core.agenda.asking import find_asking, find_next_ask
from infoview_md.core.agenda.commands import make_command
from infoview_md.core.agenda.keeping import find_keeping, find_referrer_debts
from infoview_md.core.agenda.owed import OpenPromise, find_open_promises, find_owed
from infoview_md.core.agenda.ranking import lamp_key, path_of, rank_action, read_action
from infoview_md.core.agenda.requests import find_requests
from infoview_md.core.agenda.research import find_research, find_unmet_names
from infoview_md.core.agenda.targets import uncovered_targets
from infoview_md.core.agenda.unlogged import find_unlogged
from infoview_md.core.facts import Aspect, Fact, drop_doubles, make_key
from infoview_md.core.model import Company, Contact, Kind
from infoview_md.core.outlook import Outlook
from infoview_md.core.stage import Stage

__all__ = [
    "Action",
    "ActionKind",
    "Horizon",
    "OpenPromise",
    "agenda_of",
    "build_agenda",
    "count_agenda",
    "find_broken",
    "find_due_days",
    "find_due_marks",
    "find_open_promises",
    "iter_agenda",
    "next_command",
    "uncovered_targets",
]

PERSONAL: tuple[Callable[[Contact, Outlook], Iterator[Action]], ...] = (
    find_around_talks,
    find_unlogged,
    find_asking,
    find_owed,
    find_keeping,
    find_referrer_debts,
    find_research,
    find_unmet_names,
)
"""What is due to one person, whoever else there is."""

UNSNOOZED = frozenset({ActionKind.TALK, ActionKind.LOG})
"""A conversation takes place, and has taken place, whatever `not_before` says."""


def build_agenda(outlook: Outlook, horizon: Horizon = Horizon.TODAY) -> tuple[Action, ...]:
    """What is due within a horizon, in the order in which to do it.

    Today's talks come first, then the kinds in the order of ActionKind; within a kind the latest,
    then the company by motivation, posting and advocacy (the LAMP list: Dalton, The 2-Hour Job
    Search), then the name. Broken notes and people off limits have no actions.
    """
    return tuple(iter_agenda(outlook, horizon))


def iter_agenda(outlook: Outlook, horizon: Horizon = Horizon.TODAY) -> Iterator[Action]:
    """The same one by one, for whom the first few are enough."""
    last = horizon.last_day(outlook.today).isoformat()
    facts = outlook.facts
    requests = sorted(fact for fact in find_requests(outlook) if fact.mark <= last)
    return map(
        read_action,
        merge(facts.all(ACTIONS, until=last), facts.all(NEXT_ASKS, until=last), requests),
    )


def count_agenda(outlook: Outlook, horizon: Horizon = Horizon.TODAY) -> int:
    """How much is due within a horizon."""
    last = horizon.last_day(outlook.today).isoformat()
    facts = outlook.facts
    requests = sum(fact.mark <= last for fact in find_requests(outlook))
    return facts.count(ACTIONS, until=last) + facts.count(NEXT_ASKS, until=last) + requests


def agenda_of(
    record: Contact | Company, outlook: Outlook, horizon: Horizon = Horizon.TODAY
) -> tuple[Action, ...]:
    """What is due to one contact, or to the people of a company, in the same order.

    A talk with several people is on the agenda of each of them.
    """
    people = outlook.index.people_of(record) if isinstance(record, Company) else (record,)
    last = horizon.last_day(outlook.today).isoformat()
    wanted = {str(person.path) for person in people}
    found = [fact for person in people for fact in find_actions(outlook, person.path)]
    found += [fact for fact in _find_chosen(outlook) if path_of(fact) in wanted]
    due = sorted(fact for fact in found if fact.mark <= last and not fact.topic)
    return tuple(read_action(fact) for fact in drop_doubles(due))


def find_due_days(outlook: Outlook) -> dict[PurePosixPath, date]:
    """The day on which the first thing falls due to each contact to whom anything does."""
    days = find_due_marks(outlook)
    return {PurePosixPath(path): date.fromisoformat(day) for path, day in days.items()}


def find_due_marks(outlook: Outlook) -> dict[str, str]:
    """The same as texts, which is how they are kept."""
    days = dict(outlook.facts.marks(ACTIONS, FIRST))
    for fact in _find_chosen(outlook):
        path = path_of(fact)
        days[path] = min(fact.mark, days.get(path, fact.mark))
    return days


def find_broken(outlook: Outlook) -> tuple[PurePosixPath, ...]:
    """The contacts' notes that cannot be read whole, and so have no actions."""
    return tuple(PurePosixPath(fact.text) for fact in outlook.facts.all(ACTIONS, BROKEN))


def _find_chosen(outlook: Outlook) -> Iterator[Fact]:
    """What is chosen among many: whom to ask next in a company, and whom to write to first."""
    yield from outlook.facts.all(NEXT_ASKS)
    yield from find_requests(outlook)


def find_actions(outlook: Outlook, path: PurePosixPath) -> Iterable[Fact]:
    """What is due to one person, whoever else there is, and however far ahead.

    The first day on which anything is stands by itself, by the path. Of whom nothing can be said,
    because their note is broken, that is a fact as well.
    """
    contact = outlook.index.contacts[path]
    if contact.is_broken:
        return (Fact(BROKEN, make_key(*path.parts), text=str(path)),)
    if outlook.standing(contact).stage is Stage.OFF_LIMITS:
        return ()
    actions = [
        _snooze(action, contact, outlook) for find in PERSONAL for action in find(contact, outlook)
    ]
    if not actions:
        return ()
    lamp = lamp_key(outlook.index.company_of(contact), outlook)
    facts = dict.fromkeys(rank_action(action, lamp, outlook.today) for action in actions)
    return (*facts, Fact(FIRST, str(path), min(fact.mark for fact in facts)))


BROKEN, FIRST = "broken", "first"
ACTIONS = Aspect("actions", Kind.CONTACT, find_actions)
NEXT_ASKS = Aspect("next asks", Kind.COMPANY, find_next_ask)


def _snooze(action: Action, contact: Contact, outlook: Outlook) -> Action:
    """Nothing is due before `not_before`, and nothing is late sooner than that."""
    start = contact.not_before
    if start is None or action.due >= start or action.kind in UNSNOOZED:
        return action
    return replace(action, due=start, late=max(0, min(action.late, (outlook.today - start).days)))


def next_command(outlook: Outlook) -> str:
    """The most useful thing to do when nothing is due."""
    if not outlook.index.companies:
        return make_command("new", "company")
    uncovered = uncovered_targets(outlook)
    if uncovered:
        return make_command("new", "contact", "--company", uncovered[0].stem)
    if not outlook.index.contacts:
        return make_command("new", "contact")
    return make_command("today", "--week")
