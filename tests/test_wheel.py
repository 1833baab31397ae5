"""The wheel holds all it needs: built, installed elsewhere, and used there.

Tests marked `smoke` run twice: with the others from the source, and again by `test_the_wheel_…`
against the installed wheel, where neither the repository nor its folders can be seen.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import pytest

import infoview_md
from tests.conftest import Run

ROOT = Path(__file__).resolve().parent.parent
SMOKE = "pytest.mark.smoke"
DEMO_CONTACT = "Zoë Müller"  # as in the Makefile
BUILD_TIMEOUT = 600  # builds and installs, from a cold package cache

# What the wheel ships beside the code: folder of the repository → folder of the wheel.
SHIPPED = {
    folder: f"infoview_md/_shipped/{folder}" for folder in ("example-vault", "rules", "templates")
}


# -- the smoke tests -----------------------------------------------------------------------------


@pytest.mark.smoke
def test_the_version_is_the_packages(run: Run) -> None:
    assert infoview_md.__version__ in run("--version").stdout


@pytest.mark.smoke
@pytest.mark.parametrize(
    "command", [["index"], ["report"], ["today"], ["check"], ["letter", DEMO_CONTACT]]
)
def test_the_example_vault_can_be_read(run: Run, example: Path, command: list[str]) -> None:
    result = run(*command, vault=example)
    assert result.exit_code in ({0, 1} if command == ["check"] else {0}), result.stderr
    assert result.stdout + result.stderr


# -- the wheel -----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as a release is: from the source archive, not from the repository."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)],
        check=True,
        cwd=folder,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh virtual environment with the wheel and what the smoke tests need."""
    venv = tmp_path_factory.mktemp("wheel") / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    tools = ["hypothesis", "pytest>=8.3", "pytest-timeout"]
    subprocess.run(
        [str(venv / "bin" / "python"), "-m", "pip", "install", "--quiet", str(wheel), *tools],
        check=True,
        cwd=venv,
    )
    return venv


def outside_environment(venv: Path) -> dict[str, str]:
    """The environment without anything that could lead Python back to the repository."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PYTEST"))}
    return {**inherited, "INFOVIEW_WHEEL_VENV": str(venv)}


def copy_tests(folder: Path) -> Path:
    """The smoke tests and their settings alone, away from the code and the folders we ship."""
    copy = folder / "copy"
    shutil.copytree(ROOT / "tests", copy / "tests", ignore=leave_out)
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def leave_out(_: str, names: list[str]) -> set[str]:
    """Test modules without a smoke test: some read the repository while they are collected."""
    modules = {name for name in names if name.startswith("test_") and name.endswith(".py")}
    smoke = {name for name in modules if SMOKE in (ROOT / "tests" / name).read_text("utf-8")}
    return modules - smoke | {"__pycache__", "cases"}


def run_smoke_tests(
    python: Path, folder: Path, venv: Path, *options: str
) -> subprocess.CompletedProcess[str]:
    """Run the smoke tests with an interpreter; they must find their code in `venv`."""
    return subprocess.run(
        [str(python), "-P", "-m", "pytest", "-p", "no:cacheprovider", "-m", "smoke", *options],
        cwd=folder,
        env=outside_environment(venv),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.wheel
@pytest.mark.timeout(BUILD_TIMEOUT)
def test_the_wheel_holds_every_shipped_file(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, place in SHIPPED.items():
        expected = {f"{place}/{path}" for path in tracked_files(ROOT / folder)}
        assert expected, f"{folder} is empty"
        assert expected <= names
    assert not [name for name in names if PurePosixPath(name).parts[0] in {"tests", "docs"}]


def tracked_files(folder: Path) -> list[str]:
    """The files of a folder, dot files too, without what interpreters leave behind."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return [f.relative_to(folder).as_posix() for f in files if "__pycache__" not in f.parts]


@pytest.mark.wheel
@pytest.mark.timeout(BUILD_TIMEOUT)
def test_the_wheel_works_where_the_repository_is_not(installed: Path, tmp_path: Path) -> None:
    copy = copy_tests(tmp_path)
    assert not (copy / "infoview_md").exists()
    assert not (copy / "example-vault").exists()
    done = run_smoke_tests(installed / "bin" / "python", copy, installed)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.wheel
@pytest.mark.timeout(BUILD_TIMEOUT)
def test_control_the_repositorys_code_is_not_taken_for_the_wheels(
    installed: Path, tmp_path: Path
) -> None:
    done = run_smoke_tests(Path(sys.executable), copy_tests(tmp_path), installed)
    assert done.returncode != 0
    assert "not the wheel" in done.stderr


@pytest.mark.wheel
@pytest.mark.timeout(BUILD_TIMEOUT)
def test_the_command_is_installed(installed: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [str(installed / "bin" / "infoview"), "--version"],
        cwd=tmp_path,
        env=outside_environment(installed),
        capture_output=True,
        text=True,
        check=True,
    )
    assert infoview_md.__version__ in done.stdout
