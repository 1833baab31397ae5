"""fold, plain: the forms in which names are compared, with accents and without."""

from __future__ import annotations

# Letters that Unicode does not take apart into a base letter and a mark.
PLAIN_LETTERS = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
}  # fmt: skip


def fold(name: str) -> str:
    """The form in which names are compared: NFC, any letter case, one space between words.

    Caseless matching as Unicode defines it (D145): taken apart before the case is folded, since
    the capital of one character may be several (`ΐ`).
    """
    name = " ".join(name.split())
    if name.isascii():
        return name.lower()
    from unicodedata import normalize  # late: most names are ASCII

    return normalize("NFC", normalize("NFD", name).casefold())


def plain(name: str) -> str:
    """A name without case and accents: `Zoë Müller` → `zoe muller`."""
    folded = fold(name)
    if folded.isascii():
        return folded
    from unicodedata import combining, normalize

    # Whole notes are searched in this form: a few passes over all cost less than a step a letter.
    for letter, plain_letter in PLAIN_LETTERS.items():
        folded = folded.replace(letter, plain_letter)
    apart = normalize("NFKD", folded)
    for mark in filter(combining, set(apart)):
        apart = apart.replace(mark, "")
    return apart
