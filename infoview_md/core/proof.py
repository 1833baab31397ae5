"""Proofs: an edit is tried, the note is read again, and only what was asked for may differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from infoview_md.core.edit import Edit
from infoview_md.core.log import Event, Log, parse_log
from infoview_md.core.note import Note, parse_note
from infoview_md.core.visible import read_visible
from infoview_md.errors import Refused

CONFLICT = re.compile(r"^(?:<{7}|>{7})(?= |\r?$)", re.MULTILINE)

Wanted = Mapping[str, Sequence[str] | None]
"""What the fields that an edit was asked to change must read as; None for a key that is gone."""


def check_whole(note: Note, *keys: str) -> None:
    """Refused for a note that was read in part only, whose merge is not settled, or where one of
    these keys stands twice: an edit might then change what was not meant.
    """
    if conflict := CONFLICT.search(note.text):
        line = note.place(conflict.start())[0]
        raise Refused(f"{note.path}:{line}: a git merge is not settled here; settle it first")
    if note.is_broken:
        raise Refused(f"{note.problems[0]}; mend it first, then try again")
    for problem in note.problems:
        if problem.code == "duplicate-key" and any(_stands_twice(note, key) for key in keys):
            raise Refused(f"{problem}; then try again")


def _stands_twice(note: Note, key: str) -> bool:
    written = rf"""^["']?{re.escape(key)}["']?[ \t]*:"""
    return len(re.findall(written, note.text[: note.body_start], re.MULTILINE)) > 1


def prove_fields(note: Note, edit: Edit, wanted: Wanted) -> None:
    """Refused unless the edit makes the fields read as wanted and leaves all others untouched."""
    after = parse_note(note.path, edit.apply(note.text))
    same_body = after.body.lstrip("\ufeff") == note.body.lstrip("\ufeff")
    if not same_body or not _has_fields(after, note, wanted):
        keys = ", ".join(wanted)
        raise Refused(f"{note.path} would not read back as it should; set {keys} by hand")


def prove_log(note: Note, edit: Edit, lines: Sequence[str], wanted: Wanted) -> None:
    """Refused unless the log has these lines more, in the same order as before."""
    after = parse_note(note.path, edit.apply(note.text))
    old, new = parse_log(note), parse_log(after)
    before, now = Counter(_unplaced(old)), Counter(_unplaced(new))
    added = now.total() - before.total()
    is_turned = bool(old.events) and old.newest_first != new.newest_first
    if added != len(lines) or before - now or is_turned or not _has_fields(after, note, wanted):
        raise Refused(f"{note.path} would not read back as it should; add by hand: {lines[0]}")


def prove_text(note: Note, edit: Edit, wanted: Wanted) -> Note:
    """The note after an edit of single characters; Refused if it hides or shows other text."""
    after = parse_note(note.path, edit.apply(note.text))
    same = edit.apply(read_visible(note)) == read_visible(after)
    if not same or not _has_fields(after, note, wanted):
        raise Refused(f"{note.path} would not read back as it should; change it by hand")
    return after


def _unplaced(log: Log) -> Iterator[Event]:
    return (replace(event, line=0) for event in log.events)


def _has_fields(after: Note, before: Note, wanted: Wanted) -> bool:
    """The same keys in the same order with the same values, but for the wanted ones."""
    kept = [key for key in before.fields if wanted.get(key, ()) is not None]
    added = [key for key, raws in wanted.items() if raws is not None and key not in before.fields]
    same_problems = [p.code for p in after.problems] == [p.code for p in before.problems]
    return (
        same_problems
        and list(after.fields) == kept + added
        and all(after.fields[key].raws == raws for key, raws in wanted.items() if raws is not None)
        and all(_source(after, key) == _source(before, key) for key in kept if key not in wanted)
    )


def _source(note: Note, key: str) -> tuple[str, list[str]]:
    """A field as it is written, and as it reads: text below it may become a part of it."""
    field = note.fields[key]
    return note.text[field.key.start : field.end], field.raws
