"""check_conflicts: markers of an unfinished git merge."""

from __future__ import annotations

from collections.abc import Iterator

from infoview_md.core.outlook import Outlook
from infoview_md.core.problem import Problem, make_problem


def check_conflicts(outlook: Outlook) -> Iterator[Problem]:
    """Notes in which git left both sides of a conflict standing."""
    for path, reading in outlook.index.readings.items():
        if reading.record is not None and reading.conflict is not None:
            message = "git could not merge here; choose one side and delete the marker lines"
            yield make_problem("conflict", path, message, *reading.conflict)
