"""infoview lint: by name, by file, from standard input; formats, fixes, and one engine for all."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.conftest import Run

BAD = """\
---
type: letter
to: "[[Ingrid Solheim]]"
kind: thanks
subject: "Re: Re: Łukasz"
---

Dear Kari,

I hope this finds you well. Two  blanks , and TODO.

Kind regards
Mira Hartmann
"""
PATH = "letters/2026-11-24 Ingrid Solheim thanks.md"


@pytest.fixture
def spoilt(example: Path) -> Path:
    """The example vault with one bad draft."""
    (example / PATH).write_text(BAD, encoding="utf-8")
    return example


def test_good_drafts_have_no_faults(run: Run, example: Path) -> None:
    result = run("lint", vault=example)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "no problems\n")


def test_each_fault_stands_on_a_line_with_place_level_rule_and_source(
    run: Run, spoilt: Path
) -> None:
    result = run("lint", vault=spoilt)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    form = re.compile(rf"{re.escape(PATH)}:\d+:\d+: (?:error|warning|info) \w+: .+ \(says: .+\)")
    assert all(form.fullmatch(line) for line in lines)
    found = {tuple(re.findall(r"md:(\d+):(\d+): \w+ (\w+)", line)[0]) for line in lines}
    assert {("5", "11", "L02"), ("8", "6", "L17"), ("10", "1", "L16"), ("10", "47", "L17")} <= found


@pytest.mark.parametrize("name", [PATH, "2026-11-24 Ingrid Solheim thanks"])
def test_a_letter_is_named_by_its_file_or_its_name(run: Run, spoilt: Path, name: str) -> None:
    assert run("lint", name, vault=spoilt).stdout == run("lint", vault=spoilt).stdout
    assert run("lint", name, name, vault=spoilt).stdout == run("lint", vault=spoilt).stdout


def test_a_letter_that_is_not_there(run: Run, example: Path) -> None:
    assert run("lint", "nothing", vault=example).exit_code == 4


def test_warnings_fail_only_when_strict(run: Run, spoilt: Path) -> None:
    only = BAD.replace("Kari", "Ingrid").replace("Two  blanks , and TODO.", "It was good.")
    (spoilt / PATH).write_text(only.replace("kind: thanks", "kind: touch"), encoding="utf-8")
    assert run("lint", PATH, vault=spoilt).exit_code == 0
    assert run("lint", PATH, "--strict", vault=spoilt).exit_code == 1


def test_another_pack_judges_another_way(run: Run, example: Path) -> None:
    result = run("lint", "--rules", "two-hour", vault=example)
    assert result.exit_code == 1
    assert " error L06: " in result.stdout


# -- one engine ----------------------------------------------------------------------------------


def test_check_and_letter_say_the_same(run: Run, spoilt: Path) -> None:
    linted = json.loads(run("lint", "--json", vault=spoilt).stdout)
    said = [(one["line"], one["column"], one["level"], one["rule"], one["sentence"])
            for one in linted]  # fmt: skip
    checked = json.loads(run("check", "letters", "--json", vault=spoilt).stdout)
    assert [(c["line"], c["column"], c["severity"]) for c in checked] == [s[:3] for s in said]
    assert all(f"{s[3]}: {s[4]}" in c["message"] for s, c in zip(said, checked, strict=True))
    told = run("letter", "ingrid", "thanks", vault=spoilt).stderr
    assert all(f"{s[2]} {s[3]}: {s[4]}" in told for s in said)


@pytest.mark.parametrize("format", ["sarif", "github"])
def test_other_programs_get_their_formats(run: Run, spoilt: Path, format: str) -> None:
    linted = run("lint", "--format", format, vault=spoilt).stdout
    assert linted == run("check", "letters", "--format", format, vault=spoilt).stdout
    assert "L17" in linted


# -- standard input ------------------------------------------------------------------------------

TEXT = """\
To: Ingrid Solheim <ingrid.solheim@fjordlys.example>
Subject: Storms

Dear Kari,

TODO
"""


def test_a_printed_letter_is_read_with_its_head(run: Run, example: Path) -> None:
    result = run("lint", "-", "--kind", "touch", vault=example, input=TEXT)
    assert result.exit_code == 1
    assert "-:4:6: error L17: the greeting is for Kari" in result.stdout
    assert "-:6:1: error L17: a reminder" in result.stdout


def test_what_letter_prints_passes(run: Run, example: Path) -> None:
    printed = run("letter", "kari", "request", vault=example).stdout
    assert run("lint", "-", vault=example, input=printed).stdout == ""


def test_a_note_is_read_with_its_front_matter(run: Run, spoilt: Path) -> None:
    result = run("lint", "-", vault=spoilt, input=BAD)
    assert "-:8:6: error L17: the greeting is for Kari" in result.stdout


def test_without_a_contact_rules_are_left_out_and_said_so(run: Run, example: Path) -> None:
    text = TEXT.partition("\n\n")[2]
    result = run("lint", "-", vault=example, input=text)
    assert "L03, L04, L14" in result.stderr
    assert "the greeting" not in result.stdout
    named = run("lint", "-", "--to", "ingrid", vault=example, input=text)
    assert "left out" not in named.stderr
    assert "the greeting is for Kari" in named.stdout


def test_to_nobody_known_is_refused(run: Run, example: Path) -> None:
    assert run("lint", "-", "--to", "nobody", vault=example, input=TEXT).exit_code == 4
    assert run("lint", "-", "--kind", "poem", vault=example, input=TEXT).exit_code == 2


@pytest.mark.parametrize(
    "words",
    [
        ("-", PATH),
        ("--to", "ingrid"),
        ("--kind", "request"),
        ("-", "--fix"),
        ("--dry-run",),
        ("--yes",),
    ],
)
def test_options_that_would_do_nothing_are_refused(
    run: Run, spoilt: Path, words: tuple[str, ...]
) -> None:
    assert run("lint", *words, vault=spoilt, input=TEXT).exit_code == 2


# -- fixes ---------------------------------------------------------------------------------------


def test_fix_mends_what_has_one_cure_and_can_be_taken_back(run: Run, spoilt: Path) -> None:
    before = (spoilt / PATH).read_bytes()
    dry = run("lint", "--fix", "--dry-run", vault=spoilt)
    assert "1 letter would be mended" in dry.stderr
    assert (spoilt / PATH).read_bytes() == before
    run("lint", "--fix", vault=spoilt)
    after = (spoilt / PATH).read_text(encoding="utf-8")
    assert "\nTwo blanks, and TODO.\n" in after
    assert 'subject: "Re: Łukasz"' in after
    assert "finds you well" not in after
    assert "Dear Kari" in after
    run("undo", vault=spoilt)
    assert (spoilt / PATH).read_bytes() == before


def test_fix_works_beside_a_comment_and_with_the_line_ends_of_windows(
    run: Run, spoilt: Path
) -> None:
    text = BAD.replace("Two  blanks", "<!-- two -->Two  blanks").replace("\n", "\r\n")
    (spoilt / PATH).write_bytes(text.encode())
    run("lint", "--fix", vault=spoilt)
    after = (spoilt / PATH).read_bytes()
    assert b"<!-- two -->" in after
    assert b"\r\n" in after
    assert b"\n" not in after.replace(b"\r\n", b"")


def test_what_left_is_not_mended(run: Run, spoilt: Path) -> None:
    text = BAD.replace("kind:", "sent: 2026-11-24\nkind:")
    (spoilt / PATH).write_text(text, encoding="utf-8")
    result = run("lint", PATH, "--fix", vault=spoilt)
    assert "it left and stays as it was" in result.stderr
    assert (spoilt / PATH).read_text(encoding="utf-8") == text
