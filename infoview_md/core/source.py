"""Source: what an index is joined from: single notes, and the keys under which links find them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import PurePosixPath
from typing import NamedTuple, Protocol

from infoview_md.core.conflict import find_conflict
from infoview_md.core.folding import fold
from infoview_md.core.links import Link
from infoview_md.core.model import Company, Contact, Interview, Kind, Letter, Record
from infoview_md.core.names import Named
from infoview_md.core.note import Note
from infoview_md.core.problem import Problem
from infoview_md.core.reading import NO_KEYS, read_record
from infoview_md.core.references import Reference, find_references
from infoview_md.core.schema import Keys
from infoview_md.core.search import Text

NOWHERE: tuple[PurePosixPath, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One note as read: its record (None for a note that is none of ours), links, problems.

    The text may still lie on the disk: `load` gives the note with it. `conflict` is the line and
    column of the first marker of an unfinished git merge.
    """

    path: PurePosixPath
    record: Record | None
    references: tuple[Reference, ...]
    problems: tuple[Problem, ...]
    load: Callable[[], Note] = field(compare=False, repr=False)
    conflict: tuple[int, int] | None = None

    @property
    def note(self) -> Note:
        """The note itself, with its text; whoever goes through all notes does without."""
        return self.load()


def read_note(note: Note, keys: Keys = NO_KEYS) -> Reading:
    """Read all there is in one note."""
    record, problems = read_record(note, keys)
    references = find_references(note, keys)
    return Reading(note.path, record, references, problems, lambda: note, find_conflict(note))


class Answering(NamedTuple):
    """One note that answers to a key: by its file's name, by its name or another name, or both."""

    path: PurePosixPath
    by_stem: bool
    by_name: bool
    is_typed: bool


def handles_of(path: PurePosixPath, record: Record | None) -> Mapping[str, Answering]:
    """What a note answers to, by key; only a typed one has names beside its file's."""
    stem = path.stem
    if record is None:
        return {fold(stem): Answering(path, True, False, False)}
    if record.name == stem and not record.aliases:  # as nearly all are
        return {fold(stem): Answering(path, True, True, True)}
    stem = fold(stem)
    names = dict.fromkeys(map(fold, (record.name, *record.aliases)))
    keys = (stem, *(key for key in names if key != stem))
    return {key: Answering(path, key == stem, key in names, True) for key in keys}


def link_keys(reading: Reading) -> frozenset[str]:
    """Every key under which a link of a note is looked up, be it in a field, the body or the log.

    That is the last part of the target, and for a link without brackets also the whole of it.
    """
    links = [one.link for one in reading.references]
    links += _links_of(reading.record)
    targets = {link.target.rpartition("/")[2] for link in links}
    targets.update(link.target for link in links if not link.bracketed)
    return frozenset(map(_fold_again, targets))


_fold_again = lru_cache(maxsize=5000)(fold)
"""People are linked to from notes that stand side by side."""


def _links_of(record: Record | None) -> Iterator[Link]:
    """The links of a record: the reader of fields finds some that stand in no reference."""
    match record:
        case Contact():
            if record.company is not None:
                yield record.company
            yield from record.referred_by
            for event in record.events:
                yield from event.links
        case Interview():
            yield from record.contacts
        case Letter():
            if record.to is not None:
                yield record.to
            yield from record.about


def kind_of(record: Record) -> Kind:
    """What a record is a record of."""
    return _KINDS[type(record)]


_KINDS: Mapping[type[Record], Kind] = {
    Company: Kind.COMPANY,
    Contact: Kind.CONTACT,
    Interview: Kind.INTERVIEW,
    Letter: Kind.LETTER,
}


def named_of(record: Record) -> Named:
    """The names that a note answers to."""
    names = tuple(dict.fromkeys((record.name, record.stem, *record.aliases)))
    return Named(record.path, names, record.first_name if isinstance(record, Contact) else "")


def by_parts(path: PurePosixPath) -> tuple[str, ...]:
    """Sort key: the order of paths, folder by folder; paths themselves are compared slowly."""
    return path.parts


class Source(Protocol):
    """Where an index reads from. All that is listed is in the order of the paths' parts."""

    def paths(self, kind: Kind | None = None) -> Sequence[PurePosixPath]:
        """The notes of one kind; all notes, those that are none of ours too, without a kind."""

    def reading(self, path: PurePosixPath) -> Reading | None:
        """One note as read; None where there is none."""

    def readings(self) -> Iterator[Reading]:
        """All notes as read, one after the other."""

    def kind(self, path: PurePosixPath) -> Kind | None:
        """What the note at a path is, without all else it says; None for none of ours, and none."""

    def count(self, kind: Kind | None = None) -> int:
        """How many notes of one kind, or of all, there are."""

    def count_links(self) -> int:
        """How many links all notes hold."""

    def answering(self, key: str) -> Sequence[Answering]:
        """The notes that answer to a folded name (`handles_of`)."""

    def linking(self, key: str) -> Sequence[PurePosixPath]:
        """The notes that hold a link which is looked up under a key (`link_keys`)."""

    def everyone(self, *kinds: Kind) -> Iterable[Named]:
        """The names that notes of these kinds (all kinds, where none is given) answer to."""

    def countries(self) -> frozenset[str]:
        """The countries of contacts and companies; some may be left of notes that are gone."""

    def texts(self, words: Sequence[str]) -> Iterable[Text]:
        """The texts of all notes that may hold these words, and of others too: it is still to be
        looked into them.
        """


class MemorySource:
    """All readings at hand. The tables of names and of links are made when first asked for."""

    def __init__(self, readings: Iterable[Reading]) -> None:
        ordered = sorted(readings, key=lambda reading: by_parts(reading.path))
        self._readings = {reading.path: reading for reading in ordered}
        self._paths: dict[Kind | None, tuple[PurePosixPath, ...]] = {None: tuple(self._readings)}

    def paths(self, kind: Kind | None = None) -> Sequence[PurePosixPath]:
        """The notes of one kind, or all."""
        if kind not in self._paths:
            self._sort_kinds()
        return self._paths[kind]

    def _sort_kinds(self) -> None:
        kinds: dict[Kind, list[PurePosixPath]] = {kind: [] for kind in Kind}
        for path, reading in self._readings.items():
            if reading.record is not None:
                kinds[kind_of(reading.record)].append(path)
        self._paths |= {kind: tuple(paths) for kind, paths in kinds.items()}

    def reading(self, path: PurePosixPath) -> Reading | None:
        """One note as read."""
        return self._readings.get(path)

    def readings(self) -> Iterator[Reading]:
        """All notes as read."""
        return iter(self._readings.values())

    def kind(self, path: PurePosixPath) -> Kind | None:
        """What the note at a path is."""
        return _kind_in(self._readings.get(path))

    def count(self, kind: Kind | None = None) -> int:
        """How many notes of one kind, or of all, there are."""
        return len(self.paths(kind))

    def count_links(self) -> int:
        """How many links all notes hold."""
        return sum(len(reading.references) for reading in self._readings.values())

    def answering(self, key: str) -> Sequence[Answering]:
        """The notes that answer to a folded name."""
        return self._answering.get(key, ())

    @cached_property
    def _answering(self) -> Mapping[str, Sequence[Answering]]:
        return _group_handles(self._readings.items())

    def linking(self, key: str) -> Sequence[PurePosixPath]:
        """The notes that hold a link which is looked up under a key."""
        return self._linking.get(key, ())

    @cached_property
    def _linking(self) -> Mapping[str, Sequence[PurePosixPath]]:
        return _group_links(self._readings.items())

    def everyone(self, *kinds: Kind) -> Iterable[Named]:
        """The names that notes of these kinds answer to."""
        records = (reading.record for reading in self._readings.values())
        return _name_all(records, kinds)

    def countries(self) -> frozenset[str]:
        """The countries of contacts and companies."""
        return _countries_of(reading.record for reading in self._readings.values())

    def texts(self, words: Sequence[str]) -> Iterable[Text]:  # noqa: ARG002
        """The texts of all notes: it takes no longer to look into one than to rule it out."""
        return map(_text_of, self._readings.values())


class OverlaySource:
    """Another source with some of its notes changed; None stands for a note that is gone."""

    def __init__(self, base: Source, changed: Mapping[PurePosixPath, Reading | None]) -> None:
        self.base, self.changed = base, changed
        self._paths: dict[Kind | None, tuple[PurePosixPath, ...]] = {}

    @property
    def _new(self) -> Iterator[tuple[PurePosixPath, Reading]]:
        return ((path, one) for path, one in self.changed.items() if one is not None)

    def paths(self, kind: Kind | None = None) -> Sequence[PurePosixPath]:
        """The notes of one kind, or all."""
        if kind not in self._paths:
            new = [path for path, one in self._new if kind in (None, _kind_in(one))]
            self._paths[kind] = self._merge(self.base.paths(kind), new)
        return self._paths[kind]

    def _merge(
        self, old: Iterable[PurePosixPath], new: Iterable[PurePosixPath]
    ) -> tuple[PurePosixPath, ...]:
        kept = [path for path in old if path not in self.changed]
        return tuple(sorted((*kept, *new), key=by_parts))

    def reading(self, path: PurePosixPath) -> Reading | None:
        """One note as read."""
        return self.changed[path] if path in self.changed else self.base.reading(path)

    def readings(self) -> Iterator[Reading]:
        """All notes as read."""
        return iterate_readings(self)

    def kind(self, path: PurePosixPath) -> Kind | None:
        """What the note at a path is."""
        return _kind_in(self.changed[path]) if path in self.changed else self.base.kind(path)

    def count(self, kind: Kind | None = None) -> int:
        """How many notes of one kind, or of all, there are."""
        return len(self.paths(kind))

    def count_links(self) -> int:
        """How many links all notes hold."""
        old = (self.base.reading(path) for path in self.changed)
        less = sum(len(one.references) for one in old if one is not None)
        more = sum(len(one.references) for _, one in self._new)
        return self.base.count_links() - less + more

    def answering(self, key: str) -> Sequence[Answering]:
        """The notes that answer to a folded name."""
        kept = [one for one in self.base.answering(key) if one.path not in self.changed]
        found = (*kept, *self._answering.get(key, ()))
        return sorted(found, key=lambda one: by_parts(one.path))

    @cached_property
    def _answering(self) -> Mapping[str, Sequence[Answering]]:
        return _group_handles(self._new)

    def linking(self, key: str) -> Sequence[PurePosixPath]:
        """The notes that hold a link which is looked up under a key."""
        return self._merge(self.base.linking(key), self._linking.get(key, ()))

    @cached_property
    def _linking(self) -> Mapping[str, Sequence[PurePosixPath]]:
        return _group_links(self._new)

    def everyone(self, *kinds: Kind) -> Iterable[Named]:
        """The names that notes of these kinds answer to."""
        kept = (one for one in self.base.everyone(*kinds) if one.path not in self.changed)
        new = _name_all((reading.record for _, reading in self._new), kinds)
        return sorted((*kept, *new), key=lambda one: by_parts(one.path))

    def countries(self) -> frozenset[str]:
        """The countries of contacts and companies, those of notes that were changed too."""
        return self.base.countries() | _countries_of(reading.record for _, reading in self._new)

    def texts(self, words: Sequence[str]) -> Iterable[Text]:
        """The texts of notes that may hold these words."""
        kept = (text for text in self.base.texts(words) if text.path not in self.changed)
        new = (_text_of(reading) for _, reading in self._new)
        return sorted((*kept, *new), key=lambda text: by_parts(text.path))


def overlay(source: Source, changed: Mapping[PurePosixPath, Reading | None]) -> OverlaySource:
    """The source with these notes in place of its own; one over another is only one."""
    if isinstance(source, OverlaySource):
        return OverlaySource(source.base, {**source.changed, **changed})
    return OverlaySource(source, changed)


def iterate_readings(source: Source) -> Iterator[Reading]:
    """All notes of a source as read, each asked for by its path."""
    found = map(source.reading, source.paths())
    return (reading for reading in found if reading is not None)


def find_changed(before: Source, after: Source) -> Sequence[PurePosixPath]:
    """The notes in which two sources may differ: all, where they do not rest on the same one."""
    old, new = ((one.base, one.changed) if isinstance(one, OverlaySource) else (one, {})
                for one in (before, after))  # fmt: skip
    if old[0] is new[0]:
        return sorted({*old[1], *new[1]}, key=by_parts)
    return sorted({*before.paths(), *after.paths()}, key=by_parts)


Readings = Iterable[tuple[PurePosixPath, Reading]]


def _group_handles(readings: Readings) -> Mapping[str, Sequence[Answering]]:
    found: dict[str, list[Answering]] = {}
    for path, reading in readings:
        for key, one in handles_of(path, reading.record).items():
            found.setdefault(key, []).append(one)
    return found


def _group_links(readings: Readings) -> Mapping[str, Sequence[PurePosixPath]]:
    found: dict[str, list[PurePosixPath]] = {}
    for path, reading in readings:
        for key in link_keys(reading):
            found.setdefault(key, []).append(path)
    return found


def _name_all(records: Iterable[Record | None], kinds: Sequence[Kind]) -> Iterator[Named]:
    for record in records:
        if record is not None and (not kinds or kind_of(record) in kinds):
            yield named_of(record)


def _text_of(reading: Reading) -> Text:
    name = reading.record.name if reading.record is not None else reading.path.stem
    return Text(reading.path, name, reading.note.text)


def _countries_of(records: Iterable[Record | None]) -> frozenset[str]:
    found = {record.country for record in records if isinstance(record, (Company, Contact))}
    return frozenset(found - {""})


def _kind_in(reading: Reading | None) -> Kind | None:
    record = reading.record if reading is not None else None
    return kind_of(record) if record is not None else None
