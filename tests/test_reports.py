"""What a report counts: intervals, funnel, coverage, promises, the week, badges, problems."""

from __future__ import annotations

from datetime import date
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.core.problem import Severity
from infoview_md.core.stage import Stage
from infoview_md.reports.changes import first_day
from infoview_md.reports.coverage import build_coverage
from infoview_md.reports.funnel import Milestone, read_journey
from infoview_md.reports.intervals import Z_95, make_share
from infoview_md.reports.pipeline import build_report
from tests.tools.dated_vault import ONE_OF_EACH, look
from tests.tools.small_vault import TODAY

# -- Wilson's interval -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [
        (0, 1, 0.0, 0.7935),
        (1, 1, 0.2065, 1.0),
        (0, 10, 0.0, 0.2775),
        (1, 10, 0.0179, 0.4042),
        (5, 10, 0.2366, 0.7634),
        (10, 10, 0.7225, 1.0),
        (15, 100, 0.0931, 0.2328),
        (0, 0, 0.0, 1.0),
    ],
)
def test_known_intervals(count: int, total: int, low: float, high: float) -> None:
    share = make_share(count, total)
    assert (round(share.low, 4), round(share.high, 4)) == (low, high)


@pytest.mark.parametrize(("count", "total"), [(-1, 5), (6, 5), (1, 0)])
def test_what_is_no_share_is_refused(count: int, total: int) -> None:
    with pytest.raises(ValueError, match=f"{count} is no part of {total}"):
        make_share(count, total)


PARTS = st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(PARTS)
def test_law_the_bounds_are_where_the_score_test_turns(part: tuple[int, int]) -> None:
    """By its definition: the shares from which the count is just 1.96 standard errors away."""
    count, total = part
    share = make_share(count, total)
    assert 0 <= share.low <= count / total <= share.high <= 1
    for bound, is_exact in ((share.low, count > 0), (share.high, count < total)):
        error = sqrt(bound * (1 - bound) / total)
        if is_exact:
            assert abs(count / total - bound) == pytest.approx(Z_95 * error, abs=1e-9)


@given(PARTS)
def test_law_the_others_have_the_mirrored_interval(part: tuple[int, int]) -> None:
    count, total = part
    share, others = make_share(count, total), make_share(total - count, total)
    assert (1 - others.high, 1 - others.low) == pytest.approx((share.low, share.high), abs=1e-12)


def test_a_share_of_nothing_is_none() -> None:
    assert make_share(0, 0).ratio is None


# -- how far asking led ----------------------------------------------------------------------------

A, W, M, T, K = Milestone  # asked, answered, met, thanked, kept in touch


@pytest.mark.parametrize(
    ("log", "reached", "days"),
    [
        ("", set(), None),
        ("2026-11-02 request", {A}, None),
        ("2026-11-02 wrote", {A}, None),
        ("2026-11-02 nudge", {A}, None),
        ("2026-11-02 request; 2026-11-02 bounce", {A}, None),
        ("2026-11-02 request; 2026-11-05 reply yes", {A, W}, 3),
        ("2026-11-02 request; 2026-11-05 reply no", {A, W}, 3),
        ("2026-11-02 request; 2026-11-11 nudge; 2026-11-12 reply", {A, W}, 10),
        ("2026-11-02 request; 2026-11-05 scheduled for 2026-11-10", {A, W}, 3),
        ("2026-11-02 request; 2026-11-05 reply yes; 2026-11-09 reply no", {A, W}, 3),
        ("2026-11-02 request; 2026-11-05 met", {A, W, M}, 3),
        ("2026-11-02 request; 2026-11-05 met; 2026-11-06 thanks", {A, W, M, T, K}, 3),
        # by events, not by where they stand now
        (
            "2026-11-02 request; 2026-11-05 met; 2026-11-06 thanks; 2026-11-20 close",
            {A, W, M, T},
            3,
        ),
        ("2026-11-02 request; 2026-11-05 reply no; 2026-11-20 close", {A, W}, 3),
        ("2024-11-04 request; 2024-11-05 met; 2024-11-06 thanks", {A, W, M, T}, 1),
        ("2026-11-02 request; 2026-11-03 thanks", {A}, None),
        # never asked: no part of the funnel
        ("2026-11-05 met; 2026-11-06 thanks", set(), None),
        ("2026-11-05 touch", set(), None),
        ("2026-11-05 was in-touch", set(), None),
        # what a log that began later knows
        ("2026-11-02 was requested", {A}, None),
        ("2026-11-02 was requested; 2026-11-05 reply yes", {A, W}, None),
        ("2026-11-02 was declined", {A, W}, None),
        ("2026-11-02 was met; 2026-11-05 thanks", {A, W, M}, None),
        ("2026-11-02 was requested; 2026-11-03 nudge; 2026-11-05 reply yes", {A, W}, None),
        # a second round adds to the first, and its answer is its own
        ("2025-01-06 request; 2025-02-06 close; 2026-11-02 request; 2026-11-04 reply", {A, W}, 2),
        (
            "2025-01-06 request; 2025-01-09 reply no; 2026-11-02 request; 2026-11-04 met",
            {A, W, M},
            3,
        ),
    ],
)
def test_journey(log: str, reached: set[Milestone], days: int | None) -> None:
    lines = "".join(f"- {line}\n" for line in log.split("; ") if line)
    outlook = look({"contacts/Anna.md": f"## Log\n{lines}"})
    (anna,) = outlook.index.contacts.values()
    journey = read_journey(anna, outlook)
    assert (set(journey.reached), journey.days) == (reached, days)


def test_off_limits_is_out_of_touch_but_was_asked() -> None:
    log = "## Log\n- 2026-11-02 request\n- 2026-11-05 met\n- 2026-11-06 thanks\n"
    outlook = look({"contacts/Anna.md": f"---\ndo_not_contact: true\n---\n{log}"})
    (anna,) = outlook.index.contacts.values()
    assert set(read_journey(anna, outlook).reached) == {A, W, M, T}


ASKED = {
    "contacts/A.md": "## Log\n- 2026-10-01 request\n",
    "contacts/B.md": "## Log\n- 2026-10-05 request\n- 2026-10-06 reply no\n",
    "contacts/C.md": "## Log\n- 2026-10-05 request\n- 2026-10-09 reply yes\n- 2026-10-12 met\n",
    "contacts/D.md": "## Log\n- 2026-10-05 request\n- 2026-10-12 met\n- 2026-10-13 thanks\n",
    "contacts/E.md": "",
}


def test_the_funnel_counts_of_the_step_before_and_of_all() -> None:
    funnel = build_report(look(ASKED)).funnel
    shares = [(s.count, s.of_previous.total, s.of_asked.total) for s in funnel.steps]
    assert [step.milestone for step in funnel.steps] == list(Milestone)
    assert shares == [(4, 4, 4), (3, 4, 4), (2, 3, 4), (1, 2, 4), (1, 1, 4)]
    assert (funnel.median_days, funnel.answers_timed) == (4.0, 3)


def test_since_counts_only_who_was_asked_then() -> None:
    funnel = build_report(look(ASKED), date(2026, 10, 5)).funnel
    assert [step.count for step in funnel.steps] == [3, 3, 2, 1, 1]
    funnel = build_report(look(ASKED), date(2026, 10, 6)).funnel
    assert [step.count for step in funnel.steps] == [0, 0, 0, 0, 0]
    assert (funnel.median_days, funnel.answers_timed) == (None, 0)


def test_since_takes_the_later_round_of_who_was_asked_twice() -> None:
    log = "- 2025-01-06 request\n- 2025-01-07 reply no\n- 2026-11-02 request\n"
    funnel = build_report(look({"contacts/A.md": f"## Log\n{log}"}), date(2026, 1, 1)).funnel
    assert [step.count for step in funnel.steps] == [1, 0, 0, 0, 0]


# -- coverage, promises, the week ------------------------------------------------------------------

TARGET = "---\nstatus: target\n---\n"


def test_coverage_shows_every_target_and_what_comes_next() -> None:
    outlook = look(
        {
            "companies/Untouched.md": TARGET,
            "companies/Asked.md": TARGET,
            "companies/Covered.md": TARGET,
            "companies/None.md": "",
            "contacts/Gesine.md": "---\ncompany: '[[Asked]]'\n---\n## Log\n- 2026-11-17 request\n",
            "contacts/Nils.md": "---\ncompany: '[[Asked]]'\n---\n",
            "contacts/Anna.md": "---\ncompany: '[[Covered]]'\n---\n## Log\n- 2026-11-20 met\n",
        }
    )
    found = [
        (t.name, t.state, t.people, t.booster, t.next_best, t.is_uncovered)
        for t in build_coverage(outlook)
    ]
    assert found == [
        ("Covered", "covered", 1, "Anna", "", False),
        ("Asked", "asking", 2, "", "Nils", False),
        ("Untouched", "untouched", 0, "", "", True),
    ]
    assert build_coverage(outlook)[1].ask_next == date(2026, 11, 20)
    report = build_report(outlook)
    assert report.covered == 1


def test_promises_are_listed_overdue_first() -> None:
    outlook = look(
        {
            "contacts/Anna.md": "- [ ] me: later @2026-12-01\n- [ ] me: late @2026-11-20\n"
            "- [x] me: paid @2026-11-01\n",
            "contacts/Ben.md": "- [ ] them: late, too @2026-11-20\n",
        }
    )
    found = [(d.who, d.text, d.theirs, d.late, d.line) for d in build_report(outlook).debts]
    assert found == [
        ("Anna", "late", False, 4, 2),
        ("Ben", "late, too", True, 4, 1),
        ("Anna", "later", False, 0, 1),
    ]


def test_the_week_is_seven_days_that_end_today() -> None:
    outlook = look(
        {
            "contacts/Anna.md": "## Log\n- 2026-11-17 request\n- 2026-11-18 nudge\n"
            "- 2026-11-24 reply yes\n- 2026-11-24 note: x\n- 2026-11-25 scheduled\n",
            "contacts/Ben.md": "## Log\n- 2026-11-19 reply no\n",
            "contacts/Cleo.md": "## Log\n- 2026-11-19 wrote\n- 2026-11-20 wrote\n"
            "- 2026-11-21 was requested\n",
        }
    )
    assert first_day(TODAY) == date(2026, 11, 18)
    found = [(change.kind, change.count, change.people) for change in build_report(outlook).changes]
    assert found == [
        ("request", 1, ("Cleo",)),
        ("nudge", 2, ("Anna", "Cleo")),
        ("reply no", 1, ("Ben",)),
        ("reply yes", 1, ("Anna",)),
    ]


def test_the_first_week_of_the_calendar_begins_with_it() -> None:
    assert first_day(date(1, 1, 3)) == date.min


def test_stages_badges_and_problems_are_counted() -> None:
    outlook = look(
        {
            **ONE_OF_EACH,
            "contacts/Old Friend.md": "---\nemail: o@x.example\ncountry: XX\n---\n"
            "## Log\n- 2020-11-02 was in-touch\n- 2026-11-02 reference agreed until 2027-01-01\n",
        }
    )
    report = build_report(outlook)
    assert list(report.stages) == list(Stage)
    assert sum(report.stages.values()) == len(outlook.index.contacts)
    assert report.stages[Stage.REQUESTED] == 3
    assert report.badges == {"dormant": 1, "referee agreed": 1}
    assert report.problems == {Severity.ERROR: 1, Severity.WARNING: 0, Severity.INFO: 0}
