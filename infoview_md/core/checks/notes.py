"""check_notes: what is wrong with single notes, found while they were read."""

from __future__ import annotations

from collections.abc import Iterator

from infoview_md.core.index import Reading
from infoview_md.core.outlook import Outlook
from infoview_md.core.problem import Problem


def check_notes(_: Outlook, reading: Reading) -> Iterator[Problem]:
    """Front matter, fields, log lines, promises and channels that cannot be read as meant."""
    yield from reading.problems
