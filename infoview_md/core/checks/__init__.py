"""CHECKS: what `check` looks for, one function a file, listed in a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from infoview_md.core.checks.conflicts import check_conflicts
from infoview_md.core.checks.filenames import check_file_names
from infoview_md.core.checks.links import check_links, find_link_faults
from infoview_md.core.checks.log import check_log
from infoview_md.core.checks.notes import check_notes
from infoview_md.core.checks.rules import check_rules, find_rules_fault
from infoview_md.core.checks.stage import check_stage
from infoview_md.core.facts import Aspect, Fact
from infoview_md.core.index import Index, Reading
from infoview_md.core.outlook import Outlook, with_index
from infoview_md.core.problem import CODES, Problem, by_place

MANY = 1000
"""Notes after which it is forgotten what was worked out for their sake, which takes room."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing `check` looks for: its name, what it finds, and the codes it reports."""

    name: str
    find: Callable[[Outlook, Reading], Iterator[Problem]]
    help: str


CHECKS: tuple[Check, ...] = (
    Check("notes", check_notes, "Front matter, fields, log lines, promises, channels."),
    Check("links", check_links, "Links that are dead, ambiguous, or lead to the wrong kind."),
    Check("log", check_log, "Log lines that do not fit together, or lie in the future."),
    Check("stage", check_stage, "`stage:` keys that differ from the log."),
    Check("rules", check_rules, "`rules:` keys that name no rule pack."),
    Check("names", check_file_names, "File names that do not survive on every system."),
    Check("conflicts", check_conflicts, "Markers of an unfinished git merge."),
)


def find_problems(outlook: Outlook, names: Collection[str] = ()) -> tuple[Problem, ...]:
    """Run the named checks (all, where none is named) and list what they find, by place."""
    checks = [check for check in CHECKS if not names or check.name in names]
    # No set: two problems of one place would change places from run to run.
    found: dict[Problem, None] = {}
    for number, reading in enumerate(outlook.source.readings()):
        if number % MANY == 0:  # forget, but for all the names that a mistyped one is held against
            outlook = with_index(outlook, outlook.index)
        for check in checks:
            found |= dict.fromkeys(check.find(outlook, reading))
    return tuple(sorted(found, key=by_place))


def count_severities(outlook: Outlook, readings: Iterable[Reading]) -> Iterator[Counter[str]]:
    """How many problems of each severity there are in these notes, some notes at a time.

    No sentences are worked out.
    """
    counts = Counter[str]()
    for number, reading in enumerate(readings):
        if number % MANY == 0:  # forget
            yield counts
            counts = Counter()
            outlook = with_index(outlook, Index(outlook.source, outlook.index.keys))
        counts.update(_weigh(outlook, reading))
    yield counts


def find_severities(outlook: Outlook, path: PurePosixPath) -> Iterator[Fact]:
    """How much each problem of a note matters."""
    return (Fact(text=severity) for severity in _weigh(outlook, outlook.index.readings[path]))


def _weigh(outlook: Outlook, reading: Reading) -> Iterator[str]:
    problems = dict.fromkeys(reading.problems)
    for find in _WITHOUT_TEXT:
        problems |= dict.fromkeys(find(outlook, reading))
    links = {
        (fault.code, one.line, one.column, one.key, one.link.target): None
        for fault in find_link_faults(outlook.index, reading)
        for one in (fault.reference,)
    }
    codes = (*(problem.code for problem in problems), *(code for code, *_ in links))
    return (str(CODES[code].severity) for code in codes)


_WITHOUT_TEXT = (check_log, check_stage, find_rules_fault, check_file_names, check_conflicts)
SEVERITIES = Aspect("severities", None, find_severities)
