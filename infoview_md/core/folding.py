"""fold, plain, flatten: the forms in which names and texts are compared."""

from __future__ import annotations

from functools import lru_cache

# Letters that Unicode does not take apart into a base letter and a mark.
PLAIN_LETTERS = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
}  # fmt: skip
ASCII = bytes(range(128))


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


def flatten(text: str) -> str:
    """A text that has the words of its `plain` form, for less than a tenth of the time.

    Line ends stay, and so do capitals of ASCII, in which whoever asks may see no difference. It is
    not to be made flat again: that could change it. Half a character becomes a question mark.
    """
    if text.isascii():
        return text
    data = text.encode("utf-8", "replace")
    text = data.decode()
    flat = {char: _flatten_char(char) for char in set(data.translate(None, ASCII).decode())}
    if None in flat.values():
        return "\n".join(map(plain, text.split("\n")))
    for char, written in flat.items():
        # A space of any kind becomes a plain one, and parts words.
        text = text.replace(char, written or " ")
    return text


@lru_cache(maxsize=2_000)
def _flatten_char(char: str) -> str | None:
    """One character without case and accent; None where its neighbours matter too.

    A mark changes the letter before it, and `ǿ` becomes an `ø`, which alone would be an `o`.
    """
    from unicodedata import combining

    flat = plain(char)
    return None if combining(char) or plain(flat) != flat else flat
