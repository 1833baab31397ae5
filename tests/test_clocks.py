"""Clocks: every timing rule, from a log to the day on which it falls due."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.core import clocks
from infoview_md.core.pipeline import Standing, dormant_on, stand
from infoview_md.core.stage import Stage
from infoview_md.core.workdays import PLAIN, DaysOff
from tests.tools.people import classic, make_contact

PACK = classic()
THANKSGIVING = DaysOff(frozenset({date(2026, 11, 26)}))


def stand_on(log: str, **fields: object) -> Standing:
    """The standing of a contact with this log."""
    return stand(make_contact(log, **fields), PACK)


def shown(day: date | None) -> str:
    """A due date as the tables write it."""
    return str(day) if day else "–"


# -- R2, R3 ----------------------------------------------------------------------------------------

ONE_NUDGE = "2026-11-03 request\n2026-11-12 nudge"
TWO_NUDGES = f"{ONE_NUDGE}\n2026-11-23 nudge"


@pytest.mark.parametrize(
    ("log", "nudge", "let_go"),
    [
        ("", "–", "–"),
        ("2026-11-03 request", "2026-11-12", "–"),
        ("2026-11-23 request", "2026-12-02", "–"),
        ("2026-11-21 request", "2026-12-01", "–"),
        (ONE_NUDGE, "2026-11-23", "–"),
        (TWO_NUDGES, "–", "2026-12-02"),
        (f"{ONE_NUDGE}\n2026-11-23 request", "–", "2026-12-02"),
        (f"{TWO_NUDGES}\n2026-12-01 touch", "–", "2026-12-02"),
        (f"{TWO_NUDGES}\n2026-12-02 nudge", "–", "2026-12-11"),
        (f"{TWO_NUDGES}\n2026-12-01 reply later\n2027-03-01 request", "–", "2027-03-10"),
        (f"{TWO_NUDGES}\n2026-12-01 close\n2027-03-01 request", "2027-03-10", "–"),
        ("2026-11-03 request\n2026-11-04 reply yes", "–", "–"),
        ("2026-11-03 request\n2026-11-04 bounce", "–", "–"),
        ("2026-11-03 request\n2026-11-04 close", "–", "–"),
        ("2026-11-03 request\n2026-11-04 scheduled", "–", "–"),
        ("2026-11-03 was requested", "2026-11-12", "–"),
        ("9999-12-30 request", "9999-12-31", "–"),
    ],
)
def test_silence(log: str, nudge: str, let_go: str) -> None:
    found = stand_on(log)
    assert shown(clocks.nudge_due(found, PACK, PLAIN)) == nudge
    assert shown(clocks.let_go_due(found, PACK, PLAIN)) == let_go


def test_silence_counts_their_days_off() -> None:
    found = stand_on("2026-11-23 request")
    assert shown(clocks.nudge_due(found, PACK, THANKSGIVING)) == "2026-12-03"


def test_requested_by_hand_has_no_date_to_count_from() -> None:
    found = stand_on("", stage=Stage.REQUESTED)
    assert clocks.nudge_due(found, PACK, PLAIN) is None
    assert not clocks.is_spent(found, PACK, PLAIN, date.max)


@pytest.mark.parametrize(
    ("log", "today", "spent"),
    [
        (TWO_NUDGES, "2026-12-02", False),
        (TWO_NUDGES, "2026-12-03", True),
        (ONE_NUDGE, "2027-12-03", False),
        (f"{TWO_NUDGES}\n2026-11-24 reply yes", "2027-12-03", False),
    ],
)
def test_spent_is_past_the_cap_and_the_silence(log: str, today: str, spent: bool) -> None:
    assert clocks.is_spent(stand_on(log), PACK, PLAIN, date.fromisoformat(today)) is spent


@pytest.mark.parametrize(
    ("changes", "nudge", "let_go"),
    [
        ("[rule.R3]\nvalue = 1", "–", "2026-11-23"),
        ("[rule.R3]\nvalue = 3", "2026-11-23", "–"),
        ('[rule.R3]\nlevel = "off"', "2026-11-23", "–"),
        ("[rule.R2]\nvalue = 5", "2026-11-19", "–"),
        ('[rule.R2]\nlevel = "off"', "–", "–"),
    ],
)
def test_the_pack_sets_silence_and_cap(changes: str, nudge: str, let_go: str) -> None:
    pack, found = classic(changes), stand_on(ONE_NUDGE)
    assert shown(clocks.nudge_due(found, pack, PLAIN)) == nudge
    assert shown(clocks.let_go_due(found, pack, PLAIN)) == let_go


# -- R14 -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "due"),
    [
        ("", "–"),
        ("2026-11-13 reply yes", "2026-11-16"),
        ("2026-11-12 reply no", "2026-11-13"),
        ("2026-11-12 reply later", "2026-11-13"),
        ("2026-11-12 reply\n2026-11-12 note: hm", "2026-11-13"),
        ("2026-11-12 reply\n2026-11-12 referral [[Kari]]", "2026-11-13"),
        ("2026-11-12 reply\n2026-11-17 reply yes", "2026-11-18"),
        *(
            (f"2026-11-12 reply\n2026-11-13 {mine}", "–")
            for mine in (
                *("request", "nudge", "thanks", "update", "touch", "wrote", "propose"),
                *("scheduled", "met", "close", "reopen", "was declined"),
            )
        ),
    ],
)
def test_answer(after: str, due: str) -> None:
    found = stand_on(f"2026-11-03 request\n{after}")
    assert shown(clocks.answer_due(found, PACK, PLAIN)) == due


def test_answer_counts_their_days_off_and_may_be_off() -> None:
    found = stand_on("2026-11-25 reply yes")
    assert shown(clocks.answer_due(found, PACK, THANKSGIVING)) == "2026-11-27"
    assert clocks.answer_due(found, classic('[rule.R14]\nlevel = "off"'), PLAIN) is None
    assert clocks.answer_due(stand_on("2026-11-25 reply", do_not_contact=True), PACK, PLAIN) is None


# -- R6, R7, R8, R10, R11 --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "off", "due"),
    [
        ("2026-11-19", PLAIN, "2026-11-18"),
        ("2026-11-23", PLAIN, "2026-11-20"),
        ("2026-11-27", THANKSGIVING, "2026-11-25"),
        ("2026-11-29", PLAIN, "2026-11-27"),
    ],
)
def test_confirm_counts_back(day: str, off: DaysOff, due: str) -> None:
    assert shown(clocks.confirm_due(date.fromisoformat(day), PACK, off)) == due


def test_debrief_is_due_the_same_day() -> None:
    assert clocks.debrief_due(date(2026, 11, 19), PACK) == date(2026, 11, 19)


@pytest.mark.parametrize(
    ("log", "due", "late"),
    [
        ("2026-11-19 met", "2026-11-20", "2026-11-22"),
        ("2026-11-20 met", "2026-11-21", "2026-11-23"),  # calendar days: a Saturday will do
        ("2026-11-19 met\n2026-11-20 thanks", "–", "–"),
        ("2026-11-19 met\n2026-11-20 touch", "2026-11-20", "2026-11-22"),
        ("2026-11-19 met\n2026-11-24 met", "2026-11-20", "2026-11-22"),
        ("2026-11-19 met\n2026-11-20 thanks\n2026-12-01 met", "2026-12-02", "2026-12-04"),
        ("2026-11-19 met\n2026-11-20 scheduled", "2026-11-20", "2026-11-22"),
        ("2026-11-19 met\n2026-11-30 close", "–", "–"),
        ("2026-11-19 was met", "2026-11-20", "2026-11-22"),
        ("2026-11-19 met\n2026-11-25 was in-touch", "–", "–"),
        ("2026-11-03 request", "–", "–"),
    ],
)
def test_thanks(log: str, due: str, late: str) -> None:
    found = stand_on(log)
    assert shown(clocks.thanks_due(found, PACK)) == due
    assert shown(clocks.thanks_late(found, PACK)) == late


def test_thanks_may_be_off_and_never_goes_to_the_off_limits() -> None:
    off = classic('[rule.R8]\nlevel = "off"')
    assert clocks.thanks_due(stand_on("2026-11-19 met"), off) is None
    assert clocks.thanks_late(stand_on("2026-11-19 met"), off) is None
    assert clocks.thanks_due(stand_on("2026-11-19 met", do_not_contact=True), PACK) is None


def test_ask_after_a_promise_a_week_later() -> None:
    assert clocks.ask_after_due(date(2026, 11, 19), PACK) == date(2026, 11, 26)


@pytest.mark.parametrize(
    ("days", "due"),
    [
        ([], "–"),
        ([date(2026, 11, 20)], "2026-11-23"),
        ([date(2026, 11, 25), date(2026, 11, 19)], "2026-11-20"),
    ],
)
def test_the_referrer_hears_the_business_day_after_the_first_news(
    days: list[date], due: str
) -> None:
    assert shown(clocks.tell_due(days, PACK, PLAIN)) == due


@pytest.mark.parametrize("rule", ["R6", "R7", "R10", "R11"])
def test_rules_may_be_off(rule: str) -> None:
    pack, day = classic(f'[rule.{rule}]\nlevel = "off"'), date(2026, 11, 19)
    due = {
        "R6": clocks.confirm_due(day, pack, PLAIN),
        "R7": clocks.debrief_due(day, pack),
        "R10": clocks.tell_due([day], pack, PLAIN),
        "R11": clocks.ask_after_due(day, pack),
    }
    assert [name for name, found in due.items() if found is None] == [rule]


# -- R9, R15, R16 ----------------------------------------------------------------------------------

IN_TOUCH = "2026-11-19 met\n2026-11-20 thanks"
LATER = "2026-11-03 request\n2026-11-10 reply later"


@pytest.mark.parametrize(
    ("log", "tier", "due"),
    [
        (IN_TOUCH, "A", "2026-12-18"),
        (IN_TOUCH, "B", "2027-02-12"),
        (IN_TOUCH, "C", "2027-05-21"),
        (IN_TOUCH, "", "2027-05-21"),
        (f"{IN_TOUCH}\n2026-12-18 touch", "A", "2027-01-15"),
        (f"{IN_TOUCH}\n2026-12-18 reply", "A", "2027-01-15"),
        (f"{IN_TOUCH}\n2026-12-18 referral [[Kari]]", "A", "2026-12-18"),
        ("2026-11-20 was in-touch", "A", "2026-12-18"),
        (LATER, "C", "2026-12-08"),
        (LATER, "", "2026-12-08"),
        (f"{LATER} until 2027-03-01", "C", "2027-03-01"),
        (f"{LATER} until 2027-03-01\n2027-02-01 touch", "C", "2027-03-01"),
        (f"{LATER} until 2027-03-01\n2027-03-01 reply later", "C", "2027-03-29"),
        (f"{LATER}\n2026-11-11 touch", "C", "2026-12-09"),
        ("2026-11-03 request", "A", "–"),
        ("2026-11-19 met", "A", "–"),
        (f"{IN_TOUCH}\n2026-11-21 close", "A", "–"),
    ],
)
def test_stay_in_touch(log: str, tier: str, due: str) -> None:
    assert shown(clocks.touch_due(stand_on(log), tier, PACK)) == due


def test_staying_in_touch_may_be_off_but_not_what_they_asked_for() -> None:
    off = classic('[rule.R9]\nlevel = "off"')
    assert clocks.touch_due(stand_on(IN_TOUCH), "A", off) is None
    assert clocks.touch_due(stand_on(LATER), "A", off) is None
    later = stand_on(f"{LATER} until 2027-03-01")
    assert clocks.touch_due(later, "A", off) == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("log", "day"),
    [
        (IN_TOUCH, "2027-11-19"),
        ("2026-11-19 met", "–"),
        (f"{IN_TOUCH}\n2027-01-01 update", "2027-12-31"),
    ],
)
def test_dormant(log: str, day: str) -> None:
    assert shown(dormant_on(stand_on(log), PACK)) == day
    assert dormant_on(stand_on(log), classic('[rule.R16]\nlevel = "off"')) is None


# -- laws ------------------------------------------------------------------------------------------

LINES = st.lists(
    st.tuples(
        st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        st.sampled_from(["request", "nudge", "reply", "reply later", "met", "thanks", "close"]),
    ),
    max_size=8,
)


@given(LINES)
def test_nothing_is_due_before_the_last_line_it_runs_from(lines: list[tuple[date, str]]) -> None:
    found = stand_on("\n".join(f"{day} {event}" for day, event in sorted(lines)))
    nudge, let_go = clocks.nudge_due(found, PACK, PLAIN), clocks.let_go_due(found, PACK, PLAIN)
    assert nudge is None or let_go is None
    due = nudge or let_go
    assert (due is not None) is (found.stage is Stage.REQUESTED)
    assert due is None or (found.last_ask is not None and due > found.last_ask)
    touch = clocks.touch_due(found, "A", PACK)
    assert touch is None or (found.last_touch is not None and touch > found.last_touch)
