"""What conftest.py promises the other tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import conftest

SKIPPING = """\
import pytest

@pytest.mark.skip(reason="{reason}")
def test_marked(): ...

def test_called():
    pytest.skip("{reason}")

@pytest.mark.xfail
def test_known_fault():
    assert False
"""


def run_pytest(folder: Path, test: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run one test file under our conftest, in a process of its own."""
    shutil.copy(conftest.__file__, folder / "conftest.py")
    (folder / "test_sample.py").write_text(test, encoding="utf-8")
    inherited = {k: v for k, v in os.environ.items() if k not in {"CI", "INFOVIEW_NO_SKIP"}}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", str(folder)],
        cwd=folder,
        env={**inherited, **env},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("env", "reason", "failures"),
    [
        ({}, "no strace here", 0),
        ({"CI": "true"}, "no strace here", 2),
        ({"INFOVIEW_NO_SKIP": "1"}, "no strace here", 2),
        ({"CI": "true"}, "only on Windows: reserved names", 0),
    ],
)
def test_a_skip_is_a_failure_where_all_must_run(
    tmp_path: Path, env: dict[str, str], reason: str, failures: int
) -> None:
    done = run_pytest(tmp_path, SKIPPING.format(reason=reason), **env)
    shown = done.stdout + done.stderr
    assert shown.count("here no test may be") >= failures, shown
    assert ("2 skipped" in shown) == (not failures), shown
    assert "1 xfailed" in shown, shown
    assert done.returncode == bool(failures)


def test_a_module_that_skips_itself_is_a_failure_too(tmp_path: Path) -> None:
    test = "import pytest\npytest.importorskip('no_such_module')\n"
    assert run_pytest(tmp_path, test, CI="true").returncode != 0


def test_the_code_under_test_must_be_the_wheels_where_that_is_asked(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, "def test_it(): ...\n", INFOVIEW_WHEEL_VENV=str(tmp_path))
    assert done.returncode != 0
    assert "not the wheel" in done.stderr


def test_the_machine_is_the_tests_own(machine: Path) -> None:
    assert Path.home() == machine == Path.cwd()
    assert "INFOVIEW_VAULT" not in os.environ
    assert Path(os.environ["XDG_STATE_HOME"]).is_relative_to(machine)


def test_a_vault_is_marked_and_owned(vault: Path) -> None:
    config = tomllib.loads((vault / "infoview.toml").read_text(encoding="utf-8"))
    assert config["owner"]["name"] == "Test Owner"


def test_a_note_may_stand_in_the_docstring(note_from_docstring: str) -> None:
    """
    ---
    type: contact
    ---

    - a list
        deeper
    """
    assert note_from_docstring == "---\ntype: contact\n---\n\n- a list\n    deeper\n"


def test_golden_files_are_compared_and_rewritten(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    golden: Callable[[str, str], None],
    update: bool,
) -> None:
    monkeypatch.setattr(sys.modules[golden.__module__], "GOLDEN", tmp_path)
    (tmp_path / "kept.txt").write_bytes(b"one\r\n")
    golden("kept.txt", "one\r\n")
    if not update:
        with pytest.raises(AssertionError):
            golden("kept.txt", "one\n")
        with pytest.raises(AssertionError, match="pytest --update"):
            golden("new.txt", "one\n")


def test_the_command_line_runs_in_this_process(run: conftest.Run) -> None:
    result = run("--version")
    assert result.exit_code == 0
    assert result.stdout.strip()
    assert run("no-such-command").exit_code == 2
