"""build_agenda: everything that is due, found by a table of finders, in the order of the day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from infoview_md.core.agenda.action import Action, ActionKind, Horizon
from infoview_md.core.agenda.around_talks import find_around_talks
from infoview_md.core.agenda.asking import find_asking, find_next_asks
from infoview_md.core.agenda.commands import make_command
from infoview_md.core.agenda.keeping import find_keeping, find_referrer_debts
from infoview_md.core.agenda.owed import OpenPromise, find_open_promises, find_owed
from infoview_md.core.agenda.requests import find_requests, find_research, uncovered_targets
from infoview_md.core.agenda.unlogged import find_unlogged
from infoview_md.core.links import fold
from infoview_md.core.model import Contact
from infoview_md.core.outlook import Outlook

__all__ = [
    "Action",
    "ActionKind",
    "Horizon",
    "OpenPromise",
    "build_agenda",
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
)
"""What is due to one person, whoever else there is."""

WHOLE: tuple[Callable[[Outlook], Iterator[Action]], ...] = (find_next_asks, find_requests)
"""What is chosen among many: whom to ask next in a company, and whom to write to first today."""

UNSNOOZED = frozenset({ActionKind.TALK, ActionKind.LOG})
"""A conversation takes place, and has taken place, whatever `not_before` says."""


def build_agenda(outlook: Outlook, horizon: Horizon = Horizon.TODAY) -> tuple[Action, ...]:
    """What is due within a horizon, in the order in which to do it.

    Today's talks come first, then the kinds in the order of ActionKind; within a kind the latest,
    then the company by motivation, posting and advocacy (the LAMP list: Dalton, The 2-Hour Job
    Search), then the name. Broken notes and people off limits have no actions.
    """
    last = horizon.last_day(outlook.today)
    found = (action for action in _find_all(outlook) if action.due <= last)
    return tuple(sorted(set(found), key=lambda action: _order(action, outlook)))


def _find_all(outlook: Outlook) -> Iterator[Action]:
    for contact in outlook.index.contacts.values():
        if contact.is_broken or contact.do_not_contact:
            continue
        for find in PERSONAL:
            for action in find(contact, outlook):
                yield _snooze(action, contact, outlook)
    for find_whole in WHOLE:
        yield from find_whole(outlook)


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
        *rank_company(action, outlook),
        fold(action.who),
        str(action.path),
        action.command,
    )


_KINDS = [*(kind for kind in ActionKind if kind is not ActionKind.TALK), ActionKind.TALK]


def rank_company(action: Action, outlook: Outlook) -> tuple[float, float, float]:
    """The LAMP list's order, best first: motivation, posting, advocacy."""
    index = outlook.index
    contact = index.contacts.get(action.path)
    company = index.company_of(contact) if contact else index.companies.get(action.path)
    if company is None:
        return (0, 0, 0)
    advocacy = outlook.companies[company.path].advocacy
    return (-(company.motivation or 0), -(company.posting or 0), -advocacy)


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
