"""read_fields: the keys of a front matter with their values and places, from one pass."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from infoview_md.core.written import (
    NULLS,
    Field,
    FrontMatterFault,
    Shape,
    Value,
    find_unprintable,
)
from infoview_md.core.yaml_events import SCALAR, make_fault, read_events

MAX_FRONT_MATTER_BYTES = 64 * 1024
BLOCKS = ("|", ">")
# To look a member of an enum up takes as long as to make half a value.
ONE, LIST, NESTED = Shape.SCALAR, Shape.LIST, Shape.NESTED


def read_fields(source: str, base: int) -> Iterator[Field]:
    """The top-level keys of the text between the fences, which begins at `base` in the note.

    Raises FrontMatterFault, with an offset in the source, where the rest cannot be read.
    """
    _check_source(source)
    events = read_events(source)
    first = next(events, None)
    if first is None:
        return
    if not isinstance(first, yaml.MappingStartEvent):
        raise make_fault(first, "front-matter-shape", "the front matter is not `key: value` lines")
    above = 2 if base else 1  # a fence stands above the front matter, unless that is all there is
    in_braces = bool(first.flow_style)
    for event in events:
        if type(event) is not SCALAR:
            if isinstance(event, yaml.MappingEndEvent):
                break
            raise make_fault(event, "key-shape", "a key must be a plain word")
        key = _read_scalar(event, source, base, above)
        if key.raw == "<<" and key.plain:
            raise make_fault(event, "yaml-alias", "no merge keys (`<<`); write the fields out")
        event = next(events)
        if type(event) is SCALAR:
            value = _read_scalar(event, source, base, above)
            values = () if value.plain and value.raw in NULLS else (value,)
            spans = ((value.start, value.end),) if _is_long(event) else ()
            yield Field(key, values, ONE, value.end, in_braces, spans)
        else:
            yield _read_collection(key, event, events, in_braces, (source, base, above))
    if second := next(events, None):
        raise make_fault(second, "front-matter-shape", "a second YAML document begins here")


def _read_scalar(event: Any, source: str, base: int, above: int) -> Value:
    """The scalar of an event; one in block style ends with its last line that is not blank."""
    mark, end, style = event.start_mark, event.end_mark.index, event.style
    start = mark.index
    if style in BLOCKS:
        lines = source[start:end].split("\n")
        while not lines[-1].strip():
            lines.pop()
        end = start + len("\n".join(lines).rstrip("\r"))
    # libyaml ends a line where we do: what else it takes for a line end is unprintable.
    return Value(
        event.value, mark.line + above, mark.column + 1, base + start, base + end, not style
    )


def _read_collection(
    key: Value, event: Any, events: Iterator[Any], in_braces: bool, place: tuple[str, int, int]
) -> Field:
    """A list of scalars after a key, or something nested, which is skipped whole."""
    shape = LIST if isinstance(event, yaml.SequenceStartEvent) else NESTED
    in_brackets = in_braces or bool(event.flow_style)
    items: list[Value] = []
    long_texts: list[tuple[int, int]] = []
    depth, end = 1, key.end
    for event in events:
        if type(event) is SCALAR:
            value = _read_scalar(event, *place)
            end = value.end
            if _is_long(event):
                long_texts.append((value.start, end))
            if depth == 1 and not value.is_null:
                items.append(value)
        elif isinstance(event, yaml.CollectionStartEvent):
            depth, shape = depth + 1, NESTED
        else:
            depth -= 1
            end = _end_of_bracket(event, place[1]) or end
            if not depth:
                break
    kept = () if shape is NESTED else tuple(items)
    return Field(key, kept, shape, end, in_brackets, tuple(long_texts))


def _end_of_bracket(event: Any, base: int) -> int:
    """The offset behind a closing bracket; 0 for a list or map in lines, which just ends."""
    start, end = event.start_mark.index, event.end_mark.index
    return base + end if end > start else 0


def _is_long(event: Any) -> bool:
    return bool(event.end_mark.line > event.start_mark.line)


def _check_source(source: str) -> None:
    # No character has more than four bytes, so that most need not be counted.
    if len(source) * 4 > MAX_FRONT_MATTER_BYTES:
        size = len(source.encode("utf-8"))
        if size > MAX_FRONT_MATTER_BYTES:
            message = f"{size:,} bytes of front matter, the limit is {MAX_FRONT_MATTER_BYTES:,}"
            raise FrontMatterFault("front-matter-too-large", message, 0)
    if (odd := find_unprintable(source)) >= 0:
        message = f"the control character U+{ord(source[odd]):04X} stands here; delete it"
        raise FrontMatterFault("yaml-character", message, odd)
