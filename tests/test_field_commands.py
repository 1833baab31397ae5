"""`infoview set`, `unset`, `add`, `snooze` and `tick`: one field or box, and no other byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run
from tests.tools.tree import changed, digest_tree

DAY = "2026-11-24"
ACME = "---\ntype: company\nareas: [grid] # mine\nmotivation: 1\nlead: 'x'\n---\nWords.\n"
BO = (
    "---\ntype: contact\ncompany: \"[[Acme]]\"\nrole: 'Buyer'  # for now\nemail:\n  - a@x.example\n"
    "tier: B\n---\n## Log\n- 2026-11-03 request email\n\n## Next steps\n"
    "- [ ] me: send Kari the paper @2026-11-26\n- [ ] them: name somebody @2026-11-30\n"
    "- [x] me: thank Kari @2026-11-01\n"
)
TALK = (
    '---\ntype: interview\ncontacts: "[[Bo Ek]]"\nstart: 2026-11-19T14:00:00\n---\n'
    "## Next steps\n- [ ] them: introduce me to Kari\n- [ ] call back @2026-11-28\n"
)


@pytest.fixture
def small(vault: Path) -> Path:
    """A company, two people and a talk, ambiguous in nothing."""
    notes = {
        "companies/Acme": ACME,
        "companies/Fjordlys Energi": "---\n---\n",
        "contacts/Bo Ek": BO,
        "contacts/Kari Lunde": "---\nstage: met\n---\n",
        "interviews/2026-11-19 Bo Ek": TALK,
        "letters/draft": '---\nto: "[[Bo Ek]]"\nkind: request\n---\nDear Bo,\n',
    }
    for name, text in notes.items():
        (vault / f"{name}.md").write_text(text, "utf-8")
    return vault


def text_of(vault: Path, name: str) -> str:
    """The text of a note."""
    return (vault / f"{name}.md").read_text("utf-8")


# -- set -----------------------------------------------------------------------------------------

# what is typed after `set`, the note, and the line before and after; an empty one is no line
SETS = [
    ("bo tier a", "contacts/Bo Ek", "tier: B", "tier: A"),
    ("bo role Head of Data", "contacts/Bo Ek", "role: 'Buyer'  #", "role: 'Head of Data'  #"),
    ("bo company fjordlys energi", "contacts/Bo Ek",
     'company: "[[Acme]]"', 'company: "[[Fjordlys Energi]]"'),
    ("bo company [[Fjordlys Energi|them]]", "contacts/Bo Ek",
     'company: "[[Acme]]"', 'company: "[[Fjordlys Energi|them]]"'),
    ("bo email b@x.example c@x.example", "contacts/Bo Ek",
     "  - a@x.example", "  - b@x.example\n  - c@x.example"),
    ("bo not_before friday", "contacts/Bo Ek", "", "not_before: 2026-11-27"),
    ("bo not-before in 2 weeks", "contacts/Bo Ek", "", "not_before: 2026-12-08"),
    ("bo created last friday", "contacts/Bo Ek", "", "created: 2026-11-20"),
    ("bo created fri", "contacts/Bo Ek", "", "created: 2026-11-20"),
    ("bo may_use_name yes", "contacts/Bo Ek", "", "may_use_name: true"),
    ("bo country no", "contacts/Bo Ek", "", 'country: "NO"'),
    ("bo via kari", "contacts/Bo Ek", "", 'referred_by:\n  - "[[Kari Lunde]]"'),
    ("bo my_own some words", "contacts/Bo Ek", "", "my_own: some words"),
    ("bo rules two", "contacts/Bo Ek", "", "rules: two"),
    ("acme motivation 3", "companies/Acme", "motivation: 1", "motivation: 3"),
    ("acme areas heat storage", "companies/Acme", "areas: [grid] #", "areas: [heat, storage] #"),
    ("acme area heat", "companies/Acme", "areas: [grid] #", "areas: [heat] #"),
    ("acme status target", "companies/Acme", "", "status: target"),
    ("acme lead y", "companies/Acme", "lead: 'x'", "lead: 'y'"),
    ("2026-11-19 start friday 15:00", "interviews/2026-11-19 Bo Ek",
     "start: 2026-11-19T14:00:00", "start: 2026-11-27T15:00:00"),
    ("2026-11-19 start 2026-12-01T9:30", "interviews/2026-11-19 Bo Ek",
     "start: 2026-11-19T14:00:00", "start: 2026-12-01T09:30:00"),
    ("2026-11-19 fit -1", "interviews/2026-11-19 Bo Ek", "", "fit: -1"),
    ("2026-11-19 outcomes Insight names", "interviews/2026-11-19 Bo Ek",
     "", "outcomes:\n  - insight\n  - names"),
    ("draft subject About: your work", "letters/draft", "", 'subject: "About: your work"'),
    ("draft sent yesterday", "letters/draft", "", "sent: 2026-11-23"),
    ("kari stage scheduled", "contacts/Kari Lunde", "stage: met", "stage: scheduled"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "note", "before", "after"), SETS)
def test_set_changes_one_value(
    run: Run, small: Path, typed: str, note: str, before: str, after: str
) -> None:
    (small / "rules").mkdir()
    (small / "rules" / "two.toml").write_text('extends = "classic"\n')
    old, tree = text_of(small, note), digest_tree(small)
    args = _words(typed)
    shown = run("set", *args, "--dry-run", vault=small, today=DAY)
    assert changed(tree, small) == set()
    result = run("set", *args, vault=small, today=DAY)
    assert (result.exit_code, shown.exit_code) == (0, 0)
    if before:
        expected = old.replace(before, after, 1)
    else:
        end = old.index("\n---\n")
        expected = f"{old[:end]}\n{after}{old[end:]}"
    assert text_of(small, note) == expected
    assert changed(tree, small) == {f"{note}.md"}
    assert f"+{after.splitlines()[-1]}" in shown.stdout
    assert f"changed {note}.md; undo: infoview undo" in result.stderr


def _words(typed: str) -> list[str]:
    """Words as a shell would split them; a link in brackets is one."""
    head, bracket, link = typed.partition("[[")
    return [*head.split(), *([bracket + link] if bracket else [])]


# what is typed after `set`, the exit code, and what is said
REFUSED = [
    ("bo tier D", 2, "tier: “D” is none of A, B, C"),
    ("bo stage met", 6, "the log decides the stage; say what happened: infoview log"),
    ("bo not_before soon", 2, "not_before: “soon” is not a date"),
    ("bo not_before friday 15:00", 2, "not_before: “friday 15:00” is not a date"),
    ("bo company nowhere", 4, "no company is called “nowhere”"),
    ("bo company kari", 4, "no company is called “kari”"),
    ("bo country Norway", 2, "country: “Norway” is no two-letter"),
    ("bo may_use_name perhaps", 2, "is not a checkbox"),
    (
        "bo rules clasic",
        2,
        "rules: “clasic” is none of campus, classic, executive, friend, two-hour; did you mean cl",
    ),
    ("bo a:b x", 2, "“a:b” can be no key"),
    ("bo yes x", 2, "“yes” can be no key"),
    ("bo role --dryrun", 2, "there is no option “--dryrun”"),
    ("Bo Ek role", 2, 'put the name in quotes: infoview set "Bo Ek"'),
    ("acme motivation 7", 2, "motivation: 7 is not a number from 0 to 3"),
    ("acme status confirmed", 2, "status: “confirmed” is none of target"),
    ("2026-11-19 start friday", 2, "start: “2026-11-27” is not a date and time"),
    ("2026-11-19 outcomes insight fame", 2, "outcomes: “fame” is none of"),
    ("nobody tier A", 4, "no note is called “nobody”"),
]


@pytest.mark.parametrize(("typed", "code", "said"), REFUSED)
def test_set_refuses_what_a_field_cannot_hold(
    run: Run, small: Path, typed: str, code: int, said: str
) -> None:
    before = digest_tree(small)
    result = run("set", *typed.split(), vault=small, today=DAY)
    assert (result.exit_code, said in result.stderr) == (code, True), result.stderr
    assert changed(before, small) == set()


def test_set_says_what_stands_there_and_what_is_next(run: Run, small: Path) -> None:
    result = run("set", "bo", "tier", "A", vault=small, today=DAY)
    assert result.stdout == "Bo Ek: tier: A\n"
    assert "\nnext: " in result.stderr
    again = run("set", "bo", "tier", "a", vault=small, today=DAY)
    assert "says so already; nothing was changed" in again.stderr


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("rol", "`rol` is a key of your own; did you mean role?"),
        ("motivation", "`motivation` is a key of company notes; in a note of kind contact nothing"),
    ],
)
def test_set_hints_at_a_key_that_nothing_reads(run: Run, small: Path, key: str, said: str) -> None:
    result = run("set", "bo", key, "2", vault=small, today=DAY)
    assert result.exit_code == 0
    assert said in result.stderr
    assert f"\n{key}: " in text_of(small, "contacts/Bo Ek")


def test_a_link_in_brackets_may_lead_to_a_note_still_to_be_made(run: Run, small: Path) -> None:
    result = run("set", "bo", "company", "[[New Co]]", vault=small, today=DAY)
    assert result.exit_code == 0
    assert "no company is called “[[New Co]]”" in result.stderr
    assert 'company: "[[New Co]]"' in text_of(small, "contacts/Bo Ek")


def test_the_vault_s_own_words_are_written(run: Run, small: Path) -> None:
    config = small / "infoview.toml"
    config.write_text(config.read_text() + '\n[keys]\nnot_before = ["wait", "rest"]\n'
                      'tier = ["grade"]\n')  # fmt: skip
    run("set", "bo", "not_before", "friday", vault=small, today=DAY)
    assert "\nwait: 2026-11-27\n" in text_of(small, "contacts/Bo Ek")
    run("set", "kari", "rest", "friday", vault=small, today=DAY)
    assert "\nrest: 2026-11-27\n" in text_of(small, "contacts/Kari Lunde")
    run("set", "bo", "grade", "C", vault=small, today=DAY)
    assert "\ntier: C\n" in text_of(small, "contacts/Bo Ek"), "what the note has is used"


def test_a_stage_beside_a_log_is_kept_in_line(run: Run, small: Path) -> None:
    path = small / "contacts" / "Bo Ek.md"
    path.write_text(BO.replace("tier: B", "tier: B\nstage: requested"))
    run("set", "bo", "do_not_contact", "true", vault=small, today=DAY)
    assert "stage: off-limits\ndo_not_contact: true\n" in path.read_text()
    run("unset", "bo", "do_not_contact", vault=small, today=DAY)
    assert path.read_text() == BO.replace("tier: B", "tier: B\nstage: requested")


@pytest.mark.parametrize("command", ["set bo role X", "unset bo role", "add bo email b@x.example",
                                     "snooze bo friday", "tick bo paper"])  # fmt: skip
def test_undo_takes_back_a_field_byte_for_byte(run: Run, small: Path, command: str) -> None:
    before = digest_tree(small)
    assert run(*command.split(), vault=small, today=DAY).exit_code == 0
    assert changed(before, small) == {"contacts/Bo Ek.md"}
    assert run("undo", vault=small, today=DAY).exit_code == 0
    assert changed(before, small) == set()


# -- unset and add -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "note", "gone"),
    [
        ("tier", "contacts/Bo Ek", "tier: B\n"),
        ("role email", "contacts/Bo Ek", "role: 'Buyer'  # for now\nemail:\n  - a@x.example\n"),
        ("areas motivation lead", "companies/Acme",
         "areas: [grid] # mine\nmotivation: 1\nlead: 'x'\n"),
        ("stage", "contacts/Kari Lunde", "stage: met\n"),
        ("type", "companies/Acme", "type: company\n"),
    ],
)  # fmt: skip
def test_unset_takes_the_lines_away(run: Run, small: Path, keys: str, note: str, gone: str) -> None:
    old, tree = text_of(small, note), digest_tree(small)
    args = ("unset", note, *keys.split())
    assert run(*args, "--dry-run", vault=small, today=DAY).stdout.count("\n-") >= 1
    assert changed(tree, small) == set()
    assert run(*args, vault=small, today=DAY).exit_code == 0
    assert text_of(small, note) == old.replace(gone, "")


def test_unset_names_the_keys_there_are(run: Run, small: Path) -> None:
    before = digest_tree(small)
    result = run("unset", "acme", "areas", "roles", vault=small, today=DAY)
    assert result.exit_code == 4
    assert "companies/Acme.md has no `roles`; it has type, areas, motivation" in result.stderr
    (small / "elsewhere.md").write_text("---\ntype: contact\n---\n")
    assert run("unset", "elsewhere", "type", vault=small, today=DAY).exit_code == 6
    assert changed(before, small) == {"elsewhere.md"}


@pytest.mark.parametrize(
    ("typed", "note", "before", "after"),
    [
        ("bo email b@x.example", "contacts/Bo Ek",
         "  - a@x.example\n", "  - a@x.example\n  - b@x.example\n"),
        ("acme areas grid heat", "companies/Acme", "[grid]", "[grid, heat]"),
        ("acme tags a b", "companies/Acme", "lead: 'x'\n", "lead: 'x'\ntags:\n  - a\n  - b\n"),
        ("2026-11-19 contacts kari", "interviews/2026-11-19 Bo Ek",
         '"[[Bo Ek]]"', '["[[Bo Ek]]", "[[Kari Lunde]]"]'),
    ],
)  # fmt: skip
def test_add_appends_to_a_list(
    run: Run, small: Path, typed: str, note: str, before: str, after: str
) -> None:
    old, tree = text_of(small, note), digest_tree(small)
    assert run("add", *typed.split(), "--dry-run", vault=small, today=DAY).exit_code == 0
    assert changed(tree, small) == set()
    assert run("add", *typed.split(), vault=small, today=DAY).exit_code == 0
    assert text_of(small, note) == old.replace(before, after, 1)
    again = run("add", *typed.split(), vault=small, today=DAY)
    assert "nothing was changed" in again.stderr


def test_add_refuses_a_field_of_one_value(run: Run, small: Path) -> None:
    before = digest_tree(small)
    result = run("add", "bo", "role", "Boss", vault=small, today=DAY)
    assert result.exit_code == 2
    assert "`role` holds one value; infoview set replaces it" in result.stderr
    assert run("add", "bo", "referred_by", "nobody", vault=small, today=DAY).exit_code == 4
    assert changed(before, small) == set()


@pytest.mark.parametrize(
    ("typed", "note", "before", "after"),
    [
        ("acme areas GRID", "companies/Acme", "areas: [grid, heat]", "areas: [heat]"),
        ("kari referred_by bo", "contacts/Kari Lunde", '  - "[[bo ek|he]]"\n', ""),
        ("kari via [[Zoe]]", "contacts/Kari Lunde", "  - '[[Zoe]]'\n", ""),
    ],
)
def test_remove_takes_values_out_of_a_list(
    run: Run, small: Path, typed: str, note: str, before: str, after: str
) -> None:
    (small / "companies" / "Acme.md").write_text(ACME.replace("[grid]", "[grid, heat]"))
    (small / "contacts" / "Kari Lunde.md").write_text(
        "---\nreferred_by:\n  - \"[[bo ek|he]]\"\n  - '[[Zoe]]'\n---\n"
    )
    old, tree = text_of(small, note), digest_tree(small)
    assert run("remove", *typed.split(), "--dry-run", vault=small, today=DAY).exit_code == 0
    assert changed(tree, small) == set()
    assert run("remove", *typed.split(), vault=small, today=DAY).exit_code == 0
    assert text_of(small, note) == old.replace(before, after, 1)


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        ("acme areas heat", 4, "companies/Acme.md: areas has no “heat”; it has grid"),
        ("acme tags x", 4, "tags has no “x”; it has nothing"),
        ("bo role Buyer", 2, "`role` holds one value; infoview unset takes it away"),
        ("bo referred_by kari", 4, "referred_by has no “kari”"),
        ("bo referred_by nobody", 4, "no note is called “nobody”"),
        ("acme areas --dryrun", 2, "there is no option “--dryrun”"),
    ],
)
def test_remove_names_what_there_is(
    run: Run, small: Path, typed: str, code: int, said: str
) -> None:
    before = digest_tree(small)
    result = run("remove", *typed.split(), vault=small, today=DAY)
    assert (result.exit_code, said in result.stderr) == (code, True), result.stderr
    assert changed(before, small) == set()


@pytest.mark.parametrize("command", ["set bo tier C", "unset bo tier", "add bo tags x",
                                     "snooze bo friday", "tick bo paper"])  # fmt: skip
@pytest.mark.parametrize("fault", ["<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n", "---\nx: 'y\n---\n"])
def test_a_note_that_cannot_be_read_whole_is_not_written_to(
    run: Run, small: Path, command: str, fault: str
) -> None:
    path = small / "contacts" / "Bo Ek.md"
    path.write_text(BO + fault if fault[0] == "<" else BO.replace("tier: B", "tier: 'B"))
    before = digest_tree(small)
    assert run(*command.split(), vault=small, today=DAY).exit_code in (4, 6)
    assert changed(before, small) == set()


# -- snooze --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "day"),
    [
        ("2 weeks", "2026-12-08"),
        ("in 2 weeks", "2026-12-08"),
        ("+10d", "2026-12-04"),
        ("friday", "2026-11-27"),
        ("until january", "2027-01-01"),
        ("2026-12-24", "2026-12-24"),
        ("tomorrow", "2026-11-25"),
    ],
)
def test_snooze_sets_not_before(run: Run, small: Path, until: str, day: str) -> None:
    tree = digest_tree(small)
    shown = run("snooze", "bo", *until.split(), "--dry-run", vault=small, today=DAY)
    assert f"+not_before: {day}" in shown.stdout
    assert changed(tree, small) == set()
    result = run("snooze", "bo", *until.split(), vault=small, today=DAY)
    assert result.stdout.startswith("Bo Ek: nothing is due before ")
    assert result.stdout.endswith(f" {day}\n")
    assert text_of(small, "contacts/Bo Ek") == BO.replace("B\n---", f"B\nnot_before: {day}\n---")
    assert "next: " in result.stderr


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["bo"], 2), (["bo", "friday", "--clear"], 2), (["bo", "soon"], 2), (["bo", "today"], 2),
        (["bo", "yesterday"], 2), (["bo", "2026-11-24"], 2), (["bo", "3", "days", "ago"], 2),
        (["bo", "2026-02-30"], 2), (["acme", "friday"], 4),
    ],
)  # fmt: skip
def test_snooze_refuses_what_is_no_day_to_come(
    run: Run, small: Path, args: list[str], code: int
) -> None:
    before = digest_tree(small)
    assert run("snooze", *args, vault=small, today=DAY).exit_code == code
    assert changed(before, small) == set()


def test_snooze_is_taken_away(run: Run, small: Path) -> None:
    run("snooze", "bo", "friday", vault=small, today=DAY)
    assert run("snooze", "bo", "--clear", vault=small, today=DAY).stdout == "Bo Ek is not snoozed\n"
    assert text_of(small, "contacts/Bo Ek") == BO
    again = run("snooze", "bo", "--clear", vault=small, today=DAY)
    assert (again.exit_code, "nothing was changed" in again.stderr) == (0, True)


# -- tick ----------------------------------------------------------------------------------------

PEOPLE = "contacts/Bo Ek"
TALKS = "interviews/2026-11-19 Bo Ek"


@pytest.mark.parametrize(
    ("typed", "note", "item"),
    [
        ("bo paper", PEOPLE, "me: send Kari the paper"),
        ("bo PAPER kari", PEOPLE, "me: send Kari the paper"),
        ("bo somebody", PEOPLE, "them: name somebody"),
        ("bo introduce", TALKS, "them: introduce me"),
        ("bo 4", TALKS, "call back"),
        ("2026-11-19 call", TALKS, "call back"),
    ],
)
@pytest.mark.parametrize("box", ["x", "-"])
def test_tick_sets_one_box(
    run: Run, small: Path, typed: str, note: str, item: str, box: str
) -> None:
    old, tree = text_of(small, note), digest_tree(small)
    args = ["tick", *typed.split(), *(["--drop"] if box == "-" else [])]
    shown = run(*args, "--dry-run", vault=small, today=DAY)
    assert f"+- [{box}] {item}" in shown.stdout
    assert changed(tree, small) == set()
    result = run(*args, vault=small, today=DAY)
    assert result.stdout.startswith("dropped: " if box == "-" else "paid: ")
    assert "next: " in result.stderr
    assert text_of(small, note) == old.replace(f"[ ] {item}", f"[{box}] {item}")


def test_tick_lists_what_may_be_meant(run: Run, small: Path) -> None:
    before = digest_tree(small)
    several = run("tick", "bo", "kari", vault=small, today=DAY)
    assert several.exit_code == 4
    assert several.stderr.splitlines() == [
        "1  contacts/Bo Ek.md:13: me: send Kari the paper @2026-11-26",
        "3  interviews/2026-11-19 Bo Ek.md:7: them: introduce me to Kari",
        "infoview: “kari” may be 2 promises; say the number, or more of the words",
    ]
    every = run("tick", "bo", vault=small, today=DAY)
    assert (every.exit_code, "4 promises are open" in every.stderr) == (4, True)
    nothing = run("tick", "bo", "moon", vault=small, today=DAY)
    assert nothing.exit_code == 4
    assert "4  interviews/2026-11-19 Bo Ek.md:8: me: call back @2026-11-28" in nothing.stderr
    assert run("tick", "kari", vault=small, today=DAY).exit_code == 4
    assert changed(before, small) == set()


def test_tick_needs_no_words_where_one_promise_is_open(run: Run, small: Path) -> None:
    run("tick", "bo", "call", vault=small, today=DAY)
    assert run("tick", "2026-11-19", vault=small, today=DAY).exit_code == 0
    assert "[ ]" not in text_of(small, TALKS)
