"""Comments in a letter's note, the seal of an approval, provenance, and hours in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.core.daytime import read_daytime
from infoview_md.core.model import Letter
from infoview_md.letters.approval import Approval, is_approved, make_seal, read_approval
from infoview_md.letters.comments import blank_comments, find_open_comment, strip_comments
from infoview_md.letters.provenance import find_slots, make_provenance
from tests.letter_case import read_templates
from tests.test_letters_compose import make_occasion

# -- comments --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Dear Ingrid,\n\nA.\n\n<!-- made from request -->\n", "Dear Ingrid,\n\nA.\n\n"),
        ("<!-- top -->\nDear Ingrid,\n", "Dear Ingrid,\n"),
        ("a\n\n<!-- x -->\n\nb", "a\n\nb"),
        ("a\n<!-- x -->\nb", "a\nb"),
        ("a\n<!-- x\ny -->\n\nb", "a\n\nb"),
        ("one <!-- x --> two", "one two"),
        ("one<!-- x -->two", "onetwo"),
        ("one <!-- x -->\ntwo", "one\ntwo"),
        ("<!-- x --> two", "two"),
        ("one %%too pushy?%% two", "one two"),
        ("%%\nmy own words\n%%\nb", "b"),
        ("<!-- a --><!-- b -->c", "c"),
        ("no comment -- at all", "no comment -- at all"),
        ("<!-- no end", "<!-- no end"),
        ("100 % of 20 %", "100 % of 20 %"),
    ],
)
def test_a_comment_goes_with_what_is_no_use_without_it(text: str, left: str) -> None:
    assert strip_comments(text) == left


@given(st.lists(st.sampled_from(["<!--", "-->", "%%", "a", " ", "\n", "\n\n", "b."]), max_size=14))
def test_stripping_invents_nothing_and_blanking_moves_nothing(parts: list[str]) -> None:
    text = "".join(parts)
    stripped = strip_comments(text)
    rest = iter(text)
    assert all(char in rest for char in stripped)
    blank = blank_comments(text)
    assert len(blank) == len(text)
    assert all(new in (old, "\u00a0") and (old != "\n" or new == old)
               for old, new in zip(text, blank, strict=True))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line"),
    [("a\n<!-- b", 2), ("a\n\n%% b", 3), ("a -->", 1), ("a <!-- b --> c", None), ("50 %", None)],
)
def test_a_comment_without_an_end_is_found(text: str, line: int | None) -> None:
    assert find_open_comment(text) == line


# -- approval --------------------------------------------------------------------------------------

LETTER = Letter(
    path=PurePosixPath("letters/a.md"), name="a", kind="request", subject="A talk?",
    address="i@f.example", status="approved", body="Dear Ingrid,\n\nText.",
)  # fmt: skip


def seal_of(letter: Letter) -> str:
    return make_seal(letter.address, letter.subject, letter.body)


def test_an_approval_holds_for_one_text_and_one_address() -> None:
    letter = replace(LETTER, approved=seal_of(LETTER))
    assert is_approved(letter)
    assert not is_approved(replace(letter, body="Dear Ingrid,\n\nText!"))
    assert not is_approved(replace(letter, subject="A call?"))
    assert not is_approved(replace(letter, address="k@f.example"))
    assert not is_approved(replace(letter, status="draft"))
    assert not is_approved(replace(letter, approved=""))


def test_what_an_editor_changes_unasked_breaks_no_seal() -> None:
    letter = replace(LETTER, approved=seal_of(LETTER))
    for body in ("Dear Ingrid,  \n\nText.\n\n", "Dear Ingrid,\n\nText.\n\n<!-- made from x -->"):
        assert is_approved(replace(letter, body=body))


def test_a_reason_stays_with_the_approval() -> None:
    written = str(Approval("abcdefgh", "she asked for a long one"))
    read = read_approval(replace(LETTER, approved=written))
    assert read == Approval("abcdefgh", "she asked for a long one")


# -- provenance ------------------------------------------------------------------------------------


def test_provenance_names_the_template_the_rules_and_the_fields() -> None:
    texts = read_templates()
    said = make_provenance("request", texts, make_occasion())
    assert said.startswith("<!-- made from request (shipped), rules classic, 2026-11-24; fields: ")
    assert "why_you" in said
    assert strip_comments(said) == ""
    own = make_provenance("request", {**texts, "request": "{{ intro }} -->"}, make_occasion())
    assert own.endswith("fields: intro -->")
    assert "(own)" in own


def test_the_slots_of_the_template_below_count_too() -> None:
    texts = {"a": '{% extends "b" %}{{ intro }}', "b": "{{ why_you }} {{ contact.given }}"}
    assert set(find_slots("a", texts)) == {"why_you", "contact.given", "intro"}
    assert find_slots("a", {"a": '{% extends "a" %}{{ intro }}'}) == ["intro"]


# -- hours -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("2026-11-30 14:00", datetime(2026, 11, 30, 14)),
        ("2026-11-30T09:30", datetime(2026, 11, 30, 9, 30)),
        ("monday 14:00", datetime(2026, 11, 30, 14)),
        ("Friday, 9:05", datetime(2026, 11, 27, 9, 5)),
        ("tomorrow at 3 pm", datetime(2026, 11, 25, 15)),
        ("tomorrow 12 am", datetime(2026, 11, 25, 0)),
        ("tomorrow 12:15 p.m.", datetime(2026, 11, 25, 12, 15)),
        ("today 16:00", datetime(2026, 11, 24, 16)),
        ("in 2 weeks 10.30", datetime(2026, 12, 8, 10, 30)),
    ],
)
def test_a_day_and_an_hour_in_words(words: str, moment: datetime) -> None:
    assert read_daytime(words, date(2026, 11, 24)) == moment


@pytest.mark.parametrize(
    "words", ["", "monday", "14:00", "monday 14", "monday 25:00", "monday 14:60", "soon 14:00",
              "monday 13 pm", "monday 0 am", "2026-13-01 10:00"]
)  # fmt: skip
def test_what_names_no_one_hour(words: str) -> None:
    assert read_daytime(words, date(2026, 11, 24)) is None
