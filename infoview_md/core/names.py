"""Names as people type them: which of many does `zoe` mean?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import PurePosixPath

from infoview_md.core.links import fold

# Letters that Unicode does not take apart into a base letter and a mark.
PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)


@dataclass(frozen=True, slots=True)
class Named:
    """One note and all the names it answers to; the first is shown."""

    path: PurePosixPath
    names: tuple[str, ...]
    first_name: str = ""


def plain(name: str) -> str:
    """A name without case and accents: `Zoë Müller` → `zoe muller`."""
    folded = fold(name).translate(PLAIN_LETTERS)
    if folded.isascii():
        return folded
    apart = unicodedata.normalize("NFKD", folded)
    return "".join(char for char in apart if not unicodedata.combining(char))


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


def find_near(query: str, everyone: Iterable[Named], most: int = 3) -> tuple[str, ...]:
    """Names that look like a mistyped one, the nearest first."""
    shown: dict[str, str] = {}
    for one in everyone:
        for name in (*one.names, one.first_name):
            shown.setdefault(plain(name), one.names[0])
    near = get_close_matches(plain(query), list(shown), most, 0.6)
    return tuple(dict.fromkeys(shown[name] for name in near))
