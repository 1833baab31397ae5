"""infoview mv: a note gets another name or folder, and every link to it goes along."""

from __future__ import annotations

import shutil
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.core.index import Index, build_index, iter_links
from infoview_md.core.meaning import find_meant
from infoview_md.core.moving import find_destination, plan_move
from infoview_md.core.note import parse_note
from infoview_md.core.outcome import index_after
from infoview_md.errors import Refused
from infoview_md.vault.vault import Vault
from tests.conftest import Run, example_source
from tests.test_cli_write import changed, digest_tree

ANNA = "contacts/Anna Berg.md"


def make_index(texts: dict[str, str]) -> Index:
    return build_index(parse_note(PurePosixPath(path), text) for path, text in texts.items())


def move(texts: dict[str, str], old: str, new: str, alias: bool = False) -> dict[str, str]:
    """All notes after the move."""
    index = make_index(texts)
    record = index.get(old)
    edits = plan_move(index, record.path, find_destination(index, record, new), alias)
    after = index_after(index, edits)
    return {str(path): reading.note.text for path, reading in after.readings.items()}


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("contacts/Bo.md", 'referred_by: "[[Anna Berg]]"', 'referred_by: "[[Anna Vik]]"'),
        ("contacts/Bo.md", "referred_by: Anna Berg", "referred_by: Anna Vik"),
        ("contacts/Bo.md", "referred_by: [[Anna Berg]]", "referred_by: [[Anna Vik]]"),
        ("contacts/Bo.md", "via: ['[[anna berg]]', Kai]", "via: ['[[Anna Vik]]', Kai]"),
        ("contacts/Bo.md", "friends: [[Anna Berg|A]]", "friends: [[Anna Vik|A]]"),
        ("interviews/One.md", 'contacts:\n  - "[[Anna Berg]]"', 'contacts:\n  - "[[Anna Vik]]"'),
        ("letters/One.md", 'to: "[[Anna Berg.md]]" # her', 'to: "[[Anna Vik.md]]" # her'),
        ("contacts/Bo.md", "why_you: As [[Anna Berg]] says", "why_you: As [[Anna Vik]] says"),
    ],
)
def test_links_in_fields(path: str, before: str, after: str) -> None:
    texts = {ANNA: "# Anna\n", path: f"---\n{before}\n---\n"}
    assert move(texts, "Anna Berg", "Anna Vik") == {
        "contacts/Anna Vik.md": "# Anna\n",
        path: f"---\n{after}\n---\n",
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[[Anna Berg]]", "[[Anna Vik]]"),
        ("[[contacts/Anna Berg]]", "[[contacts/Anna Vik]]"),
        ("[[ANNA  BERG|she]] and ![[Anna Berg#Log]]", "[[Anna Vik|she]] and ![[Anna Vik#Log]]"),
        ("[[Anna Berg#^id|x]]", "[[Anna Vik#^id|x]]"),
        ("| [[Anna Berg\\|A]] |", "| [[Anna Vik\\|A]] |"),
        ("`[[Anna Berg]]` and Anna Berg", "`[[Anna Berg]]` and Anna Berg"),
        ("```\n[[Anna Berg]]\n```", "```\n[[Anna Berg]]\n```"),
        ("[[Anna Berg.png]] [[Anna]] [[Bo]]", "[[Anna Berg.png]] [[Anna]] [[Bo]]"),
        ("- 2026-11-03 referral [[Anna Berg]]\r\n", "- 2026-11-03 referral [[Anna Vik]]\r\n"),
    ],
)
def test_links_in_bodies(before: str, after: str) -> None:
    texts = {ANNA: "", "contacts/Bo.md": f"## Log\n{before}", "daily/2026-11-03.md": before}
    moved = move(texts, "anna berg", "Anna Vik")
    assert moved["contacts/Bo.md"] == f"## Log\n{after}"
    assert moved["daily/2026-11-03.md"] == after


@pytest.mark.parametrize(
    ("text", "new", "path", "after"),
    [
        ("---\ntier: A\n---\n", "AC/DC", "contacts/AC-DC.md", "---\ntier: A\nname: AC/DC\n---\n"),
        ("---\nname: A/B\ntier: A\n---\n", "AB", "contacts/AB.md", "---\ntier: A\n---\n"),
        ("---\nname: A/B\n---\n", "C/D", "contacts/C-D.md", "---\nname: C/D\n---\n"),
        ("# Anna Berg\n", "Anna Vik", "contacts/Anna Vik.md", "# Anna Vik\n"),
        ("# A. Berg\n", "contacts/oslo/Anna Berg", "contacts/oslo/Anna Berg.md", "# A. Berg\n"),
        ("", "Ånna Berg", "contacts/Ånna Berg.md", ""),
        ("see [[Anna Berg#Log]]\n", "An.md", "contacts/An.md", "see [[An#Log]]\n"),
    ],
)
def test_the_note_itself(text: str, new: str, path: str, after: str) -> None:
    assert move({ANNA: text}, "contacts/Anna Berg", new) == {path: after}


def test_the_old_name_becomes_an_alias_if_asked_for() -> None:
    texts = {ANNA: "---\naliases: [Annie]\n---\n", "contacts/Bo.md": "---\nvia: Annie\n---\n"}
    moved = move(texts, "Annie", "Anna Vik", alias=True)
    assert moved["contacts/Anna Vik.md"] == "---\naliases: [Annie, Anna Berg]\n---\n"
    assert moved["contacts/Bo.md"] == "---\nvia: Annie\n---\n"


def test_links_that_would_become_ambiguous_get_their_folder() -> None:
    texts = {
        ANNA: "",
        "companies/Vik.md": "",
        "contacts/Bo.md": '---\ncompany: "[[Vik]]"\nvia: "[[Anna Berg]]"\n---\n'
        "[[Vik]], [[Anna Berg]]",
        "Vik.md": "[[Vik]]",
    }
    moved = move(texts, "Anna Berg", "Vik")
    assert moved["contacts/Bo.md"] == (
        '---\ncompany: "[[Vik]]"\nvia: "[[contacts/Vik]]"\n---\n[[companies/Vik]], [[contacts/Vik]]'
    )
    assert moved["Vik.md"] == "[[companies/Vik]]"


def test_a_daily_note_of_the_new_name_is_still_meant() -> None:
    texts = {ANNA: "", "daily/Plans.md": "", "contacts/Bo.md": "[[Plans]]"}
    assert move(texts, "Anna Berg", "Plans")["contacts/Bo.md"] == "[[daily/Plans]]"


def test_a_link_that_led_nowhere_may_lead_to_the_new_name() -> None:
    texts = {ANNA: "", "contacts/Bo.md": "[[Anna Vik]]"}
    assert move(texts, "Anna Berg", "Anna Vik")["contacts/Bo.md"] == "[[Anna Vik]]"


def test_a_name_may_change_its_letter_case_alone() -> None:
    texts = {ANNA: "", "contacts/Bo.md": "[[Anna Berg]]"}
    after = move(texts, "Anna Berg", "ANNA BERG")
    assert after["contacts/Bo.md"] == "[[ANNA BERG]]"
    assert ANNA not in after


@pytest.mark.parametrize(
    ("others", "new", "sentence"),
    [
        ({"contacts/Bo.md": ""}, "Bo", "contacts/Bo.md is there already"),
        ({"contacts/bo.md": ""}, "BO", "contacts/bo.md is there already"),
        ({"companies/Acme.md": ""}, "companies/Anna", "is what it is by its folder"),
        ({}, "README", "is what it is by its folder"),
        (
            {"contacts/Bo.md": "---\nvia: [[Anna Berg]\n---\n"},
            "Anna Vik",
            "contacts/Bo.md:2:6: error unquoted-link",
        ),
        (
            {"contacts/Bo.md": "---\n: {\nvia: Anna Berg\n---\n"},
            "Anna Vik",
            "so mend it first",
        ),
        (
            {"x/Anna Berg.md": "---\ntype: contact\n---\n", "contacts/Bo.md": "a [[Anna Berg]]"},
            "Anna Vik",
            "contacts/Bo.md:1: [[Anna Berg]] may mean several notes",
        ),
        (
            {"contacts/Bo.md": "<<<<<<< a\n[[Anna Berg]]\n"},
            "Anna Vik",
            "a git merge is not settled",
        ),
    ],
)
def test_refused(others: dict[str, str], new: str, sentence: str) -> None:
    with pytest.raises(Refused) as caught:
        move({ANNA: "", **others}, "contacts/Anna Berg", new)
    assert sentence in caught.value.message


def test_a_broken_note_without_such_a_link_stops_nothing() -> None:
    texts = {ANNA: "", "contacts/Bo.md": "---\n: {\n---\n[[Kai]]"}
    assert "contacts/Anna Vik.md" in move(texts, "Anna Berg", "Anna Vik")


EXAMPLE = build_index(Vault(example_source()).read())


@given(st.sampled_from([*EXAMPLE.records]), st.sampled_from([*EXAMPLE.records, None]), st.data())
def test_every_link_of_the_example_leads_where_it_led(
    path: PurePosixPath, other: PurePosixPath | None, data: st.DataObject
) -> None:
    """Any note renamed to anything, to another note's name too."""
    new = other.stem if other else data.draw(st.sampled_from(["Ny", "C# *", "a/b", "2026-11-03"]))
    record = EXAMPLE.records[path]
    try:
        edits = plan_move(EXAMPLE, path, find_destination(EXAMPLE, record, new))
    except Refused:
        return
    where = find_destination(EXAMPLE, record, new).path
    after = index_after(EXAMPLE, edits)
    assert set(after.readings) == set(EXAMPLE.readings) - {path} | {where}
    for old, reading in EXAMPLE.readings.items():
        expected = [find_meant(EXAMPLE, one.link, one.key) for one in reading.references]
        now = after.readings[where if old == path else old].references
        for found, reference in zip(expected, now, strict=True):
            wanted = tuple(where if one == path else one for one in found)
            assert wanted in ((), find_meant(after, reference.link, reference.key))


# -- the command ---------------------------------------------------------------------------------


def test_mv_writes_and_undo_takes_it_back(run: Run, example: Path) -> None:
    before = digest_tree(example)
    result = run("mv", "ingrid", "Ingrid Berg", vault=example)
    assert result.exit_code == 0
    assert result.stdout == "contacts/Ingrid Berg.md\n"
    assert not (example / "contacts/Ingrid Solheim.md").exists()
    index = build_index(Vault(example).read())
    assert not [r for _, r in iter_links(index) if r.link.target == "Ingrid Solheim"]
    assert run("undo", vault=example).exit_code == 0
    assert digest_tree(example) == before


def test_mv_changes_the_letter_case_of_a_file_and_undo_changes_it_back(
    run: Run, example: Path
) -> None:
    before = digest_tree(example)
    assert run("mv", "ingrid", "ingrid solheim", vault=example).exit_code == 0
    names = {path.name for path in (example / "contacts").iterdir()}
    assert {"ingrid solheim.md", "Ingrid Solheim.md"} & names == {"ingrid solheim.md"}
    assert run("undo", vault=example).exit_code == 0
    assert digest_tree(example) == before


def test_mv_dry_run_writes_nothing(run: Run, example: Path) -> None:
    before = digest_tree(example)
    result = run("mv", "ingrid", "Ingrid Berg", "--dry-run", vault=example)
    assert "+++ b/contacts/Ingrid Berg.md" in result.stdout
    assert changed(before, example) == set()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("nobody at all", "X"), 4),
        (("i", "X"), 4),
        (("ingrid", "Kari Lunde"), 6),
        (("ingrid", "***"), 2),
        (("ingrid", "contacts/../../x"), 2),
        (("ingrid", "contacts/a:b/x"), 2),
        (("ingrid",), 2),
    ],
)
def test_mv_refuses(run: Run, example: Path, words: tuple[str, ...], code: int) -> None:
    before = digest_tree(example)
    assert run("mv", *words, vault=example).exit_code == code
    assert digest_tree(example) == before


def test_mv_to_the_same_name_says_so(run: Run, example: Path) -> None:
    result = run("mv", "ingrid", "Ingrid Solheim", vault=example)
    assert (result.exit_code, "is called that already" in result.stderr) == (0, True)


def test_mv_tells_of_notes_that_cannot_be_read(run: Run, example: Path) -> None:
    (example / "daily/odd.md").write_bytes(b"\xff\xfe")
    result = run("mv", "ingrid", "Ingrid Berg", vault=example)
    assert "daily/odd.md cannot be read; look there yourself" in result.stderr


def test_mv_asks_before_it_changes_many_notes(run: Run, vault: Path) -> None:
    shutil.rmtree(vault / "letters")
    (vault / "contacts/Anna.md").write_text("")
    for number in range(25):
        (vault / f"contacts/P{number}.md").write_text("[[Anna]]")
    assert run("mv", "anna", "Bo", vault=vault).exit_code == 6
    assert run("mv", "anna", "Bo", "--yes", vault=vault).exit_code == 0
