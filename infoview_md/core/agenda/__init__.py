"""build_agenda: everything that is due, found by a table of finders, in the order of the day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from infoview_md.core.agenda.action import Action, ActionKind, Horizon
from infoview_md.core.agenda.around_talks import find_around_talks
from infoview_md.core.agenda.asking import find_asking, find_next_asks
from infoview_md.core.agenda.commands import make_command
from infoview_md.core.agenda.keeping import find_keeping, find_referrer_debts
from infoview_md.core.agenda.lamp import rank_company
from infoview_md.core.agenda.owed import OpenPromise, find_open_promises, find_owed
from infoview_md.core.agenda.requests import find_requests
from infoview_md.core.agenda.research import find_research, find_unmet_names
from infoview_md.core.agenda.targets import uncovered_targets
from infoview_md.core.agenda.unlogged import find_unlogged
from infoview_md.core.links import fold
from infoview_md.core.model import Company, Contact
from infoview_md.core.outlook import Outlook
from infoview_md.core.stage import Stage

__all__ = [
    "Action",
    "ActionKind",
    "Horizon",
    "OpenPromise",
    "agenda_of",
    "build_agenda",
    "find_due_days",
    "find_open_promises",
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

WHOLE: tuple[Callable[[Outlook], Iterator[Action]], ...] = (find_next_asks, find_requests)
"""What is chosen among many: whom to ask next in a company, and whom to write to first today."""

UNSNOOZED = frozenset({ActionKind.TALK, ActionKind.LOG})
"""A conversation takes place, and has taken place, whatever `not_before` says."""

SHARED = frozenset({ActionKind.TALK, ActionKind.DEBRIEF, ActionKind.BRIEF})
"""What is to be done once, with however many people a conversation is held."""


def build_agenda(outlook: Outlook, horizon: Horizon = Horizon.TODAY) -> tuple[Action, ...]:
    """What is due within a horizon, in the order in which to do it.

    Today's talks come first, then the kinds in the order of ActionKind; within a kind the latest,
    then the company by motivation, posting and advocacy (the LAMP list: Dalton, The 2-Hour Job
    Search), then the name. Broken notes and people off limits have no actions.
    """
    return _arrange(_find_for(outlook.index.contacts.values(), outlook), outlook, horizon)


def agenda_of(
    record: Contact | Company, outlook: Outlook, horizon: Horizon = Horizon.TODAY
) -> tuple[Action, ...]:
    """What is due to one contact, or to the people of a company, in the same order.

    A talk with several people is on the agenda of each of them.
    """
    people = outlook.index.people_of(record) if isinstance(record, Company) else (record,)
    return _arrange(_find_for(people, outlook), outlook, horizon)


def find_due_days(outlook: Outlook) -> dict[PurePosixPath, date]:
    """The day on which the first thing falls due to each contact to whom anything does."""
    days: dict[PurePosixPath, date] = {}
    for action in _find_for(outlook.index.contacts.values(), outlook):
        days[action.path] = min(action.due, days.get(action.path, action.due))
    return days


def _find_for(people: Iterable[Contact], outlook: Outlook) -> Iterator[Action]:
    wanted = set()
    for contact in people:
        wanted.add(contact.path)
        if contact.is_broken or outlook.standing(contact).stage is Stage.OFF_LIMITS:
            continue
        for find in PERSONAL:
            for action in find(contact, outlook):
                yield _snooze(action, contact, outlook)
    for find_whole in WHOLE:
        yield from (action for action in find_whole(outlook) if action.path in wanted)


def _arrange(actions: Iterable[Action], outlook: Outlook, horizon: Horizon) -> tuple[Action, ...]:
    last = horizon.last_day(outlook.today)
    found = {action for action in actions if action.due <= last}
    return tuple(_drop_shared(sorted(found, key=lambda action: _order(action, outlook))))


def _drop_shared(actions: Iterable[Action]) -> Iterator[Action]:
    """One line for a conversation with several people: that of the first of them."""
    seen: set[tuple[ActionKind, str]] = set()
    for action in actions:
        key = (action.kind, action.command)
        if action.kind not in SHARED or key not in seen:
            yield action
        seen.add(key)


def _snooze(action: Action, contact: Contact, outlook: Outlook) -> Action:
    """Nothing is due before `not_before`, and nothing is late sooner than that."""
    start = contact.not_before
    if start is None or action.due >= start or action.kind in UNSNOOZED:
        return action
    return replace(action, due=start, late=max(0, min(action.late, (outlook.today - start).days)))


def _order(action: Action, outlook: Outlook) -> tuple[object, ...]:
    is_talk_today = action.kind is ActionKind.TALK and action.due == outlook.today
    hour = action.at.isoformat() if is_talk_today and action.at else "~"
    return (
        not is_talk_today,
        hour if is_talk_today else "",
        _KINDS.index(action.kind),
        action.due,
        *rank_company(_company_of(action, outlook), outlook),
        fold(action.who),
        str(action.path),
        action.command,
    )


def _company_of(action: Action, outlook: Outlook) -> Company | None:
    contact = outlook.index.contacts.get(action.path)
    return outlook.index.company_of(contact) if contact is not None else None


_KINDS = [*(kind for kind in ActionKind if kind is not ActionKind.TALK), ActionKind.TALK]


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
