"""Index: all notes, records, links and problems at one moment; get, with_note."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from infoview_md.core.joins import Backlinks, Joins, make_link_table
from infoview_md.core.links import Link, LinkTable, parse_link
from infoview_md.core.listing import Notes, Readings, Records
from infoview_md.core.model import Company, Contact, Interview, Kind, Letter, Record
from infoview_md.core.names import Named, NameTable, build_name_table, find_by_name
from infoview_md.core.note import Note
from infoview_md.core.problem import Problem, by_place
from infoview_md.core.reading import NO_KEYS
from infoview_md.core.recording import Remembered, remember, remembered_property
from infoview_md.core.references import Reference
from infoview_md.core.schema import Keys
from infoview_md.core.source import MemorySource, Reading, Source, kind_of, overlay, read_note
from infoview_md.errors import Ambiguous, NotFound

__all__ = ["Index", "Reading", "build_index", "iter_links", "kind_of", "read_note"]


@dataclass(frozen=True)
class Index:
    """Everything the notes of a vault say, joined, at one moment.

    Nothing is worked out before it is asked for; all that is listed is in the order of the paths.
    """

    source: Source
    keys: Keys = NO_KEYS

    def with_note(self, note: Note) -> Index:
        """The index as it would be with this note in place of the one at its path."""
        return self.with_notes([note])

    def without_note(self, path: PurePosixPath) -> Index:
        """The index as it would be with no note at this path."""
        return self.with_notes((), [path])

    def with_notes(self, notes: Iterable[Note], gone: Iterable[PurePosixPath] = ()) -> Index:
        """The index with these notes in place of those at their paths, and without those gone."""
        changed: dict[PurePosixPath, Reading | None] = dict.fromkeys(gone)
        changed |= {note.path: read_note(note, self.keys) for note in notes}
        return Index(overlay(self.source, changed), self.keys) if changed else self

    @cached_property
    def readings(self) -> Mapping[PurePosixPath, Reading]:
        """Every note as read, by path."""
        return Readings(self.source)

    @cached_property
    def notes(self) -> Mapping[PurePosixPath, Note]:
        """Every note, by path."""
        return Notes(self.source)

    @cached_property
    def records(self) -> Mapping[PurePosixPath, Record]:
        """Every typed note's record, by path."""
        return Records(self.source, Record)

    @cached_property
    def companies(self) -> Mapping[PurePosixPath, Company]:
        """The companies, by path."""
        return Records(self.source, Company, Kind.COMPANY)

    @cached_property
    def contacts(self) -> Mapping[PurePosixPath, Contact]:
        """The contacts, by path."""
        return Records(self.source, Contact, Kind.CONTACT)

    @cached_property
    def interviews(self) -> Mapping[PurePosixPath, Interview]:
        """The interview notes, by path."""
        return Records(self.source, Interview, Kind.INTERVIEW)

    @cached_property
    def letters(self) -> Mapping[PurePosixPath, Letter]:
        """The letter notes, by path."""
        return Records(self.source, Letter, Kind.LETTER)

    def of_kind(self, kind: Kind) -> tuple[Record, ...]:
        """The records of one kind, by path."""
        return tuple(Records(self.source, Record, kind).values())

    @remembered_property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with single notes, by place; `checks` adds what only the whole shows."""
        found = (p for reading in self.source.readings() for p in reading.problems)
        return tuple(sorted(found, key=by_place))

    @cached_property
    def table(self) -> LinkTable:
        """Which note a link means."""
        return make_link_table(self.source)

    @cached_property
    def joins(self) -> Joins:
        """Which notes belong together by their links."""
        return Joins(self.source, self.table)

    @cached_property
    def backlinks(self) -> Mapping[PurePosixPath, tuple[PurePosixPath, ...]]:
        """Which notes link to a note."""
        return Backlinks(self.joins)

    def resolve(self, link: Link | None) -> PurePosixPath | None:
        """The one note a link means; None for a dead or an ambiguous link."""
        return self.joins.resolve(link)

    def resolve_among(
        self, link: Link | None, wanted: Container[PurePosixPath]
    ) -> PurePosixPath | None:
        """The one note among `wanted` that a link means, where notes of two kinds share a name."""
        return self.joins.resolve_among(link, wanted)

    def named(self, *kinds: Kind) -> tuple[Named, ...]:
        """The names that notes of these kinds (all kinds, where none is given) answer to."""
        return tuple(self.source.everyone(*kinds))

    @remembered_property
    def names_of_people(self) -> tuple[str, ...]:
        """What the contacts are called, aliases too."""
        return tuple(name for one in self.named(Kind.CONTACT) for name in one.names)

    @remembered_property
    def given_names(self) -> tuple[tuple[str, str], ...]:
        """What each contact is called in a greeting, with their name."""
        return tuple((one.first_name, one.names[0]) for one in self.named(Kind.CONTACT))

    @remembered_property
    def names_of_companies(self) -> tuple[str, ...]:
        """What the companies are called, aliases too."""
        return tuple(name for one in self.named(Kind.COMPANY) for name in one.names)

    def get(self, name: str, *kinds: Kind) -> Record:
        """The record a person means by a name; NotFound or Ambiguous with candidates."""
        everyone = self.named(*kinds)
        link = parse_link(name) if name.startswith("[[") else None
        found = find_by_name(link.target if link else name, everyone)
        if len(found) == 1:
            return self.records[found[0].path]
        what = " or ".join(kinds) or "note"
        if not found:
            near = self.near(name, *kinds)
            hint = f"did you mean {' or '.join(near)}?" if near else "see `infoview list`"
            raise NotFound(f"no {what} is called “{name}”; {hint}")
        candidates = [str(one.path) for one in found]
        raise Ambiguous(
            f"“{name}” may be {len(found)} notes; say which: {', '.join(candidates)}", candidates
        )

    def near(self, name: str, *kinds: Kind, most: int = 3) -> tuple[str, ...]:
        """Names of notes of these kinds (all, if none is given) that look like a mistyped one."""
        return self._name_table(kinds).find_near(name, most)

    @cached_property
    def _name_table(self) -> Remembered[tuple[Kind, ...], NameTable]:
        return remember(self.source, lambda kinds: build_name_table(self.source.everyone(*kinds)))

    def company_of(self, contact: Contact) -> Company | None:
        """The company a contact works for."""
        path = self.resolve_among(contact.company, self.companies)
        return self.companies[path] if path is not None else None

    def people_of(self, company: Company) -> tuple[Contact, ...]:
        """Everyone who works for a company, by path."""
        return self.joins.people_of(company.path)

    def interviews_with(self, contact: Contact) -> tuple[Interview, ...]:
        """The conversations a contact takes part in, by start; those without one come last."""
        return self.joins.interviews_with(contact.path)

    def letters_to(self, contact: Contact) -> tuple[Letter, ...]:
        """The letters to a contact, sent ones by date, then drafts."""
        return self.joins.letters_to(contact.path)

    def referrers_of(self, contact: Contact) -> tuple[Contact, ...]:
        """Who gave this name: `referred_by`, then those whose log names them in a `referral`."""
        return self.joins.referrers_of(contact.path)

    def referred_by(self, contact: Contact) -> tuple[Contact, ...]:
        """Whom this contact named."""
        return self.joins.referred_by(contact.path)


def build_index(notes: Iterable[Note], keys: Keys = NO_KEYS) -> Index:
    """Read all notes and join them."""
    return Index(MemorySource(read_note(note, keys) for note in notes), keys)


def iter_links(index: Index) -> Iterator[tuple[Reading, Reference]]:
    """Every link of every note, with the note it stands in."""
    for reading in index.source.readings():
        for reference in reading.references:
            yield reading, reference
