"""The pipeline: the event table, threads, warnings, the derivation, and its laws."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.core.channels import Channel, Trust
from infoview_md.core.event import EVERYDAY, QUALIFIERS, Event, EventKind
from infoview_md.core.model import Tie
from infoview_md.core.pipeline import Reason, Standing, find_badges, stand
from infoview_md.core.problem import Severity
from infoview_md.core.referee import RefereeState, find_referee
from infoview_md.core.stage import Stage
from tests.tools.people import classic, make_contact, read_cases, read_rows

PACK = classic()
SECOND_CHANNEL = ("https://www.linkedin.com/in/ingrid",)
TODAY = date(2026, 11, 23)


def stand_on(log: str, **fields: object) -> Standing:
    """The standing of a contact with this log."""
    return stand(make_contact(log, **fields), PACK)


# -- the event table -------------------------------------------------------------------------------

HEADS, *ROWS = read_rows("pipeline-transitions.md")
CELLS = [
    pytest.param(event, start, to, id=f"{event} from {start}")
    for event, *targets in ROWS
    for start, to in zip(HEADS[1:], targets, strict=True)
]


def test_the_table_has_every_event_and_every_stage() -> None:
    qualified = {f"{k} {q}" for k, words in QUALIFIERS.items() for q in words}
    alone = {k for k in EventKind if k not in QUALIFIERS} | {"reply", "wrote", "emailed"}
    assert {event.partition(" [[")[0] for event, *_ in ROWS} == qualified | alone | {"referral"}
    assert HEADS[1:] == [stage.value for stage in Stage]


@pytest.mark.parametrize(("event", "start", "to"), CELLS)
@pytest.mark.parametrize("fields", ["ready", "identified"])
def test_every_event_from_every_stage(event: str, start: str, to: str, fields: str) -> None:
    log = f"2026-11-03 was {start}\n2026-11-04 {event}"
    found = stand_on(log, **({"links": SECOND_CHANNEL} if fields == "ready" else {"bare": True}))
    assert found.stage == {"–": start, "fields": fields}.get(to, to)


# -- where the fields decide -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "stage", "sentence"),
    [
        ({}, "identified", "no usable channel, so identified"),
        ({"why_you": "w"}, "identified", "no usable channel, so identified"),
        ({"email": ("i@x.example",)}, "identified", "no `why_you`, so identified"),
        (
            {"email": ("i@x.example",), "why_you": "w"},
            "ready",
            "a usable channel and `why_you`, so",
        ),
        ({"links": SECOND_CHANNEL, "why_you": "w"}, "ready", "a usable channel and `why_you`, so"),
        ({"phone": ("+47 22",), "why_you": "w"}, "ready", "a usable channel and `why_you`, so"),
        (
            {"channels": (Channel("email", "i@x.example", Trust.GUESSED, 9),), "why_you": "w"},
            "ready",
            "a usable channel and `why_you`, so",
        ),
        (
            {
                "email": ("i@x.example",),
                "channels": (Channel("email", "i@x.example", Trust.BOUNCED, 9),),
                "why_you": "w",
            },
            "identified",
            "no usable channel, so identified",
        ),
    ],
)
def test_without_a_log_the_fields_decide(
    fields: dict[str, object], stage: str, sentence: str
) -> None:
    found = stand_on("", bare=True, **fields)
    assert (found.stage, found.since, found.thread, found.last_touch) == (stage, None, None, None)
    assert [reason.line for reason in found.why] == [0]
    assert found.why[0].sentence.startswith(sentence)


@pytest.mark.parametrize("log", ["", "2026-11-03 note: heard her speak", "2026-11-03 close friend"])
def test_a_stage_by_hand_counts_where_the_log_has_no_event(log: str) -> None:
    found = stand_on(log, stage=Stage.DEFERRED, stage_line=7)
    assert (found.stage, found.since) == (Stage.DEFERRED, None)
    assert found.why == (Reason(7, "`stage: deferred` written by hand, and no event in the log"),)


def test_the_log_wins_over_a_stage_by_hand() -> None:
    assert stand_on("2026-11-03 touch", stage=Stage.MET).stage is Stage.READY
    assert stand_on("2026-11-03 request", stage=Stage.MET).stage is Stage.REQUESTED


@pytest.mark.parametrize("log", ["", "2026-11-03 request", "2026-11-03 was met"])
def test_do_not_contact_overrides_all(log: str) -> None:
    found = stand_on(log, do_not_contact=True, stage=Stage.MET)
    assert (found.stage, found.since) == (Stage.OFF_LIMITS, None)
    assert found.why == (Reason(0, "`do_not_contact: true`, so off-limits whatever the log says"),)


def test_the_only_address_bouncing_leads_back_to_identified() -> None:
    assert stand_on("2026-11-03 request\n2026-11-03 bounce").stage is Stage.IDENTIFIED


# -- threads, nudges, dates ------------------------------------------------------------------------


def describe(standing: Standing) -> dict[str, str]:
    """A standing in the words of the case file."""
    threads = (" ".join(event.kind for event in thread.events) for thread in standing.threads)
    since = f" since {standing.since}" if standing.since else ""
    return {
        "stage": f"{standing.stage}{since}",
        "threads": " / ".join(threads) or "none",
        "nudges": str(standing.nudges),
        "ask": str(standing.last_ask or "none"),
        "touch": str(standing.last_touch or "none"),
    }


@pytest.mark.parametrize(("title", "log", "expected"), read_cases("pipeline-threads.md"))
def test_threads(title: str, log: str, expected: str) -> None:
    fields = {"bare": True} if title.endswith("(bare)") else {"links": SECOND_CHANNEL}
    found = describe(stand_on(log, **fields))
    wanted = dict(line.split(": ") for line in expected.strip().split("\n"))
    assert {key: found[key] for key in wanted} == wanted


def test_the_current_thread_is_the_last_one() -> None:
    found = stand_on("2026-11-03 request\n2026-11-04 reply no\n2026-12-14 request")
    assert found.thread is not None
    assert found.thread == found.threads[-1]
    assert (found.thread.began, found.threads[0].began) == (date(2026, 12, 14), date(2026, 11, 3))


@pytest.mark.parametrize(
    ("changes", "threads"),
    [
        ("", 2),
        ("[rule.R16]\nvalue = 60", 1),
        ('[rule.R16]\nlevel = "off"', 1),
    ],
)
def test_the_pack_says_when_a_request_begins_anew(changes: str, threads: int) -> None:
    contact = make_contact("2026-11-03 request\n2027-11-15 request")
    assert len(stand(contact, classic(changes)).threads) == threads


def test_events_are_the_log_with_its_everyday_words_settled_and_no_notes() -> None:
    log = "2026-11-03 wrote\n2026-11-04 note: hm\n2026-11-05 emailed\n2026-11-06 talked"
    kinds = [event.kind for event in stand_on(log).events]
    assert kinds == [EventKind.REQUEST, EventKind.NUDGE, EventKind.MET]


# -- two lines of one day --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "first", "second", "as_named", "other"), read_rows("pipeline-same-day.md")[1:]
)
def test_two_lines_of_one_day(
    start: str, first: str, second: str, as_named: str, other: str
) -> None:
    was = f"2026-11-02 was {start}"
    day = "2026-11-03"
    logs = {
        f"{was}\n{day} {first}\n{day} {second}": as_named,
        f"{was}\n{day} {second}\n{day} {first}": other,
        f"{day} {second}\n{day} {first}\n{was}": as_named,
        f"{day} {first}\n{day} {second}\n{was}": other,
        f"{was}\n{day} 11:00 {second}\n{day} 9:00 {first}": as_named,
        f"{day} 9:00 {first}\n{day} 11:00 {second}\n{was}": as_named,
        f"{was}\n{day} 11:00 {second}\n{day} {first}": other,
    }
    stages = {log: stand_on(log, links=SECOND_CHANNEL).stage for log in logs}
    assert stages == logs


# -- warnings --------------------------------------------------------------------------------------


TIES = {"a weak tie": Tie.WEAK, "a friend": Tie.FRIEND, "a colleague": Tie.COLLEAGUE}


@pytest.mark.parametrize(("title", "log", "expected"), read_cases("pipeline-warnings.md"))
def test_lines_that_do_not_fit(title: str, log: str, expected: str) -> None:
    tie = next((tie for words, tie in TIES.items() if title.endswith(words)), None)
    contact = make_contact(log, tie=tie)
    problems = stand(contact, PACK).problems
    shown = [f"{problem.line}: {problem.message}" for problem in problems]
    wanted = [line for line in expected.strip().split("\n") if line != "none"]
    pairs = zip_longest(shown, wanted, fillvalue="nothing")
    assert [pair for pair in pairs if not pair[0].startswith(pair[1])] == []
    for problem in problems:
        assert (problem.code, problem.severity) == ("log-sequence", Severity.WARNING)
        assert problem.path == contact.path


# -- the derivation --------------------------------------------------------------------------------


def test_why_has_one_reason_a_step() -> None:
    found = stand_on(
        "2026-11-03 request\n2026-11-04 note: hm\n2026-11-12 nudge\n2026-11-13 reply no\n"
        "2026-11-14 thanks\n2026-12-14 request"
    )
    assert [(reason.line, reason.sentence) for reason in found.why] == [
        (0, "a usable channel and `why_you`, so ready"),
        (2, "2026-11-03 request: asked, so requested"),
        (4, "2026-11-12 nudge: reminded, still requested"),
        (5, "2026-11-13 reply no: they said no, so declined"),
        (7, "2026-12-14 request: asked, so requested, in a new thread"),
    ]


def test_why_names_what_a_word_stood_for() -> None:
    found = stand_on("2026-11-03 wrote\n2026-11-04 was met")
    assert [reason.sentence for reason in found.why[1:]] == [
        "2026-11-03 request: asked, so requested",
        "2026-11-04 was met: where things stood, so met",
    ]


# -- badges ----------------------------------------------------------------------------------------


REFERENCES = [
    ("reference asked", None, ()),
    ("reference agreed: for leading teams", RefereeState.AGREED, ("referee agreed",)),
    ("reference agreed until 2026-11-23", RefereeState.AGREED, ("referee agreed",)),
    ("reference agreed until 2026-11-22", RefereeState.EXPIRED, ("referee expired",)),
    ("reference agreed\n2026-11-05 reference briefed", RefereeState.BRIEFED, ("referee briefed",)),
    ("reference briefed", None, ()),
    ("reference agreed\n2026-11-05 reference declined", RefereeState.DECLINED, ()),
    (
        "reference agreed until 2026-11-10\n2026-11-05 reference briefed",
        RefereeState.EXPIRED,
        ("referee expired",),
    ),
    (
        "reference agreed\n2026-11-05 reference briefed\n2026-11-06 reference used",
        RefereeState.BRIEFED,
        ("referee briefed",),
    ),
    (
        "reference agreed\n2026-11-05 reference briefed\n2026-11-06 reference asked",
        RefereeState.BRIEFED,
        ("referee briefed",),
    ),
    (
        "reference agreed\n2026-11-05 reference briefed\n2026-11-06 reference agreed: more",
        RefereeState.AGREED,
        ("referee agreed",),
    ),
]


@pytest.mark.parametrize(("lines", "state", "badges"), REFERENCES)
def test_a_referee(lines: str, state: RefereeState | None, badges: tuple[str, ...]) -> None:
    contact = make_contact(f"2026-11-03 met\n2026-11-04 {lines}")
    referee = find_referee(contact.events, TODAY)
    if state is not None:
        assert referee is not None
        assert referee.state is state
    assert find_badges(contact, stand(contact, PACK), PACK, TODAY) == badges


def test_a_referee_has_scope_and_end() -> None:
    log = "2026-11-04 reference agreed until 2027-06-30: leading teams, not code"
    referee = find_referee(make_contact(log).events, TODAY)
    assert referee is not None
    assert (referee.scope, referee.agreed, referee.until) == (
        "leading teams, not code",
        date(2026, 11, 4),
        date(2027, 6, 30),
    )


def test_nobody_asked_is_no_referee() -> None:
    assert find_referee(make_contact("2026-11-04 met").events, TODAY) is None


@pytest.mark.parametrize(
    ("log", "today", "dormant"),
    [
        ("2026-11-19 met\n2026-11-20 thanks", "2027-11-18", False),
        ("2026-11-19 met\n2026-11-20 thanks", "2027-11-19", True),
        ("2026-11-19 met\n2026-11-20 thanks\n2027-02-01 touch", "2027-11-19", False),
        ("2026-11-19 met\n2026-11-20 thanks\n2027-02-01 referral [[Kari]]", "2027-11-19", True),
        ("2026-11-20 was in-touch", "2027-11-18", False),
        ("2026-11-20 was in-touch", "2027-11-19", True),
        ("2026-11-19 met", "2030-01-01", False),
        ("2026-11-03 request", "2030-01-01", False),
    ],
)
def test_dormant(log: str, today: str, dormant: bool) -> None:
    contact = make_contact(log)
    badges = find_badges(contact, stand(contact, PACK), PACK, date.fromisoformat(today))
    assert badges == (("dormant",) if dormant else ())


def test_in_touch_by_hand_has_no_date_to_be_dormant_from() -> None:
    contact = make_contact(stage=Stage.IN_TOUCH)
    assert find_badges(contact, stand(contact, PACK), PACK, date.max) == ()


# -- laws ------------------------------------------------------------------------------------------

EVENTS = st.builds(
    Event,
    kind=st.sampled_from(EventKind),
    date=st.dates(),
    line=st.integers(1, 99),
    qualifier=st.sampled_from(["", "maybe", *(q for qs in QUALIFIERS.values() for q in qs)]),
    until=st.none() | st.dates(),
    word=st.sampled_from(["", *EVERYDAY]),
)

LINES = st.lists(
    st.tuples(
        st.dates(date(2026, 1, 1), date(2029, 1, 1)),
        st.sampled_from([event for event, *_ in ROWS]),
    ),
    max_size=12,
    unique_by=lambda line: line[0],
)


def without_lines(standing: Standing) -> Standing:
    """The standing as if every line stood nowhere in particular."""
    steps = tuple(replace(step, event=replace(step.event, line=1)) for step in standing.steps)
    threads = tuple(
        replace(thread, events=tuple(replace(event, line=1) for event in thread.events))
        for thread in standing.threads
    )
    return replace(
        standing,
        steps=steps,
        threads=threads,
        thread=threads[-1] if threads else None,
        why=tuple(replace(reason, line=0) for reason in standing.why),
        problems=tuple(sorted((replace(p, line=1) for p in standing.problems), key=str)),
    )


@given(st.lists(EVENTS, max_size=20))
def test_no_sequence_of_events_raises(events: list[Event]) -> None:
    contact = replace(make_contact(), events=tuple(events))
    found = stand(contact, PACK)
    find_badges(contact, found, PACK, TODAY)
    assert found.nudges == 0 or found.thread is not None


@given(LINES, st.randoms(use_true_random=False))
def test_lines_of_different_dates_may_stand_in_any_order(
    lines: list[tuple[date, str]], random: object
) -> None:
    shuffled = list(lines)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    found = [
        stand_on("\n".join(f"{day} {event}" for day, event in order))
        for order in (sorted(lines), shuffled)
    ]
    assert without_lines(found[0]) == without_lines(found[1])


@given(LINES, st.dates(date(2026, 1, 1), date(2029, 1, 1)))
def test_a_note_changes_nothing(lines: list[tuple[date, str]], day: date) -> None:
    log = "\n".join(f"{at} {event}" for at, event in sorted(lines))
    plain, noted = stand_on(log), stand_on(f"{log}\n{day} note: saw her in the paper")
    if not lines or day >= max(at for at, _ in lines):
        assert noted == plain
    assert without_lines(noted) == without_lines(plain)


@given(LINES)
def test_the_last_reason_that_moved_names_the_stage(lines: list[tuple[date, str]]) -> None:
    found = stand_on("\n".join(f"{day} {event}" for day, event in sorted(lines)))
    assert found.why[-1].sentence.removesuffix(", in a new thread").endswith(f" {found.stage}")
