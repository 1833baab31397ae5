"""relink: notes move, and every link still leads where it led."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from infoview_md.core.edit import Edit, Splice
from infoview_md.core.folding import fold
from infoview_md.core.index import Index, Reading
from infoview_md.core.links import Link, find_links, find_target, format_link, parse_link
from infoview_md.core.meaning import find_meant
from infoview_md.core.note import Note, Shape
from infoview_md.core.outcome import edited
from infoview_md.core.renaming import rename_links
from infoview_md.errors import Refused

Moved = Mapping[PurePosixPath, PurePosixPath]
"""Where notes are now, by where they were; two may have become one."""


def relink(before: Index, after: Index, moved: Moved) -> Index:
    """The index `after` with other targets for its links, so that each means what it meant before.

    `after` holds the notes where they are now, their links as they were written before. A link to
    a note that moved gets its new name; another link that would no longer lead to its note alone is
    written with the folder. A link that led nowhere may lead to the new name now. Refused for a
    link that may mean several notes and would mean another number of them, or that stands where it
    cannot be changed.
    """
    task = _Relinking(before, after, moved)
    changed = [note for reading in after.readings.values() if (note := task.relink(reading))]
    final = after.with_notes(changed)
    task.prove(final)
    return final


class _Relinking:
    """The names before and after, for one note after the other."""

    def __init__(self, before: Index, after: Index, moved: Moved) -> None:
        self.before, self.after, self.moved = before, after, moved

    def relink(self, reading: Reading) -> Note | None:
        """The note with new targets; None where nothing changes."""
        note = reading.note
        if note.is_broken:
            self._refuse_broken(note)
            return None
        new = note
        if any(self.target(one.link, one.key) for one in reading.references):
            new = edited(new, rename_links(new, self.target, self.after.keys))
        if hidden := [*self._rename_nested(new)]:
            new = _edit_nested(new, hidden)
        return new if new is not note else None

    def _refuse_broken(self, note: Note) -> None:
        for link in _links_of_broken(note):
            if self.target(link, "") is not None:
                raise Refused(
                    f"{note.problems[0]}; it links to [[{link.target}]], so mend it first, "
                    "then try again"
                )

    def _rename_nested(self, note: Note) -> Iterator[Splice]:
        """New targets for the links that stand unquoted, where YAML sees lists in lists."""
        for link, start in _nested_links(note):
            target = self.target(link, "")
            if target is not None:
                at = start + note.text[start:].index("[[") + 2
                first, last = find_target(note.text[at : note.text.index("]]", at)])
                yield Splice(at + first, at + last, target)

    def expected(self, link: Link, key: str) -> frozenset[PurePosixPath]:
        """The notes, where they are now, that a link meant before."""
        if not link.target or link.is_attachment:
            return frozenset()
        return frozenset(self.moved.get(p, p) for p in find_meant(self.before, link, key))

    def target(self, link: Link, key: str) -> str | None:
        """Another target for a link, None where it can stay."""
        expected = self.expected(link, key)
        if len(expected) != 1:
            return None
        (wanted,) = expected
        is_right = find_meant(self.after, link, key) == (wanted,)
        if is_right and not self._is_old_name(link, key, wanted):
            return None
        if "/" in link.target and link.bracketed and "/" in str(wanted):
            target = str(wanted.with_suffix(""))
        else:
            target = format_link(wanted, self.after.table)[2:-2]
        return target if target != link.target else None

    def _is_old_name(self, link: Link, key: str, wanted: PurePosixPath) -> bool:
        """True for a link that is written with the old name, even if it still leads there."""
        last = fold(link.target.rpartition("/")[2])
        for old in find_meant(self.before, link, key):
            if old == wanted or old.stem == wanted.stem:
                continue
            record = self.before.records.get(old)
            names = {fold(old.stem), *([fold(record.name)] if record else [])}
            if last in names or fold(link.target) in names:
                return link.target.rpartition("/")[2] != wanted.stem
        return False

    def is_kept(self, link: Link, key: str, now: tuple[PurePosixPath, ...]) -> bool:
        """Whether a link that means `now` still means what it did."""
        expected = self.expected(link, key)
        if len(expected) == 1:
            return now == tuple(expected)
        if expected:
            return len(now) > 1 or frozenset(now) == expected
        return all(path in self.moved.values() for path in now) or not link.target

    def prove(self, final: Index) -> None:
        """Refused where a link leads elsewhere: nothing is left to trust but this."""
        for path, reading in self.after.readings.items():
            now = final.readings[path].references
            for old, new in zip(reading.references, now, strict=True):
                found = find_meant(final, new.link, new.key) if not old.link.is_attachment else ()
                if not self.is_kept(old.link, old.key, found):
                    raise Refused(f"{path}:{old.line}: {self._fault(old.link, old.key)}")

    def _fault(self, link: Link, key: str) -> str:
        if len(self.expected(link, key)) > 1:
            return (
                f"[[{link.target}]] may mean several notes; say which, with its folder, "
                "then try again"
            )
        return f"[[{link.target}]] would lead elsewhere; write it with its folder, then try again"


def _links_of_broken(note: Note) -> Iterator[Link]:
    """Whatever may be a link in a note that could not be read whole."""
    yield from find_links(note.text)
    for line in note.text[: note.body_start].split("\n"):
        value = line.partition(":")[2] or line.partition("- ")[2]
        link = parse_link(value.strip(" \t\r\"'[]"))
        if link is not None and not link.bracketed:
            yield link


def _nested_links(note: Note) -> Iterator[tuple[Link, int]]:
    """Links that `find_references` does not find, as in `company: [[Acme]]`, and their places."""
    for field in note.fields.values():
        if field.shape is Shape.NESTED:
            for link in find_links(note.text[field.key.end : field.end]):
                yield link, field.key.end + link.start


def _edit_nested(note: Note, splices: list[Splice]) -> Note:
    """The note with these targets; Refused where YAML would read anything else into them."""
    after = edited(note, Edit(note.path, note.digest, tuple(splices)))
    shapes = [[(key, one.shape) for key, one in found.fields.items()] for found in (note, after)]
    if after.is_broken or shapes[0] != shapes[1]:
        line = note.place(splices[0].start)[0]
        raise Refused(f"{note.path}:{line}: put quotes around this link, then try again")
    return after
