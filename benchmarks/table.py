"""format_table: measures as an aligned Markdown table, for the terminal and for the docs."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from datetime import date

from benchmarks.jobs import Measure

HEADER = ("", "ms", "ratio", "to")

INTRODUCTION = """\
# Performance

Written by `make bench`. Every figure is the best of several runs, and every ratio is one to a
floor measured in the same run: what any program of this kind has to spend. Milliseconds differ
from machine to machine, ratios less; on a busy machine both grow by a third and more.

The vaults are generated: companies, contacts in every stage, conversations and letters of about
1 to 3 KB, in many habits of writing. Before a figure counts, the number of contacts in each stage
is compared with what the generator knows to be true. The files stay in the system's file cache, as
they do in daily use. There is no index on the disk: every command reads every note.

The letters are requests to people of one vault. Plain Jinja2 fills the same template with the same
slots; mailmerge, from its own environment, gets them as a template and a CSV file. That our letters
say what Jinja2 makes of the template is checked before a figure counts. “Filled” is the way from
the index through the fenced child to the text, “linted” all rules against the whole vault, and
“.eml” a mail that is read back value by value.
"""


def format_table(measures: Iterable[Measure]) -> str:
    """One Markdown table a group, its columns aligned across all of them."""
    measures = list(measures)
    groups = dict.fromkeys(measure.group for measure in measures)
    rows = {
        group: [_row(one, measures) for one in measures if one.group == group] for group in groups
    }
    every = [row for part in rows.values() for row in part]
    widths = [max(len(row[column]) for row in (HEADER, *every)) for column in range(len(HEADER))]
    return "\n".join(f"## {group}\n\n{_format(part, widths)}" for group, part in rows.items())


def format_document(measures: Iterable[Measure], day: date) -> str:
    """docs/performance.md: what is measured, on what, when, and the tables."""
    machine = f"{os.cpu_count()} cores, {platform.python_implementation()} "
    machine += f"{platform.python_version()}, {day}"
    return f"{INTRODUCTION}\nMeasured on {machine}.\n\n{format_table(measures)}"


def _row(measure: Measure, measures: Iterable[Measure]) -> tuple[str, str, str, str]:
    milliseconds = f"{1000 * measure.seconds:,.1f}"
    if not measure.floor:
        return measure.name, milliseconds, "floor", ""
    floor = next(one for one in measures if (one.group, one.name) == (measure.group, measure.floor))
    return measure.name, milliseconds, f"{measure.seconds / floor.seconds:.2f}", measure.floor


def _format(rows: Iterable[Sequence[str]], widths: Sequence[int]) -> str:
    name, *figures, floor = widths
    rule = ["-" * name, *("-" * (width - 1) + ":" for width in figures), "-" * floor]
    lines = (
        _line(HEADER, widths),
        f"| {' | '.join(rule)} |",
        *(_line(row, widths) for row in rows),
    )
    return "\n".join(lines) + "\n"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    name, milliseconds, ratio, floor = (*row,)
    first, second, third, last = widths
    cells = (
        name.ljust(first), milliseconds.rjust(second), ratio.rjust(third), floor.ljust(last)
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"
