"""Companies: the four states, the 3B7 clock, whom to ask next, and advocacy."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.core.company import Colleague, CompanyStanding, CompanyState, stand_company
from infoview_md.core.links import Link
from infoview_md.core.model import Company, Tie
from infoview_md.core.pipeline import stand
from infoview_md.core.stage import Stage
from infoview_md.core.workdays import PLAIN, DaysOff
from tests.tools.people import classic, make_contact

PACK = classic()
FJORDLYS = Company(path=PurePosixPath("companies/Fjordlys Energi.md"), name="Fjordlys Energi")
TODAY = "2026-11-23"

ASKED = "2026-11-03 request"
SPENT = f"{ASKED}\n2026-11-04 nudge\n2026-11-05 nudge"  # R2 is over on 2026-11-16
YES = f"{ASKED}\n2026-11-10 reply yes"
MET = f"{ASKED}\n2026-11-19 met"
BOUNCED = f"{ASKED}\n2026-11-04 bounce"
NO = f"{ASKED}\n2026-11-04 reply no"
PHONE: dict[str, object] = {"phone": ("1",)}


def person(name: str, log: str = "", /, **fields: object) -> Colleague:
    """A colleague, ready by the fields, with this log."""
    contact = make_contact(log, name, **fields)
    return Colleague(contact, stand(contact, PACK))


def stand_with(
    *people: Colleague, today: str = TODAY, off: DaysOff = PLAIN, changes: str = ""
) -> CompanyStanding:
    """The company's standing with these people."""
    return stand_company(FJORDLYS, people, classic(changes), off, date.fromisoformat(today))


# -- states ----------------------------------------------------------------------------------------

NOBODY: dict[str, object] = {"bare": True}

STATES = [
    ("nobody known", [], "untouched"),
    ("nobody asked", [("Ada", "", {}), ("Bo", "", NOBODY)], "untouched"),
    ("touched, not asked", [("Ada", "2026-11-03 touch", {})], "untouched"),
    ("let go unasked", [("Ada", "2026-11-03 close", {})], "untouched"),
    ("asked", [("Ada", ASKED, {})], "asking"),
    ("asked, without a channel in the note", [("Ada", ASKED, NOBODY)], "asking"),
    ("asked by a nudge only", [("Ada", "2026-11-03 nudge", {})], "asking"),
    ("`was requested`", [("Ada", "2026-11-03 was requested", {})], "asking"),
    ("requested by hand", [("Ada", "", {"stage": Stage.REQUESTED})], "asking"),
    ("put off", [("Ada", f"{ASKED}\n2026-11-04 reply later", {})], "asking"),
    ("one declined, one left", [("Ada", NO, {}), ("Bo", "", {})], "asking"),
    ("one bounced, one left", [("Ada", BOUNCED, {}), ("Bo", "", {})], "asking"),
    ("one bounced, one waited for", [("Ada", BOUNCED, {}), ("Bo", ASKED, {})], "asking"),
    ("one spent, one left", [("Ada", SPENT, {}), ("Bo", "", {})], "asking"),
    ("an answer", [("Ada", YES, {})], "covered"),
    ("an appointment", [("Ada", "2026-11-10 scheduled", {})], "covered"),
    ("a talk", [("Ada", MET, {}), ("Bo", ASKED, {})], "covered"),
    ("in touch", [("Ada", f"{MET}\n2026-11-20 thanks", {})], "covered"),
    ("in touch by hand", [("Ada", "", {"stage": Stage.IN_TOUCH})], "covered"),
    ("covered before exhausted", [("Ada", YES, {}), ("Bo", SPENT, {})], "covered"),
    ("one declined", [("Ada", NO, {})], "exhausted"),
    ("one named another", [("Ada", f"{ASKED}\n2026-11-04 reply refer [[Kari]]", {})], "exhausted"),
    ("one let go", [("Ada", f"{ASKED}\n2026-11-04 close", {})], "exhausted"),
    ("one asked in vain", [("Ada", SPENT, {})], "exhausted"),
    (
        "all of that",
        [("Ada", NO, {}), ("Bo", f"{ASKED}\n2026-11-05 close", {}), ("Cy", SPENT, {})],
        "exhausted",
    ),
    (
        "who has no channel is not left",
        [("Ada", NO, {}), ("Bo", "", NOBODY)],
        "exhausted",
    ),
    (
        "but who was asked without one is",
        [("Ada", NO, {}), ("Bo", ASKED, NOBODY)],
        "asking",
    ),
    ("the only letter came back", [("Ada", BOUNCED, {})], "exhausted"),
    ("it came back, with a second channel", [("Ada", BOUNCED, PHONE)], "exhausted"),
    ("all letters came back", [("Ada", BOUNCED, {}), ("Bo", BOUNCED, {})], "exhausted"),
    ("one came back, one declined", [("Ada", BOUNCED, {}), ("Bo", NO, {})], "exhausted"),
    (
        "it came back and went out again",
        [("Ada", f"{BOUNCED}\n2026-11-05 request", PHONE)],
        "asking",
    ),
    ("an answer from the off-limits", [("Ada", YES, {"do_not_contact": True})], "untouched"),
    ("off limits by `was`", [("Ada", f"{YES}\n2026-11-11 was off-limits", {})], "untouched"),
    (
        "one off limits left",
        [("Ada", NO, {}), ("Bo", "", {"do_not_contact": True})],
        "exhausted",
    ),
]


@pytest.mark.parametrize(
    ("people", "state"), [case[1:] for case in STATES], ids=[case[0] for case in STATES]
)
def test_states(people: list[tuple[str, str, dict[str, object]]], state: str) -> None:
    found = stand_with(*(person(name, log, **fields) for name, log, fields in people))
    assert found.state == state
    assert found.why[0].sentence.endswith(f"so {state}")
    assert {reason.line for reason in found.why} == {0}


@pytest.mark.parametrize(
    ("today", "state"),
    [("2026-11-16", CompanyState.ASKING), ("2026-11-17", CompanyState.EXHAUSTED)],
)
def test_asked_in_vain_is_past_the_silence(today: str, state: CompanyState) -> None:
    assert stand_with(person("Ada", SPENT), today=today).state is state


# -- boosters and rounds ---------------------------------------------------------------------------


def test_the_first_to_answer_is_the_booster() -> None:
    later_stage = person("Ada", f"{ASKED}\n2026-11-11 reply yes")
    first = person("Bo", f"{YES}\n2026-11-12 scheduled\n2026-11-19 met\n2026-11-20 thanks")
    found = stand_with(later_stage, first)
    assert found.booster is first.contact
    assert found.why[0].sentence == "Bo is in-touch since 2026-11-20, so covered"
    assert (found.ask_next, found.next_best) == (None, None)


def test_of_two_on_one_day_the_name_decides() -> None:
    found = stand_with(person("Bo", YES), person("Ada", YES))
    assert found.booster is not None
    assert found.booster.name == "Ada"


def test_a_booster_without_a_date_came_first() -> None:
    found = stand_with(person("Ada", YES), person("Bo", stage=Stage.IN_TOUCH))
    assert found.booster is not None
    assert found.booster.name == "Bo"


ENDED = f"{YES}\n2026-11-19 met\n2026-12-01 close"

ROUNDS = [
    ("who was asked before the booster is of the old round", ["2026-11-04 request"], "untouched"),
    ("who was asked the day of the booster is of the new one", ["2026-11-10 request"], "asking"),
    ("who was asked after is of the new one", ["2026-12-02 request"], "asking"),
    ("a nudge asks too", ["2026-11-04 request\n2026-12-02 nudge"], "asking"),
    ("nobody new", [""], "untouched"),
    (
        "the last booster counts",
        ["2026-11-11 request", f"{ASKED}\n2026-11-12 reply yes\n2026-11-13 close"],
        "untouched",
    ),
]


@pytest.mark.parametrize(
    ("logs", "state"), [case[1:] for case in ROUNDS], ids=[case[0] for case in ROUNDS]
)
def test_a_booster_ends_the_round(logs: list[str], state: str) -> None:
    others = [person(f"Bo {n}", log) for n, log in enumerate(logs)]
    found = stand_with(person("Ada", ENDED), *others, today="2026-12-03")
    assert found.state == state


def test_a_booster_who_is_asked_again_begins_the_next_round() -> None:
    found = stand_with(person("Ada", f"{ENDED}\n2027-03-01 request"), today="2027-03-01")
    assert (found.state, found.ask_next) == (CompanyState.ASKING, date(2027, 3, 4))


def test_who_wrote_first_and_was_let_go_was_not_asked_since() -> None:
    found = stand_with(person("Ada", "2026-11-03 reply yes\n2026-11-10 close"), person("Bo"))
    assert found.state is CompanyState.UNTOUCHED
    assert (
        found.why[0].sentence == "nobody was asked since the last booster, 2026-11-03, so untouched"
    )


# -- when to ask someone else ----------------------------------------------------------------------

THANKSGIVING = DaysOff(frozenset({date(2026, 11, 26)}))
REST = ("Zoe", "")

ASK_NEXT = [
    ("three business days", [ASKED], "2026-11-03", "2026-11-06"),
    ("of the latest request", [ASKED, "2026-11-09 request"], "2026-11-09", "2026-11-12"),
    ("a nudge does not count", [f"{ASKED}\n2026-11-12 nudge"], "2026-11-03", "2026-11-06"),
    ("nor a second request", [f"{ASKED}\n2026-11-12 request"], "2026-11-03", "2026-11-06"),
    (
        "nor somebody else's nudge",
        [f"{ASKED}\n2026-11-12 nudge", "2026-11-09 request"],
        "2026-11-09",
        "2026-11-12",
    ),
    (
        "a request that leaves deferred does",
        [f"{ASKED}\n2026-11-04 reply later\n2026-11-16 request"],
        "2026-11-16",
        "2026-11-19",
    ),
    (
        "a nudge that leaves deferred does not",
        [f"{ASKED}\n2026-11-04 reply later\n2026-11-16 nudge"],
        "2026-11-03",
        "2026-11-06",
    ),
    ("put off is no no", [f"{ASKED}\n2026-11-04 reply later"], "2026-11-03", "2026-11-06"),
    ("at once after a no", [NO], "2026-11-03", "2026-11-04"),
    ("a no said twice", [f"{NO}\n2026-11-05 reply no"], "2026-11-03", "2026-11-04"),
    ("at once after a bounce", [f"{ASKED}\n2026-11-03 bounce"], "2026-11-03", "2026-11-03"),
    ("a late no changes nothing", [f"{ASKED}\n2026-11-16 reply no"], "2026-11-03", "2026-11-06"),
    (
        "somebody else's no neither",
        [f"{ASKED}\n2026-11-10 reply no", "2026-11-09 request"],
        "2026-11-09",
        "2026-11-12",
    ),
    (
        "of two asked the same day both must have said no",
        [NO, ASKED],
        "2026-11-03",
        "2026-11-06",
    ),
    (
        "after a bounce the second letter is a first one",
        [f"{ASKED}\n2026-11-03 bounce\n2026-11-05 request"],
        "2026-11-05",
        "2026-11-10",
    ),
    (
        "and so is the one after reopen",
        [f"{ASKED}\n2026-11-04 reply no\n2026-11-09 reopen\n2026-11-10 request"],
        "2026-11-10",
        "2026-11-13",
    ),
    (
        "a new thread begins with a request",
        [f"{ASKED}\n2026-11-04 reply no\n2026-11-16 request"],
        "2026-11-16",
        "2026-11-19",
    ),
    ("a nudge alone stands for the request", ["2026-11-03 nudge"], "2026-11-03", "2026-11-06"),
    (
        "but not beside a request",
        [ASKED, "2026-11-10 nudge"],
        "2026-11-03",
        "2026-11-06",
    ),
    ("`was requested` too", ["2026-11-03 was requested"], "2026-11-03", "2026-11-06"),
]


@pytest.mark.parametrize(
    ("logs", "latest", "ask_next"), [case[1:] for case in ASK_NEXT], ids=[c[0] for c in ASK_NEXT]
)
def test_when_to_ask_someone_else(logs: list[str], latest: str, ask_next: str) -> None:
    asked = [person(f"Bo {n}", log, links=("x.example/bo",)) for n, log in enumerate(logs)]
    found = stand_with(*asked, person("Zoe"))
    assert found.state is CompanyState.ASKING
    assert (str(found.latest_request), str(found.ask_next)) == (latest, ask_next)
    assert ask_next in found.why[-1].sentence


def test_the_companys_days_off_count() -> None:
    people = person("Ada", "2026-11-23 request"), person("Bo")
    assert stand_with(*people, off=THANKSGIVING).ask_next == date(2026, 11, 27)
    assert stand_with(*people).ask_next == date(2026, 11, 26)


def test_the_pack_sets_the_silence() -> None:
    asked = person("Ada", ASKED)
    assert stand_with(asked, changes="[rule.R1]\nvalue = 5").ask_next == date(2026, 11, 10)
    assert stand_with(asked, changes='[rule.R1]\nlevel = "off"').ask_next is None


def test_asked_by_hand_has_no_date() -> None:
    found = stand_with(person("Ada", stage=Stage.REQUESTED))
    assert (found.state, found.latest_request, found.ask_next) == (CompanyState.ASKING, None, None)


@pytest.mark.parametrize("log", ["", MET, SPENT])
def test_only_while_asking_is_someone_else_due(log: str) -> None:
    assert stand_with(person("Ada", log)).ask_next is None


# -- whom ------------------------------------------------------------------------------------------

BY = {"referred_by": (Link("Kari"),)}

BETTER = [
    ("a channel before a tie", {"tie": Tie.STRANGER}, {"tie": Tie.REFERRED, "email": ()}),
    ("referred before alumni", {"tie": Tie.REFERRED}, {"tie": Tie.ALUMNI}),
    ("referred by somebody is referred", BY, {"tie": Tie.ALUMNI}),
    ("alumni before weak", {"tie": Tie.ALUMNI}, {"tie": Tie.WEAK}),
    ("alumni before dormant", {"tie": Tie.ALUMNI}, {"tie": Tie.DORMANT}),
    ("weak before stranger", {"tie": Tie.WEAK}, {"tie": Tie.STRANGER}),
    ("dormant before stranger", {"tie": Tie.DORMANT}, {}),
    ("a friend before all", {"tie": Tie.FRIEND}, {"tie": Tie.REFERRED}),
    ("a tie before a reason", {"tie": Tie.WEAK, "why_you": ""}, {}),
    ("a reason", {}, {"why_you": ""}),
    ("weak and dormant are one", {"tie": Tie.WEAK}, {"tie": Tie.DORMANT, "why_you": ""}),
    ("dormant and weak are one", {"tie": Tie.DORMANT}, {"tie": Tie.WEAK, "why_you": ""}),
]


@pytest.mark.parametrize(
    ("better", "worse"), [case[1:] for case in BETTER], ids=[case[0] for case in BETTER]
)
def test_the_next_best(better: dict[str, object], worse: dict[str, object]) -> None:
    # The better one's name comes last, so that it cannot be what decides.
    found = stand_with(person("Ada", **worse), person("Zoe", **better))
    assert found.next_best is not None
    assert found.next_best.name == "Zoe"


def test_among_equals_the_name_decides() -> None:
    found = stand_with(person("bo"), person("Ada"), person("Cy"))
    assert found.next_best is not None
    assert found.next_best.name == "Ada"


@pytest.mark.parametrize(
    ("log", "fields"),
    [
        (ASKED, {}),
        (BOUNCED, {}),
        (NO, {}),
        (f"{ASKED}\n2026-11-04 reply later", {}),
        ("2026-11-03 close", {}),
        ("", {"do_not_contact": True}),
        ("", {"not_before": date(2026, 11, 24)}),
        ("", {"is_broken": True}),
    ],
)
def test_nobody_is_left_to_ask(log: str, fields: dict[str, object]) -> None:
    assert stand_with(person("Ada", ASKED), person("Bo", log, **fields)).next_best is None


@pytest.mark.parametrize(
    ("log", "fields"),
    [
        ("2026-11-03 close\n2026-11-04 reopen", {}),
        (BOUNCED, PHONE),
        ("2026-11-03 touch", {}),
        ("", {"not_before": date(2026, 11, 23)}),
        ("", NOBODY),
    ],
)
def test_somebody_is_left_to_ask(log: str, fields: dict[str, object]) -> None:
    bo = person("Bo", log, **fields)
    assert stand_with(person("Ada", ASKED), bo).next_best is bo.contact


def test_an_untouched_company_has_a_next_best_too() -> None:
    ada = person("Ada")
    assert stand_with(ada).next_best is ada.contact


# -- advocacy --------------------------------------------------------------------------------------

ADVOCACY = [
    ([], 0),
    ([{}], 1),
    ([NOBODY], 1),
    ([{"tie": Tie.STRANGER}], 1),
    *(([{"tie": tie}], 2) for tie in (Tie.ALUMNI, Tie.REFERRED, Tie.DORMANT, Tie.WEAK)),
    ([BY], 2),
    ([{"tie": Tie.ALUMNI, "bare": True}], 1),
    ([{"tie": Tie.FRIEND, "bare": True}], 3),
    ([{"tie": Tie.COLLEAGUE}], 3),
    ([{}, {"tie": Tie.WEAK}, {}], 2),
    ([{"tie": Tie.FRIEND, "do_not_contact": True}], 0),
]


@pytest.mark.parametrize(("people", "advocacy"), ADVOCACY)
def test_advocacy(people: list[dict[str, object]], advocacy: int) -> None:
    found = stand_with(*(person(f"Bo {n}", **fields) for n, fields in enumerate(people)))
    assert found.advocacy == advocacy


def test_somebody_in_touch_is_an_advocate() -> None:
    assert stand_with(person("Ada", f"{MET}\n2026-11-20 thanks")).advocacy == 3
    assert stand_with(person("Ada", MET)).advocacy == 1


@pytest.mark.parametrize("set_to", [0, 1.5, 3])
def test_advocacy_as_set(set_to: float) -> None:
    company = Company(path=FJORDLYS.path, name=FJORDLYS.name, advocacy=set_to)
    people = [person("Ada", tie=Tie.WEAK)]
    assert stand_company(company, people, PACK, PLAIN, date(2026, 11, 23)).advocacy == set_to


# -- laws ------------------------------------------------------------------------------------------

LOGS = st.lists(
    st.tuples(
        st.dates(date(2026, 11, 1), date(2026, 12, 31)),
        st.sampled_from(
            ["request", "nudge", "bounce", "reply yes", "reply no", "reply later", "met", "thanks",
             "close", "reopen", "was requested", "was in-touch", "wrote"]
        ),
    ),
    max_size=6,
).map(lambda lines: "\n".join(f"{day} {event}" for day, event in sorted(lines)))  # fmt: skip


@given(st.lists(st.tuples(LOGS, st.booleans()), max_size=4))
def test_a_standing_hangs_together(people: list[tuple[str, bool]]) -> None:
    folk = [person(f"Bo {n}", log, bare=bare) for n, (log, bare) in enumerate(people)]
    found = stand_with(*folk, today="2026-12-31")
    assert (found.booster is not None) is (found.state is CompanyState.COVERED)
    assert (found.ask_next is not None) is (found.state is CompanyState.ASKING)
    assert found == stand_with(*folk, today="2026-12-31")
    if found.ask_next is not None:
        assert found.latest_request is not None
        assert found.ask_next >= found.latest_request


@given(st.lists(LOGS, min_size=1, max_size=4))
def test_the_off_limits_never_count(logs: list[str]) -> None:
    others = [person(f"Bo {n}", log) for n, log in enumerate(logs)]
    stopped = person("Ada", YES, do_not_contact=True)
    assert stand_with(stopped, *others) == stand_with(*others)
