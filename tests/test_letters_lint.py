"""Each rule over its case files, the sentences about jobs, and how findings are made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.core.pack import Level
from infoview_md.letters.lint import ENGLISH_ONLY, RULES, Finding, LintContext, jobs, lint
from infoview_md.letters.lint.jobs import find_job_talk
from infoview_md.letters.lint.l06_stance import disclaims
from infoview_md.letters.lint.phrase_book import PhraseBook
from infoview_md.letters.lint.sentences import flatten
from tests.letter_case import (
    CASES,
    PACKS,
    find_uncovered,
    list_cases,
    packs_of,
    read_case,
    read_contact,
    read_pack,
    with_rule,
)

FILES = list_cases()


CASES_AND_PACKS = [(file, pack) for file in FILES for pack in packs_of(file)]


def rule_of(file: Path) -> str:
    return file.parent.name


def name_of(file: Path) -> str:
    return f"{rule_of(file)}/{file.stem}"


@pytest.mark.parametrize(
    ("file", "pack"), CASES_AND_PACKS, ids=[f"{name_of(f)}-{pack}" for f, pack in CASES_AND_PACKS]
)
def test_the_rule_judges_its_letter_as_the_file_is_named(file: Path, pack: str) -> None:
    case = read_case(file, pack)
    found = case.find()
    if case.passes:
        assert found == []
        return
    assert case.finds, "the file does not say what is found"
    fitting = [finding for finding in found if case.finds in finding.sentence]
    assert fitting, found
    assert not case.level or str(fitting[0].level) == case.level
    assert not case.line or fitting[0].line == case.line
    assert fitting[0].source == case.context.pack.rules[case.rule].source


def test_each_rule_has_three_letters_either_way_in_every_pack() -> None:
    assert find_uncovered(FILES, RULES) == []


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("outcome", ["pass", "fail"])
def test_without_its_letters_a_rule_would_be_missed(rule: str, outcome: str) -> None:
    kept = [f for f in FILES if not (f.parent.name == rule and f.name.startswith(outcome))]
    two = [f for f in FILES if f not in kept][:2]
    assert find_uncovered([*kept, *two], RULES) == [
        (rule, pack, outcome) for pack in PACKS if read_pack(pack).is_on(rule)
    ]


OFF = [(file, pack) for file in FILES for pack in PACKS if not read_pack(pack).is_on(rule_of(file))]


@pytest.mark.parametrize(
    ("file", "pack"), OFF, ids=[f"{name_of(file)}-{pack}" for file, pack in OFF]
)
def test_a_rule_that_a_pack_switches_off_finds_nothing(file: Path, pack: str) -> None:
    assert read_case(file, pack).find() == []


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_any_rule_can_be_switched_off(file: Path) -> None:
    case = read_case(file)
    pack = with_rule(case.context.pack, case.rule, level=Level.OFF)
    assert case.rule not in [found.rule for found in lint(replace(case.context, pack=pack))]


def test_a_pack_we_ship_switches_off_a_rule_of_letters() -> None:
    assert {(rule_of(file), pack) for file, pack in OFF} == {
        ("L21", pack) for pack in ("campus", "executive", "two-hour")
    }


# -- sentences about jobs ------------------------------------------------------------------------


LISTS = ("Asks for a job", "Says that it is not about a job", "Neither")


def read_sentences(title: str, file: str = "job-sentences") -> list[str]:
    text = (CASES / f"{file}.md").read_text(encoding="utf-8")
    section = re.split(r"^## ", text, flags=re.MULTILINE)
    (lines,) = [part for part in section if part.startswith(title + "\n")]
    return re.findall(r"^- (.+)$", lines, re.MULTILINE)


ASKING, DENYING, NEITHER = (read_sentences(title) for title in LISTS)


def asks(sentence: str) -> bool:
    return any(not talk.is_denied for talk in find_job_talk(flatten(sentence)))


@pytest.mark.parametrize("sentence", ASKING)
def test_a_sentence_that_asks_for_a_job_is_seen(sentence: str) -> None:
    assert asks(sentence)


@pytest.mark.parametrize("sentence", DENYING)
def test_a_sentence_that_denies_it_does_not_ask_and_disclaims(sentence: str) -> None:
    assert not asks(sentence)
    assert disclaims(flatten(sentence))


@pytest.mark.parametrize("sentence", NEITHER)
def test_the_bare_word_neither_asks_nor_disclaims(sentence: str) -> None:
    assert find_job_talk(flatten(sentence)) == []


@dataclass(frozen=True)
class Share:
    """Of a hundred sentences of each list, how many the rule reads wrongly."""

    missed: float
    denials_flagged: float
    denials_unseen: float
    others_flagged: float

    def is_within(self, most: Share) -> bool:
        """True where no share is larger."""
        return all(getattr(self, one.name) <= getattr(most, one.name) for one in fields(self))


def measure(file: str) -> Share:
    """How often the rule errs over the lists of a file."""
    asking, denying, neither = (read_sentences(title, file) for title in LISTS)
    return Share(
        missed=_percent([not asks(one) for one in asking]),
        denials_flagged=_percent([asks(one) for one in denying]),
        denials_unseen=_percent([not disclaims(flatten(one)) for one in denying]),
        others_flagged=_percent([bool(find_job_talk(flatten(one))) for one in neither]),
    )


def _percent(wrong: list[bool]) -> float:
    return 100 * sum(wrong) / len(wrong)


# The last is as it was measured at first sight.
MOST = {
    "job-sentences-held-out": Share(1.7, 0, 0.9, 0),
    "job-sentences-more": Share(12.5, 0.5, 1, 0.2),
    "job-sentences-unseen": Share(15, 2.5, 0, 2.5),
}


@pytest.mark.parametrize("file", MOST)
def test_sentences_nobody_tuned_for_are_read_as_well_as_they_were(file: str) -> None:
    share = measure(file)
    assert share.is_within(MOST[file]), share


@pytest.fixture
def forgetful() -> Iterator[None]:
    """What was read of a sentence under another rule is forgotten, before and after."""
    jobs._find_job_talk.cache_clear()
    yield
    jobs._find_job_talk.cache_clear()


@pytest.mark.usefixtures("forgetful")
def test_a_rule_that_saw_less_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "OFFERING", PhraseBook())
    monkeypatch.setattr(jobs, "BELONGING", PhraseBook())
    assert not any(measure(file).is_within(most) for file, most in MOST.items())


@pytest.mark.usefixtures("forgetful")
def test_a_rule_that_flagged_more_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "EXCUSES", PhraseBook())
    assert not any(measure(file).is_within(most) for file, most in MOST.items())


@pytest.mark.parametrize("title", LISTS)
def test_what_is_unseen_stands_in_no_other_file(title: str) -> None:
    *seen, unseen = ["job-sentences", *MOST]
    others = {one for file in seen for one in read_sentences(title, file)}
    assert not others & set(read_sentences(title, unseen))


@pytest.mark.parametrize("sentences", [ASKING, DENYING, NEITHER])
def test_there_are_forty_sentences_each_way(sentences: list[str]) -> None:
    assert len(set(sentences)) >= 40


@pytest.mark.parametrize("sentence", ASKING)
def test_a_disclaimer_beside_it_does_not_excuse_a_request(sentence: str) -> None:
    found = lint(make_context(body=f"Dear Ingrid,\n\nI am not asking for a job. {sentence}\n"))
    assert "L05" in [finding.rule for finding in found]


# -- findings ------------------------------------------------------------------------------------


def make_context(
    body: str = "Dear Ingrid,\n\nI would love to hear of any openings.\n",
    kind: str = "request",
    subject: str = "20 minutes about your work?",
    language: str = "",
    subject_line: int = 1,
    body_line: int = 1,
) -> LintContext:
    return LintContext(
        kind=kind,
        subject=subject,
        body=body,
        contact=read_contact(),
        pack=read_pack(),
        language=language,
        subject_line=subject_line,
        body_line=body_line,
    )


def test_a_finding_has_the_place_in_the_file() -> None:
    context = make_context(
        "Dear Ingrid,\n\nHello. Please keep me in mind.\n", subject_line=5, body_line=9
    )
    (finding,) = [found for found in lint(context) if found.rule == "L05"]
    assert (finding.line, finding.column) == (11, 15)
    (finding,) = [
        found
        for found in lint(make_context(subject="Any openings?", subject_line=5))
        if found.rule == "L05" and "Any openings" in found.sentence
    ]
    assert (finding.line, finding.column) == (5, 1)


def test_findings_stand_in_the_order_of_the_text_the_subject_first() -> None:
    body = "Dear Ingrid,\n\nPlease consider me. TODO\n"
    found = lint(make_context(body, kind="update", subject=""))
    assert [finding.rule for finding in found] == ["L02", "L05", "L17"]


def lint_with(context: LintContext, rule: str, **changes: object) -> list[Finding]:
    """What one rule finds where the pack says something else about it."""
    found = lint(replace(context, pack=with_rule(context.pack, rule, **changes)))
    return [finding for finding in found if finding.rule == rule]


@pytest.mark.parametrize("level", [Level.ERROR, Level.WARNING, Level.INFO])
def test_levels_come_from_the_pack(level: Level) -> None:
    assert [found.level for found in lint_with(make_context(), "L05", level=level)] == [level]


def test_a_rule_that_is_off_finds_nothing() -> None:
    assert lint_with(make_context(), "L05", level=Level.OFF) == []


def test_a_pack_without_a_rule_does_not_know_it() -> None:
    context = make_context()
    rules = {name: rule for name, rule in context.pack.rules.items() if name != "L05"}
    found = lint(replace(context, pack=replace(context.pack, rules=rules)))
    assert "L05" not in [finding.rule for finding in found]


def test_an_info_rule_has_no_louder_limits() -> None:
    context = make_context(body="word " * 200)
    assert [found.level for found in lint_with(context, "L01", level=Level.INFO)] == [Level.INFO]


def test_numbers_come_from_the_pack() -> None:
    context = make_context(body="Dear Ingrid, would you have 20 minutes for me?\n")
    (found,) = lint_with(context, "L09", error=15)
    assert found.sentence == "20 minutes are asked for, the limit is 15"


def test_rules_that_read_english_are_silent_about_other_languages() -> None:
    body = "Liebe Ingrid,\n\nhätten Sie zwanzig Minuten für mich? TODO\n"
    german = {finding.rule for finding in lint(make_context(body, language="de"))}
    assert not german & ENGLISH_ONLY
    assert {"L14", "L17"} <= german
    english = {finding.rule for finding in lint(make_context(body, language="en-GB"))}
    assert {"L06", "L10", "L13"} <= english


def test_rules_for_requests_leave_other_letters_alone() -> None:
    assert [finding.rule for finding in lint(make_context(kind="update"))] == ["L05"]


def test_line_ends_of_another_system_change_nothing() -> None:
    body = "Dear Ingrid,\n\nKari says hi\n\nI am not asking\nfor a job. Keep me in mind.\n"
    plain, other = (lint(make_context(text)) for text in (body, body.replace("\n", "\r\n")))
    assert plain == other


@given(
    st.text(
        alphabet=st.sampled_from("aI n't.?!,:;\n>[]{}“”’ jobDear()-–\u2028\u00a0"), max_size=300
    )
)
def test_no_text_is_too_odd_to_be_judged(text: str) -> None:
    for finding in lint(make_context(body=text, subject=text[:20].replace("\n", " "))):
        assert finding.line >= 1
        assert finding.column >= 1
