"""add_to_list, take_from_list: splices that change a list, in the form it has."""

from __future__ import annotations

import re
from collections.abc import Sequence

from infoview_md.core.edit import Splice
from infoview_md.core.entry import after_colon, by_hand, end_of_entry, take_lines
from infoview_md.core.fields import ITEM, line_end, newline_of, set_values
from infoview_md.core.note import Field, Note, Shape, Value
from infoview_md.core.quoting import MARKS_IN_BRACKETS, Scalar, format_item, format_value

DASH = re.compile(r"^[ \t]*-(?=[ \t\r\n])", re.MULTILINE)
ALONE = re.compile(r"[ \t]*,?[ \t]*(?:#[^\n]*)?\r?\n")
COMMA_BEFORE = re.compile(r",\s*\Z")
# A space stays before a comment, which would be none without it.
COMMA_AFTER = re.compile(r"\s*,(?:[ \t]*(?=[^#\s]))?")


def add_to_list(note: Note, key: str, values: Sequence[Scalar]) -> tuple[Splice, ...]:
    """What appends these values to the list of a field; a single value becomes a list first."""
    field = note.fields.get(key)
    if not values:
        return ()
    if field is None or (not field.values and field.shape is not Shape.NESTED):
        return set_values(note, {key: values})
    after_colon(note, field)
    if field.shape is Shape.SCALAR:
        return _make_list(note, field, values)
    if field.shape is Shape.NESTED:
        raise by_hand(note, field)
    if field.in_brackets:
        comma = _comma_of(note.text, field.values)
        shown = "".join(f"{comma}{format_item(key, value)}" for value in values)
        return (Splice(field.values[-1].end, field.values[-1].end, shown),)
    return (_add_items(note, field, values),)


def _comma_of(text: str, values: Sequence[Value]) -> str:
    """What stands between two items in brackets: one a line where the last ones stand so."""
    last = values[-1]
    indent = text[text.rfind("\n", 0, last.start) + 1 : last.start]
    rest = text[last.end : line_end(text, last.end)]
    if indent.strip(" ") or rest.strip(" \t,"):
        return ", "
    return f",{newline_of(text, last.start)}{indent}"


def _add_items(note: Note, field: Field, values: Sequence[Scalar]) -> Splice:
    text, key = note.text, field.key.raw
    item = ITEM.search(text, after_colon(note, field))
    if item is None:
        raise by_hand(note, field)
    dash = item["dash"] if item.end() == field.values[0].start else "- "
    before = f"{newline_of(text, field.key.end)}{item['indent']}{dash}"
    at = end_of_entry(note, field)
    return Splice(at, at, "".join(f"{before}{format_value(key, value)}" for value in values))


def _make_list(note: Note, field: Field, values: Sequence[Scalar]) -> tuple[Splice, ...]:
    """A single value with others behind it, in brackets; one a line where it cannot stand in them.

    The value itself is not touched.
    """
    text, key, old = note.text, field.key.raw, field.values[0]
    token = text[old.start : old.end]
    if token[0] in "'\"" or not (token[0] in "|>" or MARKS_IN_BRACKETS.search(token)):
        shown = "".join(f", {format_item(key, value)}" for value in values)
        return Splice(old.start, old.start, "["), Splice(old.end, old.end, f"{shown}]")
    newline, at = newline_of(text, field.end), end_of_entry(note, field)
    # Without an indent, where lines of the value below it must stand farther to the right.
    indent = text[text.rfind("\n", 0, field.key.start) + 1 : field.key.start]
    indent += "" if "\n" in token else "  "
    shown = "".join(f"{newline}{indent}- {format_value(key, value)}" for value in values)
    return (
        Splice(after_colon(note, field), old.start, f"{newline}{indent}- "),
        Splice(at, at, shown),
    )


def take_from_list(note: Note, field: Field, value: Value) -> tuple[Splice, ...]:
    """What takes one value out of a list; of the last one `[]` is left."""
    colon = after_colon(note, field)
    if field.shape is Shape.SCALAR:
        return (Splice(value.start, field.end, "[]"),)
    if len(field.values) > 1:
        take = _take_in_brackets if field.in_brackets else _take_item
        return take(note, field, value)
    if field.in_brackets:
        return (Splice(note.text.rindex("[", colon, value.start), field.end, "[]"),)
    start, end = (note.text.find("\n", at) + 1 for at in (colon, field.end))
    return Splice(colon, colon, " []"), *take_lines(note, field, start, end)


def _take_item(note: Note, field: Field, value: Value) -> tuple[Splice, ...]:
    """Take a value with its lines, and the comment behind it, out of a list of one item a line."""
    index = field.values.index(value)
    above = field.values[index - 1].end if index else field.key.end
    dashes = [*DASH.finditer(note.text, above, value.start)]
    if not dashes:
        raise by_hand(note, field)
    return take_lines(note, field, dashes[-1].start(), note.text.find("\n", value.end) + 1)


def _take_in_brackets(note: Note, field: Field, value: Value) -> tuple[Splice, ...]:
    """Take a value with one comma out of a list in brackets; with its line where it has one."""
    text, start, end = note.text, value.start, value.end
    line = text.rfind("\n", 0, start) + 1
    comma = COMMA_AFTER.match(text, end)
    is_first_of_line = not text[line:start].strip(" \t")
    is_comma_below = comma is not None and "\n" in comma[0]
    alone = ALONE.match(text, end)
    is_plain_end = comma is None and not text[end : line_end(text, end)].strip()
    if alone and is_first_of_line and not is_comma_below and not is_plain_end:
        return (Splice(line, alone.end(), ""),)
    # The comma above the last item goes with it, where nothing else would move to its line.
    above = field.values[0].start if is_plain_end else line
    if before := COMMA_BEFORE.search(text, above, start):
        return (Splice(before.start(), end, ""),)
    return (Splice(start, comma.end() if comma else end, ""),)
