"""fold, plain: the forms in which names are compared, with accents and without."""

from __future__ import annotations

import unicodedata

# Letters that Unicode does not take apart into a base letter and a mark.
PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)


def fold(name: str) -> str:
    """The form in which names are compared: NFC, any letter case, one space between words.

    Caseless matching as Unicode defines it (D145): taken apart before the case is folded, since
    the capital of one character may be several (`ΐ`).
    """
    name = " ".join(name.split())
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def plain(name: str) -> str:
    """A name without case and accents: `Zoë Müller` → `zoe muller`."""
    folded = fold(name).translate(PLAIN_LETTERS)
    if folded.isascii():
        return folded
    apart = unicodedata.normalize("NFKD", folded)
    return "".join(char for char in apart if not unicodedata.combining(char))
