"""Facts: what is known of single notes, by aspect, of which lists and counts of all are made."""

from __future__ import annotations

import json
import struct
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from pathlib import PurePosixPath
from typing import Generic, NamedTuple, Protocol, TypeVar

from infoview_md.core.model import Kind
from infoview_md.core.recording import remember
from infoview_md.core.source import Source

O_contra = TypeVar("O_contra", contravariant=True)
O_co = TypeVar("O_co", covariant=True)
O = TypeVar("O")  # noqa: E741  (an outlook, which this floor does not know)
LAST = "\U0010ffff"


class Fact(NamedTuple):
    """One thing that is known of a note, in words that can be kept and are quickly sorted.

    `key` says where it stands among the facts of all notes (`make_key`), `mark` the day from which
    it counts, and of facts with the same `once` only the first does. An aspect with several lists
    tells them apart by `topic`.
    """

    topic: str = ""
    key: str = ""
    mark: str = ""
    once: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Aspect(Generic[O_contra]):
    """One question about each note of a kind (of any kind, without one), and how it is answered.

    The answer rests on nothing but the outlook, and on as few notes as it can.
    """

    name: str
    kind: Kind | None
    find: Callable[[O_contra, PurePosixPath], Iterable[Fact]]


class Facts(Protocol[O_co]):
    """The facts of all notes of a vault."""

    def all(self, aspect: Aspect[O_co], topic: str = "", until: str = LAST) -> Iterator[Fact]:
        """All of a topic that count until a day, by key."""

    def count(self, aspect: Aspect[O_co], topic: str = "", until: str = LAST) -> int:
        """How many there are."""

    def tally(self, aspect: Aspect[O_co], topic: str = "") -> Mapping[str, int]:
        """How many there are of each text; `once` does not matter here."""

    def marks(self, aspect: Aspect[O_co], topic: str = "") -> Iterable[tuple[str, str]]:
        """Key and day of each, in no order."""


class ComputedFacts(Generic[O]):
    """Facts that are worked out when they are asked for, of all notes at once."""

    def __init__(self, outlook: O, source: Source) -> None:
        self._outlook, self._source = outlook, source
        self._find = remember(source, self._find_all)

    def _find_all(self, aspect: Aspect[O]) -> list[tuple[PurePosixPath, Fact]]:
        return [
            (path, fact)
            for path in self._source.paths(aspect.kind)
            for fact in aspect.find(self._outlook, path)
        ]

    def _of(self, aspect: Aspect[O], topic: str) -> Iterator[tuple[PurePosixPath, Fact]]:
        return (found for found in self._find(aspect) if found[1].topic == topic)

    def all(self, aspect: Aspect[O], topic: str = "", until: str = LAST) -> Iterator[Fact]:
        """All of a topic that count until a day, by key."""
        found = (fact for _, fact in self._of(aspect, topic) if fact.mark <= until)
        return drop_doubles(sorted(found, key=attrgetter("key")))

    def count(self, aspect: Aspect[O], topic: str = "", until: str = LAST) -> int:
        """How many there are."""
        return sum(1 for _ in self.all(aspect, topic, until))

    def tally(self, aspect: Aspect[O], topic: str = "") -> Mapping[str, int]:
        """How many there are of each text."""
        return Counter(fact.text for _, fact in self._of(aspect, topic))

    def marks(self, aspect: Aspect[O], topic: str = "") -> Iterable[tuple[str, str]]:
        """Key and day of each, in no order."""
        return ((fact.key, fact.mark) for _, fact in self._of(aspect, topic))


def drop_doubles(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Of facts that count once, only the first."""
    seen = set()
    for fact in facts:
        if not fact.once or fact.once not in seen:
            yield fact
        seen.add(fact.once)


def make_key(*parts: str) -> str:
    """A key that is sorted as its parts are, one after the other; no note holds the NUL between."""
    return "\0".join(parts)


@lru_cache(maxsize=1000)
def falling(number: float) -> str:
    """A number of at least 0 as part of a key, the largest first."""
    # Numbers that are not negative are sorted as their bits are.
    (bits,) = struct.unpack(">Q", struct.pack(">d", number + 0.0))
    return f"{2**64 - 1 - bits:016x}"


write_json = json.JSONEncoder(ensure_ascii=False).encode
"""Values as the text of a fact."""
