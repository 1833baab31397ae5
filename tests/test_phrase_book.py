"""The words by which a phrase is looked for are words that it cannot do without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

import pytest

from infoview_md.letters import lint as rules
from infoview_md.letters.lint.phrase_book import PhraseBook, key_words
from tests.tools.needed_words import is_needed


def list_books() -> Iterator[tuple[str, PhraseBook]]:
    """Every book of the rules, by its name."""
    for one in iter_modules(rules.__path__, rules.__name__ + "."):
        for name, thing in vars(import_module(one.name)).items():
            if isinstance(thing, PhraseBook):
                yield name, thing


BOOKS = dict(list_books())
PHRASES = [
    pytest.param(words, pattern, book.flags, id=f"{name}-{number}")
    for name, book in BOOKS.items()
    for number, (words, pattern) in enumerate(book.phrases)
]


def test_there_are_as_many_as_there_were() -> None:
    assert len(BOOKS) >= 8
    assert len(PHRASES) >= 280


@pytest.mark.parametrize(("words", "pattern", "flags"), PHRASES)
def test_no_text_fits_a_phrase_without_one_of_its_words(
    words: str, pattern: str, flags: int
) -> None:
    assert is_needed(pattern, words, flags)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\bjobs?\b", "job jobs"),
        (r"\bjobs?\b", "job*"),
        (r"\b(?:an? )?vacanc(?:y|ies)", "vacanc*"),
        (r"\b(?:an? )?vacanc(?:y|ies)", "a an vacancy* vacancies*"),
        (r"\b(?:ask|beg) (?:for|about) work", "ask beg"),
        (r"\b(?:ask|beg) (?:for|about) work", "work*"),
        (r"\bmy (?:\w+ ){0,3}cv\b|\bhire me\b", "my hire"),
        (r"^\W*(?:if|when)\b.*\bhiring\b", "if when"),
        (r"(?<![\w.])cvs?", "cv*"),
        (r"\be-?mail\b", "e email"),
        (r"\b(?!any)roles? \w+\b", "role roles"),
        (r"\bdon't\b", "don"),
    ],
)
def test_words_that_are_needed(pattern: str, words: str) -> None:
    assert is_needed(pattern, words)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\bjobs?\b", "job"),
        (r"\bjob", "job"),
        (r"job\b", "job"),
        (r"\bappl(?:y|ied)\b", "apply*"),
        (r"\b(?:an? )?vacancy\b", "a an"),
        (r"\b(?:ask|beg) for\b", "ask"),
        (r"\b(?:\w+ )?hire me\b|\bwork\b", "hire"),
        (r"\b(?:ask)?work\b", "work"),
        (r"\b[a-z]+ers\b", "workers"),
        (r"\bwork\w*", "work"),
        (r"\b(?=hire)\w+", "hire"),
        (r"(?<!not )job\b", "job"),
        (r"\b(?:for )*work", "for"),
        (r"\bwork\b", ""),
    ],
)
def test_control_words_that_are_not_needed(pattern: str, words: str) -> None:
    assert not is_needed(pattern, words)


def test_a_book_finds_what_its_patterns_find() -> None:
    book = PhraseBook(("job*", r"\bjobs?\b"), ("hire", r"\bhire me\b"), flags=re.IGNORECASE)
    text = "Would you HIRE me for one of your Jobs?"
    assert [one.search(text) is not None for one in book.fitting(key_words(text))] == [True, True]
    assert [number for number, _ in book.find(key_words("Hire nobody"))] == [1]
    assert book.fitting(key_words("a jo, a jab, the hired")) == ()


@pytest.mark.parametrize("text", ["HİRE", "hıre", "hirE", "ſkill", "\u212aind"])
def test_letters_that_fit_another_in_any_case_are_words_like_it(text: str) -> None:
    book = PhraseBook(("hire skill kind", r"\b(?:hire|skill|kind)\b"), flags=re.IGNORECASE)
    assert book.search(text, key_words(text)) == bool(re.search(book.phrases[0][1], text, re.I))
