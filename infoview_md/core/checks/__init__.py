"""CHECKS: what `check` looks for, one function a file, listed in a table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from infoview_md.core.checks.conflicts import check_conflicts
from infoview_md.core.checks.filenames import check_file_names
from infoview_md.core.checks.links import check_links
from infoview_md.core.checks.log import check_log
from infoview_md.core.checks.notes import check_notes
from infoview_md.core.checks.rules import check_rules
from infoview_md.core.checks.stage import check_stage
from infoview_md.core.outlook import Outlook
from infoview_md.core.problem import Problem, by_place


@dataclass(frozen=True, slots=True)
class Check:
    """One thing `check` looks for: its name, what it finds, and the codes it reports."""

    name: str
    find: Callable[[Outlook], Iterator[Problem]]
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
    # No set: two problems of one place would change places from run to run.
    found = dict.fromkeys(
        problem
        for check in CHECKS
        if not names or check.name in names
        for problem in check.find(outlook)
    )
    return tuple(sorted(found, key=by_place))
