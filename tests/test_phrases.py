"""What a person types after `infoview log NAME`, and the log line it becomes."""

from __future__ import annotations

import re
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.core.daywords import find_coming_day, find_past_day
from infoview_md.core.event import EventKind
from infoview_md.core.log import format_event, parse_line
from infoview_md.core.phrase_table import PHRASES
from infoview_md.core.phrases import Asked, parse_phrase

TODAY = date(2026, 11, 23)
CASES = Path(__file__).parent / "cases" / "log-phrases.md"


def read_cases() -> list[list[str]]:
    """The rows of the case file: a phrase and its line."""
    rows = [
        [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in CASES.read_text(encoding="utf-8").splitlines()
        if line.startswith("|")
    ]
    return [row for row in rows if row[0] not in ("phrase", "---")]


@pytest.mark.parametrize(("phrase", "line"), read_cases(), ids=lambda value: value)
def test_a_phrase_becomes_a_line(phrase: str, line: str) -> None:
    event = parse_phrase(phrase, TODAY, Asked.NOTHING)
    assert (format_event(event) if event else "") == line


@pytest.mark.parametrize(("phrase", "line"), read_cases(), ids=lambda value: value)
def test_the_line_shown_is_the_line_that_will_be_read(phrase: str, line: str) -> None:
    assert parse_line(line, 0) == parse_phrase(phrase, TODAY, Asked.NOTHING)


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        (Asked.NOTHING, EventKind.REQUEST),
        (Asked.WAITING, EventKind.NUDGE),
        (Asked.ANSWERED, EventKind.TOUCH),
    ],
)
@pytest.mark.parametrize(
    "phrase", ["wrote", "emailed: again", "mailed her", "called", "asked for 20 min"]
)
def test_what_writing_means_depends_on_what_was_asked(
    phrase: str, asked: Asked, kind: EventKind
) -> None:
    event = parse_phrase(phrase, TODAY, asked)
    assert event is not None
    assert (event.kind, event.word) == (kind, "")
    assert asked.writing is kind


@pytest.mark.parametrize("asked", Asked)
def test_other_words_do_not_depend_on_it(asked: Asked) -> None:
    event = parse_phrase("request email", TODAY, asked)
    assert event is not None
    assert event.kind is EventKind.REQUEST


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.pattern.pattern)
def test_the_table_speaks_the_words_of_the_log(phrase: object) -> None:
    words = " ".join(filter(None, (getattr(phrase, "event", ""), getattr(phrase, "channel", ""))))
    event = parse_line(f"- 2026-11-03 {words}: [[Kari]]")
    assert event is not None
    assert event.kind is not EventKind.NOTE


VOCABULARY = """
she I Dana said wrote met called scheduled no yes later , : - for to on over friday yesterday until
may 2027 12 2026-11-19 14:00 video her a ^x %% [[Kari]]
"""


@given(st.lists(st.sampled_from(VOCABULARY.split()), max_size=8))
def test_any_answer_reads_back(words: list[str]) -> None:
    event = parse_phrase(" ".join(words), TODAY, Asked.WAITING)
    if event is not None:
        assert parse_line(format_event(event), 0) == event


# -- days ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "past", "coming"),
    [
        ("today", TODAY, None),
        ("for today", None, TODAY),
        ("today 15:00", TODAY, TODAY),
        ("Yesterday", date(2026, 11, 22), None),
        ("tomorrow", None, date(2026, 11, 24)),
        ("3 days ago", date(2026, 11, 20), None),
        ("two weeks ago", date(2026, 11, 9), None),
        ("a week ago", date(2026, 11, 16), None),
        ("monday", TODAY, date(2026, 11, 30)),
        ("last monday", date(2026, 11, 16), date(2026, 11, 30)),
        ("on tuesday", date(2026, 11, 17), date(2026, 11, 24)),
        ("on Sun", date(2026, 11, 22), date(2026, 11, 29)),
        ("met thurs", date(2026, 11, 19), date(2026, 11, 26)),
        ("sat with her", None, None),
        ("next friday", None, date(2026, 11, 27)),
        ("2026-11-19", date(2026, 11, 19), date(2026, 11, 19)),
        ("on [[2026-11-19]]", date(2026, 11, 19), date(2026, 11, 19)),
        ("2026-12-19", None, date(2026, 12, 19)),
        ("2026-11-31", None, None),
        ("for friday", None, date(2026, 11, 27)),
        ("until friday", None, date(2026, 11, 27)),
        ("fridays", None, None),
        ("[[2026-11-19 Ingrid]]", None, None),
        ("birthday", None, None),
        ("", None, None),
    ],
)
def test_days_have_names(words: str, past: date | None, coming: date | None) -> None:
    found = find_past_day(words, TODAY), find_coming_day(words, TODAY)
    assert tuple(day and day.day for day in found) == (past, coming)


@pytest.mark.parametrize(
    ("words", "clock"),
    [
        ("yesterday at 9:30 long", time(9, 30)),
        ("yesterday 14:00", time(14)),
        ("yesterday, 14:00", time(14)),
        ("yesterday 25:00", None),
        ("yesterday: 20 minutes", None),
    ],
)
def test_a_time_may_follow_a_day(words: str, clock: time | None) -> None:
    found = find_past_day(words, TODAY)
    assert found is not None
    assert found.clock == clock


@pytest.mark.parametrize("hour", ["25:00", "24:00", "15:75", "99:10"])
def test_an_hour_that_does_not_exist_is_asked_for_again(hour: str) -> None:
    assert parse_phrase(f"scheduled for 2026-11-30 {hour}", TODAY, Asked.ANSWERED) is None
    assert parse_phrase("scheduled for 2026-11-30 15:00", TODAY, Asked.ANSWERED) is not None


def test_a_ratio_is_no_hour() -> None:
    event = parse_phrase("note: they split the desk 60:40, met at the fair", TODAY, Asked.NOTHING)
    assert event is not None
    assert event.text == "they split the desk 60:40, met at the fair"
