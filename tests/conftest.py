"""What every test may ask for: a machine of its own, a vault, the command line, golden files."""

from __future__ import annotations

import io
import os
import shutil
import sys
import textwrap
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import settings
from hypothesis.database import DirectoryBasedExampleDatabase

import infoview_md
from infoview_md.vault.surroundings import sign_program

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"
PROVE = bool(os.environ.get("INFOVIEW_PROVE"))
NO_SKIP = bool(os.environ.get("CI") or os.environ.get("INFOVIEW_NO_SKIP"))

# The only reasons to skip where a skip is a failure: what Linux cannot run at all.
ALLOWED_SKIPS = ("only on macOS", "only on Windows")

# Variables that would let the developer's own machine leak into a test.
FOREIGN_VARIABLES = (
    "CLICOLOR_FORCE",
    "EDITOR",
    "FORCE_COLOR",
    "INFOVIEW_VAULT",
    "NO_COLOR",
    "PAGER",
    "VISUAL",
)

OWNER = """\
[owner]
name = "Test Owner"
given = "Test"
email = "test.owner@example.org"
country = "DE"
timezone = "Europe/Berlin"
language = "en"
intro = "after ten years in testing"
learning = "how the field works"
signature = "Test Owner"
"""

VAULT_FOLDERS = ("companies", "contacts", "interviews", "letters")


# -- what pytest and hypothesis are told ---------------------------------------------------------

settings.register_profile("ci", deadline=None, derandomize=True)
settings.register_profile(
    "prove",
    deadline=None,
    max_examples=2000,
    print_blob=True,
    database=DirectoryBasedExampleDatabase(ROOT / ".hypothesis"),
)
settings.load_profile("prove" if PROVE else "ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update`, which makes what the code says today the expectation."""
    parser.addoption("--update", action="store_true", help="rewrite golden files and the map")


def pytest_configure() -> None:
    """Refuse to test anything but the wheel where the wheel is meant to be under test."""
    expected = os.environ.get("INFOVIEW_WHEEL_VENV")
    found = Path(infoview_md.__file__).resolve()
    if expected and not found.is_relative_to(Path(expected).resolve()):
        raise pytest.UsageError(f"the code under test is {found}, not the wheel in {expected}")


def is_allowed_skip(reason: str) -> bool:
    """Whether a test may be skipped for this reason although skips are failures."""
    return reason.removeprefix("Skipped: ").startswith(ALLOWED_SKIPS)


def fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure: a test that did not run has shown nothing."""
    if not (NO_SKIP and report.skipped) or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if not is_allowed_skip(reason):
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} was skipped, and here no test may be: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """See `fail_if_skipped`."""
    report: pytest.TestReport = yield  # type: ignore[assignment]
    fail_if_skipped(report)
    return report  # type: ignore[return-value]


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    """See `fail_if_skipped`; a whole module may skip itself while it is collected."""
    report: pytest.CollectReport = yield  # type: ignore[assignment]
    fail_if_skipped(report)
    return report  # type: ignore[return-value]


# -- a machine of its own ------------------------------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def signed() -> None:
    """The program signs itself once, and not while a test pretends something about files."""
    sign_program()


@pytest.fixture(autouse=True)
def machine(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for every test, in UTC, 80 columns wide; the working folder is there."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("CONFIG", "CACHE", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    for name in FOREIGN_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    monkeypatch.chdir(home)
    return home


@pytest.fixture
def thorough() -> bool:
    """Whether a proof should run at full length (`make prove`)."""
    return PROVE


# -- vaults --------------------------------------------------------------------------------------


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """An empty vault with an owner."""
    path = tmp_path / "vault"
    for folder in VAULT_FOLDERS:
        (path / folder).mkdir(parents=True)
    (path / "infoview.toml").write_text(OWNER, encoding="utf-8")
    return path


def example_source() -> Path:
    """Where the example vault lies: in the repository, or in the wheel under test."""
    beside_tests = ROOT / "example-vault"
    shipped = Path(infoview_md.__file__).parent / "_shipped" / "example-vault"
    return beside_tests if beside_tests.is_dir() else shipped


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the example vault, to be changed at will."""
    return Path(shutil.copytree(example_source(), tmp_path / "example-vault", symlinks=True))


@pytest.fixture
def note_from_docstring(request: pytest.FixtureRequest) -> str:
    """The test's own docstring, dedented: the text of the note it is about."""
    docstring = request.function.__doc__
    assert docstring, "the test has no docstring to take the note from"
    return textwrap.dedent(docstring.removeprefix("\n")).rstrip(" ")


# -- the command line ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Result:
    """What one command printed and how it ended."""

    stdout: str
    stderr: str
    exit_code: int


class Run:
    """Runs the command line in this process; the class of the fixture `run`."""

    def __call__(
        self,
        *args: str | Path,
        vault: Path | None = None,
        input: str | bytes | None = None,
        today: str | None = None,
        env: Mapping[str, str | None] | None = None,
    ) -> Result:
        """Run `infoview ARGS` as its own error boundary would; a bug fails the test."""
        argv = [
            *(["--vault", str(vault)] if vault else []),
            *(["--today", today] if today else []),
            *map(str, args),
        ]
        result = self._call_main(argv, input, env)
        shown = f"infoview {' '.join(argv)}\n{result.stdout}{result.stderr}"
        if result.exit_code == 70 or "Traceback (most recent call last)" in shown:
            pytest.fail(f"a bug (exit {result.exit_code}): {shown}")
        return result

    def _call_main(
        self, argv: list[str], input: str | bytes | None, env: Mapping[str, str | None] | None
    ) -> Result:
        from infoview_md.cli import main

        boundary: Callable[[list[str]], object] = main
        with CliRunner().isolation(input=input, env=env) as streams:
            try:
                code = boundary(argv)
            except SystemExit as stop:
                code = stop.code
            stdout, stderr = (read_stream(stream) for stream in streams[:2])
        return Result(stdout, stderr, exit_code_of(code))


def read_stream(stream: io.BytesIO) -> str:
    """What was printed, after the buffers above the stream were emptied."""
    sys.stdout.flush()
    sys.stderr.flush()
    return stream.getvalue().decode("utf-8")


def exit_code_of(code: object) -> int:
    """The process's exit code for what `sys.exit` was given."""
    if code is None:
        return 0
    return code if isinstance(code, int) else 1


@pytest.fixture
def run() -> Run:
    """`run(*args, vault=, input=, today=, env=)`: the command line, in this process."""
    return Run()


# -- golden files --------------------------------------------------------------------------------


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether `--update` was given."""
    return bool(request.config.getoption("--update"))


@pytest.fixture
def golden(update: bool) -> Callable[[str, str], None]:
    """`golden(name, text)`: compare with tests/golden/NAME, or rewrite it under `--update`."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
        assert path.is_file(), f"no golden file {name}: run pytest --update, then read the diff"
        assert text == path.read_bytes().decode("utf-8")

    return compare
