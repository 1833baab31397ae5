"""prove: the edit that mends a problem, proven by reading the note again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from infoview_md.core.edit import Edit, Splice
from infoview_md.core.index import Index, Reading, read_note
from infoview_md.core.note import Note, Value, parse_note
from infoview_md.core.problem import Problem
from infoview_md.core.surgery import check_whole
from infoview_md.errors import Refused


def prove(
    index: Index,
    problem: Problem,
    splices: Iterable[Splice],
    is_mended: Callable[[Reading], bool] = lambda _: True,
) -> tuple[Edit, ...]:
    """These splices as the fix of a problem; none where they would not mend it alone.

    The note is read again: this problem must be gone, no other be there, and no field have another
    value but the one that was mended. `is_mended` says of the new reading whether a problem that
    no single note shows is gone.
    """
    reading = index.readings[problem.path]
    edit = Edit(problem.path, reading.note.digest, tuple(splices))
    try:
        check_whole(reading.note)
    except Refused:
        return ()
    if not edit.splices:
        return ()
    after = read_note(parse_note(problem.path, edit.apply(reading.note.text)), index.keys)
    told = Counter((one.code, one.message) for one in after.problems)
    before = Counter((one.code, one.message) for one in reading.problems)
    is_worse = told - (before - Counter([(problem.code, problem.message)]))
    if is_worse or not is_mended(after) or not _keeps_rest(reading.note, after.note, edit.splices):
        return ()
    return (edit,)


def _keeps_rest(before: Note, after: Note, splices: Iterable[Splice]) -> bool:
    """True where the same keys hold the same values, but for the fields that were spliced."""
    touched = {_key_at(before, splice.start) for splice in splices}
    if list(before.fields) != list(after.fields):
        return False
    same = all(
        field.raws == after.fields[key].raws
        for key, field in before.fields.items()
        if key not in touched
    )
    return same and (None in touched or before.body == after.body)


def _key_at(note: Note, offset: int) -> str | None:
    """The field that an offset stands in; None for the body."""
    if offset >= note.body_start:
        return None
    above = [key for key, field in note.fields.items() if field.key.start <= offset]
    return above[-1] if above else None


def value_at(note: Note, line: int, column: int) -> Value | None:
    """The value of a field that begins at a place of the note."""
    values = (value for field in note.fields.values() for value in field.values)
    return next((one for one in values if (one.line, one.column) == (line, column)), None)
