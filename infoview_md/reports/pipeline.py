"""Report: the state of the whole pipeline on one day, as values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

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
class Report:
    """Counts per stage, funnel, coverage, promises, badges, changes of seven days, problems.

    `since` limits the funnel to who was asked on that day or later; None for everyone.
    """

    today: date
    since: date | None
    stages: Mapping[Stage, int]
    badges: Mapping[str, int]
    funnel: Funnel
    targets: tuple[Target, ...]
    debts: tuple[Debt, ...]
    changes: tuple[Change, ...]
    problems: Mapping[Severity, int]

    @property
    def covered(self) -> int:
        """How many targets somebody talks to."""
        return sum(target.state == "covered" for target in self.targets)


def build_report(outlook: Outlook, since: date | None = None) -> Report:
    """The report of a vault."""
    counts = Counter(standing.stage for standing in outlook.standings.values())
    badges = Counter(
        badge
        for contact in outlook.index.contacts.values()
        for badge in find_badges(
            contact, outlook.standing(contact), outlook.pack_of(contact), outlook.today
        )
    )
    return Report(
        today=outlook.today,
        since=since,
        stages={stage: counts[stage] for stage in Stage},
        badges=dict(sorted(badges.items())),
        funnel=build_funnel(outlook, since),
        targets=build_coverage(outlook),
        debts=build_debts(outlook),
        changes=build_changes(outlook),
        problems=_count_problems(outlook),
    )


def _count_problems(outlook: Outlook) -> Mapping[Severity, int]:
    """What `check` would find, by severity."""
    counts = Counter(problem.severity for problem in find_problems(outlook))
    return {severity: counts[severity] for severity in Severity}
