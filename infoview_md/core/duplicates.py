"""plan_merge: two notes about one person become one, and nothing of either is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import replace
from pathlib import PurePosixPath

from infoview_md.core.duplicate_body import take_body
from infoview_md.core.duplicate_fields import merge_fields
from infoview_md.core.edit import Edit, Splice
from infoview_md.core.fields import newline_of
from infoview_md.core.index import Index, read_note
from infoview_md.core.log import Event, parse_line
from infoview_md.core.model import Contact
from infoview_md.core.note import Note
from infoview_md.core.outcome import edited, find_edits
from infoview_md.core.reading import written_key
from infoview_md.core.relinking import relink
from infoview_md.core.sections import find_sections
from infoview_md.core.stage import Stage
from infoview_md.core.surgery import check_whole, insert_log, set_stage
from infoview_md.errors import Refused

StageOf = Callable[[Index, PurePosixPath], Stage]
"""Where a contact of an index stands."""


def plan_merge(index: Index, kept: Contact, other: Contact, stage_of: StageOf) -> list[Edit]:
    """The edits that put the note of `other` into that of `kept`, and take it away.

    Lists are united, of single values those of `kept` stand. The logs are joined by date. What has
    no place of its own stands below `## Merged from NAME`, with the body, one level further down.
    Links to `other` lead to `kept`. Refused for a note that cannot be read whole.
    """
    for contact in (kept, other):
        check_whole(index.readings[contact.path].note)
    note, fields = merge_fields(index, kept, other)
    level = min([2, *(one.heading.level for one in find_sections(note, "Log"))])
    lines, rest = take_body(index.readings[other.path].note, level)
    note = edited(note, insert_log(note, _new_lines(kept, lines)))
    fields += _lost_stages(kept, other)
    section = "\n\n".join(filter(None, (_heading(level, other), "\n".join(fields), rest)))
    note = _append(note, section if fields or rest else "")
    _prove(index, note, kept, other)
    note = _refresh_stage(index, note, kept, stage_of)
    after = index.with_notes([note], gone=[other.path])
    return find_edits(index, relink(index, after, {other.path: kept.path}))


def _heading(level: int, other: Contact) -> str:
    return f"{'#' * level} Merged from {other.name}"


def _new_lines(kept: Contact, lines: list[str]) -> list[str]:
    """Those lines of a log that do not stand in the log of `kept` already."""
    known = Counter(_unplaced(event) for event in kept.events)
    new: list[str] = []
    for line in lines:
        event = parse_line(line, 0)
        if event is not None and known[key := _unplaced(event)]:
            known[key] -= 1
        else:
            new.append(line)
    return new


def _unplaced(event: Event) -> Event:
    return replace(event, line=0)


def _lost_stages(kept: Contact, other: Contact) -> list[str]:
    """A stage without a log says what no log does; of two, or beside a log, it is only kept."""
    lost = []
    if other.stage is not None and not other.events and other.stage is not kept.stage:
        lost.append(other.stage)
    if kept.stage is not None and not kept.events and other.events:
        lost.append(kept.stage)
    return [f"- stage: {stage}" for stage in lost]


def _append(note: Note, section: str) -> Note:
    if not section:
        return note
    newline, text = newline_of(note.text), note.text
    gap = "" if not text else newline if text.endswith("\n") else newline * 2
    put = gap + newline.join(section.split("\n")) + newline
    return edited(note, Edit(note.path, None, (Splice(len(text), len(text), put),)))


def _prove(index: Index, note: Note, kept: Contact, other: Contact) -> None:
    """Refused unless the new note says all that the two said, and is as whole as they were."""
    after = read_note(note, index.keys).record
    holds = isinstance(after, Contact) and not after.is_broken
    if holds and isinstance(after, Contact):
        holds = all(
            set(part(after)) == {*part(kept), *part(other)}
            for part in (_events, _promises, _channels, _emails)
        )
    if not holds:
        raise Refused(
            f"{kept.path} and {other.path} would not read back as one note; move what {other.path} "
            "says by hand"
        )


def _events(contact: Contact) -> list[Hashable]:
    return [_unplaced(event) for event in contact.events]


def _promises(contact: Contact) -> list[Hashable]:
    return [(one.text, one.theirs, one.state, one.due) for one in contact.promises]


def _channels(contact: Contact) -> list[Hashable]:
    return [replace(one, line=0) for one in contact.channels]


def _emails(contact: Contact) -> list[Hashable]:
    return [one.casefold() for one in (*contact.email, *contact.phone, *contact.links)]


def _refresh_stage(index: Index, note: Note, kept: Contact, stage_of: StageOf) -> Note:
    """The note with a `stage:` that says what its log says, where it has both."""
    after = index.with_notes([note])
    key = written_key(note, index.keys, "stage")
    if not after.contacts[kept.path].events:
        return note
    splice = set_stage(note, stage_of(after, kept.path), key)
    return edited(note, Edit(note.path, None, (splice,))) if splice else note
