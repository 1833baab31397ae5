"""infoview forget: nothing tells of a person any more, and what is out of reach is listed."""

from __future__ import annotations

import unicodedata
from pathlib import Path, PurePosixPath

import pytest

from infoview_md.cli.app import App
from infoview_md.core.folding import fold
from infoview_md.core.forgetting import Forgetting, plan_forget
from infoview_md.core.index import Index, build_index
from infoview_md.core.log import Event, parse_line
from infoview_md.core.model import Contact, Owner
from infoview_md.core.outcome import index_after
from infoview_md.vault.vault import Vault
from tests.conftest import Run, example_source
from tests.test_cli_write import digest_tree
from tests.test_moving import make_index

ANNA = "contacts/Anna Berg.md"
EXAMPLE = build_index(Vault(example_source()).read())


def forget(texts: dict[str, str], name: str = "Anna Berg") -> tuple[dict[str, str], Forgetting]:
    index = make_index(texts)
    contact = index.contacts[PurePosixPath(f"contacts/{name}.md")]
    plan = plan_forget(index, contact, Owner(name="Test Owner", given="Test"))
    after = index_after(index, plan.edits)
    return {str(path): reading.note.text for path, reading in after.readings.items()}, plan


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("met [[Anna Berg]] and ANNA\nBERG's dog", "met someone and someone\n's dog"),
        ("[[Anna Berg|her]], [[contacts/Anna Berg#Log]]", "her, someone"),
        ("![[Anna Berg.jpg]] [[Anna Berg CV]]", "someone someone"),
        ("`[[Anna Berg]]` <!-- anna berg -->", "`someone` <!-- someone -->"),
        ("Anna says, Berg thinks, annals, Bergen", "someone says, someone thinks, annals, Bergen"),
        ("write to Anna.Berg@x.example!", "write to someone!"),
        ("anna.berg@old.example, bsky/anna-berg", "someone, bsky/someone"),
        ("call +47 900 12 345, or 0047-90012345", "call someone, or someone"),
        ("https://www.in.example/p/ab/posts (ok)", "someone (ok)"),
        ("nothing of this", "nothing of this"),
    ],
)
def test_mentions(before: str, after: str) -> None:
    texts = {
        ANNA: "---\nemail: anna.berg@x.example\nphone: '+47 900 12 345'\n"
        "links: [https://in.example/p/ab/]\n---\n",
        "daily/2026-11-03.md": before,
    }
    left, plan = forget(texts)
    assert (left, plan.left) == ({"daily/2026-11-03.md": after}, [])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('referred_by: "[[Anna Berg]]"\ntier: A', "tier: A"),
        ('referred_by: ["[[Anna Berg]]", "[[Cal]]"]', 'referred_by: ["[[Cal]]"]'),
        ("via: Anna Berg\ntier: A", "tier: A"),
        ("tags:\n  - x\n  - anna berg", "tags:\n  - x"),
        ("source: from Anna Berg, in May", "source: from someone, in May"),
        ("source: Anna Berg\ntier: A", "tier: A"),
        ("x: {y: Anna Berg} # Anna", "x: {y: someone} # someone"),
    ],
)
def test_fields(before: str, after: str) -> None:
    texts = {ANNA: "", "contacts/Bo.md": f"---\n{before}\n---\n"}
    left, plan = forget(texts)
    assert (left, plan.left) == ({"contacts/Bo.md": f"---\n{after}\n---\n"}, [])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("referral [[Anna Berg]], [[Cal]]: both", "referral [[Cal]]: both"),
        ("referral [[Anna Berg]]: at last", "note: referral someone: at last"),
        ("intro made [[Anna Berg]]", "note: intro made someone"),
        ("update email [[Anna Berg]]: of Anna", "update email: of someone"),
        ("reply refer [[Cal]]: and Anna Berg", "reply refer [[Cal]]: and someone"),
        ("touch: from Anna Berg", "touch: from someone"),
    ],
)
def test_log_lines_of_others_say_what_they_said(before: str, after: str) -> None:
    texts = {ANNA: "", "contacts/Bo.md": f"## Log\n- 2026-11-03 {before}\n- 2026-11-04 nudge\n"}
    left, _ = forget(texts)
    assert left["contacts/Bo.md"] == f"## Log\n- 2026-11-03 {after}\n- 2026-11-04 nudge\n"


def test_their_letters_and_talks_go_and_those_with_others_stay() -> None:
    left, plan = forget({
        ANNA: "", "contacts/Cal.md": "[[2026-11-03 Anna Berg]], [[2026-11-04 Anna Berg]]",
        "letters/2026-11-01 Anna Berg request.md": '---\nto: "[[Anna Berg]]"\n---\n',
        "letters/2026-11-02 Cal.md": '---\nto: "[[Cal]]"\n---\nAnna Berg gave me your name.',
        "interviews/2026-11-03 Anna Berg.md": "---\ncontacts: Anna Berg\n---\n",
        "interviews/2026-11-04 Anna Berg.md": '---\ncontacts: ["[[Anna Berg]]", "[[Cal]]"]\n---\n',
        "daily/Anna Berg's birthday.md": "",
    })  # fmt: skip
    assert left == {
        "contacts/Cal.md": "someone, [[2026-11-04 Cal]]",
        "letters/2026-11-02 Cal.md": '---\nto: "[[Cal]]"\n---\nsomeone gave me your name.',
        "interviews/2026-11-04 Cal.md": '---\ncontacts: ["[[Cal]]"]\n---\n',
        "daily/someone's birthday.md": "",
    }
    assert plan.left == []


def test_accents_joined_or_apart() -> None:
    text = unicodedata.normalize("NFD", "Zoë Müller and [[Zoë Müller]], Zoë")
    left, plan = forget({"contacts/Zoë Müller.md": "", "daily/x.md": text}, "Zoë Müller")
    assert (left, plan.left) == ({"daily/x.md": "someone and someone, someone"}, [])


def test_names_of_others_are_left_alone() -> None:
    left, plan = forget({
        ANNA: "", "contacts/old/Anna Berg.md": "---\ntype: contact\n---\n",
        "companies/Berg AG.md": "", "daily/x.md": "Anna Berg, [[contacts/Anna Berg]], Berg",
    })  # fmt: skip
    assert left["daily/x.md"] == "Anna Berg, someone, Berg"
    assert plan.traces.shared == ("Anna Berg",)
    assert plan.traces.common == ("Anna", "Berg")


def test_everyday_words_are_left_alone() -> None:
    left, plan = forget({"contacts/Will Mark.md": "", "daily/x.md": "I will. Will Mark? Will he?"},
                        "Will Mark")  # fmt: skip
    assert left["daily/x.md"] == "I will. someone? Will he?"
    assert plan.traces.common == ("Will",)


def test_what_cannot_be_changed_is_listed() -> None:
    _, plan = forget({ANNA: "", "contacts/Bo.md": "---\n: {\n---\nAnna Berg", "daily/x.md":
                      "xAnna Berg\n<<<<<<< x\nAnna Berg"})  # fmt: skip
    assert [f"{path}:{line}" for path, line in plan.left] == [
        "contacts/Bo.md:4", "daily/x.md:1", "daily/x.md:3",
    ]  # fmt: skip


@pytest.mark.parametrize("path", EXAMPLE.contacts, ids=lambda path: path.stem)
def test_everybody_of_the_example_can_be_forgotten(path: PurePosixPath) -> None:
    """An independent search finds nothing, and whatever else was said is still said."""
    contact = EXAMPLE.contacts[path]
    plan = plan_forget(EXAMPLE, contact, Owner(name="Mira Hartmann", given="Mira"))
    after = index_after(EXAMPLE, plan.edits)
    assert plan.left == []
    words = [fold(word) for word in (contact.name, contact.stem, *contact.email, *contact.links)]
    for found, reading in after.readings.items():
        text = fold(f"{found}\n{reading.note.text}")
        assert not [word for word in words if word in text]
        assert reading.note.is_broken == EXAMPLE.readings.get(found, reading).note.is_broken
    for other in EXAMPLE.contacts.values():
        if other.path != path:
            assert _said(other) - _said(after.contacts[other.path]) == set()
    assert _dead(after) <= _dead(EXAMPLE)


def _said(contact: Contact) -> set[object]:
    """The events of a log that do not hang on a link."""
    return {(e.date, e.kind, e.qualifier, e.channel) for e in contact.events if not e.links}


def _dead(index: Index) -> set[str]:
    return {r.link.target for one in index.readings.values() for r in one.references
            if not index.table.resolve(r.link)}  # fmt: skip


def test_a_line_that_was_rewritten_reads_back() -> None:
    event = parse_line("- 2026-11-03 note: intro made someone", 1)
    assert isinstance(event, Event)
    assert event.text == "intro made someone"


# -- the command ---------------------------------------------------------------------------------


def holds(root: Path, word: str) -> list[str]:
    """The files below a folder that hold a word, or are called after it."""
    return [str(path) for path in root.rglob("*") if path.is_file() and word in
            fold(f"{path.name}\n{path.read_bytes().decode('utf-8', 'replace')}")]  # fmt: skip


def test_forget_leaves_nothing_to_undo(run: Run, example: Path, machine: Path) -> None:
    assert run("log", "ingrid", "touch", vault=example).exit_code == 0
    assert holds(machine, "solheim")
    result = run("forget", "ingrid", "solheim", "--yes", vault=example)
    assert (result.exit_code, result.stdout) == (0, "Ingrid Solheim is forgotten\n")
    assert "out of reach: mail that was sent" in result.stderr
    assert "git" not in result.stderr
    assert holds(example, "solheim") == []
    assert holds(machine, "solheim") == []
    assert run("undo", vault=example).exit_code == 4


def test_forget_lists_other_files_and_git(run: Run, example: Path) -> None:
    (example / ".git").mkdir()
    (example / "cv").mkdir()
    (example / "cv/Ingrid Solheim.pdf").write_bytes(b"\xff")
    (example / "templates").mkdir()
    (example / "templates/x.md").write_text("As Ingrid Solheim says")
    result = run("forget", "ingrid", "--yes", vault=example)
    assert result.exit_code == 0
    for told in ("cv/Ingrid Solheim.pdf: this is no note", "templates/x.md: this is no note",
                 "out of reach: the history of git"):  # fmt: skip
        assert told in result.stderr


def test_forget_says_what_needs_a_hand(run: Run, example: Path) -> None:
    (example / "contacts/Odd.md").write_text("---\n: {\n---\nIngrid Solheim\n")
    result = run("forget", "ingrid", "--yes", vault=example)
    assert result.exit_code == 1
    assert "contacts/Odd.md:4: this cannot be taken out" in result.stderr
    assert "needs your hand: contacts/Odd.md:4" in result.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("ingrid",), 6),  # nobody to ask
        (("ingrid", "--dry-run"), 0),
        (("nobody at all", "--yes"), 4),
        (("fjordlys", "--yes"), 4),
        ((), 2),
    ],
)
def test_forget_changes_nothing(run: Run, example: Path, words: tuple[str, ...], code: int) -> None:
    before = digest_tree(example)
    assert run("forget", *words, vault=example).exit_code == code
    assert digest_tree(example) == before


@pytest.mark.parametrize(("answer", "code"), [("n\n", 6), ("y\n", 0)])
def test_forget_asks_at_a_terminal(
    run: Run, example: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    monkeypatch.setattr(App, "may_ask", True)
    result = run("forget", "ingrid", vault=example, input=answer)
    assert result.exit_code == code
    assert "removes 3 notes for good" in result.stderr
    assert (example / "contacts/Ingrid Solheim.md").exists() == bool(code)
