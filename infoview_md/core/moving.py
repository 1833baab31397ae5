"""plan_move: a note gets another name or folder, and every link to it goes along."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from infoview_md.core.edit import Edit, Splice
from infoview_md.core.filenames import find_file_name_fault, fold_file_name, make_file_name
from infoview_md.core.index import Index
from infoview_md.core.model import Record
from infoview_md.core.note import Note, digest_of
from infoview_md.core.outcome import edited, find_edits
from infoview_md.core.reading import find_kind, written_key
from infoview_md.core.relinking import relink
from infoview_md.core.sections import find_headings
from infoview_md.core.surgery import add_values, check_whole, set_fields, unset_fields
from infoview_md.errors import Refused, UsageError


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a note goes, and its name there; None where the name stays what it is."""

    path: PurePosixPath
    name: str | None


def find_destination(index: Index, record: Record, typed: str) -> Destination:
    """What a typed NEW means: a name, or a path where it begins with a folder that holds notes.

    `AC/DC GmbH` is a name, `contacts/oslo/Ingrid Solheim` a path. Raises UsageError for what no
    file can be called.
    """
    typed = typed.strip().removesuffix(".md")
    folder, slash, last = typed.rpartition("/")
    folders = {path.parts[0] for path in index.readings if len(path.parts) > 1}
    if not (slash and folder.partition("/")[0] in folders):
        return Destination(record.path.with_name(f"{make_file_name(typed)}.md"), typed)
    path = PurePosixPath(folder, f"{make_file_name(last)}.md")
    if fault := find_file_name_fault(path):
        raise UsageError(f"{path}: {fault}")
    if any(part.startswith(".") for part in path.parts):
        raise UsageError(f"{path} is no place for a note; folders with a dot are not read")
    return Destination(path, last if path.stem != record.stem else None)


def plan_move(
    index: Index, path: PurePosixPath, destination: Destination, alias: bool = False
) -> list[Edit]:
    """The edits that rename or move a note, and every link to it with it.

    With `alias` the old name stays as another name. Refused where the new name is taken, where the
    note would become another kind of note, and where a link cannot be proven to lead where it led.
    """
    note, new = index.readings[path].note, destination.path
    check_whole(note)
    _refuse_clash(index, path, new)
    moved = replace(_rename(index, note, destination, alias), path=new)
    if find_kind(moved, index.keys) is not find_kind(note, index.keys):
        raise Refused(
            f"{path} is what it is by its folder and name; write `type:` into it, then move it"
        )
    after = index.with_notes([moved], gone=[path])
    return find_edits(index, relink(index, after, {path: new}), {new: path})


def _refuse_clash(index: Index, path: PurePosixPath, new: PurePosixPath) -> None:
    taken = _find_same(str(new), (p for p in index.readings if p != path))
    if taken is not None:
        raise Refused(
            f"{taken} is there already; choose another name, or see infoview merge-contact"
        )


def _find_same(name: str, paths: Iterable[PurePosixPath]) -> PurePosixPath | None:
    folded = fold_file_name(name)
    return next((path for path in paths if fold_file_name(str(path)) == folded), None)


def _rename(index: Index, note: Note, destination: Destination, alias: bool) -> Note:
    """The note with `name` and title as they must be, and the old name as an alias if asked for."""
    record, name = index.records[note.path], destination.name
    keys = index.keys
    if name is not None:
        key = written_key(note, keys, "name")
        if name != destination.path.stem:
            note = edited(note, set_fields(note, {key: name}))
        elif key in note.fields:
            note = edited(note, unset_fields(note, key))
    old = [one for one in dict.fromkeys((record.name, record.stem)) if one != name]
    if alias and name is not None and old:
        note = edited(note, add_values(note, written_key(note, keys, "aliases"), old))
    if name is not None:
        note = edited(note, _rename_title(note, old, name))
    return replace(note, digest=digest_of(note.text.encode()))


def _rename_title(note: Note, old: Iterable[str], name: str) -> Edit:
    """A first heading that is the old name becomes the new one."""
    splices: tuple[Splice, ...] = ()
    for heading in find_headings(note)[:1]:
        at = note.text.find(heading.title, heading.start, heading.end)
        if heading.level == 1 and heading.title in old and at >= 0:
            splices = (Splice(at, at + len(heading.title), name),)
    return Edit(note.path, note.digest, splices)
