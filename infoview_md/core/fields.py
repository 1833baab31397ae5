"""set_values: splices that set fields in a front matter, in the form its other values have."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from infoview_md.core.block_text import format_block
from infoview_md.core.edit import Splice
from infoview_md.core.entry import after_colon, by_hand
from infoview_md.core.note import Field, Note, Shape, find_front_matter
from infoview_md.core.quoting import (
    Scalar,
    format_item,
    format_like,
    format_list,
    format_value,
    write_plainly,
)

FieldValue = Scalar | Sequence[Scalar] | None
"""What a field is set to; None, an empty text and an empty list leave it as it is."""

NOTHING = re.compile(r"[ \t]*(?P<null>~|[Nn]ull|NULL)?[ \t]*(?P<comment>#[^\r\n]*)?")
BRACKET = re.compile(r"\s*(?:#[^\n]*\s*)*\[")
REST_OF_BRACKETS = re.compile(r"(?:[\s,]|~|[Nn]ull|NULL|#[^\n]*)*\]")
ITEM = re.compile(r"\n(?P<indent>[ \t]*)(?P<dash>-[ \t]*)")
EMPTY_ITEMS = re.compile(r"(?:[ \t]*\r?\n[ \t]*-[ \t]*(?:~|[Nn]ull|NULL)?(?=[ \t]*\r?\n))+")


def set_values(note: Note, values: Mapping[str, FieldValue]) -> tuple[Splice, ...]:
    """What sets these fields: keys that are there in place, others at the end, in their order.

    A text keeps its quotes, and a block (`|`, `>`) stays one where the new text has several lines.
    A list keeps the form it has, in brackets or one item a line; where there is none yet it gets
    one item a line. Raises Refused for a field whose value only a person can take apart.
    """
    wanted = {key: value for key, value in values.items() if listed(value)}
    splices = [
        _set_field(note, note.fields[key], value)
        for key, value in wanted.items()
        if key in note.fields
    ]
    newline = newline_of(note.text)
    indent = _indent_of_keys(note)
    added = [
        f"{indent}{format_key(key)}:{_show(key, value, newline + indent)}{newline}"
        for key, value in wanted.items()
        if key not in note.fields
    ]
    return (*splices, _add_lines(note, "".join(added))) if added else tuple(splices)


def listed(value: FieldValue) -> tuple[Scalar, ...]:
    """The single values that a field is set to; none where it is left as it is."""
    many = (value,) if isinstance(value, Scalar) else tuple(value or ())
    return tuple(one for one in many if one != "")


def newline_of(text: str, at: int = 0) -> str:
    """The line end in use: that of the line before `at`, else the text's first one, else LF."""
    end = text.rfind("\n", 0, at)
    end = end if end >= 0 else text.find("\n")
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"


def line_end(text: str, at: int) -> int:
    """Where the line that holds `at` ends, before its `\\r`."""
    end = text.find("\n", at)
    end = end if end >= 0 else len(text)
    return end - text.endswith("\r", at, end)


def format_key(key: str) -> str:
    """A key as it stands before its colon."""
    return format_item("", key)


def _indent_of_keys(note: Note) -> str:
    """How far the keys are indented: not at all, unless somebody indented all of them."""
    first = next(iter(note.fields.values()), None)
    if first is None:
        return ""
    above = note.text[note.text.rfind("\n", 0, first.key.start) + 1 : first.key.start]
    return "" if above.strip(" ") else above


def _add_lines(note: Note, lines: str) -> Splice:
    """Lines at the end of the front matter; a note that has none gets one."""
    span = find_front_matter(note.text)
    if note.body_start and span is not None:
        return Splice(span[1], span[1], lines)
    start, newline = int(note.text.startswith("\ufeff")), newline_of(note.text)
    return Splice(start, start, f"---{newline}{lines}---{newline}")


def _show(key: str, value: FieldValue, newline: str) -> str:
    """What stands behind `key:` for a value, from the space or the line end on."""
    if isinstance(value, Scalar):
        return f" {format_value(key, value)}"
    return "".join(f"{newline}  - {format_value(key, one)}" for one in listed(value))


def _set_field(note: Note, field: Field, value: FieldValue) -> Splice:
    colon = after_colon(note, field)
    if field.shape is Shape.NESTED:
        raise by_hand(note, field)
    if field.shape is Shape.LIST:
        return _set_list(note, field, listed(value), colon)
    if field.values:
        return _set_scalar(note, field, value)
    return _set_nothing(note, field, value, colon)


def _set_scalar(note: Note, field: Field, value: FieldValue) -> Splice:
    key, start, end = field.key.raw, field.values[0].start, field.values[0].end
    if not isinstance(value, Scalar):
        return Splice(start, end, format_list(key, listed(value)))
    token = note.text[start:end]
    shown = format_like(key, value, token, field.in_brackets)
    block = format_block(write_plainly(value), token, newline_of(note.text, end))
    return Splice(start, end, shown if block is None else block)


def _set_nothing(note: Note, field: Field, value: FieldValue, at: int) -> Splice:
    """Set a field that has no value yet; a comment behind it stays."""
    key, text = field.key.raw, note.text
    found = NOTHING.match(text, at)
    if found is None or field.in_brackets:
        raise by_hand(note, field)
    shown = _show(key, value, newline_of(text, at) + _indent_of_keys(note))
    is_single = isinstance(value, Scalar)
    if found["null"]:
        shown = shown[1:] if is_single else format_list(key, listed(value))
        return Splice(*found.span("null"), shown)
    if found["comment"]:
        at = at if is_single else found.end()
        return Splice(at, at, shown)
    return Splice(at, found.end(), shown)


def _set_list(note: Note, field: Field, values: Sequence[Scalar], at: int) -> Splice:
    text, end = note.text, field.values[-1].end if field.values else at
    if bracket := BRACKET.match(text, at):
        if close := REST_OF_BRACKETS.match(text, max(end, bracket.end())):
            items = ", ".join(_format_items(note, field, values))
            return Splice(bracket.end() - 1, close.end(), f"[{items}]")
    elif item := ITEM.search(text, at):
        start = line_end(text, at)
        empty = EMPTY_ITEMS.match(text, max(end, start))
        before = f"{newline_of(text, at)}{item['indent']}- "
        shown = "".join(f"{before}{one}" for one in _format_items(note, field, values))
        return Splice(start, empty.end() if empty else end, shown)
    raise by_hand(note, field)


def _format_items(note: Note, field: Field, values: Sequence[Scalar]) -> list[str]:
    """The values as items of the list; those that are in it already keep their quotes."""
    tokens = {value.raw: note.text[value.start : value.end] for value in field.values}
    form = format_item if field.in_brackets else format_value
    shown = [(form(field.key.raw, value), tokens.get(write_plainly(value), "")) for value in values]
    return [token if token[:1] in ("'", '"') and "\n" not in token else new for new, token in shown]
