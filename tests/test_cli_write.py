"""The commands that write: init, new, log, letter; and that they write nothing else."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from infoview_md.core.note import parse_note
from tests.conftest import Run

DAY = "2026-11-24"


def digest_tree(root: Path) -> dict[str, str]:
    """Every file below a folder, with a digest of its bytes."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def changed(before: dict[str, str], root: Path) -> set[str]:
    """The files that are new or differ."""
    after = digest_tree(root)
    assert before.keys() <= after.keys()
    return {name for name, digest in after.items() if before.get(name) != digest}


def read_fields(path: Path) -> dict[str, list[str]]:
    """The fields of a note on the disk."""
    note = parse_note(path, path.read_text("utf-8"))  # type: ignore[arg-type]
    assert not note.problems
    return {key: field.raws for key, field in note.fields.items()}


@pytest.fixture
def asked(run: Run, vault: Path) -> Path:
    """A vault with one company and one contact who is ready."""
    run("new", "company", "Fjordlys Energi", "--motivation", "3", vault=vault)
    run(
        "new", "contact", "Ingrid Solheim", "--company", "fjordlys",
        "--email", "ingrid@fjordlys.example", "--why-you", "Your talk stayed with me.", vault=vault,
    )  # fmt: skip
    return vault


# -- init ----------------------------------------------------------------------------------------


def test_init_makes_a_vault_that_works(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "search"
    made = run("init", target, "--name", 'Mira "M" Hartmann', "--email", "m@h.example", "--area",
               "grids, heat", "--country", "de", "--timezone", "Europe/Berlin")  # fmt: skip
    assert made.exit_code == 0
    config = (target / "infoview.toml").read_text("utf-8")
    assert 'name = "Mira \\"M\\" Hartmann"' in config
    assert 'areas = ["grids", "heat"]' in config
    assert 'country = "DE"' in config
    assert run("check", vault=target).exit_code == 0


def test_init_leaves_notes_that_are_there_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    before = digest_tree(tmp_path)
    assert run("init", tmp_path, "--name", "M").exit_code == 0
    assert changed(before, tmp_path) == {"infoview.toml"}


def test_init_never_makes_a_vault_twice(run: Run, vault: Path) -> None:
    before = digest_tree(vault)
    assert run("init", vault, "--name", "Someone else").exit_code == 6
    assert changed(before, vault) == set()


def test_init_example_copies_it_whole(run: Run, tmp_path: Path, example: Path) -> None:
    assert run("init", "--example", tmp_path / "look").exit_code == 0
    assert digest_tree(tmp_path / "look") == digest_tree(example)


@pytest.mark.parametrize("flag", ["--country", "--timezone"])
def test_init_refuses_what_the_file_could_not_hold(run: Run, tmp_path: Path, flag: str) -> None:
    assert run("init", tmp_path / "v", flag, "nowhere").exit_code == 2
    assert not (tmp_path / "v").exists()


# -- new -----------------------------------------------------------------------------------------


def test_new_contact_writes_what_was_said(asked: Path) -> None:
    fields = read_fields(asked / "contacts" / "Ingrid Solheim.md")
    assert fields["company"] == ["[[Fjordlys Energi]]"]
    assert fields["email"] == ["ingrid@fjordlys.example"]
    assert fields["why_you"] == ["Your talk stayed with me."]


def test_new_keeps_a_name_the_file_cannot_hold(run: Run, vault: Path) -> None:
    run("new", "company", "AC/DC: Netz", vault=vault)
    (path,) = (vault / "companies").iterdir()
    assert read_fields(path)["name"] == ["AC/DC: Netz"]
    assert run("show", "ac/dc: netz", vault=vault).exit_code == 0


def test_new_never_overwrites(run: Run, asked: Path) -> None:
    before = digest_tree(asked)
    assert run("new", "contact", "Ingrid Solheim", vault=asked).exit_code == 6
    assert run("new", "contact", "INGRID SOLHEIM", vault=asked).exit_code == 6
    assert changed(before, asked) == set()


@pytest.mark.parametrize(
    ("flag", "value"),
    [("--not-before", "2026-02-30"), ("--tie", "frind"), ("--country", "Norge"),
     ("--may-use-name", "yes")],
)  # fmt: skip
def test_new_refuses_values_before_it_writes(run: Run, vault: Path, flag: str, value: str) -> None:
    before = digest_tree(vault)
    result = run("new", "contact", "Kari Lunde", flag, value, vault=vault)
    assert result.exit_code == 2
    assert flag in result.stderr
    assert changed(before, vault) == set()


def test_new_contact_at_an_unknown_company_says_how_to_make_it(run: Run, vault: Path) -> None:
    result = run("new", "contact", "Kari Lunde", "--company", "Grensenett", vault=vault)
    assert result.exit_code == 0
    assert "infoview new company Grensenett" in result.stderr
    assert read_fields(vault / "contacts" / "Kari Lunde.md")["company"] == ["[[Grensenett]]"]


def test_a_new_interview_is_joined_to_its_contact(run: Run, asked: Path) -> None:
    run("new", "interview", "ingrid", "--start", "2026-11-30T15:00", vault=asked)
    assert "2026-11-30 15:00" in run("show", "ingrid", vault=asked).stdout


def test_dry_run_shows_the_note_and_writes_nothing(run: Run, vault: Path) -> None:
    before = digest_tree(vault)
    shown = run("new", "contact", "Kari Lunde", "--role", "Buyer", "--dry-run", vault=vault).stdout
    assert "+++ b/contacts/Kari Lunde.md" in shown
    assert "+role: Buyer" in shown
    assert changed(before, vault) == set()


# -- log -----------------------------------------------------------------------------------------


def test_log_adds_one_line_and_no_other_byte(run: Run, asked: Path) -> None:
    path = asked / "contacts" / "Ingrid Solheim.md"
    before = path.read_bytes()
    result = run("log", "ingrid", "wrote her by email", vault=asked, today=DAY)
    assert result.stdout == "Ingrid Solheim is requested\n"
    assert result.stderr.startswith(f"- {DAY} request email")
    assert path.read_bytes().startswith(before)
    assert path.read_bytes()[len(before) :].count(b"\n") == 1


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_log_makes_a_log_where_there_is_none(run: Run, vault: Path, newline: bytes) -> None:
    path = vault / "contacts" / "Kari.md"
    before = newline.join([b"---", b"type: contact", b"---", b"", b"Words"])
    path.write_bytes(before)
    run("log", "kari", "request", vault=vault, today=DAY)
    added = newline.join([b"", b"", b"## Log", f"- {DAY} request".encode()])
    assert path.read_bytes().removesuffix(newline) == before + added


def test_log_keeps_a_log_newest_first(run: Run, vault: Path) -> None:
    path = vault / "contacts" / "Kari.md"
    path.write_text("## Log\n- 2026-11-20 request\n- 2026-11-02 note: found her\n")
    run("log", "kari", "reply", "yes", vault=vault, today=DAY)
    assert path.read_text().startswith(f"## Log\n- {DAY} reply yes\n- 2026-11-20 request\n")


def test_an_adopted_contact_keeps_where_they_stood(run: Run, vault: Path) -> None:
    path = vault / "contacts" / "Kari.md"
    path.write_text("---\nstage: in-touch # old\n---\n")
    result = run("log", "kari", "request", vault=vault, today=DAY)
    assert result.stdout == "Kari is requested\n"
    text = path.read_text()
    assert f"- {DAY} was in-touch\n- {DAY} request" in text
    assert "stage: requested # old" in text


@pytest.mark.parametrize(
    ("phrase", "line"),
    [
        (["mailed Dana yesterday, asked for 20 min"], "2026-11-23 request email: asked for 20 min"),
        (["replied yes, free after the 16th"], f"{DAY} reply yes: free after the 16th"),
        (["reply", "later", "until", "May"], f"{DAY} reply later until 2027-05-01"),
        (["met", "--date", "yesterday"], "2026-11-23 met"),
        (["met", "--date", "fri"], "2026-11-20 met"),
        (["met", "--date", "Friday"], "2026-11-20 met"),
        (["met", "--date", "tuesday"], f"{DAY} met"),
        (["met", "--date", "3 days ago"], "2026-11-21 met"),
        (["met", "--date", "2026-11-20"], "2026-11-20 met"),
    ],
)
def test_log_shows_the_line_it_writes(run: Run, asked: Path, phrase: list[str], line: str) -> None:
    result = run("log", "ingrid", *phrase, vault=asked, today=DAY)
    assert result.stderr.startswith(f"- {line}\n")
    assert (asked / "contacts" / "Ingrid Solheim.md").read_text().endswith(f"\n- {line}\n")


@pytest.mark.parametrize("day", ["tomorrow", "next friday", "2026-11-25", "in 2 weeks", "may"])
def test_log_refuses_a_day_that_is_still_to_come(run: Run, asked: Path, day: str) -> None:
    before = digest_tree(asked)
    result = run("log", "ingrid", "scheduled", "--date", day, vault=asked, today=DAY)
    assert result.exit_code == 2
    assert "is still to come, and a log says what happened" in result.stderr
    assert changed(before, asked) == set()


def test_an_adopted_note_says_where_things_stood_on_the_day_of_its_first_line(
    run: Run, vault: Path
) -> None:
    path = vault / "contacts" / "Kari.md"
    path.write_text("---\nstage: met\n---\n")
    run("log", "kari", "thanks", "--date", "yesterday", vault=vault, today=DAY)
    run("log", "kari", "touch", vault=vault, today=DAY)
    assert path.read_text() == (
        "---\nstage: in-touch\n---\n\n## Log\n- 2026-11-23 was met\n- 2026-11-23 thanks\n"
        f"- {DAY} touch\n"
    )


def test_log_refuses_what_it_does_not_understand(run: Run, asked: Path) -> None:
    before = digest_tree(asked)
    result = run("log", "ingrid", "perhaps", "the", "moon", vault=asked)
    assert result.exit_code == 2
    assert "note:" in result.stderr
    assert changed(before, asked) == set()


def test_log_dry_run_is_a_diff(run: Run, asked: Path) -> None:
    before = digest_tree(asked)
    shown = run("log", "ingrid", "request", "--dry-run", vault=asked, today=DAY).stdout
    assert f"+- {DAY} request" in shown
    assert changed(before, asked) == set()


def test_a_note_with_conflict_markers_is_not_written_to(run: Run, asked: Path) -> None:
    path = asked / "contacts" / "Ingrid Solheim.md"
    path.write_text(path.read_text() + "<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n")
    before = digest_tree(asked)
    assert run("log", "ingrid", "request", vault=asked).exit_code == 6
    assert changed(before, asked) == set()


# -- letter --------------------------------------------------------------------------------------


def test_a_letter_is_printed_and_nothing_written(run: Run, asked: Path) -> None:
    before = digest_tree(asked)
    printed = run("letter", "ingrid", vault=asked, today=DAY).stdout
    assert printed.startswith("To: Ingrid Solheim <ingrid@fjordlys.example>\nSubject: ")
    assert "\n\nDear Ingrid,\n\n" in printed
    assert "Your talk stayed with me." in printed
    assert changed(before, asked) == set()


def test_gaps_are_shown_listed_and_refused(run: Run, vault: Path) -> None:
    run("new", "contact", "Kari Lunde", "--email", "k@l.example", vault=vault)
    result = run("letter", "kari", vault=vault)
    assert result.exit_code == 1
    assert "[why you: one sentence about Kari]" in result.stdout
    assert "contacts/Kari Lunde.md:" in result.stderr
    before = digest_tree(vault)
    assert run("letter", "kari", "request", "--sent", vault=vault).exit_code == 6
    assert changed(before, vault) == set()


def test_sent_anyway_says_why_in_the_log(run: Run, vault: Path) -> None:
    run("new", "contact", "Kari Lunde", "--email", "k@l.example", vault=vault)
    run("letter", "kari", "--sent", "--anyway", "she asked me to", vault=vault, today=DAY)
    text = (vault / "contacts" / "Kari Lunde.md").read_text()
    assert "sent anyway: she asked me to" in text


def test_sent_makes_the_note_and_the_log_line(run: Run, asked: Path) -> None:
    before = digest_tree(asked)
    run("letter", "ingrid", "--sent", vault=asked, today=DAY)
    letter = f"letters/{DAY} Ingrid Solheim request.md"
    assert changed(before, asked) == {letter, "contacts/Ingrid Solheim.md"}
    assert read_fields(asked / letter)["sent"] == [DAY]
    log = (asked / "contacts" / "Ingrid Solheim.md").read_text()
    assert f"- {DAY} request email [[{DAY} Ingrid Solheim request]]" in log


def test_a_draft_is_what_leaves(run: Run, asked: Path) -> None:
    """The person's own words are never rendered over."""
    run("letter", "ingrid", "--write", vault=asked, today=DAY)
    draft = asked / "letters" / f"{DAY} Ingrid Solheim request.md"
    mine = draft.read_text().replace("Your talk stayed with me.", "Your talk, in Bergen, moved me.")
    draft.write_text(mine)
    assert run("letter", "ingrid", "--write", vault=asked, today=DAY).exit_code == 6
    assert draft.read_text() == mine
    sent = run("letter", "ingrid", "--sent", "--anyway", "my own words", vault=asked, today=DAY)
    assert sent.exit_code == 0
    assert "Your talk, in Bergen, moved me." in draft.read_text()
    assert read_fields(draft)["sent"] == [DAY]
    assert len(list((asked / "letters").iterdir())) == 1


def test_output_to_a_file_is_not_overwritten(run: Run, asked: Path, tmp_path: Path) -> None:
    target = tmp_path / "letter.txt"
    assert run("letter", "ingrid", "--output", target, vault=asked).exit_code == 0
    assert target.read_text().startswith("To: Ingrid")
    assert run("letter", "ingrid", "--output", target, vault=asked).exit_code == 6
    assert run("letter", "ingrid", "--output", target, "--force", vault=asked).exit_code == 0


def test_nobody_off_limits_is_written_to(run: Run, example: Path) -> None:
    before = digest_tree(example)
    for args in (["letter", "gunnar"], ["letter", "gunnar", "request", "--sent", "--anyway", "x"]):
        result = run(*args, vault=example)
        assert (result.exit_code, result.stdout) == (6, "")
    assert changed(before, example) == set()


def test_a_vault_overrides_one_block(run: Run, asked: Path) -> None:
    (asked / "templates").mkdir(exist_ok=True)
    (asked / "templates" / "request.md").write_text(
        '{% extends "shipped/request" %}{% block close %}Warmly,\n{{ owner.name }}{% endblock %}'
    )
    printed = run("letter", "ingrid", vault=asked).stdout
    assert "Warmly," in printed
    assert "Kind regards" not in printed


def test_reading_commands_write_nothing(run: Run, example: Path) -> None:
    before = digest_tree(example)
    for command in ("today", "report", "index", "check", "list contacts", "show ingrid", "why ole",
                    "search grid", "rules", "letter ingrid", "letter bente"):  # fmt: skip
        run(*command.split(), vault=example)
    assert digest_tree(example) == before


@pytest.mark.parametrize("kind", ["request", "nudge", "thanks"])
def test_the_stages_lead_through_the_letters(run: Run, asked: Path, kind: str) -> None:
    stages = {"request": [], "nudge": ["request"], "thanks": ["request", "met"]}
    for event in stages[kind]:
        run("log", "ingrid", event, vault=asked, today=DAY)
    printed = run("letter", "ingrid", vault=asked, today=DAY).stdout
    wanted = run("letter", "ingrid", kind, vault=asked, today=DAY).stdout
    assert printed == wanted != ""
