"""Debt: the open promises, mine and theirs, overdue ones first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from infoview_md.core.agenda import find_open_promises
from infoview_md.core.facts import Fact, make_key, write_json
from infoview_md.core.model import Contact
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


DEBT = "debt"


def find_debts(contact: Contact, outlook: Outlook) -> Iterator[Fact]:
    """The open promises between a contact and the owner that have a day."""
    if contact.do_not_contact:
        return
    for number, found in enumerate(find_open_promises(contact, outlook)):
        who, due, promise = found.contact.name, found.due.isoformat(), found.promise
        late = max(0, (outlook.today - found.due).days)
        line, place = f"{promise.line:09}", f"{number:09}"
        key = make_key(due, who.casefold(), line, str(contact.path), place)
        told = [who, promise.text, promise.theirs, due, late, str(found.note.path), promise.line]
        yield Fact(DEBT, key, text=write_json(told))


def build_debts(facts: Iterable[Fact]) -> tuple[Debt, ...]:
    """Every open promise that has a day, the most overdue first."""
    return tuple(_read_debt(*json.loads(fact.text)) for fact in facts)


def _read_debt(
    who: str, text: str, theirs: bool, due: str, late: int, path: str, line: int
) -> Debt:
    return Debt(who, text, theirs, date.fromisoformat(due), late, PurePosixPath(path), line)
