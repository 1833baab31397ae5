"""Names as people type them: which of many does `zoe` mean?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from infoview_md.core.folding import fold, plain
from infoview_md.core.frozen import dataclass

LIKELY = 40
"""How many names with most letters in common are compared closely."""


@dataclass(frozen=True, slots=True)
class Named:
    """One note and all the names it answers to; the first is shown."""

    path: PurePosixPath
    names: tuple[str, ...]
    first_name: str = ""


def find_by_name(query: str, everyone: Iterable[Named]) -> tuple[Named, ...]:
    """Whom a typed name means: the best kind of match that anyone answers to.

    First the exact name, stem, alias or path; then the same without accents; then the first name;
    then names of which every typed word begins a word. Several results mean it is ambiguous.
    """
    everyone = tuple(everyone)
    path = fold(query.removesuffix(".md"))
    typed, bare = fold(query), plain(query)
    words = _words_of(query)
    if not words:
        return ()
    return (
        tuple(
            one
            for one in everyone
            if path in (fold(str(one.path.with_suffix(""))), fold(one.path.stem))
            or typed in map(fold, one.names)
        )
        or tuple(one for one in everyone if bare in map(plain, one.names))
        or tuple(one for one in everyone if one.first_name and plain(one.first_name) == bare)
        or tuple(one for one in everyone if any(_begins(words, name) for name in one.names))
    )


def _words_of(name: str) -> list[str]:
    """The plain words of a name; a hyphen parts two (`Anne-Marie`)."""
    return plain(name).replace("-", " ").split()


def _begins(words: Sequence[str], name: str) -> bool:
    """True where each typed word begins a word of the name, in order."""
    parts = iter(_words_of(name))
    return all(any(part.startswith(word) for part in parts) for word in words)


@dataclass(frozen=True, slots=True)
class NameTable:
    """Many names, made ready to say which of them a mistyped one looks like.

    `shown` is what to show for a plain name; `by_part` are the names that hold two letters in a
    row, so that a vault full of dead links need not compare each of them with every name.
    """

    shown: Mapping[str, str]
    by_part: Mapping[str, Sequence[str]]

    def find_near(self, query: str, most: int = 3) -> tuple[str, ...]:
        """Names that look like a mistyped one, the nearest first."""
        typed = plain(query)
        shared = Counter(name for part in _parts(typed) for name in self.by_part.get(part, ()))
        likely = [name for name, _ in shared.most_common(LIKELY)]
        from difflib import get_close_matches

        near = get_close_matches(typed, likely, most, 0.6)
        return tuple(dict.fromkeys(self.shown[name] for name in near))


def build_name_table(everyone: Iterable[Named]) -> NameTable:
    """The table of all names that anyone answers to."""
    shown: dict[str, str] = {}
    for one in everyone:
        for name in (*one.names, one.first_name):
            shown.setdefault(plain(name), one.names[0])
    by_part: dict[str, list[str]] = {}
    for name in shown:
        for part in _parts(name):
            by_part.setdefault(part, []).append(name)
    return NameTable(shown, by_part)


def _parts(name: str) -> frozenset[str]:
    """Every two letters in a row; the first and the last stand beside a space."""
    padded = f" {name} "
    return frozenset(padded[at : at + 2] for at in range(len(padded) - 1))
