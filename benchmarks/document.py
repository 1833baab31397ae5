"""format_document: docs/performance.md, and the chart beside it."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from benchmarks.chart import Series, format_chart
from benchmarks.goals import Goal
from benchmarks.jobs import COLD, LOAD, NO_CACHE, RIPGREP, SEARCH, STAT, warm
from benchmarks.measure import Figures, Measure, size_group
from benchmarks.table import format_goals, format_table

INTRODUCTION = """\
# Performance

Written by `make bench`. Every figure is the best of several runs, and every ratio is one to
something measured in the same run: milliseconds differ from machine to machine, ratios less; on a
busy machine both grow by a third and more. The jobs of a table take turns, so that what disturbs
one disturbs all.

**The vaults** are generated: companies with one to thirty people, contacts in every stage with
their letters and conversations, aliases, chains of referrals, promises, about 2 KB a note, in many
habits of writing: quotes, comments, Windows line ends, byte order marks, letters of other
alphabets. Most people were asked, met, thanked or let go long ago; something is due to one in
fifteen. Two notes in a thousand are broken.

**Before a figure counts** the answers are held against what the generator knows to be true:
every contact's stage and company, what is due on each day of the week, the number of links, the
problems by their code, and the notes that hold each of some rare words. All of it is asked four
times: with nothing kept, again, after a note has changed, and after it has changed back. A wrong
answer ends the run.

**Floors** are what any program of this kind has to spend: starting Python and importing click,
looking at every file (`scandir` and `stat`), reading every front matter with libyaml. The last two
are measured inside a process that runs already, so they are stricter than they look.

**Other programs** list the same notes in their own formats, each from an environment of its own:
papis as JSON (one folder a note, front matter only), todoman as JSON (one task a note), khard as a
table (one vCard a note); ripgrep searches our files. They do other work than we do: none of them
knows what is due.

**nothing kept**: every cache is thrown away before each run. **nothing changed**: the same command
a second time: its answer is kept, and printed once every file was looked at and none has changed.
**one note changed**: a letter of a promise in one note is another before each run, so that no kept
answer serves. **one note reworded**: a letter of its prose is, in which nothing is read, so that
the answers hold, but the note has to be read anew to know that. **another word**, **another
query**: one that was not asked before, in a vault that has not changed. The files stay in the
system's file cache, as they do in daily use. Memory is that of the largest process.

The letters are requests to people of one vault. Plain Jinja2 fills the same template with the same
slots; mailmerge, from its own environment, gets them as a template and a CSV file. That our letters
say what Jinja2 makes of the template is checked before a figure counts. “Filled” is the way from
the index through the fenced child to the text, “linted” all rules against the whole vault, and
“.eml” a mail that is read back value by value.

`infoview watch` is timed from the moment a note is saved to the line that says it was read.
"""

PASSED = "Milliseconds are those that passed."
PROCESSOR = """\
Others worked on the machine meanwhile, so that milliseconds are those that the processors worked,
but for letters and watching."""

DRAWN = (
    (COLD, "ours", "index, nothing kept"),
    (NO_CACHE, "ours", "list --no-cache"),
    (warm("list"), "ours", "list, nothing changed"),
    (warm("today"), "ours", "today, nothing changed"),
    (SEARCH, "ours", "search"),
    (LOAD, "floor", "read + CSafeLoader"),
    (STAT, "floor", "scandir + stat"),
    (RIPGREP, "peer", "ripgrep"),
    ("papis, nothing kept", "peer", "papis, nothing kept"),
    ("papis, nothing changed", "peer", "papis, nothing changed"),
    ("todoman, nothing changed", "peer", "todoman, nothing changed"),
    ("khard, nothing changed", "peer", "khard, nothing changed"),
)


def format_document(
    measures: Sequence[Measure],
    goals: Iterable[Goal],
    remarks: Iterable[str],
    day: date,
    by_processor: bool = False,
) -> str:
    """What is measured, on what, when; the goals, the chart, and the tables."""
    said = "".join(f"\n{remark}\n" for remark in remarks)
    time = PROCESSOR if by_processor else PASSED
    return (
        f"{INTRODUCTION}\nMeasured on {describe_machine()}, {day}. {time}\n{said}"
        f"\n## Goals\n\n{format_goals(goals)}"
        "\n![How the time grows with the number of notes](growth.svg)\n"
        f"\n{format_table(measures)}"
    )


def draw_growth(measures: Iterable[Measure], sizes: Iterable[int]) -> str:
    """The chart of every job by the number of notes."""
    figures, sizes = Figures(measures), list(sizes)
    return format_chart("Time by number of notes", (
        Series(shown, kind, {
            size: seconds for size in sizes if (seconds := figures.seconds(size_group(size), name))
        })
        for name, kind, shown in DRAWN
    ))  # fmt: skip


def describe_machine() -> str:
    """Processors, system, and the versions that matter; no name and no place."""
    processor = _read_processor()
    cores = f"{os.cpu_count()} cores{f' ({processor})' if processor else ''}"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    system = f"{platform.system()} {platform.release().split('-')[0]}"
    return f"{cores}, {system}, {python}, SQLite {sqlite3.sqlite_version}"


def _read_processor() -> str:
    """The processor's name, where Linux tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, "")
