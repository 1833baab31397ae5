"""Report: the state of the whole pipeline on one day, as values."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from infoview_md.core.checks import find_problems
from infoview_md.core.outlook import Outlook
from infoview_md.core.pipeline import find_badges
from infoview_md.core.problem import Severity
from infoview_md.core.stage import Stage
from infoview_md.reports.changes import Change, build_changes
from infoview_md.reports.coverage import Target, build_coverage
from infoview_md.reports.funnel import Funnel, build_funnel
from infoview_md.reports.promised import Debt, build_debts


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many contacts stand at a stage."""

    stage: Stage
    count: int


@dataclass(frozen=True, slots=True)
class Badge:
    """What is shown beside a contact's stage: one badge of one person."""

    who: str
    path: PurePosixPath
    badge: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything `infoview report` says. `since` limits the funnel; None takes all there is."""

    today: date
    since: date | None
    contacts: int
    stages: tuple[StageCount, ...]
    funnel: Funnel
    targets: tuple[Target, ...]
    debts: tuple[Debt, ...]
    changes: tuple[Change, ...]
    badges: tuple[Badge, ...]
    problems: dict[Severity, int]

    @property
    def uncovered(self) -> tuple[Target, ...]:
        """The targets where nobody has been asked, or nobody is left to ask."""
        return tuple(target for target in self.targets if target.is_uncovered)


def build_report(outlook: Outlook, since: date | None = None) -> Report:
    """Count the pipeline as it stands today; `since` limits the funnel to requests begun then."""
    return Report(
        today=outlook.today,
        since=since,
        contacts=len(outlook.index.contacts),
        stages=_count_stages(outlook),
        funnel=build_funnel(outlook, since),
        targets=build_coverage(outlook),
        debts=build_debts(outlook),
        changes=build_changes(outlook),
        badges=_list_badges(outlook),
        problems=_count_problems(outlook),
    )


def _count_stages(outlook: Outlook) -> tuple[StageCount, ...]:
    counts = Counter(standing.stage for standing in outlook.standings.values())
    return tuple(StageCount(stage, counts[stage]) for stage in Stage)


def _list_badges(outlook: Outlook) -> tuple[Badge, ...]:
    badges = (
        Badge(contact.name, path, badge)
        for path, contact in outlook.index.contacts.items()
        for badge in find_badges(
            contact, outlook.standing(contact), outlook.pack_of(contact), outlook.today
        )
    )
    return tuple(sorted(badges, key=lambda one: (one.badge, one.who.casefold(), str(one.path))))


def _count_problems(outlook: Outlook) -> dict[Severity, int]:
    counts = Counter(problem.severity for problem in find_problems(outlook))
    return {severity: counts[severity] for severity in Severity}
