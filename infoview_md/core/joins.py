"""Joins: which notes belong together by their links, each worked out when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import TypeVar

from infoview_md.core.links import Link, LinkTable
from infoview_md.core.listing import Records
from infoview_md.core.log import EventKind
from infoview_md.core.model import Company, Contact, Interview, Kind, Letter, Record
from infoview_md.core.recording import remember
from infoview_md.core.source import NOWHERE, Source, by_parts, handles_of

R = TypeVar("R", bound=Record)


class _Lookup:
    """One of a link table's three mappings, over a source."""

    def __init__(self, find: Callable[[str], tuple[PurePosixPath, ...]]) -> None:
        self._find = find

    def get(
        self, key: str, default: tuple[PurePosixPath, ...] = NOWHERE, /
    ) -> tuple[PurePosixPath, ...]:
        """The notes under a folded name."""
        return self._find(key) or default


def make_link_table(source: Source) -> LinkTable:
    """Which note a link means, as a source knows; looked up anew for every name."""

    def find_stem(key: str) -> tuple[PurePosixPath, ...]:
        found = [one for one in source.answering(key) if one.by_stem]
        typed = tuple(one.path for one in found if one.is_typed)
        return typed or tuple(one.path for one in found)

    def find_name(key: str) -> tuple[PurePosixPath, ...]:
        return tuple(one.path for one in source.answering(key) if one.by_name)

    def find_untyped(key: str) -> tuple[PurePosixPath, ...]:
        found = [one for one in source.answering(key) if one.by_stem]
        rest = tuple(one.path for one in found if not one.is_typed)
        return rest if len(rest) < len(found) else ()

    finders = (remember(source, find) for find in (find_stem, find_name, find_untyped))
    return LinkTable(*map(_Lookup, finders))


class Joins:
    """What one note's links say of others, asked from the other side.

    Who links to a note is found under the names that it answers to; what each of those links means
    is then resolved as any other.
    """

    def __init__(self, source: Source, table: LinkTable) -> None:
        self.source, self.table = source, table
        self.contacts = Records(source, Contact, Kind.CONTACT)
        self.companies = Records(source, Company, Kind.COMPANY)
        self.interviews = Records(source, Interview, Kind.INTERVIEW)
        self.letters = Records(source, Letter, Kind.LETTER)
        self._meant = remember(source, self._find_meant)
        self.linkers = remember(source, self._find_linkers)
        self.people_of = remember(source, self._find_people)
        self.interviews_with = remember(source, self._find_interviews)
        self.letters_to = remember(source, self._find_letters)
        self.namers_of = remember(source, self._find_namers)
        self.declared_by = remember(source, self._find_declared)
        self.referred_by = remember(source, self._find_referred)
        self.backlinks = remember(source, self._find_backlinks)

    def find_meant(self, link: Link | None) -> tuple[PurePosixPath, ...]:
        """The notes a link may mean."""
        return self._meant((link.target, link.bracketed)) if link is not None else NOWHERE

    def _find_meant(self, written: tuple[str, bool]) -> tuple[PurePosixPath, ...]:
        target, is_bracketed = written
        return self.table.resolve(Link(target, bracketed=is_bracketed))

    def resolve(self, link: Link | None) -> PurePosixPath | None:
        """The one note a link means; None for a dead or an ambiguous link."""
        found = self.find_meant(link)
        return found[0] if len(found) == 1 else None

    def resolve_among(
        self, link: Link | None, wanted: Container[PurePosixPath]
    ) -> PurePosixPath | None:
        """The one note among `wanted` that a link means, where notes of two kinds share a name."""
        found = self.find_meant(link)
        fitting = [path for path in found if path in wanted]
        return fitting[0] if len(fitting) == 1 else None

    def _find_linkers(self, path: PurePosixPath) -> tuple[PurePosixPath, ...]:
        """The notes with a link that may mean this one, in order."""
        reading = self.source.reading(path)
        if reading is None:
            return ()
        found = [self.source.linking(key) for key in handles_of(path, reading.record)]
        if len(found) == 1:
            return tuple(found[0])
        return tuple(sorted({one for paths in found for one in paths}, key=by_parts))

    def _linking(self, path: PurePosixPath, records: Records[R]) -> Iterator[R]:
        return (records[linker] for linker in self.linkers(path) if linker in records)

    def _means(self, links: Iterable[Link | None], path: PurePosixPath) -> bool:
        return any(self.resolve(link) == path for link in links)

    def _find_people(self, path: PurePosixPath) -> tuple[Contact, ...]:
        return tuple(
            one
            for one in self._linking(path, self.contacts)
            if self.resolve_among(one.company, self.companies) == path
        )

    def _find_interviews(self, path: PurePosixPath) -> tuple[Interview, ...]:
        talks = (t for t in self._linking(path, self.interviews) if self._means(t.contacts, path))
        return tuple(sorted(talks, key=_by_start))

    def _find_letters(self, path: PurePosixPath) -> tuple[Letter, ...]:
        letters = (one for one in self._linking(path, self.letters) if self.resolve(one.to) == path)
        return tuple(sorted(letters, key=_by_sent))

    def _find_namers(self, path: PurePosixPath) -> tuple[Contact, ...]:
        """Whose log names this note in a `referral`."""
        people = self._linking(path, self.contacts)
        return tuple(p for p in people if p.path != path and self._means(_referrals(p), path))

    def _find_declared(self, path: PurePosixPath) -> tuple[Contact, ...]:
        """Whom this note's own `referred_by` names."""
        person = self.contacts.get(path)
        found: dict[PurePosixPath, Contact] = {}
        for link in person.referred_by if person is not None else ():
            referrer = self.contacts.get(self.resolve(link) or path)
            if referrer is not None and referrer.path != path:
                found.setdefault(referrer.path, referrer)
        return tuple(found.values())

    def referrers_of(self, path: PurePosixPath) -> tuple[Contact, ...]:
        """Who gave this name: `referred_by`, then those whose log names them in a `referral`."""
        declared = self.declared_by(path)
        known = {one.path for one in declared}
        return (*declared, *(one for one in self.namers_of(path) if one.path not in known))

    def _find_referred(self, path: PurePosixPath) -> tuple[Contact, ...]:
        """Whom this contact named: first those who say so themselves."""
        referrer = self.contacts.get(path)
        if referrer is None:
            return ()
        found = {
            one.path: one
            for one in self._linking(path, self.contacts)
            if any(other.path == path for other in self.declared_by(one.path))
        }
        for link in _referrals(referrer):
            person = self.contacts.get(self.resolve(link) or path)
            if person is not None and person.path != path:
                found.setdefault(person.path, person)
        return tuple(sorted(found.values(), key=self._by_naming))

    def _by_naming(self, person: Contact) -> tuple[bool, tuple[str, ...], int]:
        """In the order of the notes that say who named somebody, and of the lines there."""
        if self.declared_by(person.path):
            return (False, person.path.parts, 0)
        first = self.namers_of(person.path)[0]
        places = (self.resolve(link) == person.path for link in _referrals(first))
        return (True, first.path.parts, [*places].index(True))

    def _find_backlinks(self, path: PurePosixPath) -> tuple[PurePosixPath, ...]:
        """The other notes with a link that means this one."""
        found = []
        for linker in self.linkers(path):
            reading = self.source.reading(linker)
            links = (one.link for one in reading.references) if reading is not None else ()
            if linker != path and self._means(links, path):
                found.append(linker)
        return tuple(found)


class Backlinks(Mapping[PurePosixPath, tuple[PurePosixPath, ...]]):
    """Which notes link to a note; those without any stand not in it."""

    def __init__(self, joins: Joins) -> None:
        self._joins = joins

    def __getitem__(self, path: PurePosixPath) -> tuple[PurePosixPath, ...]:
        found = self._joins.backlinks(path)
        if not found:
            raise KeyError(path)
        return found

    def __iter__(self) -> Iterator[PurePosixPath]:
        return (path for path in self._joins.source.paths() if self._joins.backlinks(path))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _referrals(person: Contact) -> list[Link]:
    """The links of the log lines that say whom somebody named."""
    return [
        link for event in person.events if event.kind is EventKind.REFERRAL for link in event.links
    ]


def _by_start(talk: Interview) -> tuple[bool, str, str]:
    return (talk.start is None, talk.start.isoformat() if talk.start else "", str(talk.path))


def _by_sent(letter: Letter) -> tuple[bool, str, str]:
    return (letter.sent is None, letter.sent.isoformat() if letter.sent else "", str(letter.path))
