"""Debt: the open promises, mine and theirs, overdue ones first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from infoview_md.core.agenda import find_open_promises
from infoview_md.core.outlook import Outlook


@dataclass(frozen=True, slots=True)
class Debt:
    """One open promise: given to or by whom, where it stands, how many days late."""

    who: str
    text: str
    theirs: bool
    due: date
    late: int
    path: PurePosixPath
    line: int


def build_debts(outlook: Outlook) -> tuple[Debt, ...]:
    """Every open promise that has a day, the most overdue first."""
    debts = (
        Debt(
            who=found.contact.name,
            text=found.promise.text,
            theirs=found.promise.theirs,
            due=found.due,
            late=max(0, (outlook.today - found.due).days),
            path=found.note.path,
            line=found.promise.line,
        )
        for contact in outlook.index.contacts.values()
        if not contact.do_not_contact
        for found in find_open_promises(contact, outlook)
    )
    return tuple(sorted(debts, key=lambda debt: (debt.due, debt.who.casefold(), debt.line)))
