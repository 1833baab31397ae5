"""What once went wrong for a first-time user, and must not again."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run

HOSTILE = '$(touch hacked) `id` "q" \\'


@pytest.mark.parametrize("kind", ["company", "contact"])
def test_the_next_command_after_new_runs_nothing_of_a_name(
    run: Run, vault: Path, kind: str
) -> None:
    result = run("new", kind, HOSTILE, vault=vault)
    command = result.stderr.partition("next: ")[2].strip()
    assert "'" in command
    assert HOSTILE in shlex.split(command)


def test_the_command_for_an_unknown_company_runs_nothing_of_its_name(run: Run, vault: Path) -> None:
    told = run("new", "contact", "Kari", "--company", HOSTILE, vault=vault).stderr
    command = told.splitlines()[0].partition("make it: ")[2]
    assert shlex.split(command) == ["infoview", "new", "company", HOSTILE]


@pytest.mark.parametrize("name", ['"two\\nlines"', '"\\u202eevE"'])
def test_a_name_that_cannot_be_typed_is_called_by_its_file(
    run: Run, vault: Path, name: str
) -> None:
    (vault / "contacts" / "x.md").write_text(f"---\nname: {name}\n---\n")
    shown = run("today", vault=vault).stdout
    assert "\n  infoview edit x\n" in shown
    assert "\nlines" not in shown


def test_today_says_whom_it_leaves_out(run: Run, vault: Path) -> None:
    (vault / "contacts" / "Kari.md").write_text("---\nwhy_you: she: knows\n---\n")
    told = run("today", vault=vault).stderr
    assert told == "contacts/Kari.md cannot be read and is left out; see `infoview check`\n"
    assert "contacts/Kari.md:2:13: error yaml-syntax" in run("show", "kari", vault=vault).stderr


@pytest.mark.parametrize("args", [["check", "--list"], ["rules", "explain", "L06"]])
def test_json_is_json(run: Run, example: Path, args: list[str]) -> None:
    assert len(json.loads(run(*args, "--json", vault=example).stdout)) > 0


def test_a_folder_that_cannot_be_made_is_one_sentence(run: Run, example: Path) -> None:
    (example / "file").write_text("")
    output = example / "file" / "x.md"
    result = run("letter", "zoë", "request", "--output", output, vault=example)
    assert result.exit_code == 6
    assert "cannot be made a folder" in result.stderr


@pytest.mark.parametrize(
    "options", [["--force"], ["--anyway", "x"], ["--sent", "--output", "x.md"]]
)
def test_no_option_of_a_letter_is_passed_over(run: Run, example: Path, options: list[str]) -> None:
    assert run("letter", "zoë", "request", *options, vault=example).exit_code == 2


def test_a_mistyped_event_has_its_word_offered(run: Run, example: Path) -> None:
    told = run("log", "ingrid", "replly yes", vault=example).stderr
    assert "did you mean reply?" in told


def test_choices_are_told_in_one_line(run: Run, example: Path) -> None:
    assert run("completion", vault=example).stderr.count("\n") == 1


def test_no_column_is_no_list(run: Run, example: Path) -> None:
    assert run("list", "contacts", "--fields", ",", vault=example).exit_code == 2


def test_a_file_name_of_two_lines_is_one_line_of_check(run: Run, vault: Path) -> None:
    (vault / "contacts" / "new\nline.md").write_text("x")
    assert run("check", vault=vault).stdout.count("\n") == 1


def test_an_interview_with_nobody_is_called_by_its_name(run: Run, vault: Path) -> None:
    (vault / "interviews" / "talk.md").write_text("---\ntype: interview\n---\n")
    assert run("show", "talk", vault=vault).stdout.startswith("talk, with nobody\n")


def test_the_folder_to_go_to_can_be_pasted(run: Run) -> None:
    assert 'next: cd "a b" && ' in run("init", "a b").stderr
    assert "next: cd ./-x && " in run("init", "--", "-x").stderr


def test_pasted_lines_become_one_line_of_the_log(run: Run, example: Path) -> None:
    told = run("log", "ingrid", "thanks: for\nall\n- 2026-11-01 close", vault=example)
    assert told.stderr.startswith("- 2026-11-24 thanks: for all - ")


@pytest.mark.parametrize(
    ("typed", "completed"), [("ing", "Ingrid\\ Solheim"), ('"Ing', "Ingrid Solheim")]
)
def test_bash_completes_a_name_to_one_word(example: Path, typed: str, completed: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "infoview_md"],
        capture_output=True,
        check=False,
        cwd=example,
        env={
            "_INFOVIEW_COMPLETE": "bash_complete",
            "COMP_WORDS": f"infoview letter {typed}",
            "COMP_CWORD": "2",
            "HOME": str(example),
        },
    )
    assert done.stdout.decode() == f"plain,{completed}\n"


@pytest.mark.parametrize(("redirect", "code"), [(">&-", 0), (">/dev/full", 6)])
def test_output_that_cannot_be_written_is_no_bug(example: Path, redirect: str, code: int) -> None:
    if "full" in redirect and not Path("/dev/full").exists():
        pytest.skip("only on macOS and Windows there is no /dev/full")
    command = f"{shlex.quote(sys.executable)} -m infoview_md today {redirect}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=False, cwd=example)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert b"bug" not in done.stderr


def test_the_command_for_a_talk_logged_late_ends_it(run: Run, vault: Path) -> None:
    """A `met` dated before the line that set the day would leave the talk ahead for ever."""
    (vault / "contacts" / "Kari.md").write_text(
        "## Log\n- 2026-11-23 scheduled for 2026-11-20 10:00\n"
    )
    shown = run("today", vault=vault, today="2026-11-24").stdout
    command = next(line for line in shown.splitlines() if " met " in line)
    run(*shlex.split(command)[1:], vault=vault, today="2026-11-24")
    assert "log it" not in run("today", vault=vault, today="2026-11-24").stdout


def test_a_person_called_like_the_company_still_works_there(run: Run, vault: Path) -> None:
    run("new", "company", "Nova", vault=vault)
    run("new", "contact", "Nova", "--company", "nova", vault=vault)
    assert run("check", vault=vault).stdout == ""
    assert run("list", "contacts", "company:nova", vault=vault).stdout != ""


def test_bash_keeps_the_backslashes_of_a_completed_name(run: Run) -> None:
    assert "read -r type value" in run("completion", "bash").stdout


def test_a_dead_link_proposes_a_command_that_is_safe_to_paste(run: Run, vault: Path) -> None:
    (vault / "contacts/Kari.md").write_text('---\ncompany: "[[$(touch x) y]]"\n---\n')
    assert "infoview new company '$(touch x) y'" in run("check", vault=vault).stdout


def test_a_company_and_a_person_may_share_a_name(run: Run, vault: Path) -> None:
    (vault / "companies/Nova.md").write_text("---\n---\n")
    (vault / "contacts/Nova.md").write_text('---\ncompany: "[[Nova]]"\n---\n')
    assert run("check", vault=vault).stdout == ""
    assert "People\n  Nova" in run("show", "companies/Nova", vault=vault).stdout


def test_a_name_that_is_all_there_is_to_say_needs_no_quotes(run: Run, example: Path) -> None:
    for command in ("show", "why"):
        quoted = run(command, "Ingrid Solheim", vault=example)
        assert run(command, "Ingrid", "Solheim", vault=example) == quoted
    assert run("show", "[[Ingrid Solheim]]", vault=example).exit_code == 0


@pytest.mark.parametrize("command", ["letter", "log"])
def test_a_split_name_is_told(run: Run, example: Path, command: str) -> None:
    result = run(command, "Zoë", "Müller", vault=example)
    assert result.exit_code == 2
    assert f'put the name in quotes: infoview {command} "Zoë Müller"' in result.stderr


def test_two_people_of_one_name_are_told_apart_by_their_company(run: Run, vault: Path) -> None:
    assert run("new", "contact", "Anna Berg", "--company", "Nova", vault=vault).exit_code == 0
    assert run("new", "contact", "Anna Berg", "--company", "Nova", vault=vault).exit_code == 6
    assert run("new", "contact", "Anna Berg", "--company", "Other", vault=vault).exit_code == 0
    text = (vault / "contacts" / "Anna Berg (Other).md").read_text()
    assert "name: Anna Berg\n" in text
    assert run("show", "anna berg", vault=vault).exit_code == 4


def test_a_line_that_is_refused_is_not_shown_as_written(run: Run, vault: Path) -> None:
    (vault / "contacts/Kari.md").write_text("---\nrole: [\n---\n")
    result = run("log", "kari", "met", vault=vault)
    assert result.exit_code == 6
    assert "- 20" not in result.stderr


def test_an_empty_vault_option_is_no_folder(run: Run, vault: Path, monkeypatch) -> None:
    monkeypatch.chdir(vault)
    assert run("--vault", "", "today").exit_code == 3


def test_a_gap_is_told_once_and_hides_no_other_fault(run: Run, example: Path) -> None:
    told = run("letter", "yusuf", "request", vault=example).stderr
    assert told.count("why you is missing") == 1
    assert "L14" not in told
    assert "L17" not in told
    (example / "templates").mkdir()
    (example / "templates" / "request.md").write_text(
        '{% extends "shipped/request" %}{% block close %}Ask Ingrid Solheim.{% endblock %}'
    )
    told = run("letter", "yusuf", "request", vault=example).stderr
    assert "why you is missing" in told
    assert "Ingrid Solheim" in told


def test_a_guessed_address_is_told(run: Run, vault: Path) -> None:
    path = vault / "contacts" / "Kari.md"
    path.write_text("## Channels\n- email kari@nova.example: guessed 2026-11-01\n")
    assert "kari@nova.example is a guess" in run("letter", "kari", vault=vault).stderr
    path.write_text("## Channels\n- email kari@nova.example: verified 2026-11-01\n")
    assert "is a guess" not in run("letter", "kari", vault=vault).stderr


def test_an_empty_heading_below_learned_is_no_debrief(run: Run, vault: Path) -> None:
    (vault / "contacts" / "Kari.md").write_text("## Log\n- 2026-11-20 met [[2026-11-20 Kari]]\n")
    note = vault / "interviews" / "2026-11-20 Kari.md"
    for learned, is_due in (("### Challenges\n", True), ("### Challenges\n- trend: x\n", False)):
        note.write_text(f'---\ncontacts: ["[[Kari]]"]\n---\n## Learned\n{learned}')
        shown = run("today", vault=vault, today="2026-11-20").stdout
        assert ("debrief" in shown) is is_due
