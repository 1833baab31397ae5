"""infoview templates: listed, shown, made the vault's own, edited and checked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from infoview_md.cli.template_files import find_names, make_text
from infoview_md.letters.template_check import check_template
from tests.conftest import Result, Run
from tests.letter_case import read_templates


def fail(run: Run, vault: Path, code: int, *words: str) -> Result:
    """What the command prints that ends with this exit code."""
    result = run("templates", *words, vault=vault)
    assert result.exit_code == code
    return result


def write_own(vault: Path, name: str, text: str) -> Path:
    path = vault / "templates" / f"{name}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_list_says_whose_each_is(run: Run, example: Path) -> None:
    write_own(example, "nudge", '{% extends "shipped/nudge" %}\n')
    write_own(example, "condolence", "---\nsubject: Sorry\n---\nSo sorry.\n")
    rows = json.loads(run("templates", "list", "--json", vault=example).stdout)
    found = {row["name"]: row for row in rows}
    assert found["request-alumni"] == {
        "name": "request-alumni",
        "letter": "request",
        "language": "en",
        "whose": "ours",
        "extends": "request",
        "for": "tie: alumni: opens with the school you share",
        "file": "shipped templates/request-alumni.md",
    }
    assert (found["nudge"]["whose"], found["nudge"]["file"]) == ("yours", "templates/nudge.md")
    assert found["nudge"]["extends"] == "shipped/nudge"
    assert found["request-de"]["language"] == "de"
    assert found["condolence"]["letter"] == "condolence"
    assert "contact" not in found


def test_without_a_word_it_lists(run: Run, example: Path) -> None:
    listed = run("templates", "list", vault=example).stdout
    assert run("templates", vault=example).stdout == listed
    assert listed.startswith("request\trequest\ten\tours\t")


def test_ours_can_be_seen_without_a_vault(run: Run, tmp_path: Path) -> None:
    assert "request" in run("templates", vault=tmp_path).stdout
    assert "{{ why_you }}" in run("templates", "show", "request", vault=tmp_path).stdout


def test_a_template_is_shown_and_its_letter(run: Run, example: Path) -> None:
    assert "kind: nudge" in run("templates", "show", "nudge", vault=example).stdout
    letter = run(
        "templates", "show", "request-two-hour", "--rendered", "kari", vault=example
    ).stdout
    assert letter.startswith("To: Kari Lunde <kari.lunde@grensenett.example>\nSubject: ")
    assert "not asking for a job" not in letter


def test_ours_is_shown_where_the_vault_has_its_own(run: Run, example: Path) -> None:
    write_own(example, "nudge", "---\nsubject: Mine\n---\nHello.\n")
    assert "Hello." in run("templates", "show", "nudge", vault=example).stdout
    assert "perfectly good" in run("templates", "show", "shipped/nudge", vault=example).stdout


def test_an_unknown_name_says_what_it_may_have_been(run: Run, example: Path) -> None:
    for words in (["show", "reqest"], ["check", "reqest"], ["edit", "reqest"]):
        result = fail(run, example, 4, *words)
        assert "did you mean request" in result.stderr


# -- making one's own ------------------------------------------------------------------------------


def test_a_new_one_says_one_block_anew(run: Run, example: Path) -> None:
    result = run("templates", "new", "request", "--block", "ask", vault=example)
    assert result.stdout == "templates/request.md\n"
    text = (example / "templates/request.md").read_text(encoding="utf-8")
    assert text.startswith('{% extends "shipped/request" %}')
    assert "{% block ask %}\n{{ super() }}\n{% endblock %}" in text
    assert run("letter", "kari", "request", vault=example).stdout.count("20 minutes") == 1
    assert "Ingrid Solheim suggested" in run("letter", "kari", "request", vault=example).stdout


def test_it_is_taken_back(run: Run, example: Path) -> None:
    run("templates", "new", "request", vault=example)
    run("undo", vault=example)
    assert not (example / "templates/request.md").exists()


def test_a_dry_run_writes_nothing(run: Run, example: Path) -> None:
    shown = run("templates", "new", "request", "--dry-run", vault=example).stdout
    assert '+{% extends "shipped/request" %}' in shown
    assert not (example / "templates").exists()


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["mentor", "--extends", "request"], 2, "call it request-mentor"),
        (["request-mentor", "--extends", "reqest"], 4, "did you mean request"),
        (["thanks", "--language", "nb"], 2, "call it thanks-nb"),
        (["../request"], 2, "is no name for a template"),
        (["Request"], 2, "is no name for a template"),
        (["request", "--block", "middle"], 2, "'middle' is not one of"),
    ],
)
def test_a_name_that_cannot_be(
    run: Run, example: Path, words: list[str], code: int, says: str
) -> None:
    assert says in fail(run, example, code, "new", *words).stderr
    assert not (example / "templates").exists()


def test_none_is_written_over(run: Run, example: Path) -> None:
    own = write_own(example, "request", "mine\n")
    result = fail(run, example, 6, "new", "request")
    assert "templates/request.md is there already" in result.stderr
    assert own.read_text(encoding="utf-8") == "mine\n"


@pytest.mark.parametrize(
    ("name", "language"),
    [
        *((name, None) for name in ("request", "request-mentor", "update-met", "condolence")),
        *(("thanks-nb", "nb"), ("request-sv", "sv")),
    ],
)
@pytest.mark.parametrize("block", ["greeting", "opening", "ask", "stance", "close"])
def test_what_is_made_has_no_fault(name: str, language: str | None, block: str) -> None:
    texts = read_templates()
    base = f"shipped/{name}" if f"shipped/{name}" in texts else ""
    if name == "request-mentor":
        base = "request"
    text = make_text(name, base, block, language)
    assert check_template(name, {**texts, name: text}) == ()


def test_a_third_language_begins_with_all_five_blocks(run: Run, example: Path) -> None:
    run("templates", "new", "thanks-nb", "--language", "nb", vault=example)
    text = (example / "templates/thanks-nb.md").read_text(encoding="utf-8")
    assert "language: nb" in text
    assert text.count("{% block ") == 5
    shown = run("templates", "show", "thanks-nb", "--rendered", "ingrid", vault=example).stdout
    assert "\nIngrid,\n" in shown


def test_edit_copies_ours_and_checks_what_came_of_it(
    run: Run, example: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "{{ whyyou }}" >> "$1"\n', encoding="utf-8")
    editor.chmod(0o755)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(editor))
    result = fail(run, example, 1, "edit", "thanks")
    lines = (example / "templates/thanks.md").read_text(encoding="utf-8").split("\n")
    assert lines[0] == "---"
    assert f"templates/thanks.md:{len(lines) - 1}:" in result.stdout
    assert "did you mean why_you?" in result.stdout


# -- checking --------------------------------------------------------------------------------------


def test_all_of_ours_are_right(run: Run, example: Path) -> None:
    result = run("templates", "check", vault=example)
    assert (result.stdout, result.stderr) == ("nothing is wrong\n", "")


def test_a_fault_has_file_line_and_column(run: Run, example: Path) -> None:
    write_own(example, "nudge", "---\nsubject: Hello\n---\n\nDear {{ contact.givn }},\n")
    result = fail(run, example, 1, "check", "nudge")
    assert result.stdout.startswith("templates/nudge.md:5:")
    rows = json.loads(fail(run, example, 1, "check", "nudge", "--json").stdout)
    assert {"file", "line", "column", "message"} == set(rows[0])
    assert (rows[0]["file"], rows[0]["line"]) == ("templates/nudge.md", 5)
    assert run("templates", "check", "request", "--json", vault=example).stdout == "[]\n"


def test_a_broken_one_does_not_stop_the_list(run: Run, example: Path) -> None:
    write_own(example, "nudge", "---\nkind: [\n---\nHello.\n")
    assert "nudge\t" in run("templates", vault=example).stdout
    assert "templates/nudge.md:" in fail(run, example, 1, "check").stdout


def test_names_are_completed() -> None:
    from infoview_md.cli.app import App

    assert {"request", "thanks-de"} <= set(find_names(App()))


# -- a file that cannot be read ------------------------------------------------------------------


def spoil_link(file: Path) -> None:
    file.symlink_to(file.parent.parent / "contacts/Ole Grønbech.md")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda file: file.write_bytes(b"\xff"), "is not UTF-8; save it as UTF-8"),
        (spoil_link, "leads out of its folder; put the file itself in place of the link"),
        (lambda file: file.mkdir(), "cannot be read: it is a folder, not a file"),
        (lambda file: file.write_bytes(b" " * 65_537), "has 65,537 bytes, the limit is 65,536"),
    ],
    ids=["bytes", "link", "folder", "size"],
)
def test_a_bad_file_costs_its_own_letter_and_no_other(
    run: Run, example: Path, spoil: Callable[[Path], object], sentence: str
) -> None:
    (example / "templates").mkdir(exist_ok=True)
    spoil(example / "templates/nudge.md")
    assert run("letter", "kari", "request", "--stdout", vault=example).exit_code in (0, 1)
    assert run("lint", vault=example).exit_code == 0
    listed = run("templates", vault=example)
    assert listed.exit_code == 0
    assert "nudge" not in [line.partition("\t")[0] for line in listed.stdout.splitlines()]
    assert f"templates/nudge.md {sentence}" in listed.stderr
    assert run("templates", "check", "request", vault=example).exit_code == 0
    nudge = run("letter", "kari", "nudge", vault=example)
    assert nudge.exit_code == 7
    assert f"templates/nudge.md {sentence}" in nudge.stderr
    for command in (["check", "letters"], ["templates", "check"], ["templates", "check", "nudge"]):
        result = run(*command, vault=example)
        assert result.exit_code == 1
        (line,) = (one for one in result.stdout.splitlines() if "templates/" in one)
        assert line.startswith("templates/nudge.md:1:1: ")
        assert f"it {sentence}" in line
