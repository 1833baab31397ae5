"""What people type into fields, as it stands in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.letters import wording
from infoview_md.letters.tongue import DE, EN, PLAIN, find_tongue, primary


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("your talk stayed with me", "Your talk stayed with me."),
        ("Your talk stayed with me.", "Your talk stayed with me."),
        ("Did you mean it?", "Did you mean it?"),
        ("You said “no.”", "You said “no.”"),
        ("you wrote that,", "You wrote that."),
        ("iPhone batteries taught me", "iPhone batteries taught me."),
        ("A panel with [[Jonas Vik|Jonas]] and [[a/Kari#x]]", "A panel with Jonas and Kari."),
        ("  on\n two  lines ", "On two lines."),
        ("", ""),
    ],
)
def test_a_sentence_has_a_capital_and_an_end(typed: str, expected: str) -> None:
    assert wording.as_sentence(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("after ten years in testing", "After ten years in testing,"),
        ("After ten years in testing.", "After ten years in testing,"),
        ("a nurse on the way into energy,", "A nurse on the way into energy,"),
        ("I test software", "I test software."),
        ("I’m a nurse.", "I’m a nurse."),
        ("My field is testing", "My field is testing."),
        ("Nurse. Mother. Now a student of energy", "Nurse. Mother. Now a student of energy."),
        ("in my tenth year at [[Klinik Nord]]", "In my tenth year at Klinik Nord,"),
        ("", ""),
    ],
)
def test_an_intro_leads_into_the_next_sentence(typed: str, expected: str) -> None:
    assert wording.introduce(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("how the field works", "how the field works"),
        ("How the field works?", "how the field works"),
        ("the challenges of the field.", "the challenges of the field"),
        ("I want to understand how the field works", "how the field works"),
        ("I’d like to learn about heat pumps", "heat pumps"),
        ("to find out where data is missing", "where data is missing"),
        ("HVDC links", "HVDC links"),
        ("Norwegian grids", "Norwegian grids"),
        ("", ""),
    ],
)
def test_learning_follows_want_to_understand(typed: str, expected: str) -> None:
    assert wording.as_learning(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("I will read up on ENTSO-E", "I will read up on ENTSO-E."),
        ("i'm going to read.", "I'm going to read."),
        ("we'll rebuild the model", "We'll rebuild the model."),
        ("read up on ENTSO-E", "My next step: read up on ENTSO-E."),
        ("Read the tender rules.", "My next step: read the tender rules."),
        ("ENTSO-E's handbook", "My next step: ENTSO-E's handbook."),
        ("a week with the tender rules", "My next step: a week with the tender rules."),
        ("Inviting the planners", "My next step: inviting the planners."),
        ("", ""),
    ],
)
def test_a_next_step_is_a_sentence_of_its_own(typed: str, expected: str) -> None:
    assert wording.as_next_step(typed) == expected


@pytest.mark.parametrize(
    ("salutation", "name", "first_name", "expected"),
    [
        ("", "Ingrid Solheim", "Ingrid", "Dear Ingrid,"),
        ("Dear Dr Weiß", "Gunnar Weiß", "Gunnar", "Dear Dr Weiß,"),
        ("Hei Ingrid!", "Ingrid Solheim", "Ingrid", "Hei Ingrid!"),
        ("Good morning:", "Ingrid Solheim", "Ingrid", "Good morning:"),
        ("", "Dr. Ingrid Solheim", "Dr.", "Dear Dr. Ingrid Solheim,"),
        ("", "Prof Ingrid Solheim", "Prof", "Dear Prof Ingrid Solheim,"),
        ("", "", "", ""),
    ],
)
def test_a_greeting(salutation: str, name: str, first_name: str, expected: str) -> None:
    assert wording.greet(salutation, name, first_name) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("nach zehn Jahren im Labor", "Nach zehn Jahren im Labor möchte ich"),
        ("Ich teste Software", "Ich teste Software. Ich möchte"),
        ("ich teste Software.", "Ich teste Software. Ich möchte"),
        ("", ""),
    ],
)
def test_a_german_intro_leads_into_the_next_sentence(typed: str, expected: str) -> None:
    assert wording.introduce(typed, DE) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("wie Netze geplant werden", "verstehen, wie Netze geplant werden"),
        ("Wie Netze geplant werden?", "verstehen, wie Netze geplant werden"),
        ("Die Herausforderungen im Netz.", "die Herausforderungen im Netz verstehen"),
        ("Wärmepumpen", "Wärmepumpen verstehen"),
        ("ich möchte verstehen, wie Netze altern", "verstehen, wie Netze altern"),
        ("", ""),
    ],
)
def test_german_learning_brings_its_verb(typed: str, expected: str) -> None:
    assert wording.as_learning(typed, DE) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Ich lese das Handbuch", "Ich lese das Handbuch."),
        ("das Handbuch lesen", "Mein nächster Schritt: das Handbuch lesen."),
        ("Das Handbuch lesen", "Mein nächster Schritt: das Handbuch lesen."),
        ("Handbuch lesen", "Mein nächster Schritt: Handbuch lesen."),
    ],
)
def test_a_german_next_step(typed: str, expected: str) -> None:
    assert wording.as_next_step(typed, DE) == expected


@pytest.mark.parametrize(
    ("salutation", "is_friend", "expected"),
    [
        ("", False, "Guten Tag Ingrid Solheim,"),
        ("", True, "Hallo Ingrid,"),
        ("Sehr geehrte Frau Solheim", False, "Sehr geehrte Frau Solheim,"),
    ],
)
def test_a_german_greeting(salutation: str, is_friend: bool, expected: str) -> None:
    greeting = wording.greet(salutation, "Ingrid Solheim", "Ingrid", DE, is_friend=is_friend)
    assert greeting == expected


def test_days_and_names_by_language() -> None:
    day = date(2026, 3, 2)
    assert [wording.format_day(day, one) for one in (EN, DE, PLAIN)] == [
        *("2 March", "2. März", "2.3."),
    ]
    assert [wording.format_weekday(day, one) for one in (EN, DE, PLAIN)] == [
        *("Monday 2 March", "Montag, 2. März", "2.3."),
    ]
    names = ("Kari", "Jonas", "Ole")
    assert wording.join_names(names) == "Kari, Jonas and Ole"
    assert wording.join_names(names[:2], DE) == "Kari und Jonas"
    assert wording.join_names(names[:1]) == "Kari"
    assert wording.join_names(()) == ""


@pytest.mark.parametrize(
    ("tag", "code"), [("de-AT", "de"), ("DE", "de"), ("", "en"), ("pt_BR", "pt"), (" nb ", "nb")]
)
def test_a_language_tag_has_one_language(tag: str, code: str) -> None:
    assert primary(tag) == code
    assert find_tongue(tag) is {"de": DE, "en": EN}.get(code, PLAIN)


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 11, 3), "3 November"), (date(2027, 1, 31), "31 January")],
)
def test_a_day_is_written_out(day: date, expected: str) -> None:
    assert wording.format_day(day) == expected


@pytest.mark.parametrize(
    ("subject", "expected"),
    [("Re: RE : Aw: Hello", "Hello"), ("Reading", "Reading"), ("Re:", ""), ("Fwd: a", "a")],
)
def test_reply_marks_do_not_pile_up(subject: str, expected: str) -> None:
    assert wording.strip_reply_mark(subject) == expected


@pytest.mark.parametrize(
    "function", [wording.as_sentence, wording.introduce, wording.as_learning, wording.as_next_step]
)
@given(typed=st.text(alphabet="aI .,!?:;[]|’\n\u2028“”", max_size=30))
def test_whatever_is_typed_becomes_one_line(function: Callable[[str], str], typed: str) -> None:
    made = function(typed)
    assert made == " ".join(made.split())
