"""Limits of the agenda: rules that are off, how far ahead to look, targets, the empty list."""

from __future__ import annotations

from datetime import timedelta
from pathlib import PurePosixPath

import pytest

from infoview_md.core.agenda import (
    ActionKind,
    Horizon,
    agenda_of,
    build_agenda,
    next_command,
    uncovered_targets,
)
from tests.tools.dated_vault import ONE_OF_EACH, PACKS, READY, RULE_SAID, list_due, look
from tests.tools.people import classic
from tests.tools.small_vault import TODAY


@pytest.mark.parametrize(("kind", "rule"), RULE_SAID.items())
def test_a_rule_that_is_off_asks_for_nothing(kind: str, rule: str) -> None:
    packs = {**PACKS, "off": classic(f'[rule.{rule}]\nlevel = "off"\n')}
    outlook = look(ONE_OF_EACH, packs=packs, default_pack="off")
    assert kind not in {action.kind for action in build_agenda(outlook, Horizon.ALL)}


def test_r4_off_lets_a_company_be_asked_at_large() -> None:
    notes = {"companies/A.md": "", "contacts/Live.md": "---\ncompany: '[[A]]'\n---\n"}
    notes["contacts/Live.md"] += "## Log\n- 2026-11-24 request\n"
    for name in ("one", "two", "three"):
        notes[f"contacts/{name}.md"] = READY.format(name).replace(
            "---\n", "---\ncompany: '[[A]]'\n", 1
        )
    held = look(notes)
    assert list_due(held) == []
    packs = {
        **PACKS,
        "off": classic('[rule.R4]\nlevel = "off"\n'),
        "three": classic("[rule.R4]\nvalue = 3\n"),
    }
    assert len(list_due(look(notes, packs=packs, default_pack="off"))) == 3
    # One is live, one is the next to be asked, so a third one may be asked today.
    assert len(list_due(look(notes, packs=packs, default_pack="three"))) == 1


def test_r5_of_none_asks_nobody_and_off_asks_everybody() -> None:
    notes = {f"contacts/{name}.md": READY.format(name) for name in "abcdefg"}
    packs = {
        **PACKS,
        "none": classic("[rule.R5]\nvalue = 0\n"),
        "off": classic('[rule.R5]\nlevel = "off"\n'),
    }
    assert list_due(look(notes, packs=packs, default_pack="none"), Horizon.ALL) == []
    assert len(list_due(look(notes, packs=packs, default_pack="off"))) == 7


def test_the_week_shows_today_and_seven_days_and_all_shows_everything() -> None:
    days = [TODAY + timedelta(days=n) for n in (0, 7, 8, 400)]
    text = "".join(f"- [ ] me: something else @{day}\n" for day in days)
    outlook = look({"contacts/Anna.md": f"---\nemail: a@x.example\nwhy_you: w\n---\n{text}"})
    for horizon, count in ((Horizon.TODAY, 1), (Horizon.WEEK, 2), (Horizon.ALL, 4)):
        found = [a.due for a in build_agenda(outlook, horizon) if a.kind is ActionKind.PROMISE]
        assert found == days[:count]


def test_the_callers_pack_rules_over_the_notes() -> None:
    notes = {"contacts/Anna.md": "---\nrules: patient\n---\n## Log\n- 2026-11-23 request\n"}
    assert list_due(look(notes)) == []
    assert list_due(look(notes, forced_pack="fast")) == ["nudge Anna"]


# -- the agenda of one -----------------------------------------------------------------------------


def test_the_agenda_of_one_is_their_part_of_the_whole() -> None:
    outlook = look(ONE_OF_EACH)
    whole = build_agenda(outlook, Horizon.ALL)
    for path, contact in outlook.index.contacts.items():
        theirs = tuple(action for action in whole if action.path == path)
        assert agenda_of(contact, outlook, Horizon.ALL) == theirs


def test_the_agenda_of_a_company_is_that_of_its_people() -> None:
    outlook = look(ONE_OF_EACH)
    asked = outlook.index.companies[PurePosixPath("companies/Asked.md")]
    people = {person.path for person in outlook.index.people_of(asked)}
    whole = build_agenda(outlook, Horizon.ALL)
    found = agenda_of(asked, outlook, Horizon.ALL)
    assert found == tuple(action for action in whole if action.path in people)
    assert {action.who for action in found} == {"Else", "Gesine"}


def test_a_talk_with_two_is_on_the_agenda_of_both() -> None:
    outlook = look(
        {
            "contacts/Anna.md": "",
            "contacts/Ben.md": "",
            "interviews/talk.md": "---\ncontacts: ['[[Anna]]', '[[Ben]]']\n"
            "start: 2026-11-24T09:30\n---\n",
        }
    )
    talks = [a for a in build_agenda(outlook) if a.kind is ActionKind.TALK]
    assert [talk.who for talk in talks] == ["Anna"]
    for contact in outlook.index.contacts.values():
        first = agenda_of(contact, outlook)[0]
        assert (first.kind, first.who) == (ActionKind.TALK, contact.name)


# -- targets, and the empty list -------------------------------------------------------------------

TARGET = "---\nstatus: target\n---\n"
UNCOVERED = {
    "companies/Untouched.md": TARGET,
    "companies/Asking.md": TARGET,
    "contacts/Alone.md": "---\ncompany: '[[Asking]]'\n---\n## Log\n- 2026-11-24 request\n",
    "companies/Left.md": TARGET,
    "contacts/First.md": "---\ncompany: '[[Left]]'\n---\n## Log\n- 2026-11-24 request\n",
    "contacts/Second.md": "---\ncompany: '[[Left]]'\n---\n",
    "companies/Covered.md": TARGET,
    "contacts/Met.md": "---\ncompany: '[[Covered]]'\n---\n## Log\n- 2026-11-24 reply yes\n",
    "companies/Exhausted.md": TARGET,
    "contacts/No.md": "---\ncompany: '[[Exhausted]]'\n---\n"
    "## Log\n- 2026-11-24 request\n- 2026-11-24 reply no\n- 2026-11-24 touch\n",
    "companies/No Target.md": "",
    "companies/Paused.md": "---\nstatus: paused\n---\n",
}


def test_targets_are_uncovered_where_nobody_was_asked_or_is_left() -> None:
    found = [company.name for company in uncovered_targets(look(UNCOVERED))]
    assert found == ["Asking", "Untouched"]


@pytest.mark.parametrize(
    ("notes", "command"),
    [
        ({}, "infoview new company"),
        ({"companies/A B.md": TARGET}, 'infoview new contact --company "A B"'),
        ({"companies/A.md": ""}, "infoview new contact"),
        ({"companies/A.md": "", "contacts/B.md": ""}, "infoview today --week"),
    ],
)
def test_an_empty_list_has_a_next_step(notes: dict[str, str], command: str) -> None:
    assert next_command(look(notes)) == command
