"""Report: the state of the whole pipeline on one day, as values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from infoview_md.core.checks import SEVERITIES
from infoview_md.core.facts import Aspect, Fact
from infoview_md.core.model import Kind
from infoview_md.core.outlook import Outlook
from infoview_md.core.pipeline import find_badges
from infoview_md.core.problem import Severity
from infoview_md.core.stage import Stage
from infoview_md.reports.changes import CHANGE, Change, build_changes, find_changes
from infoview_md.reports.coverage import Target, build_coverage
from infoview_md.reports.funnel import JOURNEY, Funnel, build_funnel, find_journey
from infoview_md.reports.promised import DEBT, Debt, build_debts, find_debts


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
    facts = outlook.facts
    counts, problems = facts.tally(PEOPLE, STAGE), facts.tally(SEVERITIES)
    return Report(
        today=outlook.today,
        since=since,
        stages={stage: counts.get(stage, 0) for stage in Stage},
        badges=dict(sorted(facts.tally(PEOPLE, BADGE).items())),
        funnel=build_funnel(_find_journeys(outlook, since)),
        targets=build_coverage(outlook),
        debts=build_debts(facts.all(PEOPLE, DEBT)),
        changes=build_changes(facts.all(PEOPLE, CHANGE)),
        problems={severity: problems.get(severity, 0) for severity in Severity},
    )


def find_person_facts(outlook: Outlook, path: PurePosixPath) -> Iterator[Fact]:
    """All that one contact adds to a report of everyone."""
    contact = outlook.index.contacts[path]
    standing, pack = outlook.standing(contact), outlook.pack_of(contact)
    yield Fact(STAGE, text=standing.stage)
    for badge in find_badges(contact, standing, pack, outlook.today):
        yield Fact(BADGE, text=badge)
    yield from find_journey(contact, outlook)
    yield from find_changes(contact, outlook)
    yield from find_debts(contact, outlook)


STAGE, BADGE = "stage", "badge"
PEOPLE = Aspect("report", Kind.CONTACT, find_person_facts)


def _find_journeys(outlook: Outlook, since: date | None) -> Mapping[str, int]:
    """The journeys of everyone who was asked; those since a day are worked out anew."""
    if since is None:
        return outlook.facts.tally(PEOPLE, JOURNEY)
    people = outlook.index.contacts.values()
    return Counter(fact.text for one in people for fact in find_journey(one, outlook, since))
