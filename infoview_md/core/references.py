"""References: every link of a note, in its fields and its body, with the place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from infoview_md.core.links import Link, find_links, parse_link
from infoview_md.core.note import Note
from infoview_md.core.schema import BY_KEY, SAME_AS, FieldType, Keys
from infoview_md.core.sections import scan_lines

INLINE_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
LINK_TYPES = frozenset({FieldType.LINK, FieldType.LINKS})


@dataclass(frozen=True, slots=True)
class Reference:
    """One link of a note: `key` is the field it stands in, empty for the body."""

    link: Link
    line: int
    column: int
    key: str = ""


def find_references(note: Note, keys: Keys) -> tuple[Reference, ...]:
    """Every link of a note; fences, inline code and comments hold none."""
    return (*_field_references(note, keys), *_body_references(note))


_LINK_KEYS = {spec.key for spec in BY_KEY.values() if spec.type in LINK_TYPES}


def _field_references(note: Note, keys: Keys) -> Iterator[Reference]:
    for written, field in note.fields.items():
        key = SAME_AS.get(written) or keys.fields.get(written, written)
        for value in field.values:
            if key in _LINK_KEYS:
                link = parse_link(value.raw)
                links = [link] if link else []
            else:
                links = find_links(value.raw)
            for link in links:
                yield Reference(link, value.line, value.column, key)


def _body_references(note: Note) -> Iterator[Reference]:
    if note.text.find("[[", note.body_start) < 0:
        return
    for line in scan_lines(note):
        if "[[" not in line.text:
            continue
        bare = INLINE_CODE.sub(lambda found: " " * len(found[0]), line.text)
        for link in find_links(bare):
            yield Reference(link, line.number, link.start + 1)
