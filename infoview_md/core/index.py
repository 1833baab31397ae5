"""Index: all notes, records, links and problems at one moment; get, with_note."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import TypeVar

from infoview_md.core.links import Link, LinkTable, build_link_table, parse_link
from infoview_md.core.log import EventKind
from infoview_md.core.model import Company, Contact, Interview, Kind, Letter, Record
from infoview_md.core.names import Named, NameTable, build_name_table, find_by_name
from infoview_md.core.note import Note
from infoview_md.core.problem import Problem, by_place
from infoview_md.core.reading import NO_KEYS, read_record
from infoview_md.core.references import Reference, find_references
from infoview_md.core.schema import Keys
from infoview_md.errors import Ambiguous, NotFound


@dataclass(frozen=True, slots=True)
class Reading:
    """One note as read: its record (None for a note that is none of ours), links, problems."""

    note: Note
    record: Record | None
    references: tuple[Reference, ...]
    problems: tuple[Problem, ...]


def read_note(note: Note, keys: Keys = NO_KEYS) -> Reading:
    """Read all there is in one note."""
    record, problems = read_record(note, keys)
    return Reading(note, record, find_references(note, keys), problems)


@dataclass(frozen=True)
class Index:
    """Everything the notes of a vault say, joined, at one moment."""

    readings: Mapping[PurePosixPath, Reading]
    keys: Keys = NO_KEYS

    def with_note(self, note: Note) -> Index:
        """The index as it would be with this note in place of the one at its path."""
        return Index({**self.readings, note.path: read_note(note, self.keys)}, self.keys)

    def without_note(self, path: PurePosixPath) -> Index:
        """The index as it would be with no note at this path."""
        rest = {other: reading for other, reading in self.readings.items() if other != path}
        return Index(rest, self.keys)

    @cached_property
    def notes(self) -> Mapping[PurePosixPath, Note]:
        """Every note, by path."""
        return {path: reading.note for path, reading in self.readings.items()}

    @cached_property
    def records(self) -> Mapping[PurePosixPath, Record]:
        """Every typed note's record, by path."""
        return {
            path: reading.record
            for path, reading in sorted(self.readings.items())
            if reading.record is not None
        }

    @cached_property
    def companies(self) -> Mapping[PurePosixPath, Company]:
        """The companies, by path."""
        return {path: r for path, r in self.records.items() if isinstance(r, Company)}

    @cached_property
    def contacts(self) -> Mapping[PurePosixPath, Contact]:
        """The contacts, by path."""
        return {path: r for path, r in self.records.items() if isinstance(r, Contact)}

    @cached_property
    def interviews(self) -> Mapping[PurePosixPath, Interview]:
        """The interview notes, by path."""
        return {path: r for path, r in self.records.items() if isinstance(r, Interview)}

    @cached_property
    def letters(self) -> Mapping[PurePosixPath, Letter]:
        """The letter notes, by path."""
        return {path: r for path, r in self.records.items() if isinstance(r, Letter)}

    def of_kind(self, kind: Kind) -> tuple[Record, ...]:
        """The records of one kind, by path."""
        return tuple(record for record in self.records.values() if kind_of(record) is kind)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with single notes, by place; `checks` adds what only the whole shows."""
        found = (p for reading in self.readings.values() for p in reading.problems)
        return tuple(sorted(found, key=by_place))

    @cached_property
    def table(self) -> LinkTable:
        """Which note a link means."""
        names = (
            (name, path)
            for path, record in self.records.items()
            for name in (record.name, *record.aliases)
        )
        return build_link_table(sorted(self.readings), names, self.records)

    @cached_property
    def backlinks(self) -> Mapping[PurePosixPath, tuple[PurePosixPath, ...]]:
        """Which notes link to a note."""
        found: dict[PurePosixPath, dict[PurePosixPath, None]] = {}
        for path, reading in sorted(self.readings.items()):
            for reference in reading.references:
                target = self.resolve(reference.link)
                if target is not None and target != path:
                    found.setdefault(target, {})[path] = None
        return {target: tuple(sources) for target, sources in found.items()}

    def resolve(self, link: Link | None) -> PurePosixPath | None:
        """The one note a link means; None for a dead or an ambiguous link."""
        found = self.table.resolve(link) if link is not None else ()
        return found[0] if len(found) == 1 else None

    def resolve_among(
        self, link: Link | None, wanted: Container[PurePosixPath]
    ) -> PurePosixPath | None:
        """The one note among `wanted` that a link means, where notes of two kinds share a name."""
        found = self.table.resolve(link) if link is not None else ()
        fitting = [path for path in found if path in wanted]
        return fitting[0] if len(fitting) == 1 else None

    def named(self, *kinds: Kind) -> tuple[Named, ...]:
        """The names that notes of these kinds (all kinds, where none is given) answer to."""
        return tuple(
            Named(
                path,
                tuple(dict.fromkeys((record.name, record.stem, *record.aliases))),
                record.first_name if isinstance(record, Contact) else "",
            )
            for path, record in self.records.items()
            if not kinds or kind_of(record) in kinds
        )

    @cached_property
    def names_of_people(self) -> tuple[str, ...]:
        """What the contacts are called, aliases too."""
        return tuple(name for one in self.named(Kind.CONTACT) for name in one.names)

    @cached_property
    def given_names(self) -> tuple[tuple[str, str], ...]:
        """What each contact is called in a greeting, with their name."""
        return tuple((one.first_name, one.names[0]) for one in self.named(Kind.CONTACT))

    @cached_property
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
        if kinds not in self._name_tables:
            self._name_tables[kinds] = build_name_table(self.named(*kinds))
        return self._name_tables[kinds].find_near(name, most)

    @cached_property
    def _name_tables(self) -> dict[tuple[Kind, ...], NameTable]:
        return {}

    def company_of(self, contact: Contact) -> Company | None:
        """The company a contact works for."""
        path = self.resolve_among(contact.company, self.companies)
        return self.companies[path] if path is not None else None

    def people_of(self, company: Company) -> tuple[Contact, ...]:
        """Everyone who works for a company, by path."""
        return self._people.get(company.path, ())

    def interviews_with(self, contact: Contact) -> tuple[Interview, ...]:
        """The conversations a contact takes part in, by start; those without one come last."""
        return self._interviews.get(contact.path, ())

    def letters_to(self, contact: Contact) -> tuple[Letter, ...]:
        """The letters to a contact, sent ones by date, then drafts."""
        return self._letters.get(contact.path, ())

    def referrers_of(self, contact: Contact) -> tuple[Contact, ...]:
        """Who gave this name: `referred_by`, then those whose log names them in a `referral`."""
        return self._referrers.get(contact.path, ())

    def referred_by(self, contact: Contact) -> tuple[Contact, ...]:
        """Whom this contact named."""
        return self._referrals.get(contact.path, ())

    @cached_property
    def _people(self) -> Mapping[PurePosixPath, tuple[Contact, ...]]:
        people = self.contacts.values()
        return _group((self.resolve_among(one.company, self.companies), one) for one in people)

    @cached_property
    def _interviews(self) -> Mapping[PurePosixPath, tuple[Interview, ...]]:
        ordered = sorted(self.interviews.values(), key=_by_start)
        return _group((self.resolve(link), talk) for talk in ordered for link in talk.contacts)

    @cached_property
    def _letters(self) -> Mapping[PurePosixPath, tuple[Letter, ...]]:
        ordered = sorted(self.letters.values(), key=_by_sent)
        return _group((self.resolve(letter.to), letter) for letter in ordered)

    @cached_property
    def _referrers(self) -> Mapping[PurePosixPath, tuple[Contact, ...]]:
        pairs: list[tuple[PurePosixPath | None, Contact]] = []
        for person in self.contacts.values():
            for link in person.referred_by:
                referrer = self.contacts.get(self.resolve(link) or person.path)
                if referrer is not None and referrer.path != person.path:
                    pairs.append((person.path, referrer))
        for person in self.contacts.values():
            for event in person.events:
                if event.kind is EventKind.REFERRAL:
                    named = map(self.resolve, event.links)
                    pairs += [(path, person) for path in named if path != person.path]
        return _group(pairs)

    @cached_property
    def _referrals(self) -> Mapping[PurePosixPath, tuple[Contact, ...]]:
        return _group(
            (referrer.path, self.contacts[path])
            for path, referrers in self._referrers.items()
            if path in self.contacts
            for referrer in referrers
        )


def build_index(notes: Iterable[Note], keys: Keys = NO_KEYS) -> Index:
    """Read all notes and join them."""
    return Index({note.path: read_note(note, keys) for note in notes}, keys)


def kind_of(record: Record) -> Kind:
    """What a record is a record of."""
    return _KINDS[type(record)]


_KINDS: Mapping[type[Record], Kind] = {
    Company: Kind.COMPANY,
    Contact: Kind.CONTACT,
    Interview: Kind.INTERVIEW,
    Letter: Kind.LETTER,
}


R = TypeVar("R", bound=Record)


def _group(
    pairs: Iterable[tuple[PurePosixPath | None, R]],
) -> Mapping[PurePosixPath, tuple[R, ...]]:
    groups: dict[PurePosixPath, dict[PurePosixPath, R]] = {}
    for path, record in pairs:
        if path is not None:
            groups.setdefault(path, {}).setdefault(record.path, record)
    return {path: tuple(group.values()) for path, group in groups.items()}


def _by_start(talk: Interview) -> tuple[bool, str, str]:
    return (talk.start is None, talk.start.isoformat() if talk.start else "", str(talk.path))


def _by_sent(letter: Letter) -> tuple[bool, str, str]:
    return (letter.sent is None, letter.sent.isoformat() if letter.sent else "", str(letter.path))


def iter_links(index: Index) -> Iterator[tuple[Reading, Reference]]:
    """Every link of every note, with the note it stands in."""
    for _, reading in sorted(index.readings.items()):
        for reference in reading.references:
            yield reading, reference
