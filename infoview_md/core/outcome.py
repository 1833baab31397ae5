"""The outcome of edits: an index as it would be once they are written, and back again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from infoview_md.core.edit import Edit, find_difference, merge_edits, new_file, remove_file
from infoview_md.core.index import Index
from infoview_md.core.note import Note, parse_note
from infoview_md.core.source import find_changed

NOTHING: Mapping[PurePosixPath, PurePosixPath] = {}


def edited(note: Note, edit: Edit) -> Note:
    """The note as it would be after the edit."""
    return parse_note(note.path, edit.apply(note.text))


def index_after(index: Index, edits: Iterable[Edit]) -> Index:
    """The index as it would be once the edits are written."""
    notes, gone = [], []
    for edit in merge_edits(edits):
        if edit.removes:
            gone.append(edit.path)
        else:
            known = index.readings.get(edit.path)
            notes.append(parse_note(edit.path, edit.apply(known.note.text if known else "")))
    return index.with_notes(notes, gone)


def find_edits(
    before: Index, after: Index, origins: Mapping[PurePosixPath, PurePosixPath] = NOTHING
) -> list[Edit]:
    """The edits that make one index out of another; `origins` says whose mode a new file gets."""
    edits, removed = [], []
    for path in find_changed(before.source, after.source):
        old, new = before.notes.get(path), after.notes.get(path)
        if new is None:
            removed += [remove_file(path, old.digest)] if old is not None else []
        elif old is None:
            edits.append(new_file(path, new.text, like=origins.get(path)))
        elif old.text != new.text:
            edits.append(Edit(path, old.digest, (find_difference(old.text, new.text),)))
    return edits + removed
