"""Every join of a vault made at once, the long way round: what the lazy ones are compared with."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import TypeVar

from infoview_md.core.folding import fold
from infoview_md.core.links import Link, LinkTable
from infoview_md.core.log import EventKind
from infoview_md.core.model import Company, Contact, Interview, Letter, Record
from infoview_md.core.source import Reading

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class FullJoins:
    """All readings of a vault, joined by going through all of them."""

    readings: Mapping[PurePosixPath, Reading]

    @cached_property
    def records(self) -> Mapping[PurePosixPath, Record]:
        """Every typed note's record, by path."""
        return {p: one.record for p, one in sorted(self.readings.items()) if one.record is not None}

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

    def of_type(self, wanted: type[R]) -> Mapping[PurePosixPath, R]:
        """The records of one type, by path."""
        return {path: one for path, one in self.records.items() if isinstance(one, wanted)}

    @cached_property
    def contacts(self) -> Mapping[PurePosixPath, Contact]:
        """The contacts, by path."""
        return self.of_type(Contact)

    def resolve(self, link: Link | None) -> PurePosixPath | None:
        """The one note a link means."""
        found = self.table.resolve(link) if link is not None else ()
        return found[0] if len(found) == 1 else None

    def resolve_among(
        self, link: Link | None, wanted: Container[PurePosixPath]
    ) -> PurePosixPath | None:
        """The one note among `wanted` that a link means."""
        found = self.table.resolve(link) if link is not None else ()
        fitting = [path for path in found if path in wanted]
        return fitting[0] if len(fitting) == 1 else None

    @cached_property
    def people(self) -> Mapping[PurePosixPath, tuple[Contact, ...]]:
        """Who works where."""
        people, companies = self.contacts.values(), self.of_type(Company)
        return _group((self.resolve_among(one.company, companies), one) for one in people)

    @cached_property
    def interviews(self) -> Mapping[PurePosixPath, tuple[Interview, ...]]:
        """Who takes part in what."""
        ordered = sorted(self.of_type(Interview).values(), key=_by_start)
        return _group((self.resolve(link), talk) for talk in ordered for link in talk.contacts)

    @cached_property
    def letters(self) -> Mapping[PurePosixPath, tuple[Letter, ...]]:
        """Who is written to."""
        ordered = sorted(self.of_type(Letter).values(), key=_by_sent)
        return _group((self.resolve(letter.to), letter) for letter in ordered)

    @cached_property
    def referrers(self) -> Mapping[PurePosixPath, tuple[Contact, ...]]:
        """Who was named by whom."""
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
    def referrals(self) -> Mapping[PurePosixPath, tuple[Contact, ...]]:
        """Who named whom."""
        return _group(
            (referrer.path, self.contacts[path])
            for path, referrers in self.referrers.items()
            if path in self.contacts
            for referrer in referrers
        )


def build_link_table(
    paths: Iterable[PurePosixPath],
    names: Iterable[tuple[str, PurePosixPath]] = (),
    preferred: Iterable[PurePosixPath] = (),
) -> LinkTable:
    """Index the notes by stem, and by other names for links written without brackets.

    Where stems clash, the `preferred` (typed) notes win over the others: a daily note called like
    a person does not make the person's links ambiguous.
    """
    wanted = frozenset(preferred)
    stems: dict[str, list[PurePosixPath]] = {}
    for path in paths:
        stems.setdefault(fold(path.stem), []).append(path)
    by_stem: dict[str, tuple[PurePosixPath, ...]] = {}
    untyped: dict[str, tuple[PurePosixPath, ...]] = {}
    for stem, found in stems.items():
        by_stem[stem] = tuple(path for path in found if path in wanted) or tuple(found)
        if len(by_stem[stem]) < len(found):
            untyped[stem] = tuple(path for path in found if path not in wanted)
    others: dict[str, list[PurePosixPath]] = {}
    for name, path in names:
        known = others.setdefault(fold(name), [])
        if path not in known:
            known.append(path)
    return LinkTable(by_stem, {name: tuple(found) for name, found in others.items()}, untyped)


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
