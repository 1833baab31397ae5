"""Surgery: fields set, unset, added to, logs added to: note in, Edit out, no other byte moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from infoview_md.core.edit import Edit, Splice, find_difference, new_file
from infoview_md.core.entry import by_hand, clear, take_away
from infoview_md.core.fields import FieldValue, listed, set_values
from infoview_md.core.list_values import add_to_list, take_from_list
from infoview_md.core.log import parse_log
from infoview_md.core.log_place import DATED, insert_log_lines, place_log_lines
from infoview_md.core.note import Note, Shape, parse_note
from infoview_md.core.proof import check_whole, prove_fields, prove_log
from infoview_md.core.quoting import CONTROL, Scalar, write_plainly
from infoview_md.core.stage import Stage
from infoview_md.core.values import Misread, read_date
from infoview_md.errors import Refused, TemplateFault, UsageError

__all__ = [
    "add_values",
    "append_log",
    "check_whole",
    "clear_fields",
    "insert_log",
    "new_note",
    "remove_values",
    "set_fields",
    "set_stage",
    "unset_fields",
]


def new_note(template: Note, fields: Mapping[str, FieldValue], path: PurePosixPath) -> Edit:
    """The edit that makes a note: a copy of the template with these fields set.

    Keys of the template are set where they stand, and stay as they are where nothing is given;
    other keys follow in their order. Raises TemplateFault for a template that cannot be read.
    """
    if template.problems:
        raise TemplateFault(f"{template.problems[0]}; mend the template and try again")
    copy = replace(template, path=path)
    return new_file(path, _set_and_prove(copy, fields).apply(template.text))


def set_fields(note: Note, fields: Mapping[str, FieldValue]) -> Edit:
    """The edit that sets these fields of a note; Refused where it cannot be done safely."""
    check_whole(note, *fields)
    return _set_and_prove(note, fields)


def clear_fields(note: Note, *keys: str) -> Edit:
    """The edit that leaves these keys without a value; a list in brackets is left as `[]`."""
    check_whole(note, *keys)
    found = [note.fields[key] for key in dict.fromkeys(keys) if key in note.fields]
    edit = Edit(note.path, note.digest, tuple(one for field in found for one in clear(note, field)))
    prove_fields(note, edit, {field.key.raw: [] for field in found})
    return edit


def unset_fields(note: Note, *keys: str) -> Edit:
    """The edit that takes keys away, each with its value and the comment on its line.

    Comments on lines of their own stay. A key that is not there is no change.
    """
    check_whole(note, *keys)
    found = [note.fields[key] for key in dict.fromkeys(keys) if key in note.fields]
    splices = tuple(splice for field in found for splice in take_away(note, field))
    edit = Edit(note.path, note.digest, splices)
    prove_fields(note, edit, {field.key.raw: None for field in found})
    return edit


def add_values(note: Note, key: str, values: Sequence[Scalar]) -> Edit:
    """The edit that appends values to a list, in the form it has; what is in it is not doubled.

    A single value becomes a list in brackets, or of one item a line where it cannot stand in them.
    """
    check_whole(note, key)
    known = note.fields[key].raws if key in note.fields else []
    new = {write_plainly(one): one for one in listed(values) if write_plainly(one) not in known}
    edit = Edit(note.path, note.digest, add_to_list(note, key, [*new.values()]))
    prove_fields(note, edit, {key: [*known, *new]} if new else {})
    return edit


def remove_values(note: Note, key: str, values: Sequence[Scalar]) -> Edit:
    """The edit that takes values out of a list; the key stays, of the last one with `[]`.

    A list of one item a line loses the item's line, with the comment on it. Refused where a value
    is not there.
    """
    check_whole(note, key)
    before = note.fields[key].raws if key in note.fields else []
    gone = [write_plainly(value) for value in values]
    for raw in gone:
        if raw not in before:
            raise Refused(f"{note.path}: `{key}` does not hold “{raw}”; nothing was taken out")
    if not gone:
        return Edit(note.path, note.digest)
    now = note
    while at := [value for value in now.fields[key].values if value.raw in gone]:
        step = Edit(note.path, None, take_from_list(now, now.fields[key], at[0]))
        now = parse_note(note.path, step.apply(now.text))
        if key not in now.fields:
            raise by_hand(note, note.fields[key])
    edit = Edit(note.path, note.digest, (find_difference(note.text, now.text),))
    prove_fields(note, edit, {key: [raw for raw in before if raw not in gone]})
    return edit


def set_stage(note: Note, stage: Stage, key: str = "stage") -> Splice | None:
    """What brings `stage:` in line with the log; None without the key, or where it is in line.

    Its quotes stay as they are. `key` is the vault's own word for it. Refused where it stands
    twice.
    """
    field = note.fields.get(key)
    if field is None or field.shape is not Shape.SCALAR or field.raws == [stage]:
        return None
    check_whole(note, key)
    return set_values(note, {key: str(stage)})[0]


def append_log(
    note: Note, line: str, *more: str, stage: Stage | None = None, stage_key: str = "stage"
) -> Edit:
    """The edit that adds lines (`- DATE EVENT …`) to a note's log, and refreshes `stage:` with it.

    A note without a log gets one at its end. Raises UsageError for what is no log line, Refused
    for a note that is broken, holds conflict markers, or would not read back as it should.
    """
    check_whole(note)
    lines = (line, *more)
    for one in lines:
        _check_line(one)
    return _log_and_prove(
        note, lines, (place_log_lines(note, parse_log(note), lines),), stage, stage_key
    )


def insert_log(
    note: Note, lines: Sequence[str], stage: Stage | None = None, stage_key: str = "stage"
) -> Edit:
    """The edit that puts lines into a note's log, each where its date belongs; as `append_log`.

    Indented lines belong to the line above them, in a text of their own or behind a line end.
    """
    check_whole(note)
    items = _gather(lines)
    if not items:
        return Edit(note.path, note.digest)
    splices = insert_log_lines(note, parse_log(note), items)
    return _log_and_prove(note, items, splices, stage, stage_key)


def _gather(lines: Sequence[str]) -> list[str]:
    """Lines of a log, each with the indented lines below it behind a line end."""
    items: list[str] = []
    for line in (part for text in lines for part in text.split("\n")):
        if items and line[:1] in (" ", "\t") and line.strip() and not CONTROL.search(line.strip()):
            items[-1] += f"\n{line}"
        else:
            _check_line(line)
            items.append(line)
    return items


def _log_and_prove(
    note: Note,
    lines: Sequence[str],
    splices: tuple[Splice, ...],
    stage: Stage | None,
    stage_key: str,
) -> Edit:
    wanted: dict[str, Sequence[str]] = {}
    if stage is not None and (refreshed := set_stage(note, stage, stage_key)):
        splices += (refreshed,)
        wanted[stage_key] = [stage]
    edit = Edit(note.path, note.digest, splices)
    prove_log(note, edit, lines, wanted)
    return edit


def _set_and_prove(note: Note, fields: Mapping[str, FieldValue]) -> Edit:
    edit = Edit(note.path, note.digest, set_values(note, fields))
    wanted = {key: [write_plainly(one) for one in listed(value)] for key, value in fields.items()}
    prove_fields(note, edit, {key: raws for key, raws in wanted.items() if raws})
    return edit


def _check_line(line: str) -> None:
    dated = DATED.match(line)
    if dated is None or not line.startswith("- ") or CONTROL.search(line) or "\n" in line:
        raise UsageError(f"{line!r} is no line of a log; write `- YYYY-MM-DD EVENT`")
    try:
        read_date(dated[1])
        line.encode()
    except (Misread, UnicodeError) as fault:
        raise UsageError(f"{line!r} cannot be logged: {fault}; correct it") from None
