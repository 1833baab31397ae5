"""The outcome of edits: an index as it would be once they are written, and back again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from infoview_md.core.edit import Edit, find_difference, merge_edits, new_file, remove_file
from infoview_md.core.index import Index, read_note
from infoview_md.core.note import Note, parse_note

NOTHING: Mapping[PurePosixPath, PurePosixPath] = {}


def edited(note: Note, edit: Edit) -> Note:
    """The note as it would be after the edit."""
    return parse_note(note.path, edit.apply(note.text))


def with_notes(index: Index, notes: Iterable[Note], gone: Iterable[PurePosixPath] = ()) -> Index:
    """The index with these notes in place of those at their paths, and without those gone."""
    dropped = frozenset(gone)
    readings = {path: one for path, one in index.readings.items() if path not in dropped}
    readings |= {note.path: read_note(note, index.keys) for note in notes}
    return Index(readings, index.keys)


def index_after(index: Index, edits: Iterable[Edit]) -> Index:
    """The index as it would be once the edits are written."""
    notes, gone = [], []
    for edit in merge_edits(edits):
        if edit.removes:
            gone.append(edit.path)
        else:
            known = index.readings.get(edit.path)
            notes.append(parse_note(edit.path, edit.apply(known.note.text if known else "")))
    return with_notes(index, notes, gone)


def find_edits(
    before: Index, after: Index, origins: Mapping[PurePosixPath, PurePosixPath] = NOTHING
) -> list[Edit]:
    """The edits that make one index out of another; `origins` says whose mode a new file gets."""
    old, new = before.readings, after.readings
    edits = [
        new_file(path, reading.note.text, like=origins.get(path))
        if path not in old
        else Edit(
            path, old[path].note.digest, (find_difference(old[path].note.text, reading.note.text),)
        )
        for path, reading in new.items()
        if path not in old or old[path].note.text != reading.note.text
    ]
    return edits + [remove_file(path, old[path].note.digest) for path in old if path not in new]
