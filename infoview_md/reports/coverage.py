"""Coverage: where the round of asking stands in every target company."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from infoview_md.core.agenda import uncovered_targets
from infoview_md.core.company import CompanyState
from infoview_md.core.model import Company
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


def build_coverage(outlook: Outlook) -> tuple[Target, ...]:
    """Every company with `status: target`, covered ones first, then by name."""
    uncovered = {company.path for company in uncovered_targets(outlook)}
    targets = (
        _make_target(outlook, company, company.path in uncovered)
        for company in outlook.index.companies.values()
        if company.status == "target"
    )
    return tuple(sorted(targets, key=_by_state))


def _make_target(outlook: Outlook, company: Company, is_uncovered: bool) -> Target:
    standing = outlook.companies[company.path]
    return Target(
        company.name,
        company.path,
        standing.state,
        len(outlook.index.people_of(company)),
        standing.booster.name if standing.booster else "",
        standing.next_best.name if standing.next_best else "",
        standing.ask_next,
        is_uncovered,
    )


ORDER = (
    CompanyState.COVERED,
    CompanyState.ASKING,
    CompanyState.EXHAUSTED,
    CompanyState.UNTOUCHED,
)


def _by_state(target: Target) -> tuple[int, str, str]:
    return (ORDER.index(target.state), target.name.casefold(), str(target.path))
