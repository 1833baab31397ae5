"""An open request: answer, remind, let go, or ask somebody else in the company."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from infoview_md.core.agenda.action import Action, ActionKind
from infoview_md.core.agenda.making import command_for, make_action
from infoview_md.core.agenda.permission import ask_leave
from infoview_md.core.agenda.ranking import lamp_key, rank_action
from infoview_md.core.agenda.targets import is_unwanted
from infoview_md.core.clocks import answer_due, find_unanswered, let_go_due, nudge_due
from infoview_md.core.company import CompanyState
from infoview_md.core.facts import Fact
from infoview_md.core.model import Company, Contact, Tie
from infoview_md.core.outlook import Outlook
from infoview_md.core.stage import Stage
from infoview_md.core.workdays import add_workdays

SAID = {"": "answered", "yes": "said yes", "no": "said no", "later": "said later",
        "refer": "named someone else"}  # fmt: skip
ANSWERS = {"yes": "answer", "": "answer", "no": "answer-no", "later": "answer-later",
           "refer": "answer-refer"}  # fmt: skip
"""The letter that answers a reply: times for a yes, a kind word for the rest."""


def find_asking(contact: Contact, outlook: Outlook) -> Iterator[Action]:
    """What is due to somebody who was asked."""
    yield from _find_answer(contact, outlook)
    yield from _find_reminder(contact, outlook)
    yield from _find_stalled(contact, outlook)


def _find_answer(contact: Contact, outlook: Outlook) -> Iterator[Action]:
    """R14: their reply, as long as no line of mine stands below it."""
    standing, pack = outlook.standing(contact), outlook.pack_of(contact)
    reply, due = find_unanswered(standing), answer_due(standing, pack, outlook.days_off(contact))
    if reply is None or due is None:
        return
    yield make_action(
        ActionKind.ANSWER,
        contact,
        outlook,
        due=due,
        rule="R14",
        why=f"{SAID.get(reply.qualifier, 'answered')} on {reply.date}: answer (R14)",
        command=command_for(contact, outlook, "letter", ANSWERS.get(reply.qualifier, "answer")),
    )


def _find_reminder(contact: Contact, outlook: Outlook) -> Iterator[Action]:
    """R2 and R3: remind who does not answer, and when that was done often enough, let go."""
    standing, pack = outlook.standing(contact), outlook.pack_of(contact)
    off = outlook.days_off(contact)
    asked = f"asked on {standing.last_ask or standing.since}"
    if (due := nudge_due(standing, pack, off)) is not None:
        why = f"{asked}, no answer for {pack.number('R2')} business days (R2)"
        yield _make_nudge(contact, outlook, due, why)
    if (due := let_go_due(standing, pack, off)) is not None:
        yield _make_let_go(contact, outlook, due, asked)


def _find_stalled(contact: Contact, outlook: Outlook) -> Iterator[Action]:
    """R2 and R3 again, where they would talk and no time comes of it.

    No rule of its own says so; without this, whoever proposed times in vain, or had a talk
    cancelled, would never hear of it again.
    """
    standing, pack = outlook.standing(contact), outlook.pack_of(contact)
    is_waiting = standing.stage is Stage.SCHEDULING and find_unanswered(standing) is None
    if not is_waiting or not standing.events or not pack.is_on("R2"):
        return
    last = standing.events[-1]
    due = add_workdays(last.date, pack.number("R2"), outlook.days_off(contact))
    waiting = f"no time for the talk since {last.date} ({last.kind})"
    if pack.is_on("R3") and standing.nudges >= pack.number("R3"):
        yield _make_let_go(contact, outlook, due, waiting)
    else:
        yield _make_nudge(contact, outlook, due, f"{waiting}: take it up again (R2)")


def _make_nudge(contact: Contact, outlook: Outlook, due: date, why: str) -> Action:
    command = command_for(contact, outlook, "letter", "nudge")
    return make_action(
        ActionKind.NUDGE, contact, outlook, due=due, rule="R2", why=why, command=command
    )


def _make_let_go(contact: Contact, outlook: Outlook, due: date, since: str) -> Action:
    count = outlook.standing(contact).nudges
    return make_action(
        ActionKind.LET_GO,
        contact,
        outlook,
        due=due,
        rule="R3",
        why=f"{since}, {count} nudge{'' if count == 1 else 's'} and no answer: close kindly (R3)",
        command=command_for(contact, outlook, "letter", "close"),
    )


def find_next_ask(outlook: Outlook, path: PurePosixPath) -> Iterator[Fact]:
    """R1: in a company that was asked and is silent, the next-best person."""
    company = outlook.index.companies[path]
    action = _find_next_ask(company, outlook)
    if action is not None:
        contact = outlook.index.contacts[action.path]
        lamp = lamp_key(outlook.index.company_of(contact), outlook)
        yield rank_action(action, lamp, outlook.today)


def _choose_ask(person: Contact, company: Company, outlook: Outlook) -> str:
    """A `hand-over` where a colleague was asked and is silent; where the way is known, a request.

    A request says who sent you, or what you share; beside that a silent colleague is no reason.
    """
    silent = {Stage.REQUESTED, Stage.SILENT}
    asked = (one for one in outlook.index.people_of(company) if one.path != person.path)
    is_asked = any(outlook.standing(one).stage in silent for one in asked)
    is_stranger = person.effective_tie is Tie.STRANGER
    return "hand-over" if is_asked and is_stranger else "request"


def _find_next_ask(company: Company, outlook: Outlook) -> Action | None:
    standing = outlook.companies[company.path]
    person, due = standing.next_best, standing.ask_next
    if standing.state is not CompanyState.ASKING or person is None or due is None:
        return None
    if is_unwanted(company):
        return None
    reason = standing.why[-1].sentence if standing.why else "nobody answered"
    action = make_action(
        ActionKind.ASK_ELSE,
        person,
        outlook,
        due=due,
        rule="R1",
        why=reason,
        command=command_for(person, outlook, "letter", _choose_ask(person, company, outlook)),
    )
    leave = ask_leave(person, outlook)
    return action if leave is None else replace(action, why=f"{reason}; {leave.why}",
                                                command=leave.command)  # fmt: skip
