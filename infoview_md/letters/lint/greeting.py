"""The greeting: whether it greets the addressee, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator

from infoview_md.core.folding import fold
from infoview_md.core.pack import Level
from infoview_md.letters.lint.cast import Cast, Part, names_of
from infoview_md.letters.lint.context import Hit, LintContext
from infoview_md.letters.lint.kept import keep
from infoview_md.letters.lint.names import TIGHT_WORD, tight_words_of
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
    tokens = list(TIGHT_WORD.finditer(context.body, start, end))
    words = {fold(token[0]) for token in tokens}
    greeted = _words_of(cast, Part.ADDRESSEE)
    if context.kind == "intro" and words & greeted:
        greeted |= _words_of(cast, Part.ABOUT)  # “Dear Anneke, dear Jonas,”
    known = _words_of_names(context.people, context.companies, context.given_names)
    own = _words_of(cast, Part.OWNER)
    named = [token for token in tokens if fold(token[0]) not in NOBODY]
    if len(named) == 1 and _is_other(context, named[0][0]):
        greeted = set()
    for at, token in enumerate(tokens):
        word = fold(token[0])
        is_listed = word in known or word in own
        is_nobody = word in NOBODY and (at == 0 or not is_listed)
        if word in greeted or is_nobody or not (_is_capital(token[0]) or is_listed):
            continue
        whom = known.get(word) or (context.owner.name if word in own else f"“{token[0]}”")
        yield Hit(
            f"the greeting is for {whom}, and the letter for {context.contact.name}",
            token.start(),
            level=None if is_listed else Level.WARNING,
        )
        return


def _is_other(context: LintContext, word: str) -> bool:
    """True for a company's name that is the addressee's family name as well."""
    called = {*names_of(context.contact), *tight_words_of(context.contact.salutation)}
    return word in context.companies and word not in called


def _words_of(cast: Cast, part: Part) -> set[str]:
    return {word for one, words in cast.texts if one is part for word in words}


def _is_capital(word: str) -> bool:
    """True for a capital, and for a letter of a script that has none."""
    return word[0].isalpha() and not word[0].islower()


@keep
def _words_of_names(
    people: tuple[str, ...], companies: tuple[str, ...], given: tuple[tuple[str, str], ...]
) -> dict[str, str]:
    """Whose name a word is part of; people before companies, and the given name first."""
    found: dict[str, str] = {}
    for called, name in given:
        for word in tight_words_of(called):
            found.setdefault(word, name)
    for name in (*people, *companies):
        for word in tight_words_of(name):
            found.setdefault(word, name)
    return found
