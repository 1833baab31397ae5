"""Bad input: one sentence, its own exit code, never a traceback; a bug is told without notes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from infoview_md.cli import main
from infoview_md.cli.commands import COMMANDS
from infoview_md.errors import InfoviewError
from tests.conftest import Run

FAULTS = [
    ("", ["list", "contacts"], 3, "infoview init"),
    ("", ["--vault", "/nowhere/at/all", "today"], 3, "--vault"),
    ("example", ["show", "ingird"], 4, "did you mean Ingrid Solheim"),
    ("example", ["show", "nobody at all like this"], 4, "infoview list"),
    ("example", ["show", "grid solheim wrona"], 4, "no note is called"),
    ("example", ["letter", "n"], 4, "may be"),
    ("example", ["list", "contacts", "stge:ready"], 2, "did you mean stage?"),
    ("example", ["list", "contacts", "stage:redy"], 2, "did you mean ready?"),
    ("example", ["list", "contacts", 'stage:"rea'], 2, "not closed"),
    ("example", ["tody"], 2, "did you mean today?"),
    ("example", ["today", "--today", "2026-02-30"], 2, "YYYY-MM-DD"),
    ("example", ["today", "--nonsense"], 2, "infoview today --help"),
    ("example", ["rules", "explain", "L99"], 4, "there is no rule L99"),
    ("example", ["rules", "--rules", "clasic"], 4, "did you mean classic?"),
    ("example", ["today", "--rules", "clasic"], 2, "did you mean classic?"),
    ("example", ["list"], 2, "companies, contacts, interviews, letters"),
    ("example", ["list", "contcats"], 2, "did you mean contacts?"),
    ("example", ["list", "contacts", "--farmat", "json"], 2, "--farmat"),
    ("example", ["new", "contact", "Ingrid Solheim"], 6, "infoview edit 'Ingrid Solheim'"),
    ("example", ["check", "lniks"], 2, "there is no check"),
    ("example", ["letter", "ole"], 2, "in-touch"),
    ("example", ["letter", "zoë", "poem"], 7, "poem"),
    ("example", ["log", "ingrid", "met", "--date", "soon"], 2, "--date"),
    ("example", ["new", "contact", "???"], 2, "???"),
]


@pytest.mark.parametrize(("where", "args", "code", "hint"), FAULTS)
def test_one_sentence_and_an_exit_code(
    run: Run, example: Path, where: str, args: list[str], code: int, hint: str
) -> None:
    result = run(*args, vault=example if where else None)
    assert result.exit_code == code
    assert result.stdout == ""
    assert result.stderr.startswith("infoview: ")
    assert result.stderr.count("\n") == 1
    assert hint in result.stderr


CONFIGS = [
    ("[owner\n", "infoview.toml:1"),
    ("[owner]\nname = 3\n", "infoview.toml:2"),
    ('clock = "soon"\n', "infoview.toml:1"),
    ('rules = "../../etc"\n', "infoview.toml:1"),
    ('rules = "brisk"\n', "brisk"),
]


@pytest.mark.parametrize(("text", "hint"), CONFIGS)
def test_a_bad_config_is_one_sentence(run: Run, vault: Path, text: str, hint: str) -> None:
    (vault / "infoview.toml").write_text(text)
    (vault / "contacts" / "Kari.md").write_text("---\nrole: x\n---\n")
    result = run("today", vault=vault)
    assert result.exit_code == 8
    assert hint in result.stderr


def test_an_unknown_config_key_is_a_warning_with_a_line(run: Run, vault: Path) -> None:
    (vault / "infoview.toml").write_text('areas = ["x"]\ncolour = "blue"\n')
    assert "infoview.toml:2:1: warning config-key: " in run("check", vault=vault).stdout


@pytest.mark.parametrize(
    "text",
    ["{{ nope }}", "{% block x %}", "{{ ''.__class__.__mro__ }}",
     "{% for i in range(10**9) %}x{% endfor %}",
     "{% extends 'shipped/nothing' %}", "{{ owner.__init__ }}"],
)  # fmt: skip
def test_a_bad_template_is_one_sentence(run: Run, example: Path, text: str) -> None:
    (example / "templates").mkdir()
    (example / "templates" / "request.md").write_text(text)
    result = run("letter", "zoë", "request", vault=example)
    assert result.exit_code == 7
    assert "templates/request.md" in result.stderr


def test_a_bug_is_told_without_note_content(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], example: Path
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("Ingrid's secret phone number")

    monkeypatch.setattr("infoview_md.vault.indexing.read_index", fail)
    with pytest.raises(SystemExit) as stop:
        main(["--vault", str(example), "today"])
    assert stop.value.code == 70
    told = capsys.readouterr().err
    assert "RuntimeError" in told
    report = Path(told.partition("report is in ")[2].partition(",")[0]).read_text()
    assert "fail" in report
    assert "secret" not in told + report


def test_every_error_has_its_own_code_or_shares_it_knowingly() -> None:
    codes = {cls.__name__: cls.exit_code for cls in InfoviewError.__subclasses__()}
    assert codes.pop("Ambiguous") == codes["NotFound"]
    assert len(set(codes.values())) == len(codes)


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.name)
def test_every_command_has_real_help_with_an_example(run: Run, entry) -> None:
    shown = run(entry.name, "--help").stdout
    assert "Examples:" in shown
    assert f"infoview {entry.name}" in shown
    assert "--vault" in shown


@pytest.mark.parametrize("name", ["letters", "mail", "new"])
def test_a_group_without_a_command_shows_its_help_as_it_is(run: Run, name: str) -> None:
    bare = run(name)
    assert (bare.exit_code, bare.stdout) == (2, "")
    assert bare.stderr == run(name, "--help").stdout


def test_a_closed_pipe_is_no_fault(example: Path) -> None:
    """`infoview list contacts | head -0` ends quietly."""
    script = (
        "import os, sys; r, w = os.pipe(); os.close(r); os.dup2(w, 1);"
        "from infoview_md.cli import main; main(['--vault', sys.argv[1], 'list', 'contacts'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(example)], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_terminal_without_unicode_shows_what_it_can(example: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "infoview_md", "--vault", str(example), "list", "contacts"],
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "ascii", "PATH": "/usr/bin:/bin", "HOME": str(example)},
    )
    assert done.returncode == 0
    assert b"Zo? M?ller" in done.stdout


def test_a_hostile_name_cannot_move_the_cursor(run: Run, vault: Path) -> None:
    (vault / "contacts" / "x.md").write_text('---\nname: "\\e[2JEve\\u202e"\n---\n')
    for args in (["list", "contacts"], ["show", "x"], ["today"], ["list", "contacts", "--json"]):
        shown = run(*args, vault=vault).stdout
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert "Eve" in shown
