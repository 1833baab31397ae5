"""format_table, format_goals: measures and goals as aligned Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.goals import Goal
from benchmarks.measure import Measure

HEADER = ("", "ms", "MiB", "ratio", "to")
GOALS = ("job", "measured as", "figure", "goal", "")
RIGHT = {"ms", "MiB", "ratio", "figure", "goal"}


def format_table(measures: Iterable[Measure]) -> str:
    """One Markdown table a group, its columns aligned across all of them."""
    measures = list(measures)
    groups = dict.fromkeys(measure.group for measure in measures)
    rows = {
        group: [_row(one, measures) for one in measures if one.group == group] for group in groups
    }
    widths = _measure([HEADER, *(row for part in rows.values() for row in part)])
    return "\n".join(
        f"## {group}\n\n{_format(HEADER, part, widths)}" for group, part in rows.items()
    )


def format_goals(goals: Iterable[Goal]) -> str:
    """The goals, and whether they are met."""
    rows = [_goal_row(goal) for goal in goals]
    return _format(GOALS, rows, _measure([GOALS, *rows]))


def _goal_row(goal: Goal) -> tuple[str, ...]:
    sign = "≥" if goal.at_least else "≤"
    figure = "not measured" if goal.figure is None else f"{goal.figure:.2f}{goal.unit}"
    verdict = "met" if goal.is_met else "**missed**"
    return goal.job, goal.measure, figure, f"{sign} {goal.limit:g}{goal.unit}", verdict


def _row(measure: Measure, measures: Iterable[Measure]) -> tuple[str, ...]:
    milliseconds = f"{1000 * measure.seconds:,.1f}"
    memory = f"{measure.mib:.0f}" if measure.mib else ""
    if not measure.floor:
        return measure.name, milliseconds, memory, "", ""
    floor = next(one for one in measures if (one.group, one.name) == (measure.group, measure.floor))
    ratio = f"{measure.seconds / floor.seconds:.2f}"
    return measure.name, milliseconds, memory, ratio, measure.floor


def _measure(rows: Iterable[Sequence[str]]) -> list[int]:
    return [max(map(len, column)) for column in zip(*rows, strict=True)]


def _format(header: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> str:
    is_right = [name in RIGHT for name in header]
    rule = [
        "-" * (width - 1) + ":" if right else "-" * width
        for width, right in zip(widths, is_right, strict=True)
    ]
    lines = [rule, *rows]
    return "\n".join(_line(row, widths, is_right) for row in (header, *lines)) + "\n"


def _line(row: Sequence[str], widths: Sequence[int], is_right: Sequence[bool]) -> str:
    cells = (
        cell.rjust(width) if right else cell.ljust(width)
        for cell, width, right in zip(row, widths, is_right, strict=True)
    )
    return f"| {' | '.join(cells)} |"
