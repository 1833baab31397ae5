"""Entry: all the lines a key takes up, from the key to the last of its values."""

from __future__ import annotations

import re

from infoview_md.core.edit import Splice
from infoview_md.core.note import Field, Note, Shape
from infoview_md.errors import Refused

COLON = re.compile(r"[ \t]*:")
KEEPING = re.compile(r"[|>][1-9]?\+")
BLANK_LINES = re.compile(r"(?:[ \t]*\r?\n[ \t]*(?=\r?\n))*")
BLANK_BELOW = re.compile(r"(?:[ \t]*\r?\n)*")
INDENTED_COMMENTS = re.compile(r"(?:[ \t]+#[^\n]*\n)*")
REST = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?=\r?\n)")


def by_hand(note: Note, field: Field) -> Refused:
    """The refusal for a field whose value only a person can take apart."""
    place = f"{note.path}:{field.key.line}"
    return Refused(f"{place}: `{field.key.raw}` is written in a way of its own; set it by hand")


def after_colon(note: Note, field: Field) -> int:
    """The offset behind a key's colon; Refused where it has none of its own."""
    colon = COLON.match(note.text, field.key.end)
    if colon is None:
        raise by_hand(note, field)
    return colon.end()


def end_of_entry(note: Note, field: Field) -> int:
    """Where a value's last line ends, before its line end; with blank lines that a `+` keeps."""
    end = _skip(BLANK_LINES, note.text, field.end) if keeps_blank_lines(note, field) else field.end
    at = note.text.find("\n", end)
    return at - note.text.endswith("\r", 0, at)


def keeps_blank_lines(note: Note, field: Field) -> bool:
    """Whether blank lines below the value are of it: it ends with a block (`|+`)."""
    return bool(field.values and KEEPING.match(note.text, field.values[-1].start))


def _skip(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def take_away(note: Note, field: Field) -> tuple[Splice, ...]:
    """What takes the key away with its value and the comment on its line.

    A comment on a line of its own stays, moved to the left edge: nothing above may swallow it.
    """
    text, start = note.text, note.text.rfind("\n", 0, field.key.start) + 1
    rest = REST.match(text, field.end)
    if text[start : field.key.start].strip(" ") or rest is None:
        raise by_hand(note, field)
    after_colon(note, field)
    end = text.find("\n", rest.end()) + 1
    if start == field.key.start:  # else one as far indented as the keys is about the next of them
        end = _skip(INDENTED_COMMENTS, text, end)
    others = [*note.fields.values()]
    above = others[max(others.index(field) - 1, 0)]
    if keeps_blank_lines(note, above) or keeps_blank_lines(note, field):
        # Left here, they would be of the value above.
        end = _skip(BLANK_BELOW, text, end)
    return take_lines(note, field, start, end)


def clear(note: Note, field: Field) -> tuple[Splice, ...]:
    """What leaves the key without a value; its comments stay."""
    colon = after_colon(note, field)
    is_in_braces = field.in_brackets and field.shape is Shape.SCALAR
    if field.shape is Shape.NESTED or is_in_braces:
        raise by_hand(note, field)
    if not field.values:
        return ()
    if field.in_brackets:
        return (Splice(note.text.rindex("[", colon, field.values[0].start), field.end, "[]"),)
    if field.shape is Shape.SCALAR:
        return (Splice(colon, field.end, ""),)
    start, end = (note.text.find("\n", at) + 1 for at in (colon, field.end))
    return take_lines(note, field, start, end)


def take_lines(note: Note, field: Field, start: int, end: int) -> tuple[Splice, ...]:
    """What takes these lines of a field away, all but its comments on lines of their own."""
    splices: list[Splice] = []
    at = taken_from = start
    while at < end:
        below = note.text.find("\n", at) + 1
        content = note.text[at:below].lstrip(" \t")
        if content.startswith("#") and not any(a < at < b for a, b in field.long_texts):
            splices.append(Splice(taken_from, below - len(content), ""))
            taken_from = below
        at = below
    splices.append(Splice(taken_from, end, ""))
    return tuple(splice for splice in splices if splice.start < splice.end)
