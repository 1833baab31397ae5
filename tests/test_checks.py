"""The checks: for each a table of notes and what is found in them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from infoview_md.core.checks import CHECKS, find_problems
from infoview_md.core.fixes import find_fix
from infoview_md.core.note import parse_note
from infoview_md.core.problem import CODES
from infoview_md.core.schema import Keys
from tests.tools.small_vault import make_outlook

PEOPLE = {
    "companies/Acme": "",
    "contacts/Zoë Müller": "---\naliases: [Zoe]\n---\n",
    "contacts/a/Kari": "",
    "contacts/b/Kari": "",
    "daily/Page": "",
}
LOG = "## Log\n- 2026-11-03 request email\n"
MERGE = "<<<<<<< HEAD\nmine\n=======\ntheirs\n>>>>>>> other\n"


def contact(matter: str, body: str = "") -> dict[str, str]:
    """One more contact beside PEOPLE."""
    return {**PEOPLE, "contacts/New": f"---\n{matter}\n---\n{body}"}


def found(check: str, notes: Mapping[str, str], keys: Keys | None = None) -> list[str]:
    """`stem code line:column message` of what one check finds."""
    return [
        f"{p.path.stem} {p.code} {p.line}:{p.column} {p.message}"
        for p in find_problems(make_outlook(notes, keys), [check])
    ]


# check, notes, and the beginning of each line it finds
CASES = [
    # links
    ("links", contact('company: "[[Acme]]"'), []),
    ("links", contact('company: "[[Acne]]"'),
     ["New dead-link 2:10 company: there is no note “Acne”; did you mean [[Acme]]?"]),
    ("links", contact('company: "[[Fjordlys]]"'),
     ['New dead-link 2:10 company: there is no note “Fjordlys”; make it: infoview new company Fj']),
    ("links", contact('referred_by: ["[[Kari]]"]'),
     ["New ambiguous-link 2:15 [[Kari]] may mean 2 notes; write [[contacts/a/Kari]] or [["]),
    ("links", contact('referred_by: ["[[b/Kari]]"]'), []),
    ("links", contact('referred_by: ["[[Zoe]]"]'),
     ["New dead-link 2:15 referred_by: there is no note “Zoe”; it is another name of "
      "[[Zoë Müller]]: write [[Zoë Müller|Zoe]]"]),
    ("links", contact("referred_by: Zoe"), []),
    ("links", contact('company: "[[Zoë Müller]]"'),
     ["New wrong-kind 2:10 company: [[Zoë Müller]] is not a company"]),
    ("links", contact("referred_by: Acme"),
     ["New wrong-kind 2:14 referred_by: [[Acme]] is not a contact"]),
    ("links", contact('company: "[[Page]]"'), ["New wrong-kind 2:10"]),
    ("links", contact('company: "[[2026-11-03]]"'), ["New dead-link 2:10"]),
    ("links", contact('source: "[[2026-11-03]]"'), []),
    ("links", contact('up: "[[Nowhere]]"'), ["New dead-body-link 2:5 up: there is no note “Now"]),
    ("links", contact("tie: weak", "Read [[Page]], [[2026-11-03]], ![[a.png]], [[#Log]]."), []),
    ("links", contact("tie: weak", "x [[Nobody]]\n`[[Code]]` <!-- [[Comment]] -->\n"),
     ["New dead-body-link 4:3 there is no note “Nobody”"]),
    ("links", contact("tie: weak", "x [[Kari]]"), ["New ambiguous-link 4:3"]),
    ("links", {**PEOPLE, "daily/x": '---\ncompany: "[[No]]"\nup: "[[No]]"\n---\n[[No]]'}, []),
    ("links", {**PEOPLE, "letters/x": '---\nto: "[[Acme]]"\n---\n'}, ["x wrong-kind 2:5"]),
    ("links", {**PEOPLE, "interviews/x": '---\ncontacts:\n  - "[[No]]"\n---\n'},
     ["x dead-link 3:5"]),
    # log
    ("log", contact("tie: weak", LOG), []),
    ("log", contact("tie: weak", LOG + "- 2026-11-24 touch\n- 2026-11-25 note: x\n"),
     ["New log-future 7:1 note is dated 2026-11-25, after today (2026-11-24)"]),
    ("log", contact("tie: weak", "## Log\n- 2026-11-03 nudge\n"), ["New log-sequence 5:"]),
    # stage
    ("stage", contact("stage: requested", LOG), []),
    ("stage", contact("tie: weak", LOG), []),
    ("stage", contact("stage: met"), []),
    ("stage", contact("tie: weak\nstage: met", LOG),
     ["New stage-differs 3:1 stage: met, but the log says requested and wins; write stage: req"]),
    ("stage", contact("stage: met\ndo_not_contact: true", LOG),
     ["New stage-differs 2:1 stage: met, but `do_not_contact` says off-limits and wins"]),
    # rules
    ("rules", contact("rules: classic"), []),
    ("rules", contact("tie: weak\nrules: clasic"),
     ["New unknown-rules 3:8 rules: “clasic” is none of "]),
    # names
    ("names", PEOPLE, []),
    ("names", {"contacts/AC:DC": ""}, ["AC:DC file-name 1:1 `AC:DC.md` holds `:`"]),
    ("names", {"contacts/Zoe\u0308": ""}, ["Zoe\u0308 file-name 1:1 `Zoe\u0308.md` has letters"]),
    ("names", {"contacts/Kari": "", "contacts/KARI": ""},
     ["Kari file-name 1:1 on some systems this is the same file as contacts/KARI.md; rename one"]),
    ("names", {"contacts/Kari": "", "letters/Kari": ""}, []),
    ("names", {"contacts/A  B": "", "contacts/A B": ""}, []),
    ("names", {"daily/a:b": ""}, []),
    # conflicts
    ("conflicts", contact("tie: weak", f"x\n{MERGE}"),
     ["New conflict 5:1 git could not merge here"]),
    ("conflicts", {"contacts/New": f"---\n{MERGE}---\n"}, ["New conflict 2:1"]),
    ("conflicts", {"contacts/New": MERGE.replace("\n", "\r\n")}, ["New conflict 1:1"]),
    ("conflicts", contact("tie: weak", "Title\n=======\n>>>>>>> quoted\n<<<<<<< HEAD\n"), []),
    ("conflicts", {"daily/x": MERGE}, []),
    # notes
    ("notes", contact("tie: freind"), ["New bad-word 2:6 tie: “freind” is none of "]),
]  # fmt: skip


@pytest.mark.parametrize(("check", "notes", "lines"), CASES)
def test_a_check_finds_what_it_is_for(check: str, notes: Mapping[str, str], lines: list[str]):
    problems = found(check, notes)
    starts = [line[: len(start)] for line, start in zip(problems, lines, strict=False)]
    assert (starts, len(problems)) == (lines, len(lines))


def test_every_check_has_a_case_that_finds_something():
    assert {check for check, _, lines in CASES if lines} == {check.name for check in CHECKS}
    assert all(check.help.endswith(".") for check in CHECKS)
    assert all(code.meaning.endswith(".") for code in CODES.values())


def test_no_fault_hides_another():
    """Broken, in conflict, and with names that clash: each note is reported, and the good one."""
    notes = {
        **contact("stage: met\ntie: x\nrules: nothing", f"{LOG}\n{MERGE}[[No]]\n"),
        "contacts/Broken": "---\nrole: 'x\n---\n",
        "contacts/BROKEN": f"---\n{MERGE}---\n",
        "interviews/open": "---\ncontacts: New\n",
        "letters/x": "---\nto: Broken\n---\n",
    }
    problems = find_problems(make_outlook(notes))
    assert {(p.path.stem, p.code) for p in problems} == {
        ("New", "stage-differs"), ("New", "bad-word"), ("New", "unknown-rules"),
        ("New", "conflict"), ("New", "dead-body-link"),
        ("Broken", "yaml-syntax"), ("Broken", "file-name"),
        ("BROKEN", "front-matter-shape"), ("BROKEN", "conflict"),
        ("open", "front-matter-open"), ("x", "ambiguous-link"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("matter", "after"),
    [
        ("stage: met # mine", "stage: requested # mine"),
        ("stage: 'met'", "stage: 'requested'"),
        ("stage: met\nphase: silent", "stage: requested\nphase: silent"),
        ("phase: met", "phase: requested"),
        ("stage: met\nstage: silent", None),
    ],
)
def test_the_fix_of_a_stage_writes_what_the_log_says(matter: str, after: str | None):
    outlook = make_outlook(contact(matter, LOG), Keys({"phase": "stage"}))
    (problem,) = find_problems(outlook, ["stage"])
    text = outlook.index.readings[problem.path].note.text
    fixed = [edit.apply(text) for edit in find_fix(outlook, problem)]
    assert fixed == ([f"---\n{after}\n---\n{LOG}"] if after else [])
    for one in fixed:
        mended = outlook.index.with_note(parse_note(problem.path, one))
        assert mended.contacts[problem.path].stage == "requested"


def test_a_misspelt_pack_of_one_note_stops_nobody():
    outlook = make_outlook(contact("rules: nothing", LOG))
    assert outlook.pack_of(outlook.index.get("New")).name == "classic"
