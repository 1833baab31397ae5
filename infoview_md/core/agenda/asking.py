"""An open request: answer, remind, let go, or ask somebody else in the company."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from infoview_md.core.agenda.action import Action, ActionKind
from infoview_md.core.agenda.making import command_for, make_action
from infoview_md.core.agenda.permission import ask_leave
from infoview_md.core.clocks import answer_due, find_unanswered, let_go_due, nudge_due
from infoview_md.core.company import CompanyState
from infoview_md.core.model import Company, Contact
from infoview_md.core.outlook import Outlook

NOT_WANTED = frozenset({"paused", "ruled-out"})
SAID = {"": "answered", "yes": "said yes", "no": "said no", "later": "said later",
        "refer": "named someone else"}  # fmt: skip
REPLIES = {"yes": "propose", "": "propose"}
"""How to log the answer to a reply: times for a yes, a kind word for the rest."""


def find_asking(contact: Contact, outlook: Outlook) -> Iterator[Action]:
    """What is due to somebody who was asked."""
    standing, pack = outlook.standing(contact), outlook.pack_of(contact)
    off = outlook.days_off(contact)
    reply, due = find_unanswered(standing), answer_due(standing, pack, off)
    if reply is not None and due is not None:
        word = REPLIES.get(reply.qualifier, "touch")
        yield make_action(
            ActionKind.ANSWER,
            contact,
            outlook,
            due=due,
            rule="R14",
            why=f"{SAID.get(reply.qualifier, 'answered')} on {reply.date}: answer (R14)",
            command=command_for(contact, outlook, "log", word),
        )
    asked = f"asked on {standing.last_ask or standing.since}"
    if (due := nudge_due(standing, pack, off)) is not None:
        days = pack.number("R2")
        yield make_action(
            ActionKind.NUDGE,
            contact,
            outlook,
            due=due,
            rule="R2",
            why=f"{asked}, no answer for {days} business days (R2)",
            command=command_for(contact, outlook, "letter", "nudge"),
        )
    if (due := let_go_due(standing, pack, off)) is not None:
        yield make_action(
            ActionKind.LET_GO,
            contact,
            outlook,
            due=due,
            rule="R3",
            why=f"{asked}, {standing.nudges} nudges and no answer: close kindly (R3)",
            command=command_for(contact, outlook, "log", "close"),
        )


def find_next_asks(outlook: Outlook) -> Iterator[Action]:
    """R1: in a company that was asked and is silent, the next-best person."""
    for company in outlook.index.companies.values():
        action = _find_next_ask(company, outlook)
        if action is not None:
            yield action


def _find_next_ask(company: Company, outlook: Outlook) -> Action | None:
    standing = outlook.companies[company.path]
    person, due = standing.next_best, standing.ask_next
    if standing.state is not CompanyState.ASKING or person is None or due is None:
        return None
    if company.status in NOT_WANTED or company.is_broken:
        return None
    reason = standing.why[-1].sentence if standing.why else "nobody answered"
    action = make_action(
        ActionKind.ASK_ELSE,
        person,
        outlook,
        due=due,
        rule="R1",
        why=reason,
        command=command_for(person, outlook, "letter", "request"),
    )
    leave = ask_leave(person, outlook)
    return action if leave is None else replace(action, why=f"{reason}; {leave.why}",
                                                command=leave.command)  # fmt: skip
