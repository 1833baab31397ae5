"""The greeting: whether it greets the addressee, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from infoview_md.core.links import fold
from infoview_md.core.pack import Level
from infoview_md.letters.lint.cast import Cast, Part
from infoview_md.letters.lint.context import Hit, LintContext
from infoview_md.letters.lint.names import WORD, words_of
from infoview_md.letters.lint.sentences import find_greeting, flatten

# What may stand in a greeting and names nobody.
NOBODY = frozenset(
    [
        "dear",
        "hi",
        "hello",
        "hey",
        "hiya",
        "greetings",
        "good",
        "morning",
        "afternoon",
        "evening",
        "day",
        "hallo",
        "moin",
        "liebe",
        "lieber",
        "liebes",
        "guten",
        "tag",
        "morgen",
        "sehr",
        "geehrte",
        "geehrter",
        "kjære",
        "kære",
        "kära",
        "hei",
        "hej",
        "bonjour",
        "cher",
        "chère",
        "madame",
        "monsieur",
        "estimado",
        "estimada",
        "hola",
        "caro",
        "cara",
        "beste",
        "geachte",
        "and",
        "und",
        "og",
        "och",
        "et",
        "y",
        "all",
        "both",
        "everyone",
        "everybody",
        "team",
        "colleague",
        "colleagues",
        "friend",
        "friends",
        "sir",
        "madam",
        "mr",
        "mrs",
        "ms",
        "mx",
        "miss",
        "dr",
        "prof",
        "professor",
        "doctor",
        "herr",
        "frau",
        "dipl",
        "ing",
        "mag",
        "med",
        "phd",
        "msc",
        "bsc",
        "mba",
        "dame",
        "sir",
        "hiring",
        "manager",
        "recruiter",
        "recruiting",
        "committee",
        "there",
        "again",
        "damen",
        "herren",
        "zusammen",
    ]
)


def check_greeting(context: LintContext, cast: Cast) -> Iterator[Hit]:
    """“Dear Jonas,” in a letter to Ingrid: a name of the vault is an error, another a warning."""
    start, end = find_greeting(flatten(context.body))
    welcome = {Part.ADDRESSEE, Part.ABOUT} if context.kind == "intro" else {Part.ADDRESSEE}
    greeted = {word for part, words in cast.texts if part in welcome for word in words}
    known = _words_of_names(context.people, context.companies, context.given_names)
    own = {word for part, words in cast.texts if part is Part.OWNER for word in words}
    for token in WORD.finditer(context.body, start, end):
        word = fold(token[0])
        is_listed = word in known or word in own
        if word in greeted or word in NOBODY or not (_is_capital(token[0]) or is_listed):
            continue
        whom = known.get(word) or (context.owner.name if word in own else f"“{token[0]}”")
        yield Hit(
            f"the greeting is for {whom}, and the letter for {context.contact.name}",
            token.start(),
            level=None if is_listed else Level.WARNING,
        )
        return


def _is_capital(word: str) -> bool:
    """True for a capital, and for a letter of a script that has none."""
    return word[0].isalpha() and not word[0].islower()


@lru_cache(maxsize=8)
def _words_of_names(
    people: tuple[str, ...], companies: tuple[str, ...], given: tuple[tuple[str, str], ...]
) -> dict[str, str]:
    """Whose name a word is part of; people before companies, and the given name first."""
    found: dict[str, str] = {}
    for called, name in given:
        for word in words_of(called):
            found.setdefault(word, name)
    for name in (*people, *companies):
        for word in words_of(name):
            found.setdefault(word, name)
    return found
