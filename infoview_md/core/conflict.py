"""find_conflict: where git left both sides of a merge standing in a note."""

from __future__ import annotations

import re

from infoview_md.core.note import Note
from infoview_md.core.pattern import pattern

MARKERS = pattern(r"^<{7} .*?^={7}\r?$.*?^>{7} ", re.MULTILINE | re.DOTALL)


def find_conflict(note: Note) -> tuple[int, int] | None:
    """Line and column of the first marker of an unfinished merge; None where there is none."""
    if "\n=======" not in note.text:
        return None
    found = MARKERS.search(note.text)
    return note.place(found.start()) if found is not None else None
