"""The parts that rules are made of: windows of time, reading grades, closings, fixes, speed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules

import pytest

import infoview_md.letters.lint as rules
from infoview_md.letters.lint import AROUND, RULES, jobs, lint
from infoview_md.letters.lint.context import Finding, LintContext, Sibling
from infoview_md.letters.lint.l11_times import find_offers
from infoview_md.letters.lint.l15_same_letter import make_shingles
from infoview_md.letters.lint.l19_grade import count_syllables, grade_of
from infoview_md.letters.lint.moments import find_windows
from infoview_md.letters.lint.sentences import Sentence, find_closing, find_sentences, flatten
from tests.letter_case import read_contact, read_pack

# -- windows of time -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Tuesday at 10:00", 1),
        ("10:00 on Tuesday", 1),
        ("either Tuesday 10:00 or Thursday 14:00", 2),
        ("Tuesday at 10:00 or 15:00", 2),
        ("Tuesday, 1 December, 10:00–11:00", 1),
        ("Tuesday between 2 and 4 pm", 1),
        ("Tue 1 Dec, from ten to twelve", 1),
        ("2026-12-01 or 2026-12-02", 2),
        ("December 1 in the morning, December 3 in the afternoon", 2),
        ("Monday, Tuesday or Wednesday", 3),
        ("tomorrow at noon", 1),
        ("the 3rd or the 4th", 2),
        ("on 1.12. at 14h", 1),
        ("for 20 minutes", 0),
        ("after ten years in hospitals", 0),
        ("at two other companies", 0),
        ("the second march of the penguins", 0),
        ("in 2019 or 2020", 0),
        ("a sunny window", 0),
    ],
)
def test_windows_are_counted(text: str, count: int) -> None:
    assert len(find_windows(text)) == count


def test_a_window_has_its_place_in_the_letter() -> None:
    body = "Dear Ingrid,\n\nYes! Could we talk on\nTuesday at 10:00?"
    (window,) = find_offers(body)
    assert body[window.start : window.end] == "Tuesday at 10:00"


# -- reading grades ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cat", 1), ("the", 1), ("made", 1), ("makes", 1), ("talked", 1), ("wanted", 2),
        ("table", 2), ("tables", 2), ("houses", 2), ("churches", 2), ("every", 2), ("people", 2),
        ("minute", 2), ("forecast", 2), ("question", 2), ("reading", 2), ("area", 3),
        ("hospital", 3), ("energy", 3), ("analytics", 4), ("understand", 3), ("challenges", 3),
        ("opportunity", 5), ("opportunities", 5), ("university", 5), ("Australian", 4),
        ("mammal", 2), ("platypus", 3), ("creature", 2), ("hybrid", 2), ("seemingly", 3),
    ],
)  # fmt: skip
def test_syllables_are_counted(word: str, count: int) -> None:
    assert count_syllables(word) == count


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        # 6 words of 6 syllables; 13 of 26 (Wikipedia counts 24 in it, by which it would be 11.3).
        ("The cat sat on the mat.", -1.45),
        (
            "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.",
            13.1,
        ),
    ],
)
def test_grades_are_those_that_others_count(text: str, grade: float) -> None:
    assert grade_of([Sentence(text, 0)]) == pytest.approx(grade, abs=0.05)


def test_no_words_have_no_grade() -> None:
    assert grade_of([]) == grade_of([Sentence("12 – 13!", 0)]) == 0


# -- closings and shingles -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "closing",
    [
        "Kind regards,\nMira", "Best regards\nMira Hartmann", "With many thanks,\nMira",
        "Yours\nMira", "Viele Grüße\nMira", "Mit freundlichen Grüßen\n\nMira", "Cheers, \nMira",
        "Sincerely yours,\nMira\n\nP.S. The boat floats.", "Mira", "Vennlig hilsen\nMira",
        "Mit herzlichem Dank\nMira", "Vielen Dank\nMira", "Mit bestem Dank im Voraus,\nMira",
    ],
)  # fmt: skip
def test_the_closing_is_found(closing: str) -> None:
    text = "Dear Ingrid,\n\nThank you. It was good.\n\n"
    assert find_closing(text + closing) == len(text)


@pytest.mark.parametrize("below", ["", "\n\nPS: " + "The boat floats, says Mira. " * 12])
@pytest.mark.parametrize("closing", ["", "From the coast,\n", "Kind regards,\n"])
def test_the_signature_is_the_closing_wherever_it_stands(closing: str, below: str) -> None:
    text = "Dear Ingrid,\n\nThank you. It was good, and I’ll write.\n\n"
    letter = f"{text}{closing}Mira O’Neill\nHamburg{below}"
    start = find_closing(flatten(letter), ("Mira", "Mira O'Neill\n\n Hamburg "))
    assert start == len(text) + (len(closing) if closing.startswith("From") else 0)


def test_a_name_in_a_sentence_signs_nothing() -> None:
    text = "Dear Ingrid,\n\nI am Mira, of whom you heard from all of them already."
    assert find_closing(text, ("Mira",)) == len(text)


def test_thanks_in_the_text_take_no_leave() -> None:
    text = "Dear Ingrid,\n\nThank you.\n\n" + "You said a lot. " * 40
    assert find_closing(text) == len(text)


def test_shingles_leave_greeting_closing_and_introduction_out() -> None:
    body = "Dear Ada,\n\nOne two three four five six.\n\nKind regards,\nMira of the seven seas"
    assert len(make_shingles(body)) == 2
    assert make_shingles(body, frozenset(["one", "two", "three", "four"])) == frozenset()


# -- fixes ---------------------------------------------------------------------------------------


def make_context(body: str, subject: str = "Storms", kind: str = "update") -> LintContext:
    return LintContext(
        kind=kind, subject=subject, body=body, contact=read_contact(), pack=read_pack()
    )


def mend(context: LintContext) -> tuple[str, str]:
    """Subject and body with every fix made, one after the other."""
    for _ in range(20):
        fixes = [found.fix for found in lint(context) if found.fix]
        if not fixes:
            break
        fix = fixes[0]
        if fix.in_subject:
            context = replace(context, subject=fix.apply(context.subject))
        else:
            context = replace(context, body=fix.apply(context.body))
    return context.subject, context.body


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Dear Ingrid,\n\nTwo  blanks.", "Dear Ingrid,\n\nTwo blanks."),
        ("Dear Ingrid,\n\nA blank , here .", "Dear Ingrid,\n\nA blank, here."),
        (
            "Dear Ingrid,\n\nI hope this finds you well. Your map is good.",
            "Dear Ingrid,\n\nYour map is good.",
        ),
        (
            "Dear Ingrid,\n\nI hope you are doing well!\n\nYour map is good.",
            "Dear Ingrid,\n\nYour map is good.",
        ),
        (
            "Dear Ingrid,\n\nYour map is good. I look forward to hearing from you.\n\nMira",
            "Dear Ingrid,\n\nYour map is good.\n\nMira",
        ),
        # What says more than the phrase is left to the person.
        (
            "Dear Ingrid,\n\nI hope this finds you well and dry.",
            "Dear Ingrid,\n\nI hope this finds you well and dry.",
        ),
        ("Dear Ingrid,\n\nMay I pick your brain?", "Dear Ingrid,\n\nMay I pick your brain?"),
    ],
)
def test_what_has_one_cure_is_cured(before: str, after: str) -> None:
    assert mend(make_context(before)) == ("Storms", after)


def test_one_reply_mark_is_left() -> None:
    assert mend(make_context("Dear Ingrid,", "Re: RE: AW: Storms"))[0] == "Re: Storms"
    assert mend(make_context("Dear Ingrid,", "Re: Storms"))[0] == "Re: Storms"


# -- columns -------------------------------------------------------------------------------------


def test_columns_count_characters() -> None:
    body = "Dear Ingrid,\n\nŁukasz 王小明 👩‍🔬 TODO\n"
    (found,) = [one for one in lint(make_context(body)) if one.rule == "L17"]
    assert (found.line, found.column) == (3, len("Łukasz 王小明 👩‍🔬 ") + 1)


def test_a_finding_tells_its_place_level_rule_and_source() -> None:
    (found,) = [one for one in lint(make_context("Dear Ingrid,\n\nTODO")) if one.rule == "L17"]
    assert isinstance(found, Finding)
    assert found.tell("letters/a.md") == (
        "letters/a.md:3:1: error L17: a reminder to yourself is left in the text: “TODO”"
        f" (says: {found.source})"
    )


# -- no text is slow -----------------------------------------------------------------------------

HOSTILE: dict[str, Callable[[int], str]] = {
    "letters": lambda n: "a " * (n // 2),
    "brackets": lambda n: "(" * n,
    "square": lambda n: "[" * n,
    "braces": lambda n: "{{" * (n // 2),
    "commas": lambda n: "a, " * (n // 3),
    "one word": lambda n: "a" * n,
    "blanks": lambda n: "a" + " " * n + "b",
    "lines": lambda n: "\n" * n + "a",
    "hyphens": lambda n: "a-" * (n // 2),
    "addresses": lambda n: "a@" * (n // 2),
    "links": lambda n: "https://a." * (n // 10),
    "asks": lambda n: "i would appreciate if you could " * (n // 32),
    "hopes": lambda n: "i hope this " * (n // 12),
    "days": lambda n: "Tuesday at 10:00 or " * (n // 20),
    "numbers": lambda n: "12" * (n // 2),
    "negations": lambda n: "not " * (n // 4),
    "regards": lambda n: "with kind " * (n // 10),
    "names": lambda n: "Kari Lunde " * (n // 11),
    "apostrophes": lambda n: "'" * n,
    "quotes": lambda n: "> a\n" * (n // 4),
}
SIZE = 20_000


def hostile_context(text: str) -> LintContext:
    context = make_context(f"Dear Ingrid,\n\n{text}", "Storms", "request")
    return replace(
        context,
        people=("Kari Lunde", "Ingrid Solheim"),
        companies=("Acme",),
        siblings=(Sibling("Ole", f"Dear Ole,\n\n{text}"),),
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_twice_the_text_is_no_more_than_thrice_the_work(name: str) -> None:
    """By processor time, so that what else the machine does hardly counts."""

    def work(size: int) -> float:
        context = hostile_context(HOSTILE[name](size))
        for cached in CACHES:
            cached()
        start = time.process_time()
        lint(context)
        return time.process_time() - start

    small, large = work(SIZE // 2), work(SIZE)
    for _ in range(3):
        if large <= 3 * small + 0.01:
            return
        # Whoever else used the processor can only have made it slower.
        small, large = max(small, work(SIZE // 2)), min(large, work(SIZE))
    pytest.fail(f"{name}: {small:.4f} → {large:.4f}")


def _find_caches() -> list[Callable[[], None]]:
    """What forgets all that any rule remembers of a text, so that each run does all of the work."""
    modules = [
        import_module(one.name) for one in iter_modules(rules.__path__, rules.__name__ + ".")
    ]
    kept = {id(thing): thing for module in modules for thing in vars(module).values()}
    forgetful = (thing for thing in kept.values() if not isinstance(thing, type))
    return [thing.cache_clear for thing in forgetful if hasattr(thing, "cache_clear")]


CACHES = _find_caches()


def test_what_is_remembered_of_a_sentence_is_forgotten_between_the_runs() -> None:
    assert jobs._find_job_talk.cache_clear in CACHES
    assert len(CACHES) >= 30


def test_every_rule_is_in_a_pack() -> None:
    for rule in (*RULES, *AROUND):
        assert rule in read_pack().rules


def test_sentences_are_found_below_the_greeting() -> None:
    assert [one.text for one in find_sentences("Dear Ingrid,\n\nOne. Two!")] == ["One.", "Two!"]
