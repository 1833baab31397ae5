"""rename_links: other targets for the links of a note; how each is written stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from infoview_md.core.edit import Edit, Splice
from infoview_md.core.links import WIKILINK, Link, find_target
from infoview_md.core.note import Note, Value, find_line_starts
from infoview_md.core.proof import check_whole, prove_text
from infoview_md.core.quoting import (
    ESCAPED_ALWAYS,
    MARKS_IN_BRACKETS,
    escape,
    is_plain,
    quote,
)
from infoview_md.core.reading import NO_KEYS
from infoview_md.core.references import Reference, find_references
from infoview_md.core.scalar_text import map_characters
from infoview_md.core.schema import Keys
from infoview_md.errors import Refused

Renamed = Callable[[Link, str], str | None]
"""The new target for a link in a field (by our key, empty for the body); None leaves it."""


@dataclass(frozen=True, slots=True)
class _Change:
    """Another target for one link; the span is in the note's text, or in the value's text."""

    reference: Reference
    target: str
    start: int
    end: int


def rename_links(note: Note, renamed: Renamed, keys: Keys = NO_KEYS) -> Edit:
    """The edit that gives links other targets, in the fields and in the body.

    Only the characters of the target change: heading, block, shown name, `.md`, the embed mark and
    all quotes stay. A value whose new text needs quotes gets them. Links in code and in comments
    are none. Refused where a target could not be read back as that target.
    """
    references = find_references(note, keys)
    changes = [*_find_changes(note, references, renamed)]
    check_whole(note, *(change.reference.field for change in changes))
    splices: list[Splice] = []
    wanted: dict[str, list[str]] = {}
    for value, found in _by_value(changes).items():
        if value is None:
            splices += (Splice(change.start, change.end, change.target) for change in found)
        else:
            key = found[0].reference.field
            raws = wanted.setdefault(key, note.fields[key].raws)
            raws[note.fields[key].values.index(value)] = _replace(value.raw, found)
            splices += _rename_in_value(note, value, found)
    edit = Edit(note.path, note.digest, tuple(splices))
    after = prove_text(note, edit, wanted) if splices else note
    new = {id(change.reference): change.target for change in changes}
    expected = [_tell(one, new.get(id(one), one.link.target)) for one in references]
    if [_tell(one, one.link.target) for one in find_references(after, keys)] != expected:
        names = ", ".join(f"“{change.target}”" for change in changes)
        raise Refused(f"{note.path}: a link to {names} would not read back; choose another name")
    return edit


def _find_changes(
    note: Note, references: Iterable[Reference], renamed: Renamed
) -> Iterator[_Change]:
    starts = find_line_starts(note.text)
    for reference in references:
        link = reference.link
        target = renamed(link, reference.key) if link.target else None
        if target is not None and target != link.target:
            yield _Change(reference, target, *_place(note, reference, starts))


def _place(note: Note, reference: Reference, starts: Sequence[int]) -> tuple[int, int]:
    """Where the target stands, in the note's text or in the text of the value.

    `starts` are where the lines of the text begin.
    """
    value, link = reference.value, reference.link
    text = note.text if value is None else value.raw
    if link.bracketed:
        in_line = starts[reference.line - 1] + reference.column - 1
        match = WIKILINK.search(text, in_line if value is None else link.start)
        at = match.start("inner") if match else 0
        start, end = find_target(match["inner"]) if match else (0, 0)
    else:
        at, (start, end) = 0, (text.find(link.target), text.find(link.target) + len(link.target))
    if text[at + start : at + end] != link.target:
        raise Refused(f"{note.path}:{reference.line}: this link is hard to read; change it by hand")
    return at + start, at + end


def _by_value(changes: Iterable[_Change]) -> Mapping[Value | None, list[_Change]]:
    found: dict[Value | None, list[_Change]] = {}
    for change in changes:
        found.setdefault(change.reference.value, []).append(change)
    return found


def _replace(raw: str, changes: Iterable[_Change]) -> str:
    for change in sorted(changes, key=lambda change: -change.start):
        raw = f"{raw[: change.start]}{change.target}{raw[change.end :]}"
    return raw


def _rename_in_value(note: Note, value: Value, changes: list[_Change]) -> Iterator[Splice]:
    """What changes targets inside a scalar, in its own way of writing; quoted where it must be."""
    token = note.text[value.start : value.end]
    new, style = _replace(value.raw, changes), token[:1]
    in_brackets = note.fields[changes[0].reference.field].in_brackets
    if not _can_stand(new, style, in_brackets, changes):
        yield Splice(value.start, value.end, quote(new))
        return
    characters = map_characters(token)
    if "".join(one[0] for one in characters).rstrip("\n") != value.raw.rstrip("\n"):
        raise Refused(f"{note.path}:{value.line}: this text is hard to take apart; do it by hand")
    for change in changes:
        start, end = characters[change.start][1], characters[change.end - 1][2]
        yield Splice(value.start + start, value.start + end, _write(change.target, style))


def _can_stand(text: str, style: str, in_brackets: bool, changes: Iterable[_Change]) -> bool:
    """Whether a text can be written as the one that it replaces is."""
    if style == "'":
        return not any(ESCAPED_ALWAYS.search(change.target) for change in changes)
    if style in '"|>':
        return True
    if in_brackets and MARKS_IN_BRACKETS.search(text):
        return False
    # Brackets in the middle of a text mean nothing, and there they are.
    return is_plain(text.replace("[[", "((").replace("\n", " "))


def _write(target: str, style: str) -> str:
    if style == '"':
        return escape(target)
    return target.replace("'", "''") if style == "'" else target


def _tell(reference: Reference, target: str) -> tuple[str, str, str, str, bool, bool]:
    link = reference.link
    return (reference.key, target, link.shown, link.heading, link.embed, link.bracketed)
