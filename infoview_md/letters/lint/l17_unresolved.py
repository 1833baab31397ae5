"""L17: nothing unresolved, and nobody else's name unless linked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from infoview_md.core.pack import Rule
from infoview_md.letters.lint.context import Hit, LintContext, Replacement, quote
from infoview_md.letters.lint.names import (
    WORD,
    find_namings,
    find_own_texts,
    is_within,
    words_of,
)
from infoview_md.letters.lint.sentences import find_greeting, flatten

# What an unfinished letter holds, and what it is called.
LEFTOVERS = tuple(
    (re.compile(pattern, flags), what)
    for pattern, flags, what in (
        (r"\{\{.*?(?:\}\}|$)|\{%.*?(?:%\}|$)|\}\}|%\}", re.MULTILINE, "a slot of a template"),
        (r"!?\[\[[^\]\n]*\]?\]?", 0, "a link of the vault"),
        (r"(?<!\[)\[[^\[\]\n]*:[^\[\]\n]*\](?!\()", 0, "a gap"),
        (
            r"(?<!\[)\[(?:(?i:(?:(?:your|their|insert|add|first|last|full|given) )?"
            r"(?:name|company|date|role|title|topic|field|time))|[A-Z][A-Z ]+)\](?!\()",
            0,
            "a gap",
        ),
        (r"\b(?:TODO|FIXME|TBD|XXX+)\b", 0, "a reminder to yourself"),
        (r"(?<![.!?\n][ \n])(?<!\A)\bNone\b|\bNone\b(?! (?:of|the|too)\b)", 0, "an empty value"),
        (r"(?<=[^\s.!?:…])[ ]{2,}(?=\S)", 0, "a doubled space, as an empty value leaves it,"),
        (r"(?<=\S) (?=[,;.](?:\s|$))", 0, "a space before a mark, as an empty value leaves it,"),
        (r"\(\s*\)|“\s*”|\"\"", 0, "an empty value"),
    )
)  # fmt: skip


def check_unresolved(context: LintContext, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001
    """No leftovers of a template, and no name of another person or company of the vault."""
    for text, in_subject in context.parts:
        yield from _find_leftovers(text, in_subject)
    if context.has_addressee:
        yield from _find_strangers(context)


def _find_strangers(context: LintContext) -> Iterator[Hit]:
    own = [words for text in find_own_texts(context) if (words := words_of(text))]
    strange = [name for name in (*context.people, *context.companies) if not is_within(name, own)]
    for text, in_subject in context.parts:
        for naming in find_namings(text, strange):
            yield Hit(
                f"{naming.name} is named, who is not linked to {context.contact.name}; was this"
                " letter meant for somebody else?",
                naming.start,
                in_subject=in_subject,
            )
    yield from _check_greeting(context, own)


def _find_leftovers(text: str, in_subject: bool) -> Iterator[Hit]:
    taken = 0
    found = [(match, what) for pattern, what in LEFTOVERS for match in pattern.finditer(text)]
    for match, what in sorted(found, key=lambda one: (one[0].start(), -one[0].end())):
        if match.start() < taken:
            continue
        taken = match.end()
        shown = f": {quote(match[0])}" if match[0].strip() else ""
        yield Hit(
            f"{what} is left in the text{shown}",
            match.start(),
            in_subject=in_subject,
            fix=_find_fix(match, in_subject),
        )


def _find_fix(match: re.Match[str], in_subject: bool) -> Replacement | None:
    """Blanks too many are the one thing here that has one cure."""
    if match[0].strip(" "):
        return None
    is_doubled = match.end() - match.start() > 1
    return Replacement(match.start(), match.end(), " " * is_doubled, in_subject)


def _check_greeting(context: LintContext, own: list[tuple[str, ...]]) -> Iterator[Hit]:
    """“Dear Jonas,” in a letter to Ingrid: a given or a family name of somebody else."""
    start, end = find_greeting(flatten(context.body))
    if any(
        find_namings(context.body[start:end], (name,)) for name in context.people if " " in name
    ):
        return  # found above, or the addressee
    others = {
        words[at]: name for name in context.people if (words := words_of(name)) for at in (-1, 0)
    }
    for word in WORD.finditer(context.body, start, end):
        name = others.get(words_of(word[0])[0])
        if name and word[0][0].isupper() and not is_within(word[0], own):
            yield Hit(
                f"the greeting is for {name}, and the letter for {context.contact.name}",
                word.start(),
            )
