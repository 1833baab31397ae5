"""Names: where a letter names somebody, in whatever case or form the name was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from infoview_md.core.links import find_links, fold
from infoview_md.letters.lint.context import LintContext

WORD = re.compile(r"[\w\u0300-\u036f]+")
# What may stand between two words of one name: `AC/DC`, `Zähler & Takt`, `J. Vik`, a line's end.
GAP = re.compile(r"[ \t]*[\W_]?[ \t]*\n?[ \t]*")
LEGAL_FORMS = frozenset({
    "ab", "ag", "aps", "as", "asa", "bv", "co", "corp", "gmbh", "inc", "kg", "llc", "llp", "ltd",
    "nv", "oy", "oyj", "plc", "sa", "se", "spa", "srl",
})  # fmt: skip
# Given names that are everyday words, too: alone they name nobody.
WORD_NAMES = frozenset({
    "amber", "april", "art", "august", "bill", "chance", "chase", "china", "christian", "clay",
    "dawn", "dean", "drew", "earl", "faith", "frank", "gene", "glen", "grace", "grant", "guy",
    "hope", "iris", "ivy", "jack", "jade", "joy", "june", "may", "mark", "max", "miles", "olive",
    "pat", "ray", "rich", "rob", "robin", "rose", "ruby", "sky", "summer", "sue", "victor",
    "violet", "will",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Naming:
    """A name found in a text, as it is known, with its offsets in the text."""

    name: str
    start: int
    end: int


def words_of(name: str) -> tuple[str, ...]:
    """A name's words in the form in which they are compared."""
    return tuple(fold(word) for word in WORD.findall(name))


def find_namings(text: str, names: Iterable[str]) -> list[Naming]:
    """Where a text names one of these, the longest name first at each place.

    Names of several words are found in any letter case, a company also without its legal form; a
    single word counts only as it is spelled, because `shell` is not Shell.
    """
    known = _index(names)
    longest = max(map(len, known), default=0)
    tokens = list(WORD.finditer(text))
    folded = [fold(token[0]) for token in tokens]
    found: list[Naming] = []
    at = 0
    while at < len(tokens):
        size = next(_fitting(text, tokens, folded, at, longest, known), 0)
        if size:
            name = known[tuple(folded[at : at + size])]
            found.append(Naming(name, tokens[at].start(), tokens[at + size - 1].end()))
        at += size or 1
    return found


def _index(names: Iterable[str]) -> dict[tuple[str, ...], str]:
    known: dict[tuple[str, ...], str] = {}
    for name in names:
        words = words_of(name)
        if words:
            known[words] = name
        while len(words) > 1 and words[-1] in LEGAL_FORMS:
            words = words[:-1]
            known.setdefault(words, name)
    return known


def _fitting(
    text: str,
    tokens: list[re.Match[str]],
    folded: list[str],
    at: int,
    longest: int,
    known: Mapping[tuple[str, ...], str],
) -> Iterator[int]:
    """How many words from here on are a known name, the longest first."""
    for size in range(min(longest, len(tokens) - at), 0, -1):
        words = tuple(folded[at : at + size])
        if words not in known or not _is_together(text, tokens[at : at + size]):
            continue
        if size > 1 or _is_spelled(tokens[at][0], known[words]):
            yield size


def _is_together(text: str, tokens: list[re.Match[str]]) -> bool:
    ends = [token.end() for token in tokens[:-1]]
    starts = [token.start() for token in tokens[1:]]
    return all(GAP.fullmatch(text, end, start) for end, start in zip(ends, starts, strict=True))


def _is_spelled(word: str, name: str) -> bool:
    spelled = WORD.findall(name)[0]
    return word in (spelled, spelled.upper()) and fold(word) not in WORD_NAMES and len(word) > 1


def find_own_texts(context: LintContext) -> Iterator[str]:
    """The texts whose names belong into this letter: the addressee's, their company's, the owner's.

    Linked are also the referrers, past roles, whoever a log line of the contact links, and the
    links of `why_you`.
    """
    contact, company, owner = context.contact, context.company, context.owner
    yield from (contact.name, contact.stem, contact.given, contact.salutation, *contact.aliases)
    yield from (*contact.past_roles, *contact.school, contact.role)
    if contact.company:
        yield from (contact.company.text, contact.company.target)
    if company:
        yield from (company.name, company.stem, *company.aliases)
    for link in (*contact.referred_by, *find_links(contact.why_you)):
        yield from (link.text, link.target)
    for event in contact.events:
        yield from (link.text for link in event.links)
        yield from (link.target for link in event.links)
    if context.referrer:
        yield from (context.referrer.name, *context.referrer.aliases)
    yield from (owner.name, owner.given, owner.intro, owner.learning, owner.positioning)
    yield from (owner.signature, *owner.school)


def is_within(name: str, texts: Iterable[tuple[str, ...]]) -> bool:
    """True where a name's words stand side by side in one of the texts, given as words."""
    words = words_of(name)
    size = len(words)
    return any(
        words == text[at : at + size] for text in texts for at in range(len(text) - size + 1)
    )
