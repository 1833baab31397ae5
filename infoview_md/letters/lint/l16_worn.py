"""L16: no worn phrases; the table lives beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from infoview_md.core.pack import Rule
from infoview_md.letters.lint.context import Hit, LintContext, Replacement, quote
from infoview_md.letters.lint.phrase_book import PhraseBook, key_words
from infoview_md.letters.lint.sentences import find_sentences, flatten
from infoview_md.letters.lint.worn_phrases import WORN, Worn

BOOK = PhraseBook(*((worn.words, worn.pattern) for worn in WORN), flags=re.IGNORECASE)
OPENS = re.compile(r"^\W*(?:and |so )?$")


def check_worn(context: LintContext, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001
    """Each phrase that says nobody wrote it, with what to say instead."""
    for text, in_subject in context.parts:
        # Blanks are one character each, so that offsets stay and a phrase may run over a line.
        flat = flatten(text).replace("\n", " ")
        taken = 0
        for match, worn in sorted(_find(flat), key=lambda one: (one[0].start(), -one[0].end())):
            if match.start() < taken:
                continue
            taken = match.end()
            fix = None if in_subject else _find_fix(context.body, match, worn)
            yield Hit(
                f"{quote(match[0])} is worn; {worn.instead}",
                match.start(),
                in_subject=in_subject,
                fix=fix,
            )


def _find(flat: str) -> Iterator[tuple[re.Match[str], Worn]]:
    for number, pattern in BOOK.find(key_words(flat)):
        for match in pattern.finditer(flat):
            yield match, WORN[number]


def _find_fix(body: str, match: re.Match[str], worn: Worn) -> Replacement | None:
    """A sentence that says nothing but the phrase can simply go."""
    if not worn.can_go:
        return None
    for sentence in find_sentences(flatten(body)):
        end = sentence.start + len(sentence.text)
        if not sentence.start <= match.start() < end:
            continue
        before, after = body[sentence.start : match.start()], body[match.end() : end]
        if OPENS.match(before) and not any(map(str.isalnum, after)) and body[end:].strip():
            return _take_out(body, sentence.start, end)
    return None


def _take_out(body: str, start: int, end: int) -> Replacement:
    """The sentence with the blanks behind it; with those before, where it ends its paragraph."""
    follows = re.compile(r"[ \t]*\n?(?![ \t]*\n)").match(body, end)
    is_alone = body[:start].endswith("\n\n") and body[end : end + 2] == "\n\n"
    if is_alone:
        return Replacement(start, end + 2, "")
    if follows and follows.end() > end:
        return Replacement(start, follows.end(), "")
    while start and body[start - 1] in " \t\n" and not body[:start].endswith("\n\n"):
        start -= 1
    return Replacement(start, end, "")
