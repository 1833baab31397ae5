"""add_fix: the edit that mends a problem where only one is certain, proven by reading it again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from infoview_md.core.edit import Edit, Splice
from infoview_md.core.index import Index, Reading, read_note
from infoview_md.core.links import find_links
from infoview_md.core.note import Field, Note, Value, find_front_matter, parse_note
from infoview_md.core.problem import Problem
from infoview_md.core.quoting import quote
from infoview_md.core.surgery import check_whole
from infoview_md.errors import Refused

COMMENT = re.compile(r"(?:\A|[ \t])#")
NEXT_KEY = re.compile(r"^[^\s#-]", re.MULTILINE)


def add_fix(index: Index, problem: Problem) -> Problem:
    """The problem with its fix, where there is a certain one that can be made safely."""
    find = _FINDERS.get(problem.code)
    if find is None or problem.fix:
        return problem
    note = index.readings[problem.path].note
    return with_splices(index, problem, find(note, problem))


def with_splices(
    index: Index,
    problem: Problem,
    splices: Iterable[Splice],
    is_mended: Callable[[Reading], bool] = lambda _: True,
) -> Problem:
    """The problem with these splices as its fix; as it is where they would not mend it alone.

    The note is read again: this problem must be gone, no other be there, and no field have another
    value but the one that was mended. `is_mended` says of the new reading whether a problem that
    no single note shows is gone.
    """
    reading = index.readings[problem.path]
    edit = Edit(problem.path, reading.note.digest, tuple(splices))
    try:
        check_whole(reading.note)
    except Refused:
        return problem
    if not edit.splices:
        return problem
    after = read_note(parse_note(problem.path, edit.apply(reading.note.text)), index.keys)
    told = Counter((one.code, one.message) for one in after.problems)
    before = Counter((one.code, one.message) for one in reading.problems)
    is_worse = told - (before - Counter([(problem.code, problem.message)]))
    if is_worse or not is_mended(after) or not _keeps_rest(reading.note, after.note, edit.splices):
        return problem
    return replace(problem, fix=(edit,))


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


def _quote_value(note: Note, problem: Problem) -> Iterator[Splice]:
    """Quotes around a text that other programs would not read as one."""
    value = value_at(note, problem.line, problem.column)
    if value is not None and value.plain and note.text[value.start : value.end] == value.raw:
        yield Splice(value.start, value.end, quote(value.raw))


def _quote_links(note: Note, problem: Problem) -> Iterator[Splice]:
    """Quotes around every bare link of a field."""
    places = ((field.key.line, field.key.column) for field in note.fields.values())
    field = dict(zip(places, note.fields.values(), strict=True)).get((problem.line, problem.column))
    if field is None:
        return
    start, end = _span_of(note, field)
    for link in find_links(note.text[start:end]):
        at, stop = start + link.start, start + link.end
        before = note.text[max(note.text.rfind("\n", 0, at) + 1, start) : at]
        if before[-1:] not in ("'", '"') and not COMMENT.search(before):
            yield Splice(at, stop, quote(note.text[at:stop]))


def _span_of(note: Note, field: Field) -> tuple[int, int]:
    """A field from behind its key up to the next key, or to the end of the front matter."""
    start = field.key.end
    _, end, _ = find_front_matter(note.text) or (0, start, 0)
    below = note.text.find("\n", start, end) + 1 or end
    found = NEXT_KEY.search(note.text, below, end)
    return start, found.start() if found else end


Finder = Callable[[Note, Problem], Iterator[Splice]]
_FINDERS: Mapping[str, Finder] = {"yaml-reading": _quote_value, "unquoted-link": _quote_links}
