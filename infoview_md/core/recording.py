"""RecordingSource: a source that notes what an answer rested on, until which it stays right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import PurePosixPath
from typing import Generic, Protocol, TypeVar

from infoview_md.core.model import Kind
from infoview_md.core.names import Named
from infoview_md.core.search import Text
from infoview_md.core.source import Answering, Reading, Source, iterate_readings

K = TypeVar("K")
K_contra = TypeVar("K_contra", contravariant=True)
V = TypeVar("V")
V_co = TypeVar("V_co", covariant=True)

Reads = frozenset[str]
"""What was read of a source: each a letter that says how, and the path or key that was asked for.

`r` one note, `k` of which kind one is, `n` who answers to a name, `l` who links to one, `p` all
paths (of a kind), `e` all names (of a kind), `c` the countries, and `t` what any change of a note
may change.
"""


class RecordingSource:
    """Another source; what is read of it is noted for whoever asked `observe`.

    Nothing an answer rests on can be missed as long as all of it is asked of this source: work
    that is remembered passes on what it once rested on to each that uses it.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self._frames: list[set[str]] = []

    def observe(self, work: Callable[[], V]) -> tuple[V, Reads]:
        """What the work answers, and what was read for it."""
        self._frames.append(set())
        try:
            value = work()
        finally:
            # Whoever catches an exception rests on what led to it.
            reads = frozenset(self._frames.pop())
            self.add(reads)
        return value, reads

    def add(self, reads: Iterable[str]) -> None:
        """Whoever observes rests on these reads, too."""
        if self._frames:
            self._frames[-1].update(reads)

    def paths(self, kind: Kind | None = None) -> Sequence[PurePosixPath]:
        """The notes of one kind, or all."""
        self.add((f"p{kind or ''}",))
        return self.source.paths(kind)

    def reading(self, path: PurePosixPath) -> Reading | None:
        """One note as read."""
        self.add((f"r{path}",))
        return self.source.reading(path)

    def readings(self) -> Iterator[Reading]:
        """All notes as read."""
        return iterate_readings(self)

    def kind(self, path: PurePosixPath) -> Kind | None:
        """What the note at a path is."""
        self.add((f"k{path}",))
        return self.source.kind(path)

    def count(self, kind: Kind | None = None) -> int:
        """How many notes of one kind, or of all, there are."""
        self.add((f"p{kind or ''}",))
        return self.source.count(kind)

    def count_links(self) -> int:
        """How many links all notes hold."""
        self.add(("t",))
        return self.source.count_links()

    def answering(self, key: str) -> Sequence[Answering]:
        """The notes that answer to a folded name."""
        self.add((f"n{key}",))
        return self.source.answering(key)

    def linking(self, key: str) -> Sequence[PurePosixPath]:
        """The notes that hold a link which is looked up under a key."""
        self.add((f"l{key}",))
        return self.source.linking(key)

    def everyone(self, *kinds: Kind) -> Iterator[Named]:
        """The names that notes of these kinds answer to."""
        self.add(f"e{kind}" for kind in kinds or ("",))
        return iter(self.source.everyone(*kinds))

    def countries(self) -> frozenset[str]:
        """The countries of contacts and companies."""
        self.add(("c",))
        return self.source.countries()

    def texts(self, words: Sequence[str]) -> Iterable[Text]:
        """The texts of notes that may hold these words."""
        self.add(("t",))
        return self.source.texts(words)


class HasSource(Protocol):
    """What is worked out from one source."""

    @property
    def source(self) -> Source:
        """The source."""


H = TypeVar("H", bound=HasSource)


class remembered_property(Generic[H, V]):
    """A property that is worked out once, and that passes on what it rests on."""

    def __init__(self, work: Callable[[H], V]) -> None:
        self._work, self.__doc__ = work, work.__doc__

    def __set_name__(self, owner: type[H], name: str) -> None:
        self._name = f"remembered {name}"

    def __get__(self, instance: H, owner: type[H]) -> V:
        ask: Remembered[None, V] | None = instance.__dict__.get(self._name)
        if ask is None:
            ask = remember(instance.source, lambda _: self._work(instance))
            instance.__dict__[self._name] = ask
        return ask(None)


class Remembered(Protocol[K_contra, V_co]):
    """Work that is done once for each key."""

    def __call__(self, key: K_contra, /) -> V_co:
        """What the work answers."""


def remember(source: Source, work: Callable[[K], V]) -> Remembered[K, V]:
    """The same work, done once for each key; what it answers rests on nothing but the source."""
    if not isinstance(source, RecordingSource):
        return cache(work)
    kept: dict[K, tuple[V, Reads]] = {}

    def remembered(key: K, /) -> V:
        if key in kept:
            value, reads = kept[key]
            source.add(reads)
        else:
            value, reads = kept[key] = source.observe(lambda: work(key))
        return value

    return remembered
