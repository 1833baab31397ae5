"""L17: nothing unresolved, and nobody else's name unless linked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from infoview_md.core.pack import Level, Rule
from infoview_md.letters.lint.cast import Cast, find_cast
from infoview_md.letters.lint.context import Hit, LintContext, Replacement, quote
from infoview_md.letters.lint.greeting import check_greeting
from infoview_md.letters.lint.kept import keep
from infoview_md.letters.lint.misplaced import AT_COMPANY, SUGGESTS, find_misplaced
from infoview_md.letters.lint.names import (
    WORD,
    WORD_NAMES,
    Names,
    Naming,
    find_namings,
)

GAP = re.compile(r"(?<!\[)\[[^\[\]\n]*:[^\[\]\n]*\](?!\()")
# The marks of what an unfinished letter holds, what it looks like, and what it is called.
LEFTOVERS = tuple(
    (marks, re.compile(pattern, flags), what)
    for marks, pattern, flags, what in (
        (
            ("{{", "{%", "}}", "%}"),
            r"\{\{.*?(?:\}\}|$)|\{%.*?(?:%\}|$)|\}\}|%\}",
            re.MULTILINE,
            "a slot of a template",
        ),
        (("[[",), r"!?\[\[[^\]\n]*\]?\]?", 0, "a link of the vault"),
        (("[",), GAP.pattern, 0, "a gap"),
        (
            ("[",),
            r"(?<!\[)\[(?:(?i:(?:(?:your|their|insert|add|first|last|full|given) )?"
            r"(?:name|company|date|role|title|topic|field|time))|[A-Z][A-Z ]+)\](?!\()",
            0,
            "a gap",
        ),
        (
            ("TODO", "FIXME", "TBD", "XXX"),
            r"\b(?:TODO|FIXME|TBD|XXX+)\b",
            0,
            "a reminder to yourself",
        ),
        (
            ("None",),
            r"(?<![.!?\n][ \n])(?<!\A)\bNone\b|\bNone\b(?! (?:of|the|too)\b)",
            0,
            "an empty value",
        ),
        (
            ("  ",),
            r"(?<=[^\s.!?:…])[ ]{2,}(?=\S)",
            0,
            "a doubled space, as an empty value leaves it,",
        ),
        (
            (" ,", " ;", " ."),
            r"(?<=\S) (?=[,;.](?:\s|$))",
            0,
            "a space before a mark, as an empty value leaves it,",
        ),
        (("(", "“", '""'), r"\(\s*\)|“\s*”|\"\"", 0, "an empty value"),
    )
)  # fmt: skip
UNFILLED = frozenset({"a gap", "a slot of a template"})
# Before a month no name stands, and after it often a number.
MONTHS = frozenset({"april", "may", "june", "july", "august"})
BEFORE_MONTH = re.compile(
    r"(?:\b(?:in|of|early|late|mid|since|until|till|by|from|last|next|this|before|after|every)"
    r"|\d(?:st|nd|rd|th)?\.?)[ -]$",
    re.IGNORECASE,
)


def check_unresolved(context: LintContext, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001
    """No leftovers of a template, and no name that another person or company of the vault has.

    Names in full are errors, and so is a greeting for somebody else; a given name alone, or a name
    that belongs into the letter but stands in the wrong place, is a warning where it may be meant.
    """
    for text, in_subject in context.parts:
        yield from _find_leftovers(text, in_subject)
    if context.has_addressee:
        cast = find_cast(context)
        yield from _find_strangers(context, cast)
        yield from check_greeting(context, cast)
        misplaced = find_misplaced(context, cast)
        yield from (hit for hit in misplaced if not _is_in_gap(context, hit))


def find_gap(text: str) -> str:
    """The first gap, or slot of a template, that is left in a text; empty where none is."""
    found = (pattern.search(text) for _, pattern, what in LEFTOVERS if what in UNFILLED)
    return next((match[0] for match in found if match), "")


def _is_in_gap(context: LintContext, hit: Hit) -> bool:
    """True inside `[news: what Ingrid may like]`: the name goes when the gap is filled."""
    text = context.subject if hit.in_subject else context.body
    return any(gap.start() <= hit.start < gap.end() for gap in GAP.finditer(text))


def _find_leftovers(text: str, in_subject: bool) -> Iterator[Hit]:
    taken = 0
    found = [
        (match, what)
        for marks, pattern, what in LEFTOVERS
        if any(mark in text for mark in marks)
        for match in pattern.finditer(text)
    ]
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


def _find_strangers(context: LintContext, cast: Cast) -> Iterator[Hit]:
    everything = _list_everything(context.people, context.companies)
    for text, in_subject in context.parts:
        taken: list[Naming] = []
        for naming in find_namings(text, everything, overlapping=True):
            is_inside = bool(taken) and naming.end <= taken[-1].end
            if not is_inside and not cast.parts_of(text[naming.start : naming.end]):
                yield Hit(
                    f"{naming.name} is named, who is not linked to {context.contact.name}; was"
                    " this letter meant for somebody else?",
                    naming.start,
                    in_subject=in_subject,
                )
            if not is_inside:
                taken.append(naming)
        yield from _find_given_names(context, cast, text, in_subject, taken)


def _find_given_names(
    context: LintContext, cast: Cast, text: str, in_subject: bool, full: list[Naming]
) -> Iterator[Hit]:
    """“I will tell Kari”, in a letter to somebody who does not know that Kari is meant."""
    called, names = _call_people(context.people, context.given_names)
    for naming in find_namings(text, names, words_too=True):
        is_inside = any(one.start <= naming.start < one.end for one in full)
        if is_inside or cast.parts_of(naming.name) or not _is_name(text, naming):
            continue
        yield Hit(
            f"{naming.name} may be {called[naming.name]}, who is not linked to"
            f" {context.contact.name}",
            naming.start,
            level=Level.WARNING,
            in_subject=in_subject,
        )


@keep
def _list_everything(people: tuple[str, ...], companies: tuple[str, ...]) -> Names:
    return Names((*people, *companies))


@keep
def _call_people(
    people: tuple[str, ...], given: tuple[tuple[str, str], ...]
) -> tuple[dict[str, str], Names]:
    """The names by what people are called: by their first words, where nothing else is said."""
    called = dict(given or ((name.partition(" ")[0], name) for name in people if " " in name))
    return called, Names(called)


def _is_name(text: str, naming: Naming) -> bool:
    """False for `May` the month, `Will you`, and a given name that a family name follows."""
    behind = WORD.match(text, naming.end + 1) if text[naming.end : naming.end + 1] == " " else None
    if behind and behind[0][0].isupper() and behind[0] != "I":
        return False
    word = naming.name.casefold()
    if word not in WORD_NAMES:
        return True
    if SUGGESTS.match(text, naming.end) or AT_COMPANY.match(text, naming.end):
        return True
    before = text[max(0, naming.start - 12) : naming.start]
    opens = not before.strip() or before.rstrip()[-1] in '.!?"“(' or before.endswith("\n")
    return not opens and not (word in MONTHS and BEFORE_MONTH.search(before))
