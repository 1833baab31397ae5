"""fix_reading, fix_bare_link: quotes around what YAML takes for something else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from infoview_md.core.edit import Edit, Splice
from infoview_md.core.fixes.proof import prove, value_at
from infoview_md.core.links import find_links
from infoview_md.core.note import Field, Note, find_front_matter
from infoview_md.core.outlook import Outlook
from infoview_md.core.problem import Problem
from infoview_md.core.quoting import quote

COMMENT = re.compile(r"(?:\A|[ \t])#")
NEXT_KEY = re.compile(r"^[^\s#-]", re.MULTILINE)


def fix_reading(outlook: Outlook, problem: Problem) -> tuple[Edit, ...]:
    """Quotes around a text that other programs would not read as one."""
    index = outlook.index
    return prove(index, problem, _quote_value(index.readings[problem.path].note, problem))


def fix_bare_link(outlook: Outlook, problem: Problem) -> tuple[Edit, ...]:
    """Quotes around every bare link of a field."""
    index = outlook.index
    return prove(index, problem, _quote_links(index.readings[problem.path].note, problem))


def _quote_value(note: Note, problem: Problem) -> Iterator[Splice]:
    value = value_at(note, problem.line, problem.column)
    if value is not None and value.plain and note.text[value.start : value.end] == value.raw:
        yield Splice(value.start, value.end, quote(value.raw))


def _quote_links(note: Note, problem: Problem) -> Iterator[Splice]:
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
