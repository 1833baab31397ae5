"""check_conflicts: markers of an unfinished git merge."""

from __future__ import annotations

from collections.abc import Iterator

from infoview_md.core.index import Reading
from infoview_md.core.outlook import Outlook
from infoview_md.core.problem import Problem, make_problem


def check_conflicts(_outlook: Outlook, reading: Reading) -> Iterator[Problem]:
    """A note in which git left both sides of a conflict standing."""
    if reading.record is not None and reading.conflict is not None:
        message = "git could not merge here; choose one side and delete the marker lines"
        yield make_problem("conflict", reading.path, message, *reading.conflict)
