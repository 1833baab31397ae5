"""References: every link of a note, in its fields and its body, with the place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from infoview_md.core.frozen import dataclass
from infoview_md.core.links import Link, find_links, parse_link
from infoview_md.core.note import Note, Value
from infoview_md.core.pattern import pattern
from infoview_md.core.schema import BY_KEY, SAME_AS, FieldType, Keys
from infoview_md.core.sections import LineCounter
from infoview_md.core.visible import body_begin, read_visible

INLINE_CODE = pattern(r"(`+)(?!`).+?(?<!`)\1(?!`)")
LINK_TYPES = frozenset({FieldType.LINK, FieldType.LINKS})


@dataclass(frozen=True, slots=True)
class Reference:
    """One link of a note: `key` is the field it stands in, empty for the body.

    `field` is the key as written, with the `value` that holds the link.
    """

    link: Link
    line: int
    column: int
    key: str = ""
    field: str = ""
    value: Value | None = None


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
            elif "[[" in value.raw:
                links = find_links(value.raw)
            else:
                continue
            for link in links:
                yield Reference(link, value.line, value.column, key, written, value)


def _body_references(note: Note) -> Iterator[Reference]:
    if note.text.find("[[", note.body_start) < 0:
        return
    visible, lines = read_visible(note), LineCounter(note.text)
    begin = body_begin(note)
    at = visible.find("[[", begin)
    while at >= 0:
        start = max(visible.rfind("\n", 0, at) + 1, begin)
        end = visible.find("\n", at)
        line = visible[start : end if end >= 0 else len(visible)].removesuffix("\r")
        bare = INLINE_CODE.sub(_blank, line) if "`" in line else line
        line_number = lines.line_of(start)
        for link in find_links(bare):
            yield Reference(link, line_number, link.start + 1)
        at = visible.find("[[", start + len(line))


def _blank(code: re.Match[str]) -> str:
    return " " * len(code[0])
