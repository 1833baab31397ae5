"""Notes into records: what a note is, what its fields say, and what is wrong with them where."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from infoview_md.core.model import Contact, Interview, Kind, Record, Tie
from infoview_md.core.problem import Problem
from infoview_md.core.reading import find_kind, read_record
from infoview_md.core.schema import Keys
from infoview_md.core.stage import Stage
from tests.tools.small_vault import make_note

FOREIGN = Keys(
    {"org": "company", "employer": "company", "phase": "stage", "who": "contacts"},
    {"person": Kind.CONTACT},
)
HOMES = {
    Kind.COMPANY: "companies/Acme",
    Kind.CONTACT: "contacts/Zoë",
    Kind.INTERVIEW: "interviews/2026-11-19 Zoë",
    Kind.LETTER: "letters/2026-11-03 Zoë request",
}


def read(path: str, matter: str, keys: Keys | None = None) -> tuple[Record | None, list[Problem]]:
    """The record and the problems of a note with this front matter."""
    record, problems = read_record(make_note(path, f"---\n{matter}\n---\n"), keys or Keys())
    return record, list(problems)


def places(problems: list[Problem]) -> list[str]:
    """`code line:column`, as the tables below write them."""
    return [f"{problem.code} {problem.line}:{problem.column}" for problem in problems]


# -- what a note is -------------------------------------------------------------------------------

KINDS = [
    ("contacts/Zoë", "", Kind.CONTACT),
    ("Contacts/berlin/Zoë", "", Kind.CONTACT),
    ("interviews/2026/Zoë", "", Kind.INTERVIEW),
    ("contacts/Acme", "type: company", Kind.COMPANY),
    ("people/Zoë", "type: Contact", Kind.CONTACT),
    ("Zoë", "type: contact", Kind.CONTACT),
    ("contacts/README", "type: contact", Kind.CONTACT),
    ("contacts/Zoë", "type:", Kind.CONTACT),
    ("contacts/Zoë", "type: contcat", Kind.CONTACT),
    ("people/Zoë", "type: person", Kind.CONTACT),
    ("contacts/Zoë", "type: recipe", None),
    ("contacts/README", "", None),
    ("companies/index", "", None),
    ("contacts/contacts", "", None),
    ("companies/Acme/Acme", "", None),
    ("daily/2026-11-03", "", None),
    ("Zoë", "", None),
    ("daily/contacts/Zoë", "", None),
]


@pytest.mark.parametrize(("path", "matter", "kind"), KINDS)
def test_the_type_decides_over_the_folder(path: str, matter: str, kind: Kind | None):
    assert find_kind(make_note(path, f"---\n{matter}\n---\n"), FOREIGN) is kind


# -- fields ---------------------------------------------------------------------------------------

GOOD = [
    (Kind.CONTACT, "name: AC/DC", "name", "AC/DC"),
    (Kind.CONTACT, "role:  Head of Grid ", "role", "Head of Grid"),
    (Kind.CONTACT, "email: z@x.example", "email", ("z@x.example",)),
    (Kind.CONTACT, "email: [z@x.example, y@x.example]", "email", ("z@x.example", "y@x.example")),
    (Kind.CONTACT, "email:\n  - z@x.example\n  -\n  - ''", "email", ("z@x.example",)),
    (Kind.CONTACT, "email: []", "email", ()),
    (Kind.CONTACT, "role: [Head of Grid]", "role", "Head of Grid"),
    (Kind.CONTACT, "tie: Alumni", "tie", Tie.ALUMNI),
    (Kind.CONTACT, "stage: IN-TOUCH", "stage", Stage.IN_TOUCH),
    (Kind.CONTACT, "not_before: '2026-12-01'", "not_before", date(2026, 12, 1)),
    (Kind.CONTACT, "country: no", "country", "NO"),
    (Kind.CONTACT, "phone: '0123'", "phone", ("0123",)),
    (Kind.CONTACT, "may_use_name: TRUE", "may_use_name", True),
    (Kind.COMPANY, "motivation: 2", "motivation", 2),
    (Kind.COMPANY, "status: ruled-out", "status", "ruled-out"),
    (Kind.INTERVIEW, "status: tentative", "status", "tentative"),
    (Kind.INTERVIEW, "minutes: 20", "minutes", 20),
    (Kind.INTERVIEW, "outcomes: names", "outcomes", ("names",)),
    (Kind.INTERVIEW, "start: 2026-11-19T16:00", "start", datetime(2026, 11, 19, 16)),
    (Kind.LETTER, "sent: 2026-11-03", "sent", date(2026, 11, 3)),
    # nothing written is nothing said, whatever the type
    *(
        (Kind.CONTACT, f"{key}: {empty}", key, default)
        for key, default in {
            "role": "", "tie": None, "company": None, "not_before": None, "email": (),
            "referred_by": (), "do_not_contact": False, "country": "", "stage": None,
        }.items()
        for empty in ("", "~", "null", '""')
    ),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "matter", "key", "value"), GOOD)
def test_a_field_is_read_as_the_table_says(kind: Kind, matter: str, key: str, value: object):
    record, problems = read(HOMES[kind], matter)
    assert getattr(record, key) == value
    assert [p for p in places(problems) if not p.startswith(("missing", "yaml-reading"))] == []


BAD = [
    (Kind.CONTACT, "role: Head\ncreated: 2027-02-30", ["bad-date 3:10"], "created", None),
    (Kind.CONTACT, "tie:   freind", ["bad-word 2:8"], "tie", None),
    (Kind.CONTACT, "role: [Head, Tail]", ["bad-shape 2:1"], "role", "Head"),
    (Kind.CONTACT, "role: {a: b}", ["bad-shape 2:1"], "role", ""),
    (Kind.CONTACT, "email: [[a]]", ["bad-shape 2:1"], "email", ()),
    (Kind.CONTACT, "company: 'see [[A]]'", ["bad-link 2:10"], "company", None),
    (Kind.CONTACT, "may_use_name: yes", ["bad-checkbox 2:15"], "may_use_name", False),
    (Kind.COMPANY, "status: confirmed", ["bad-word 2:9"], "status", ""),
    (Kind.COMPANY, "motivation: 7", ["bad-number 2:13"], "motivation", None),
    (Kind.COMPANY, "country: Norway", ["bad-country 2:10"], "country", ""),
    (Kind.COMPANY, "timezone: Oslo", ["bad-timezone 2:11"], "timezone", ""),
    (Kind.INTERVIEW, "contacts: A\nstart: noon", ["bad-time 3:8"], "start", None),
    (Kind.INTERVIEW, "contacts: A\noutcomes:\n  - names\n  - gold\n  - lead",
     ["bad-word 5:5"], "outcomes", ("names", "lead")),
    (Kind.LETTER, "to: A\nsent: soon", ["bad-time 3:7"], "sent", None),
    (Kind.LETTER, "to: A\nmessage_id:  1@x", ["bad-message-id 3:14"], "message_id", "1@x"),
    (Kind.LETTER, "to: A\nmessage_id: [<1@x>]", [], "message_id", "<1@x>"),
    (Kind.INTERVIEW, "goal: x\ncontacts:", ["missing-field 3:1"], "contacts", ()),
    (Kind.LETTER, "goal: x", ["missing-field 1:1"], "to", None),
    (Kind.CONTACT, "type: [contact, company]", ["bad-shape 2:1"], "tier", ""),
    (Kind.CONTACT, "source: [[Acme]]", ["unquoted-link 2:1"], "source", ""),
    # stop signs stop, also where nobody can say what they say
    (Kind.CONTACT, "do_not_contact: yes", ["bad-checkbox 2:17"], "do_not_contact", True),
    (Kind.CONTACT, "sells_advice: maybe", ["bad-checkbox 2:15"], "sells_advice", True),
    (Kind.CONTACT, "do_not_contact: {a: b}", ["bad-shape 2:1"], "do_not_contact", True),
    (Kind.CONTACT, "do_not_contact: [false, true]", ["bad-shape 2:1"], "do_not_contact", True),
    # other readers of YAML
    (Kind.CONTACT, "role: NO", ["yaml-reading 2:7"], "role", "NO"),
    (Kind.CONTACT, "phone: [12:30, '0123', 0123]",
     ["yaml-reading 2:9", "yaml-reading 2:24"], "phone", ("12:30", "0123", "0123")),
    (Kind.CONTACT, "tier: 'A'\ncreated: 2026-11-03", [], "tier", "A"),
    # unknown keys are the person's
    (Kind.CONTACT, "shoe_size: {a: [b]}\nfit: 9", [], "tier", ""),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "matter", "found", "key", "value"), BAD)
def test_a_fault_has_a_place_and_leaves_the_rest(
    kind: Kind, matter: str, found: list[str], key: str, value: object
):
    record, problems = read(HOMES[kind], matter)
    assert places(problems) == found
    assert getattr(record, key) == value


@pytest.mark.parametrize(
    ("matter", "targets"),
    [
        ("referred_by: [[Kari Lunde]]", ["Kari Lunde"]),
        ("referred_by:\n  - [[Kari Lunde]]\n  - [[A|B]]\nrole: '[[C]]'", ["Kari Lunde", "A"]),
        ("via:\n- [[Kari Lunde]]\nrole: x", ["Kari Lunde"]),
    ],
)
def test_an_unquoted_link_is_a_problem_and_read_all_the_same(matter: str, targets: list[str]):
    record, problems = read("contacts/Zoë", matter)
    assert isinstance(record, Contact)
    assert [link.target for link in record.referred_by] == targets
    assert places(problems) == ["unquoted-link 2:1"]


# -- other words for the same ---------------------------------------------------------------------

OTHER_WORDS = [
    ('via: "[[Kari]]"', "referred_by", ["Kari"]),
    ('via: "[[Kari]]"\nreferred_by: "[[Ola]]"', "referred_by", ["Ola"]),
    ('via: "[[Kari]]"\nreferred_by:', "referred_by", ["Kari"]),
    ('org: "[[Acme]]"', "company", "Acme"),
    ("company: Ours\norg: Theirs", "company", "Ours"),
    ("company:\norg: Theirs", "company", "Theirs"),
    ("employer: Second\norg: First", "company", "First"),
]


@pytest.mark.parametrize(("matter", "key", "value"), OTHER_WORDS)
def test_another_vaults_keys_are_read_as_ours(matter: str, key: str, value: object):
    record, problems = read("people/Zoë", f"type: Person\n{matter}", FOREIGN)
    links = getattr(record, key)
    assert value == ([link.target for link in links] if key == "referred_by" else links.target)
    assert problems == []


def test_problems_of_foreign_keys_have_their_place():
    contact, _ = read("contacts/Zoë", "phase: met", FOREIGN)
    assert isinstance(contact, Contact)
    assert (contact.stage, contact.stage_line) == (Stage.MET, 2)
    assert places(read("interviews/x", "goal: learn\nwho:", FOREIGN)[1]) == ["missing-field 3:1"]


# -- notes that are none of ours, and broken ones -------------------------------------------------

STRANGERS = [
    ("daily/2026-11-03", "company: 7\ntie: [[x]]\ncreated: never", []),
    ("daily/2026-11-03", "type: recipe", []),
    ("daily/2026-11-03", "a: 1\na: 2", []),
    ("daily/2026-11-03", "type: contcat", ["unknown-type 2:7"]),
    ("contacts/Zoë", "type: recipe\na: 1\na: 2", ["duplicate-key 4:1", "unknown-type 2:7"]),
    ("contacts/Zoë", "type: contcat\ntie: x", ["unknown-type 2:7", "bad-word 3:6"]),
    ("daily/2026-11-03", "a: 'b", ["front-matter-elsewhere 2:4"]),
    ("contacts/README", "a: 'b", ["front-matter-elsewhere 2:4"]),
    ("contacts/Zoë", "a: 'b", ["yaml-syntax 2:4"]),
]


@pytest.mark.parametrize(("path", "matter", "found"), STRANGERS)
def test_strange_notes_are_left_alone_but_for_what_matters(
    path: str, matter: str, found: list[str]
):
    assert places(read(path, matter)[1]) == found


def test_a_broken_note_keeps_what_stands_above_the_fault():
    record, problems = read("contacts/Zoë", "role: Head\ndo_not_contact: true\nx: 'y")
    assert isinstance(record, Contact)
    assert (record.is_broken, record.role, record.do_not_contact) == (True, "Head", True)
    assert places(problems) == ["yaml-syntax 4:4"]


@pytest.mark.parametrize(
    ("body", "has_debrief"),
    [
        ("## Learned\n- insight: much", True),
        ("## debrief\nIt went well.", True),
        ("## Learned\n\n## Debrief\n<!-- later -->\n", False),
        ("## Notes\nmuch", False),
    ],
)
def test_a_debrief_is_what_stands_under_its_headings(body: str, has_debrief: bool):
    note = make_note("interviews/x", f"---\ncontacts: A\n---\n{body}\n")
    talk, _ = read_record(note)
    assert isinstance(talk, Interview)
    assert talk.has_debrief is has_debrief


@pytest.mark.parametrize("second", ["true", "false"])
def test_a_stop_sign_that_stands_twice_stops(second: str) -> None:
    text = f"---\ndo_not_contact: false\ndo_not_contact: {second}\n---\n"
    record, problems = read_record(make_note("contacts/Kari.md", text))
    assert isinstance(record, Contact)
    assert record.do_not_contact
    assert [problem.code for problem in problems] == ["duplicate-key"]
