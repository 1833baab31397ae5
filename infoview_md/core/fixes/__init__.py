"""find_fix: the edit that mends a problem, where only one is certain; one cure a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from infoview_md.core.edit import Edit
from infoview_md.core.fixes.links import fix_dead_link
from infoview_md.core.fixes.quotes import fix_bare_link, fix_reading
from infoview_md.core.fixes.stage import fix_stage
from infoview_md.core.outlook import Outlook
from infoview_md.core.problem import Problem

FIXES: Mapping[str, Callable[[Outlook, Problem], tuple[Edit, ...]]] = {
    "dead-body-link": fix_dead_link,
    "dead-link": fix_dead_link,
    "stage-differs": fix_stage,
    "unquoted-link": fix_bare_link,
    "yaml-reading": fix_reading,
}
"""What mends the problems of a code."""


def find_fix(outlook: Outlook, problem: Problem) -> tuple[Edit, ...]:
    """The edits that mend a problem; none where nothing is certain to. The note's text is read."""
    find = FIXES.get(problem.code)
    return find(outlook, problem) if find is not None else ()
