"""Records, Readings, Notes: the notes of a source as mappings by path, each read when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Generic, TypeVar

from infoview_md.core.model import Kind, Record
from infoview_md.core.note import Note
from infoview_md.core.source import Reading, Source, by_parts

R = TypeVar("R", bound=Record)
V = TypeVar("V")


class ByPath(Mapping[PurePosixPath, V]):
    """What a source holds, in the order of the paths' parts."""

    def __init__(self, source: Source, kind: Kind | None = None) -> None:
        self._source, self._kind = source, kind

    def _paths(self) -> Sequence[PurePosixPath]:
        return self._source.paths(self._kind)

    def __iter__(self) -> Iterator[PurePosixPath]:
        return iter(self._paths())

    def __len__(self) -> int:
        return self._source.count(self._kind)


class Readings(ByPath[Reading]):
    """Every note as read."""

    def __getitem__(self, path: PurePosixPath) -> Reading:
        reading = self._source.reading(path)
        if reading is None:
            raise KeyError(path)
        return reading


class Notes(ByPath[Note]):
    """Every note with its text."""

    def __getitem__(self, path: PurePosixPath) -> Note:
        reading = self._source.reading(path)
        if reading is None:
            raise KeyError(path)
        return reading.note


class Records(ByPath[R], Generic[R]):
    """The records of one type; of all types, where no kind is given."""

    def __init__(self, source: Source, type_: type[R], kind: Kind | None = None) -> None:
        super().__init__(source, kind)
        self._type = type_

    def _paths(self) -> Sequence[PurePosixPath]:
        if self._kind is not None:
            return self._source.paths(self._kind)
        return sorted((p for kind in Kind for p in self._source.paths(kind)), key=by_parts)

    def __len__(self) -> int:
        if self._kind is not None:
            return self._source.count(self._kind)
        return sum(map(self._source.count, Kind))

    def __getitem__(self, path: PurePosixPath) -> R:
        reading = self._source.reading(path)
        if reading is None or not isinstance(reading.record, self._type):
            raise KeyError(path)
        return reading.record

    def __contains__(self, path: object) -> bool:
        kind = self._source.kind(path) if isinstance(path, PurePosixPath) else None
        return kind is not None and self._kind in (kind, None)
