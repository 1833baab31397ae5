"""new_note, set_fields, set_stage, append_log: note in, Edit out, no other byte moved."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from infoview_md.core.edit import Edit, Splice, new_file
from infoview_md.core.fields import FieldValue, listed, set_values
from infoview_md.core.log import Event, Log, parse_log
from infoview_md.core.log_place import DATED, place_log_lines
from infoview_md.core.note import Note, Shape, parse_note
from infoview_md.core.quoting import CONTROL, write_plainly
from infoview_md.core.stage import Stage
from infoview_md.core.values import Misread, read_date
from infoview_md.errors import Refused, TemplateFault, UsageError

CONFLICT = re.compile(r"^(?:<{7}|>{7})(?= |\r?$)", re.MULTILINE)


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


def set_stage(note: Note, stage: Stage, key: str = "stage") -> Splice | None:
    """What brings `stage:` in line with the log; None without the key, or where it is in line.

    Its quotes stay as they are. `key` is the vault's own word for it. Refused where it stands
    twice.
    """
    field = note.fields.get(key)
    if field is None or field.shape is not Shape.SCALAR or field.raws == [stage]:
        return None
    check_whole(note, key)
    if field.values and note.text[field.values[0].start] in "'\"":
        return Splice(field.values[0].start + 1, field.values[0].end - 1, str(stage))
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
    splices: tuple[Splice, ...] = (place_log_lines(note, parse_log(note), lines),)
    wanted: dict[str, Sequence[str]] = {}
    if stage is not None and (refreshed := set_stage(note, stage, stage_key)):
        splices += (refreshed,)
        wanted[stage_key] = [stage]
    edit = Edit(note.path, note.digest, splices)
    _prove_log(note, edit, lines, wanted)
    return edit


def check_whole(note: Note, *keys: str) -> None:
    """Refused for a note that was read in part only, whose merge is not settled, or where one of
    these keys stands twice: an edit might then change what was not meant.
    """
    if conflict := CONFLICT.search(note.text):
        line = note.place(conflict.start())[0]
        raise Refused(f"{note.path}:{line}: a git merge is not settled here; settle it first")
    if note.is_broken:
        raise Refused(f"{note.problems[0]}; mend it first, then try again")
    for problem in note.problems:
        if problem.code == "duplicate-key" and any(_stands_twice(note, key) for key in keys):
            raise Refused(f"{problem}; then try again")


def _stands_twice(note: Note, key: str) -> bool:
    written = rf"""^["']?{re.escape(key)}["']?[ \t]*:"""
    return len(re.findall(written, note.text[: note.body_start], re.MULTILINE)) > 1


def _check_line(line: str) -> None:
    dated = DATED.match(line)
    if dated is None or not line.startswith("- ") or CONTROL.search(line) or "\n" in line:
        raise UsageError(f"{line!r} is no line of a log; write `- YYYY-MM-DD EVENT`")
    try:
        read_date(dated[1])
        line.encode()
    except (Misread, UnicodeError) as fault:
        raise UsageError(f"{line!r} cannot be logged: {fault}; correct it") from None


# -- proofs: the note is parsed again, and only what was asked for may differ ---------------------


def _set_and_prove(note: Note, fields: Mapping[str, FieldValue]) -> Edit:
    edit = Edit(note.path, note.digest, set_values(note, fields))
    wanted = {key: [write_plainly(one) for one in listed(value)] for key, value in fields.items()}
    _prove_fields(note, edit, {key: raws for key, raws in wanted.items() if raws})
    return edit


def _prove_fields(note: Note, edit: Edit, wanted: Mapping[str, Sequence[str]]) -> None:
    after = parse_note(note.path, edit.apply(note.text))
    same_body = after.body.lstrip("\ufeff") == note.body.lstrip("\ufeff")
    if not same_body or not _has_fields(after, note, wanted):
        keys = ", ".join(wanted)
        raise Refused(f"{note.path} would not read back as it should; set {keys} by hand")


def _prove_log(
    note: Note, edit: Edit, lines: Sequence[str], wanted: Mapping[str, Sequence[str]]
) -> None:
    after = parse_note(note.path, edit.apply(note.text))
    before, now = (Counter(_unplaced(parse_log(one))) for one in (note, after))
    added = now.total() - before.total()
    if added != len(lines) or before - now or not _has_fields(after, note, wanted):
        raise Refused(f"{note.path} would not read back as it should; add by hand: {lines[0]}")


def _unplaced(log: Log) -> Iterator[Event]:
    return (replace(event, line=0) for event in log.events)


def _has_fields(after: Note, before: Note, wanted: Mapping[str, Sequence[str]]) -> bool:
    """The same keys in the same order with the same values, but for the wanted ones."""
    old = {key: field.raws for key, field in before.fields.items()}
    new = {key: field.raws for key, field in after.fields.items()}
    same_problems = [p.code for p in after.problems] == [p.code for p in before.problems]
    return same_problems and list(new.items()) == list({**old, **wanted}.items())
