"""Traces: by what a person can be found in a text: names, addresses, phone numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from infoview_md.core.folding import fold, plain
from infoview_md.core.index import Index
from infoview_md.core.model import Contact

SOMEONE = "someone"
SHORTEST = 3
"""Shorter words, and numbers of fewer than 7 digits, could mean anybody."""
DIGITS = 7

MARK = "\u0300-\u036f"
# `Solheims` and `Solheim's` are still the name.
WORD_END = rf"(?=['’]?s?(?![\w{MARK}]))"
WORD_START = rf"(?<![\w{MARK}])"
SCHEME = re.compile(r"\A(?:https?://)?(?:www\.)?", re.IGNORECASE)
BETWEEN_DIGITS = r"[\s().\-/]*"


@dataclass(frozen=True)
class Traces:
    """What is searched for; `names` and `addresses` in any case, `words` as they are written.

    `shared` are names that others have, too: without a link nobody knows who is meant.
    `common` are words that also mean something else.
    """

    names: tuple[str, ...]
    words: tuple[str, ...] = ()
    handles: tuple[tuple[str, str], ...] = ()
    addresses: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    common: tuple[str, ...] = ()

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """What matches each trace; None where there is none to search for."""
        parts = [*self._parts()]
        return re.compile("|".join(parts), re.IGNORECASE) if parts else None

    def _parts(self) -> Iterator[str]:
        """The longest first, so that a name goes as a whole."""
        for address in sorted(self.addresses, key=len, reverse=True):
            # A page below a profile is theirs, too.
            below = r"(?:/[^\s)\]>\"']*)?" if "/" in address else ""
            yield (
                rf"(?<![\w.+-])(?:https?://)?(?:www\.)?{_either(address)}{below}"
                r"(?![\w-]|\.\w)"
            )
        for given, family in self.handles:
            yield rf"(?<![\w.+-])[\w.+-]*{given}[._-]?{family}[\w.+-]*(?:@[\w-]+(?:\.[\w-]+)+)?"
        for phone in self.phones:
            tail = BETWEEN_DIGITS.join(phone[-DIGITS:])
            yield rf"\+?(?<!\d)(?:\d{BETWEEN_DIGITS}){{0,8}}{tail}(?!\d)"
        for name in sorted(self.names, key=len, reverse=True):
            yield f"{WORD_START}{_either(name)}{WORD_END}"
        for word in self.words:
            yield f"(?-i:{WORD_START}(?:{_either(word)}|{_either(word.upper())}){WORD_END})"

    @cached_property
    def _hints(self) -> tuple[str, ...]:
        """What a text must hold somewhere for any trace but a phone number to be in it."""
        names = (longest_word(name) for name in (*self.names, *self.words))
        givens = (given.replace("\\", "") for given, _ in self.handles)
        return (*names, *map(lowered, self.addresses), *givens)

    @cached_property
    def _numbers(self) -> re.Pattern[str]:
        return re.compile("|".join(BETWEEN_DIGITS.join(one[-DIGITS:]) for one in self.phones))

    def may_be_in(self, text: str) -> bool:
        """False where a quick look is enough to know that nothing of them is in a text."""
        low = lowered(text)
        if any(hint in low for hint in self._hints):
            return True
        return bool(self.phones and self._numbers.search(text))

    def find(self, text: str) -> list[int]:
        """The offsets of all traces."""
        if self.pattern is None or not self.may_be_in(text):
            return []
        return [found.start() for found in self.pattern.finditer(text)]

    def take_out(self, text: str) -> str:
        """The text with `someone` in place of each trace; its lines stay as many."""
        if self.pattern is None or not self.may_be_in(text):
            return text
        return self.pattern.sub(lambda found: SOMEONE + "\n" * found[0].count("\n"), text)

    def find_left(self, text: str) -> list[int]:
        """Offsets in the text where something of them may still stand, however it is joined on."""
        if not self.may_be_in(text):
            return []
        found = {*self.find(text)}
        lines = text.split("\n")
        wanted = [fold(one) for one in (*self.names, *self.addresses)]
        start = 0
        for line in lines:
            folded = fold(line)
            if any(one in folded for one in wanted):
                found.add(start)
            start += len(line) + 1
        return sorted(found)

    def is_in(self, text: str) -> bool:
        """Whether anything of them stands in a text."""
        return bool(self.find_left(text))


def lowered(text: str) -> str:
    """A text for a quick look: in small letters, its accents joined."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).casefold())


def longest_word(name: str) -> str:
    """The word of a name that is rarest, for a quick look."""
    return max(lowered(name).split(), key=len, default="")


def _either(name: str) -> str:
    """A pattern for a name, its accents joined or apart, its words wherever the line ends."""
    parts = []
    for char in unicodedata.normalize("NFC", name):
        apart = unicodedata.normalize("NFD", char)
        if char.isspace():
            parts.append(r"\s+")
        elif apart == char:
            parts.append(re.escape(char))
        else:
            parts.append(f"(?:{re.escape(char)}|{re.escape(apart)})")
    return re.sub(r"(?:\\s\+)+", r"\\s+", "".join(parts))


def find_traces(
    index: Index, contact: Contact, others: Iterable[str], texts: Sequence[str]
) -> Traces:
    """By what a contact can be found; `others` are names that stay, `texts` what is kept."""
    taken = {*map(fold, others)}
    every = [n for n in dict.fromkeys((contact.name, contact.stem, *contact.aliases)) if n.strip()]
    single = [name for name in every if len(name.split()) == 1]
    family = contact.name.split()[-1:] if len(contact.name.split()) > 1 else []
    candidates = [w for w in dict.fromkeys((*single, contact.first_name, *family)) if w]
    parts = {part for name in others for part in plain(name).replace("-", " ").split()}
    words = [word for word in candidates if _is_distinctive(word, parts, texts)]
    mail = [*contact.email, *(one.address for one in contact.channels if "@" in one.address)]
    phones = [*contact.phone, *(c.address for c in contact.channels if c.medium == "phone")]
    return Traces(
        names=tuple(n for n in every if n not in single and fold(n) not in taken),
        words=tuple(words),
        handles=_handles(contact.first_name, family, parts),
        addresses=tuple(dict.fromkeys([*mail, *_pages(index, contact)])),
        phones=tuple(dict.fromkeys(d for d in map(_digits, phones) if len(d) >= DIGITS)),
        shared=tuple(name for name in every if fold(name) in taken),
        common=tuple(word for word in candidates if word not in words),
    )


def _is_distinctive(word: str, parts: set[str], texts: Sequence[str]) -> bool:
    """A word that begins with a capital, is nobody else's, and is no everyday word anywhere."""
    lower = word.lower()
    if len(word) < SHORTEST or word == lower or plain(word) in parts:
        return False
    everyday = re.compile(rf"(?<![\w.@/#-]){re.escape(lower)}(?![\w@/-]|\.\w)")
    return not any(lower in text and everyday.search(text) for text in texts)


def _handles(given: str, family: list[str], parts: set[str]) -> tuple[tuple[str, str], ...]:
    """`ingrid.solheim`, `ingrid-solheim`, in addresses nobody noted."""
    pairs = [(plain(given), plain(one)) for one in family if plain(one) != plain(given)]
    return tuple(
        (re.escape(one), re.escape(two))
        for one, two in pairs
        if min(len(one), len(two)) >= SHORTEST and not {one, two} <= parts
    )


def _digits(phone: str) -> str:
    return "".join(char for char in phone if char in "0123456789")


def _pages(index: Index, contact: Contact) -> Iterator[str]:
    """Their profiles; a page that is only a company's address is not theirs."""
    sites = {SCHEME.sub("", company.website).strip("/") for company in index.companies.values()}
    channels = (one.address for one in contact.channels if "@" not in one.address)
    for page in (*contact.links, *channels):
        bare = SCHEME.sub("", page.strip()).rstrip("/")
        if "/" in bare and bare not in sites:
            yield bare
