"""The table of letters: which one a note speaks of, and what the log says once it left."""

from __future__ import annotations

from datetime import date

import pytest

from infoview_md.core.event import QUALIFIERS
from infoview_md.core.letter_kind import BY_WORD, LETTERS, find_letter_kind, make_sent_event
from infoview_md.core.links import Link, parse_link
from infoview_md.core.logline import missing_part, parse_line
from infoview_md.core.logtext import format_event
from infoview_md.core.schema import LETTER_KINDS

DAY = date(2026, 11, 24)


def link(name: str) -> Link:
    found = parse_link(f"[[{name}]]")
    assert found is not None
    return found


def test_every_kind_of_the_field_has_a_letter_and_no_other() -> None:
    assert {letter.kind for letter in LETTERS} == set(LETTER_KINDS)
    assert len(BY_WORD) == len(LETTERS)


@pytest.mark.parametrize(
    ("kind", "template", "word"),
    [
        ("request", "request-alumni", "request"),
        ("request", "", "request"),
        ("answer", "answer-later", "answer-later"),
        ("answer", "answer", "answer"),
        ("update", "update-met-de", "update-met"),
        ("intro", "intro-made", "intro-made"),
        ("intro", "", "intro-asked"),
        ("reference", "reference-thanked", "reference-thanked"),
        ("poem", "poem", "other"),
    ],
)
def test_the_word_is_found_by_kind_and_template(kind: str, template: str, word: str) -> None:
    assert find_letter_kind(kind, template).word == word


@pytest.mark.parametrize("word", BY_WORD)
def test_what_the_log_says_of_a_letter_reads_back_as_it_was(word: str) -> None:
    letter = BY_WORD[word]
    event = make_sent_event(
        letter.kind, word, DAY, channel="email", about=[link("Kari Lunde")], letter=link("a letter")
    )
    assert not missing_part(event.kind, event.qualifier, event.links)
    assert event.qualifier in ("", *QUALIFIERS.get(event.kind, ()))
    read = parse_line(format_event(event), 0)
    assert read == event
    named = [one.target for one in event.links]
    assert named == (["Kari Lunde", "a letter"] if letter.names_other else ["a letter"])


def test_a_line_without_letter_or_channel_is_one_as_well() -> None:
    assert format_event(make_sent_event("close", "close", DAY)) == "- 2026-11-24 close"
    reason = make_sent_event("nudge", "", DAY, text="sent anyway: on the phone")
    assert format_event(reason) == "- 2026-11-24 nudge: sent anyway: on the phone"
