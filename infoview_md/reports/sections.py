"""Section: a report as headings and rows of text, for every way to print it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from infoview_md.reports.coverage import Target
from infoview_md.reports.funnel import FunnelStep, Milestone
from infoview_md.reports.intervals import Share
from infoview_md.reports.pipeline import Report
from infoview_md.reports.promised import Debt

BAR = "█"
BAR_WIDTH = 24


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a report: a heading, a sentence, and rows of equally many cells.

    `right` says which columns are numbers.
    """

    heading: str
    rows: tuple[tuple[str, ...], ...] = ()
    titles: tuple[str, ...] = ()
    right: frozenset[int] = frozenset()
    sentence: str = ""


def make_sections(report: Report) -> Iterator[Section]:
    """The parts of a report that have something to say, in order."""
    yield _stages(report)
    yield _funnel(report)
    if report.targets:
        yield _coverage(report)
    for theirs, heading in ((False, "You promised"), (True, "They promised")):
        debts = [debt for debt in report.debts if debt.theirs is theirs]
        if debts:
            yield Section(heading, tuple(_debt_row(debt) for debt in debts), ("Due", "Who", "What"))
    if report.badges:
        rows = tuple((badge, str(count)) for badge, count in report.badges.items())
        yield Section("Beside the stages", rows, ("Badge", "People"), frozenset({1}))
    yield _changes(report)
    if any(report.problems.values()):
        yield _problems(report)


def _stages(report: Report) -> Section:
    most = max(report.stages.values(), default=0)
    rows = tuple(
        (str(stage), str(count), draw_bar(count, most))
        for stage, count in report.stages.items()
        if count
    )
    people = sum(report.stages.values())
    sentence = f"{people} {'person' if people == 1 else 'people'}"
    return Section("Stages", rows, ("Stage", "People", ""), frozenset({1}), sentence)


def draw_bar(count: int, most: int) -> str:
    """A bar as long as the count's part of the largest; at least one block for anything."""
    return BAR * max(1, round(BAR_WIDTH * count / most)) if count and most else ""


def _funnel(report: Report) -> Section:
    rows = tuple(_funnel_row(step) for step in report.funnel.steps)
    since = f" since {report.since}" if report.since else ""
    asked = report.funnel.steps[0].count if report.funnel.steps else 0
    if not asked:
        return Section("Funnel", sentence=f"Nobody was asked{since}.")
    days, timed = report.funnel.median_days, report.funnel.answers_timed
    answer = ""
    if days is not None:
        answers = f"{timed} dated answer{'' if timed == 1 else 's'}"
        answer = f"; {answers}, the median after {days:g} day{'' if days == 1 else 's'}"
    titles = ("Step", "People", "Of asked", "95 % interval")
    sentence = f"Asked{since}: {asked}{answer}"
    return Section("Funnel", rows, titles, frozenset({1, 2}), sentence)


def _funnel_row(step: FunnelStep) -> tuple[str, ...]:
    if step.milestone is Milestone.ASKED:  # all of itself: nothing to estimate
        return (str(step.milestone), str(step.count), "", "")
    return (
        str(step.milestone),
        str(step.count),
        format_ratio(step.of_asked),
        format_interval(step.of_asked),
    )


def format_ratio(share: Share) -> str:
    """A share in whole per cent; a dash of nothing."""
    return "–" if share.ratio is None else f"{100 * share.ratio:.0f} %"


def format_interval(share: Share) -> str:
    """The bounds of a share's interval in whole per cent; empty where nothing is known."""
    return f"{100 * share.low:.0f}–{100 * share.high:.0f} %" if share.total else ""


def _coverage(report: Report) -> Section:
    rows = tuple(
        (
            target.name,
            str(target.state),
            str(target.people),
            _describe(target),
        )
        for target in report.targets
    )
    sentence = f"{report.covered} of {len(report.targets)} targets covered"
    titles = ("Company", "State", "People", "What")
    return Section("Coverage", rows, titles, frozenset({2}), sentence)


def _describe(target: Target) -> str:
    """Through whom it is covered, or whom to ask next."""
    if target.booster:
        return f"through {target.booster}"
    if target.next_best:
        return f"next: {target.next_best}"
    if target.is_uncovered:
        return "nobody left to ask" if target.people else "nobody known there"
    return ""


def _debt_row(debt: Debt) -> tuple[str, ...]:
    late = f" ({debt.late} days late)" if debt.late > 1 else " (1 day late)" if debt.late else ""
    return (f"{debt.due}{late}", debt.who, debt.text)


def _problems(report: Report) -> Section:
    counts = ", ".join(
        f"{count} {severity}{'' if count == 1 else 's'}"
        for severity, count in report.problems.items()
        if count
    )
    return Section("In the notes", sentence=f"{counts}; see `infoview check`")


def _changes(report: Report) -> Section:
    if not report.changes:
        return Section("The last seven days", sentence="Nothing was logged.")
    rows = tuple(
        (change.kind, str(change.count), ", ".join(change.people)) for change in report.changes
    )
    return Section("The last seven days", rows, ("Event", "Times", "Who"), frozenset({1}))
