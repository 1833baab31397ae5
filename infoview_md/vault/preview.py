"""format_diff: what changes would do, as a unified diff that `patch` understands."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from infoview_md.vault.changes import Change

NO_LAST_NEWLINE = "\\ No newline at end of file\n"


def format_diff(changes: Iterable[Change]) -> str:
    """The diffs of all changes, one after the other; empty where nothing would change."""
    return "".join(line for change in changes for line in _diff(change))


def _diff(change: Change) -> Iterator[str]:
    is_new = change.before is None
    lines = difflib.unified_diff(
        _lines(change.before or b""),
        _lines(change.after or b""),
        "/dev/null" if is_new else f"a/{change.path}",
        "/dev/null" if change.after is None else f"b/{change.path}",
    )
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n{NO_LAST_NEWLINE}"


def _lines(data: bytes) -> list[str]:
    """The lines with their ends; only `\\n` ends a line, as everywhere."""
    *whole, rest = data.decode("utf-8", "replace").split("\n")
    return [f"{line}\n" for line in whole] + ([rest] if rest else [])
