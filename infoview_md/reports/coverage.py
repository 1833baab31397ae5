"""Coverage: where the round of asking stands in every target company."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from infoview_md.core.agenda.targets import is_uncovered
from infoview_md.core.company import CompanyState
from infoview_md.core.facts import Aspect, Fact, make_key, write_json
from infoview_md.core.model import Kind
from infoview_md.core.outlook import Outlook


@dataclass(frozen=True, slots=True)
class Target:
    """One target company: its state, the people known there, and who ended the round.

    While the round goes on, `next_best` is the person to ask, from the day `ask_next`.
    """

    name: str
    path: PurePosixPath
    state: CompanyState
    people: int
    booster: str
    next_best: str
    ask_next: date | None
    is_uncovered: bool


ORDER = (
    CompanyState.COVERED,
    CompanyState.ASKING,
    CompanyState.EXHAUSTED,
    CompanyState.UNTOUCHED,
)


def find_target(outlook: Outlook, path: PurePosixPath) -> Iterator[Fact]:
    """Where the round of asking stands in a company, if it has `status: target`."""
    company = outlook.index.companies[path]
    if company.status != "target":
        return
    standing = outlook.companies[path]
    target = [
        company.name,
        str(path),
        standing.state,
        len(outlook.index.people_of(company)),
        standing.booster.name if standing.booster else "",
        standing.next_best.name if standing.next_best else "",
        standing.ask_next.isoformat() if standing.ask_next else "",
        is_uncovered(company, outlook),
    ]
    key = make_key(str(ORDER.index(standing.state)), company.name.casefold(), str(path))
    yield Fact(key=key, text=write_json(target))


TARGETS = Aspect("targets", Kind.COMPANY, find_target)


def build_coverage(outlook: Outlook) -> tuple[Target, ...]:
    """Every company with `status: target`, covered ones first, then by name."""
    return tuple(_read_target(*json.loads(fact.text)) for fact in outlook.facts.all(TARGETS))


def _read_target(
    name: str, path: str, state: str, people: int, booster: str, best: str, ask: str, free: bool
) -> Target:
    day = date.fromisoformat(ask) if ask else None
    return Target(name, PurePosixPath(path), CompanyState(state), people, booster, best, day, free)
