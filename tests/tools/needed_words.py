"""Needed words: proves from a pattern's own tree that whatever it fits holds one of some words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

Item = tuple[Any, Any]
MOST_STEPS = 20_000
ANYTHING: Item = (op.ANY, None)
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT)
LOOKS = (op.ASSERT, op.ASSERT_NOT)


def is_needed(pattern: str, words: str, flags: int = 0) -> bool:
    """Whether no text fits the pattern without one of the words (`job vacanc*`), as a whole word.

    True only where the tree of the pattern shows it: somewhere on every way through it a word
    begins, behind a blank or `\\b`, and however it goes on from there it is one of those.
    """
    return _holds_one(flatten(parser.parse(pattern, flags)), frozenset(words.split()), False)


def flatten(items: Any) -> list[Item]:
    """The items of a sequence, groups taken apart."""
    flat: list[Item] = []
    for kind, value in items:
        flat += flatten(value[3]) if kind is op.SUBPATTERN else [(kind, value)]
    return flat


def _holds_one(items: Sequence[Item], words: frozenset[str], is_edge: bool) -> bool:
    """Whether a word from the list stands on every way through a sequence."""
    for at, (kind, value) in enumerate(items):
        begins = _ends_at_edge(items[:at], is_edge)
        if begins and all(_is_listed(said, words) for said in _read_on(items[at:])):
            return True
        if kind is op.BRANCH and all(_holds_one(flatten(one), words, begins) for one in value[1]):
            return True
        if kind in REPEATS and value[0] and _holds_one(flatten(value[2]), words, begins):
            return True
    return False


def _is_listed(said: tuple[str, bool], words: frozenset[str]) -> bool:
    """Whether a word, or the beginning of one (False: it may go on), is in the list."""
    text, is_whole = said
    begun = (f"{text[:size]}*" in words for size in range(1, len(text) + 1))
    return (is_whole and text in words) or any(begun)


# -- how a word can go on ------------------------------------------------------------------------


def _read_on(items: Sequence[Item]) -> Iterator[tuple[str, bool]]:
    """What can be read from here to the end of the word, each with whether it ends there."""
    waiting = [("", tuple(items))]
    for _ in range(MOST_STEPS):
        if not waiting:
            return
        text, rest = waiting.pop()
        if not rest:
            yield text, False
            continue
        for step in _step(text, rest[0], rest[1:]):
            if isinstance(step[1], bool):
                yield step
            else:
                waiting.append(step)
    yield "", False


def _step(text: str, item: Item, rest: tuple[Item, ...]) -> Iterator[tuple[str, Any]]:
    """One item further: texts with what is left to read, or with whether the word has ended."""
    kind, value = item
    if kind is op.LITERAL:
        yield (text + chr(value).lower(), rest) if _is_word(value) else (text, True)
    elif kind in LOOKS or (kind is op.AT and not (text and value is not op.AT_NON_BOUNDARY)):
        yield text, rest
    elif kind is op.AT:
        yield text, True
    elif kind is op.BRANCH:
        yield from ((text, (*flatten(one), *rest)) for one in value[1])
    elif kind in REPEATS:
        yield from _step_repeat(text, value, rest)
    elif kind is op.IN and _parts_words(value):
        yield text, True
    elif kind is op.IN and (letters := _letters(value)):
        yield from ((text, ((op.LITERAL, letter), *rest)) for letter in letters)
    else:
        yield text, False


def _step_repeat(text: str, value: Any, rest: tuple[Item, ...]) -> Iterator[tuple[str, Any]]:
    least, most, items = value
    if not least:
        yield text, rest
    again = () if most == 1 else (ANYTHING,)
    yield text, (*flatten(items), *(again or rest))


def _is_word(letter: int) -> bool:
    return re.match(r"\w", chr(letter)) is not None


def _letters(items: Any) -> list[int]:
    """The letters of a class that names each; none for one that has a range or a kind."""
    return [value for _, value in items] if all(kind is op.LITERAL for kind, _ in items) else []


def _parts_words(items: Any) -> bool:
    """True for a class of which no character belongs to a word."""
    kinds = (op.CATEGORY_SPACE, op.CATEGORY_NOT_WORD)
    return all(
        (kind is op.LITERAL and not _is_word(value)) or (kind is op.CATEGORY and value in kinds)
        for kind, value in items
    )


# -- where a word can begin ----------------------------------------------------------------------


def _ends_at_edge(items: Sequence[Item], is_edge: bool) -> bool:
    """Whether a word can begin only anew behind these items; `is_edge`: so it was before them."""
    for at in range(len(items) - 1, -1, -1):
        kind, value = items[at]
        if kind in LOOKS and not _looks_back_at_no_word(kind, value):
            continue
        if kind is op.BRANCH:
            before = items[:at]
            return all(_ends_at_edge([*before, *flatten(one)], is_edge) for one in value[1])
        if kind in REPEATS:
            if not _ends_at_edge(flatten(value[2]), False):
                return False
            if not value[0]:
                continue
        return _is_edge(kind, value)
    return is_edge


def _is_edge(kind: Any, value: Any) -> bool:
    if kind is op.LITERAL:
        return not _is_word(value)
    if kind is op.IN:
        return _parts_words(value)
    edges = (op.AT_BOUNDARY, op.AT_BEGINNING, op.AT_BEGINNING_STRING)
    return kind in (*REPEATS, *LOOKS) or (kind is op.AT and value in edges)


def _looks_back_at_no_word(kind: Any, value: Any) -> bool:
    """True for `(?<!\\w)` and its like."""
    back, items = value
    if kind is not op.ASSERT_NOT or back != -1 or len(items) != 1 or items[0][0] is not op.IN:
        return False
    return (op.CATEGORY, op.CATEGORY_WORD) in items[0][1]
