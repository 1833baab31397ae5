"""merge_fields: the front matter of two notes about one person in one, and what did not fit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from infoview_md.core.edit import Edit, Splice
from infoview_md.core.fields import newline_of
from infoview_md.core.folding import fold
from infoview_md.core.index import Index
from infoview_md.core.links import parse_link
from infoview_md.core.meaning import find_meant
from infoview_md.core.model import Contact
from infoview_md.core.note import Field, Note, Shape, find_front_matter
from infoview_md.core.outcome import edited
from infoview_md.core.reading import written_key
from infoview_md.core.schema import BY_KEY, SAME_AS
from infoview_md.core.surgery import add_values, remove_values, set_fields, unset_fields

STOPS = ("do_not_contact", "sells_advice")
# The log says what the stage is, and names go to the aliases.
NOT_KEPT = frozenset({"type", "name", "aliases", "stage", *STOPS})
COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[^\n]*", re.MULTILINE)


def merge_fields(index: Index, kept: Contact, other: Contact) -> tuple[Note, list[str]]:
    """The note of `kept` with all fields of both, and the lines for what had no place in it.

    Lists are united; of single values those of `kept` stand. A stop sign of either stops.
    """
    merging = _Merging(index, kept, other)
    merging.lines += _comments_in(_above_fields(merging.theirs))
    for key, field in merging.theirs.fields.items():
        if merging.ours_of(key) not in NOT_KEPT:
            merging.take(key, field)
        merging.lines += _comments(merging, key, field)
    merging.take_names()
    merging.take_stops()
    merging.drop_own_referrals()
    return merging.note, merging.lines


class _Merging:
    """The note as it grows, and the lines that are left over."""

    def __init__(self, index: Index, kept: Contact, other: Contact) -> None:
        self.index, self.kept, self.other = index, kept, other
        self.note = index.readings[kept.path].note
        self.theirs = index.readings[other.path].note
        self.lines: list[str] = []
        self.copied: set[str] = set()

    def ours_of(self, key: str) -> str:
        """Our word for a key of theirs."""
        return SAME_AS.get(key) or self.index.keys.fields.get(key, key)

    def take(self, key: str, field: Field) -> None:
        """One field of theirs: into an empty place, united with a list, or left over."""
        ours = self.ours_of(key)
        mine = self.note.fields.get(written_key(self.note, self.index.keys, ours))
        if field.shape is not Shape.NESTED and not field.values:
            return
        if ours == "may_use_name" and self.kept.referred_by:
            # Leave to name one referrer is none to name another.
            self.lines += [_line(key, raw) for raw in field.raws if mine is None or
                           fold(raw) not in map(fold, mine.raws)]  # fmt: skip
        elif mine is None:
            self._copy(key, field)
        elif Shape.NESTED in (mine.shape, field.shape):
            self._keep_block(field, mine)
        elif not mine.values:
            value = field.raws if field.shape is Shape.LIST else field.raws[0]
            self.note = edited(self.note, set_fields(self.note, {mine.key.raw: value}))
        elif _is_list(ours, mine, field):
            known = {*map(fold, mine.raws)}
            new = [raw for raw in field.raws if fold(raw) not in known]
            self.note = edited(self.note, add_values(self.note, mine.key.raw, new))
        else:
            known = {*map(fold, mine.raws)}
            self.lines += [_line(key, raw) for raw in field.raws if fold(raw) not in known]

    def _copy(self, key: str, field: Field) -> None:
        """The lines of a field as they stand, whatever is in them."""
        span = find_front_matter(self.note.text)
        block = _block(self.theirs, field)
        if not self.note.body_start or span is None or block is None:
            if field.shape is Shape.NESTED:
                self.lines += ["- ```yaml", *(f"  {line}" for line in _written(self.theirs, field)),
                               "  ```"]  # fmt: skip
                return
            value = field.raws if field.shape is Shape.LIST else field.raws[0]
            self.note = edited(self.note, set_fields(self.note, {key: value}))
            return
        newline = newline_of(self.note.text)
        text = newline.join(block.rstrip().split("\n")).replace("\r\r", "\r") + newline
        splice = Splice(span[1], span[1], text)
        self.note = edited(self.note, Edit(self.note.path, None, (splice,)))
        self.copied.add(key)

    def _keep_block(self, field: Field, mine: Field) -> None:
        written = _written(self.theirs, field)
        if written != _written(self.note, mine):
            self.lines += ["- ```yaml", *(f"  {line}" for line in written), "  ```"]

    def take_names(self) -> None:
        """Their names, as other names of the one that is kept."""
        known = {*map(fold, (self.kept.name, self.kept.stem, *self.kept.aliases))}
        names = dict.fromkeys((self.other.name, self.other.stem, *self.other.aliases))
        new = [name for name in names if fold(name) not in known]
        key = written_key(self.note, self.index.keys, "aliases")
        self.note = edited(self.note, add_values(self.note, key, new))

    def take_stops(self) -> None:
        """Who must not be written to under one of the names is not written to at all."""
        for stop in STOPS:
            key = written_key(self.note, self.index.keys, stop)
            theirs = self.theirs.fields.get(written_key(self.theirs, self.index.keys, stop))
            if getattr(self.other, stop) and not getattr(self.kept, stop):
                self.note = edited(self.note, set_fields(self.note, {key: True}))
            elif theirs and getattr(self.kept, stop) and not getattr(self.other, stop):
                self.lines += [_line(stop, raw) for raw in theirs.raws]

    def drop_own_referrals(self) -> None:
        """Nobody is named by themselves: such a link moves to the lines."""
        key = written_key(self.note, self.index.keys, "referred_by")
        field = self.note.fields.get(key)
        own = [raw for raw in field.raws if self._is_own(raw)] if field else []
        if field and own:
            is_all = len(own) == len(field.raws)
            edit = unset_fields(self.note, key) if is_all else remove_values(self.note, key, own)
            self.note = edited(self.note, edit)
            self.lines += [_line("referred_by", raw) for raw in own]

    def _is_own(self, raw: str) -> bool:
        link = parse_link(raw)
        meant = find_meant(self.index, link, "referred_by") if link else ()
        return bool(meant) and {*meant} <= {self.kept.path, self.other.path}


def _is_list(ours: str, mine: Field, theirs: Field) -> bool:
    spec = BY_KEY.get(ours)
    return spec.many if spec else Shape.LIST in (mine.shape, theirs.shape)


def _line(key: str, raw: str) -> str:
    return f"- {key}: " + "\n  ".join(filter(str.strip, raw.split("\n")))


def _block(note: Note, field: Field) -> str | None:
    """The whole lines of a field; None where it does not begin a line, as in braces."""
    if field.key.column != 1 + (field.key.start > 0 and note.text[field.key.start - 1] in "\"'"):
        return None
    start = note.text.rfind("\n", 0, field.key.start) + 1
    return note.text[start : _end_of_block(note, field)]


def _end_of_block(note: Note, field: Field) -> int:
    """Where the next field begins, or the front matter ends."""
    span = find_front_matter(note.text)
    ends = [one.key.start for one in note.fields.values() if one.key.start > field.key.start]
    end = min(ends, default=span[1] if span else note.body_start)
    return note.text.rfind("\n", 0, end) + 1 if ends else end


def _written(note: Note, field: Field) -> list[str]:
    text = note.text[field.key.start : field.end]
    return [line.rstrip("\r") for line in text.rstrip().split("\n")]


def _comments(merging: _Merging, key: str, field: Field) -> Iterator[str]:
    """The comments of a field that was not copied as it stands."""
    if key in merging.copied:
        return
    note = merging.theirs
    inside = note.text[field.key.start : _end_of_block(note, field)]
    for value in field.values:
        inside = inside.replace(note.text[value.start : value.end], "", 1)
    yield from _comments_in(inside)


def _comments_in(text: str) -> Iterator[str]:
    for found in COMMENT.finditer(text):
        if words := found[0].strip("# \t\r"):
            yield f"- comment: {words}"


def _above_fields(note: Note) -> str:
    """What stands in the front matter above its first key."""
    span = find_front_matter(note.text)
    if not note.body_start or span is None:
        return ""
    first = min((field.key.start for field in note.fields.values()), default=span[1])
    return note.text[span[0] : first]
