"""The agenda: what is due on which day, read from case files of small vaults; its laws."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from datetime import date

import pytest
from _pytest.mark import ParameterSet
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.core.agenda import ActionKind, Horizon, build_agenda
from tests.tools.dated_vault import ONE_OF_EACH, list_due, look
from tests.tools.people import CASE, CASES

FILES = ("asking", "talks", "unlogged", "promises", "keeping", "requests")
DAY = re.compile(r"(?P<week>week from )?(?P<day>\d{4}-\d{2}-\d{2}) (?P<lines>.+)")


def read_vault(given: str) -> dict[str, str]:
    """The notes of a case: each begins with a line `=== PATH`."""
    parts = re.split(r"^=== (.+)\n", given, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def read_agenda_cases() -> Iterator[ParameterSet]:
    """Title, notes and days of every case; the notes hold headings of their own."""
    for name in FILES:
        text = (CASES / f"agenda-{name}.md").read_text(encoding="utf-8")
        found = list(CASE.finditer(text))
        assert len(found) == text.count("\n```text\n"), f"{name} has a case that cannot be read"
        for case in found:
            title = f"{name}: {case['title']}"
            yield pytest.param(title, case["given"], case["expected"], id=title)


@pytest.mark.parametrize(
    ("title", "given", "expected"),
    list(read_agenda_cases()),
)
def test_case(title: str, given: str, expected: str) -> None:
    notes = read_vault(given)
    assert notes, title
    shown, wanted = [], []
    for line in expected.strip().split("\n"):
        day = DAY.fullmatch(line)
        assert day, f"{title}: {line!r} is no day of a case"
        horizon = Horizon.WEEK if day["week"] else Horizon.TODAY
        due = "; ".join(list_due(look(notes, day["day"]), horizon)) or "-"
        shown.append(f"{day['week'] or ''}{day['day']} {due}")
        wanted.append(line)
    assert shown == wanted


# -- the kinds -------------------------------------------------------------------------------------

IN_ORDER = [
    "talk", "log", "answer", "debrief", "thank", "confirm", "brief", "promise", "tell-referrer",
    "nudge", "ask-else", "let-go", "stay-in-touch", "request", "research",
]  # fmt: skip


def test_the_kinds_stand_in_the_order_of_the_day() -> None:
    assert [str(kind) for kind in ActionKind] == IN_ORDER
    found = build_agenda(look(ONE_OF_EACH))
    kinds = [str(action.kind) for action in found]
    assert list(dict.fromkeys(kinds)) == IN_ORDER
    assert kinds == sorted(kinds, key=IN_ORDER.index)


def test_only_the_talks_of_today_stand_first() -> None:
    kinds = [action.kind for action in build_agenda(look(ONE_OF_EACH), Horizon.WEEK)]
    assert kinds[0] is ActionKind.TALK
    assert kinds[-2:] == [ActionKind.TALK, ActionKind.TALK]


@pytest.mark.parametrize("kind", ActionKind)
def test_every_kind_has_words_for_people(kind: ActionKind) -> None:
    assert kind.label
    assert "-" not in kind.label


# -- laws ------------------------------------------------------------------------------------------

TARGET = "---\nstatus: target\n---\n"

HEADS = (
    "request", "nudge", "reply yes", "reply later", "reply later until 2026-12-01", "reply no",
    "reply refer [[Nobody]]", "reply", "propose", "scheduled [[talk]]", "met", "met [[talk]]: a",
    "scheduled for 2026-11-24 10:00", "rescheduled for 2026-11-25", "cancelled", "no-show",
    "thanks", "update [[Anna]]", "referral [[Ben]]", "close", "reopen", "bounce", "was met",
    "was in-touch", "wrote", "intro made [[Ben]]", "touch",
)  # fmt: skip
DAYS = st.sampled_from(
    [
        "0001-01-01",
        "2020-02-29",
        "2026-11-20",
        "2026-11-23",
        "2026-11-24",
        "2026-12-01",
        "9999-12-31",
    ]
)
LINES = st.lists(st.builds("- {} {}\n".format, DAYS, st.sampled_from(HEADS)), max_size=6)
FRONTS = st.lists(
    st.sampled_from(
        [
            "email: a@x.example", "why_you: w", "company: '[[A]]'", "tie: friend", "tier: A",
            "not_before: 9999-12-31", "not_before: 2026-11-25", "referred_by: '[[Ben]]'",
            "do_not_contact: true", "country: PL", "stage: met", "rules: fast",
        ]
    ),
    max_size=5,
    unique_by=lambda line: line.partition(":")[0],
)  # fmt: skip
PROMISED = st.sampled_from(["", "- [ ] me: a @2026-11-24\n", "- [ ] them: a @9999-12-31\n"])


def write_contact(front: list[str], promised: str, lines: list[str]) -> str:
    return "\n".join(["---", *front, "---", f"{promised}## Log", ""]) + "".join(lines)


CONTACTS = st.builds(write_contact, FRONTS, PROMISED, LINES)
TALKS = st.sampled_from(
    [
        "---\ncontacts: ['[[Anna]]', '[[Ben]]']\nstart: 2026-11-24T10:00\n---\n",
        "---\ncontacts: '[[Ben]]'\nstart: 0001-01-01T00:00\ntimezone: Asia/Tokyo\n---\n",
        "---\ncontacts: '[[Ben]]'\nstart: 9999-12-31T23:59\ntimezone: America/Lima\n---\n",
        "---\ncontacts: '[[Anna]]'\nstatus: cancelled\n---\n## Next steps\n- [ ] them: a\n",
        "---\nstart: [\n---\n",
    ]
)


@given(st.tuples(CONTACTS, CONTACTS, CONTACTS), TALKS, DAYS, st.permutations(range(5)))
def test_law_it_never_fails_and_the_order_of_the_notes_changes_nothing(
    texts: tuple[str, str, str], talk: str, day: str, order: list[int]
) -> None:
    contacts = zip(("contacts/Anna.md", "contacts/Ben.md", "contacts/Cleo.md"), texts, strict=True)
    notes = {**dict(contacts), "interviews/talk.md": talk, "companies/A.md": TARGET}
    shuffled = {path: notes[path] for path in (list(notes)[at] for at in order)}
    found = build_agenda(look(notes, day), Horizon.ALL)
    assert build_agenda(look(shuffled, day), Horizon.ALL) == found
    due_today = build_agenda(look(notes, day))
    assert set(due_today) <= set(found)
    for action in found:
        assert action.late >= 0
        assert (action.due <= date.fromisoformat(day)) is (action in due_today)
        assert action.why
        assert shlex.split(action.command)[0] == "infoview"
