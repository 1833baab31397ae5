"""check_conflicts: markers of an unfinished git merge."""

from __future__ import annotations

import re
from collections.abc import Iterator

from infoview_md.core.outlook import Outlook
from infoview_md.core.problem import Problem, make_problem

MARKERS = re.compile(r"^<{7} .*?^={7}\r?$.*?^>{7} ", re.MULTILINE | re.DOTALL)


def check_conflicts(outlook: Outlook) -> Iterator[Problem]:
    """Notes in which git left both sides of a conflict standing."""
    for path in outlook.index.records:
        note = outlook.index.readings[path].note
        if "\n=======" not in note.text:
            continue
        if (found := MARKERS.search(note.text)) is not None:
            line, column = note.place(found.start())
            message = "git could not merge here; choose one side and delete the marker lines"
            yield make_problem("conflict", path, message, line, column)
