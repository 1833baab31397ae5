"""The grammar of the log: lines that are events, lines that stay notes, and their order."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.core.event import NEEDS_LINK, NEEDS_QUALIFIER, TALKS, takes_links_of_text
from infoview_md.core.links import Link, find_links
from infoview_md.core.log import (
    CHANNELS,
    EVERYDAY,
    QUALIFIERS,
    Event,
    EventKind,
    Log,
    format_event,
    parse_line,
    parse_log,
)
from infoview_md.core.loghint import CANDIDATES, edit_distance, nearest_word
from infoview_md.core.logline import UNTIL_IN_TEXT, links_of_text
from infoview_md.core.logtext import clean_text
from infoview_md.core.note import parse_note

CASES = Path(__file__).parent / "cases"
DAY = date(2026, 11, 3)
PREFIX = "- 2026-11-03 "


def read_log(text: str) -> Log:
    """The log of a note with this text."""
    return parse_log(parse_note(PurePosixPath("contacts/Ingrid Solheim.md"), text))


def read_table(name: str) -> list[list[str]]:
    """The rows of every table in a case file, without heads and rules."""
    cells = [
        [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]]
        for line in (CASES / name).read_text(encoding="utf-8").splitlines()
        if line.startswith("|")
    ]
    return [row for row in cells if row[0] not in ("line", "---")]


def show_event(event: Event) -> list[str]:
    """An event as a row of the case files shows it."""
    words = [event.kind.value, event.qualifier, f"({event.word})" if event.word else ""]
    links = [
        ("!" if link.embed else "")
        + f"[[{link.target}"
        + (f"#{link.heading}" if link.heading else "")
        + (f"|{link.shown}" if link.shown else "")
        + "]]"
        for link in event.links
    ]
    dates = [
        f"for {event.at:%Y-%m-%d %H:%M}" if isinstance(event.at, datetime) else "",
        f"for {event.at}" if event.at and not isinstance(event.at, datetime) else "",
        f"until {event.until}" if event.until else "",
    ]
    return [
        " ".join(filter(None, words)),
        event.channel,
        " ".join(links),
        " ".join(filter(None, dates)),
        event.text,
    ]


# -- lines that are events -----------------------------------------------------------------------

EVENT_ROWS = read_table("log-events.md")


def test_there_are_enough_events_among_the_cases() -> None:
    assert len(EVENT_ROWS) >= 50
    assert {row[1].split()[0] for row in EVENT_ROWS} == {kind.value for kind in EventKind}


@pytest.mark.parametrize("row", EVENT_ROWS, ids=lambda row: row[0])
def test_a_line_is_an_event(row: list[str]) -> None:
    line, *expected = row
    log = read_log(f"## Log\n{PREFIX}{line}\n")
    assert [show_event(event) for event in log.events] == [expected]
    assert log.events[0].date == DAY
    assert log.problems == ()


@pytest.mark.parametrize("row", EVENT_ROWS, ids=lambda row: row[0])
def test_the_canonical_line_of_an_event_reads_back(row: list[str]) -> None:
    event = parse_line(PREFIX + row[0])
    assert event is not None
    assert parse_line(format_event(event)) == event


# -- lines that stay notes -----------------------------------------------------------------------

NOTE_ROWS = read_table("log-notes.md")


def test_there_are_enough_notes_among_the_cases() -> None:
    assert len(NOTE_ROWS) >= 50


@pytest.mark.parametrize("row", NOTE_ROWS, ids=lambda row: row[0])
def test_a_line_stays_a_note(row: list[str]) -> None:
    line, shown = row
    log = read_log(f"## Log\n{PREFIX}{line}\n")
    assert [(event.kind, event.text, event.links) for event in log.events] == [
        (EventKind.NOTE, line, ())
    ]
    found = [problem.message.partition(" reads ")[2] for problem in log.problems]
    assert found == ([f"`{PREFIX}{shown}`"] if shown else [])
    assert {problem.code for problem in log.problems} <= {"log-hint"}


@pytest.mark.parametrize("row", [row for row in NOTE_ROWS if row[1]], ids=lambda row: row[0])
def test_the_line_that_a_hint_shows_is_right(row: list[str]) -> None:
    log = read_log(f"## Log\n{PREFIX}{row[1]}\n")
    assert log.problems == ()
    assert log.events[0].kind is not EventKind.NOTE


# -- problems and their places -------------------------------------------------------------------

PLACES = [
    ("- 2026-11-31 met", "log-date", 3, "2026-11-31 is not a day of the calendar"),
    ("- [[2026-02-30]] met", "log-date", 3, "2026-02-30 is not a day"),
    ("-\t2026-13-01: met", "log-date", 3, "2026-13-01 is not a day"),
    ("- 2026-11-03 reply later until 2026-11-31", "log-date", 32, "this line does not count"),
    ("- 2026-11-03 scheduled for [[2026-11-31]] 14:00", "log-date", 28, "2026-11-31"),
    ("- 2026-11-03 reply later: not until 2026-11-31, no", "log-date", 37, "it is not read"),
    ("- 2026-11-03   requst\u00a0email", "log-hint", 16, "`requst` is no event"),
    ("- 2026-11-03 09:10 met her", "log-hint", 24, "`her` does not belong to the head of `met`"),
    ("- 2026-11-03 referral: Kari", "log-hint", 14, "`referral` needs a link"),
    ("- 2026-11-03 was", "log-hint", 14, "`was` needs a stage"),
    ("- 2026-11-03 intro [[Kari]]", "log-hint", 14, "`asked`, `agreed`, `made`"),
    ("- 2026-11-03 reply yes no", "log-hint", 24, "cannot be both `yes` and `no`"),
    ("- 2026-11-03 met video phone", "log-hint", 24, "two channels"),
    ("- 2026-11-03 <!-- x --> mte", "log-hint", 25, "`mte` is no event"),
    ("- 2026-11-03 met!", "log-hint", 14, "`met!` is no event"),
    ("- 2026-11-3 met", "log-hint", 3, "write `2026-11-03`"),
    ("- 2026/11/03 met", "log-hint", 3, "write `2026-11-03`"),
    ("- **2026-11-03** met", "log-hint", 3, "write `2026-11-03`"),
    ("- 2026-11-03, met", "log-hint", 3, "write `2026-11-03`"),
    ("- 2026-11-03T09:10 met", "log-hint", 3, "write `2026-11-03`"),
    ("- [[2026-11-03|Tuesday]] met", "log-hint", 3, "write `2026-11-03`"),
    ("- 2026.31.31 met", "log-hint", 3, "write it like 2026-11-03"),
]


@pytest.mark.parametrize(("line", "code", "column", "words"), PLACES, ids=lambda value: str(value))
def test_a_problem_has_its_place(line: str, code: str, column: int, words: str) -> None:
    log = read_log(f"---\ntype: contact\n---\n# Ingrid\n\n## Log\n\n{line}\n- 2026-11-01 request\n")
    assert [(p.code, p.line, p.column) for p in log.problems] == [(code, 8, column)]
    assert words in log.problems[0].message
    assert str(log.problems[0].path) == "contacts/Ingrid Solheim.md"


@pytest.mark.parametrize(
    "line",
    [
        "- 2026-11-31 met",
        "- 2026-11-03 reply later until 2026-11-31",
        "- 2026-11-03 referral [[Kari]], [[Nils]] until 2026-11-31",
        "- 2026-11-3 met",
    ],
)
def test_a_line_without_a_real_day_is_left_out(line: str) -> None:
    assert read_log(f"## Log\n{line}\n").events == ()
    assert parse_line(line) is None


def test_a_false_date_in_the_text_does_not_cost_the_event() -> None:
    log = read_log("## Log\n- 2026-11-03 reply later: not until 2026-11-31\n")
    assert [(event.qualifier, event.until) for event in log.events] == [("later", None)]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "2026-11-03 met",
        "- met",
        "- [ ] 2026-11-03 met",
        "- [x] met 2026-11-03",
        "-2026-11-03 met",
        "1. 2026-11-03 met",
        "- 2026-11-031 met",
        "- 12026-11-03 met",
        "- ٢٠٢٦-١١-٠٣ met",
        "- on 2026-11-03 met",
    ],
)
def test_other_lines_say_nothing(line: str) -> None:
    assert parse_line(line) is None
    assert read_log(f"## Log\n{line}\n") == Log()


# -- the parts of a line -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "- 2026-11-03 09:10 met: x",
        "* [[2026-11-03]] 9:10 met: x",
        "+ 2026-11-03: 09:10 met: x",
        "- [[2026-11-03]]: 9:10 met: x",
        "-\t2026-11-03 \t 09:10\u00a0met :\u00a0 x  ",
        "   - 2026-11-03 09:10 met\u202f: x",
    ],
)
def test_date_and_time_have_several_forms(line: str) -> None:
    assert parse_line(line, 7) == Event(EventKind.MET, DAY, 7, time(9, 10), text="x")


def test_spaces_are_one_space_and_line_separators_are_none() -> None:
    event = parse_line("- 2026-11-03 reply\u00a0\tyes :  a\u00a0 b\u2028c\x85d\x0be")
    assert event is not None
    assert (event.qualifier, event.text) == ("yes", "a b\u2028c\x85d\x0be")


def test_indented_lines_below_belong_to_the_text() -> None:
    log = read_log(
        "## Log\n"
        "- 2026-11-19 met: 24 minutes\n"
        "  she offered the extra four\n"
        "\n"
        "\t- 2026-11-20 thanks\n"
        "  ```\n  code\n  ```\n"
        "   # no heading ^kept\n"
        "- 2026-11-20 referral:\n"
        "  [[Kari]], at the end\n"
        "- 2026-11-21 reply later\n"
        "  until\u00a02027-01-10\n"
    )
    met, referral, reply = log.events
    assert met.text == (
        "24 minutes\nshe offered the extra four\n- 2026-11-20 thanks\n# no heading ^kept"
    )
    assert referral.links == (Link("Kari"),)
    assert reply.until == date(2027, 1, 10)
    assert [event.line for event in log.events] == [2, 10, 12]
    assert log.problems == ()


def test_a_list_may_be_indented_as_a_whole() -> None:
    log = read_log("## Log\n\n  - 2026-11-03 request\n  - 2026-11-04 reply yes\n    gladly\n")
    assert [(event.kind, event.text) for event in log.events] == [
        (EventKind.REQUEST, ""),
        (EventKind.REPLY, "gladly"),
    ]


def test_four_spaces_are_code() -> None:
    assert read_log("## Log\n\n    - 2026-11-03 request\n") == Log()


@pytest.mark.parametrize(
    "opening", ["", "\ufeff", "\ufeff---\ntype: contact\n---\n", "---\na: b\n---\n"]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_ends_and_byte_order_marks_change_nothing(opening: str, newline: str) -> None:
    text = f"{opening}## Log\n- 2026-11-03 request: a\n  b\n- 2026-11-04 reply yes\n"
    log = read_log(text.replace("\n", newline))
    first = opening.count("\n") + 2
    assert log.events == (
        Event(EventKind.REQUEST, DAY, first, text="a\nb"),
        Event(EventKind.REPLY, date(2026, 11, 4), first + 2, qualifier="yes"),
    )


def test_an_empty_body_has_no_log() -> None:
    assert read_log("") == read_log("## Log") == read_log("## Log\n") == Log()


# -- order ---------------------------------------------------------------------------------------

ORDERS = re.findall(
    r"^## ([^\n]+)\n\n(`{3,})markdown\n(.*?)\2\n\n```text\n(.*?)\n```",
    (CASES / "log-order.md").read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)


def test_every_order_case_is_read() -> None:
    assert len(ORDERS) == (CASES / "log-order.md").read_text(encoding="utf-8").count("```text")


@pytest.mark.parametrize(
    ("text", "expected"), [case[2:] for case in ORDERS], ids=[case[0] for case in ORDERS]
)
def test_events_count_in_order(text: str, expected: str) -> None:
    events = read_log(text).events
    assert " ".join(event.text.split("\n")[0] for event in events) == expected


def test_newest_first_is_told() -> None:
    assert read_log("## Log\n- 2026-11-04 met\n- 2026-11-03 request\n").newest_first
    assert not read_log("## Log\n- 2026-11-03 request\n- 2026-11-04 met\n").newest_first
    assert not read_log("## Log\n- 2026-11-03 request\n").newest_first


# -- writing -------------------------------------------------------------------------------------


def test_the_canonical_order() -> None:
    event = Event(
        EventKind.RESCHEDULED,
        DAY,
        1,
        time(9, 5),
        channel="video",
        links=(Link("2026-12-03 Kari", "Kari: the boss", "goal"), Link("Nils", embed=True)),
        until=date(2027, 1, 10),
        at=datetime(2026, 12, 3, 14, 0),
        text=" she  moved it\n\n  to the afternoon ",
    )
    assert format_event(event) == (
        "- 2026-11-03 09:05 rescheduled video [[2026-12-03 Kari#goal|Kari: the boss]], ![[Nils]]"
        " for 2026-12-03 14:00 until 2027-01-10: she moved it\n  to the afternoon"
    )


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (Event(EventKind.MET, DAY, 1), "- 2026-11-03 met"),
        (
            Event(EventKind.SCHEDULED, DAY, 1, at=date(2026, 12, 3)),
            "- 2026-11-03 scheduled for 2026-12-03",
        ),
        (Event(EventKind.TOUCH, DAY, 1, word="wrote", text="x"), "- 2026-11-03 wrote: x"),
        (Event(EventKind.REPLY, DAY, 1, text="yes, gladly"), "- 2026-11-03 reply:\n  yes, gladly"),
        (Event(EventKind.REPLY, DAY, 1, text="no problem"), "- 2026-11-03 reply: no problem"),
        (Event(EventKind.NOTE, DAY, 1, text="see ^id"), "- 2026-11-03 note:\n  see ^id"),
        (Event(EventKind.NOTE, DAY, 1, text="50%% <!--"), "- 2026-11-03 note: 50%\\% <\\!--"),
        (Event(EventKind.NOTE, DAY, 1, text="a\n```b"), "- 2026-11-03 note: a\n  \\```b"),
        (
            Event(EventKind.REFERRAL, DAY, 1, links=(Link("Kari"),), text="[[Kari]], at last"),
            "- 2026-11-03 referral: [[Kari]], at last",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_text_is_written_so_that_it_reads_back(event: Event, line: str) -> None:
    assert format_event(event) == line
    assert parse_line(line) == event


def test_the_bullet_can_be_chosen() -> None:
    assert format_event(Event(EventKind.MET, DAY, 1), "*") == "* 2026-11-03 met"


# What a text is made of: everything the grammar could take for something of its own.
WORDS = """
a yes no later refer asked agreed no-thanks thanks reply met until 2027-01-10 and for email 14:00 é
[[Kari]] [[2026-11-03]] [ ] : , ; . ! - – — ^id %% %%% % <!-- < --> ``` ~~~ ` # > *
"""
PIECES = st.sampled_from([*WORDS.split(), "[[Nils|N: x]]", "\\", "\u2028"])
TEXTS = st.lists(
    st.lists(PIECES, max_size=6).flatmap(
        lambda words: st.sampled_from([" ".join(words), "".join(words)])
    ),
    max_size=3,
).map("\n".join)
NAMES = st.sampled_from(
    ["Kari Lunde", "contacts/Nils", "2026-11-19 Ingrid", "Åse (Fjordlys)", "a: b, c"]
)
LINKS = st.builds(
    Link,
    target=NAMES,
    shown=st.sampled_from(["", "", "Kari: the boss"]),
    heading=st.sampled_from(["", "", "^id", "Goal"]),
    embed=st.booleans(),
)
DATES = st.dates(date(1900, 1, 1), date(2199, 12, 31))
CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


@st.composite
def events(draw: st.DrawFn) -> Event:
    """Events as a log line can say them: whole, and with what their text adds."""
    kind = draw(st.sampled_from(EventKind))
    word = draw(st.sampled_from(["", "", *(word for word, of in EVERYDAY.items() if of is kind)]))
    qualifiers = QUALIFIERS.get(kind, ())
    optional = [] if kind in NEEDS_QUALIFIER else [""]
    qualifier = draw(st.sampled_from([*optional, *qualifiers] or [""]))
    event = Event(
        kind,
        draw(DATES),
        draw(st.integers(1, 9)),
        draw(st.none() | CLOCKS),
        qualifier,
        draw(st.sampled_from(["", *CHANNELS])),
        tuple(draw(st.lists(LINKS, min_size=kind in NEEDS_LINK, max_size=3))),
        draw(st.none() | DATES),
        draw(st.none() | DATES | st.builds(datetime.combine, DATES, CLOCKS))
        if kind in TALKS
        else None,
        normal_text(draw(TEXTS)),
        word,
    )
    return with_parts_of_text(event)


def normal_text(text: str) -> str:
    """A text as it comes out of a log: without the backslashes that writing puts in."""
    return clean_text(re.sub(r"\\(?=%|!--|```|~~~)", "", text))


def with_parts_of_text(event: Event) -> Event:
    """The event with the links and the `until` that its text adds where the head has none."""
    if takes_links_of_text(event.kind, event.qualifier) and not event.links:
        event = replace(event, links=links_of_text(event.text))
    found = UNTIL_IN_TEXT.search(event.text)
    if event.qualifier == "later" and not event.until and found:
        event = replace(event, until=date.fromisoformat(found["until"].strip("[]")))
    return event


@given(events())
def test_what_is_written_reads_back(event: Event) -> None:
    assert parse_line(format_event(event), event.line) == event


@given(st.lists(events(), max_size=4))
def test_what_is_written_reads_back_out_of_a_note(found: list[Event]) -> None:
    text = "".join(f"{format_event(event)}\n" for event in [*found, Event(EventKind.CLOSE, DAY, 1)])
    log = read_log(f"## Log\n\n{text}\n## Notes\n")
    last = Event(EventKind.CLOSE, DAY, 1)
    expected = [replace(event, line=0) for event in [*found, last]]
    assert sorted((replace(event, line=0) for event in log.events), key=repr) == sorted(
        expected, key=repr
    )
    assert log.problems == ()


@given(st.lists(PIECES | st.sampled_from(["request", "referral", "scheduled", "was"]), max_size=8))
def test_any_dated_line_is_an_event_and_its_hint_is_right(words: list[str]) -> None:
    log = read_log(f"## Log\n{PREFIX}{' '.join(words)}\n")
    assert len(log.events) == 1 or log.problems or "%%" in words or "<!--" in words
    for problem in log.problems:
        shown = problem.message.partition(" reads `")[2].removesuffix("`")
        event = parse_line(shown)
        assert event is not None
        assert event.kind is not EventKind.NOTE


# -- resemblance ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("met", "met", 0),
        ("meet", "met", 1),
        ("mt", "met", 1),
        ("mat", "met", 1),
        ("mte", "met", 1),
        ("requets", "request", 1),
        ("rqeeust", "request", 2),
        ("reapply", "reply", 2),
        ("", "me", 2),
        ("saw", "met", None),
        ("called", "cancelled", None),
    ],
)
def test_the_edit_distance_counts_slips(one: str, other: str, distance: int | None) -> None:
    assert edit_distance(one, other, 2) == distance
    assert edit_distance(other, one, 2) == distance


@pytest.mark.parametrize("word", CANDIDATES)
def test_an_event_word_resembles_itself_most(word: str) -> None:
    assert nearest_word(word) == word


def test_the_links_of_a_text_are_those_of_the_vault() -> None:
    text = "[[a]] ![[b#c|d]] [[2026-11-03]] [[folder/e.md]]"
    found = [link for link in find_links(text) if not link.is_date]
    assert links_of_text(text) == tuple(replace(link, start=0, end=0) for link in found)
