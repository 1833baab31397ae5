"""Problem formats: what `check` finds as text, JSON, SARIF, or GitHub's workflow commands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from infoview_md.cli.options import F
from infoview_md.cli.output import put, put_json

if TYPE_CHECKING:
    from infoview_md.core.problem import Problem

PROBLEM_FORMATS = ("text", "json", "sarif", "github")
SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
SARIF_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
GITHUB_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}
# GitHub takes these for its own in a workflow command, the last two in properties alone:
# https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
PROPERTY_ESCAPES = {**ESCAPES, ":": "%3A", ",": "%2C"}


def problem_options(function: F) -> F:
    """`--dry-run` and `--yes` beside `--fix`, `--format` and `--json` of what finds problems."""
    for option in (
        click.option("--json", "format", flag_value="json", help="The same as --format json."),
        click.option(
            "--format",
            type=click.Choice(PROBLEM_FORMATS),
            default="text",
            help="How to print; SARIF is for code scanning, github for a GitHub workflow's log.",
        ),
        click.option("--yes", is_flag=True, help="With --fix: do not ask before many changes."),
        click.option(
            "--dry-run", is_flag=True, help="With --fix: show the changes, write nothing."
        ),
    ):
        function = option(function)
    return function


def put_problems(problems: Sequence[Problem], format: str, root: Path) -> None:
    """Print problems in one of PROBLEM_FORMATS; `root` is the vault's folder.

    SARIF and GitHub want paths from the folder that holds the repository, not from the vault.
    """
    if format == "json":
        put_json([as_dict(problem) for problem in problems])
    elif format == "sarif":
        put_json(as_sarif(problems, prefix_of(root, Path.cwd())))
    elif format == "github":
        for problem in problems:
            put(as_workflow_command(problem, prefix_of(root, Path.cwd())))
    else:
        for problem in problems:
            # One line a fault, whatever the file is called.
            put(" ".join(str(problem).splitlines()))


def as_dict(problem: Problem) -> dict[str, str | int]:
    """A problem as JSON shows it."""
    return {
        "path": str(problem.path),
        "line": problem.line,
        "column": problem.column,
        "severity": str(problem.severity),
        "code": problem.code,
        "message": problem.message,
    }


def count_problems(problems: Sequence[Problem]) -> str:
    """`1 error, 2 warnings`, or `no problems`."""
    return format_counts(Counter(str(problem.severity) for problem in problems))


def format_counts(counts: Mapping[str, int]) -> str:
    """The same for as many of each severity."""
    parts = [
        f"{count} {word}{'s' if count != 1 else ''}"
        for word in ("error", "warning", "info")
        if (count := counts.get(word, 0))
    ]
    return ", ".join(parts) or "no problems"


def prefix_of(root: Path, folder: Path) -> str:
    """What stands before a note's path to reach it from a folder above the vault, else nothing."""
    folder = folder.resolve()
    if not root.is_relative_to(folder) or root == folder:
        return ""
    return f"{root.relative_to(folder).as_posix()}/"


def as_sarif(problems: Sequence[Problem], prefix: str = "") -> dict[str, object]:
    """Problems as a SARIF 2.1.0 log (OASIS) of one run; columns count characters."""
    from infoview_md import __version__
    from infoview_md.core.problem import CODES

    rules = [
        {
            "id": code,
            "shortDescription": {"text": known.meaning},
            "help": {"text": f"{known.meaning} See the problems in docs/format.md."},
            "defaultConfiguration": {"level": SARIF_LEVELS[known.severity]},
        }
        for code, known in CODES.items()
    ]
    numbers = {code: number for number, code in enumerate(CODES)}
    driver = {"name": "infoview", "version": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_as_result(problem, numbers, prefix) for problem in problems],
    }
    return {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}


def _as_result(problem: Problem, numbers: Mapping[str, int], prefix: str) -> dict[str, object]:
    place = {
        "artifactLocation": {"uri": quote(f"{prefix}{problem.path}")},
        "region": {"startLine": problem.line, "startColumn": problem.column},
    }
    return {
        "ruleId": problem.code,
        "ruleIndex": numbers[problem.code],
        "level": SARIF_LEVELS[problem.severity],
        "message": {"text": problem.message},
        "locations": [{"physicalLocation": place}],
    }


def as_workflow_command(problem: Problem, prefix: str = "") -> str:
    """`::error file=…,line=…,col=…,title=…::MESSAGE`, which GitHub shows beside the line."""
    properties = {
        "file": f"{prefix}{problem.path}",
        "line": str(problem.line),
        "col": str(problem.column),
        "title": problem.code,
    }
    shown = ",".join(f"{key}={_escape(value, True)}" for key, value in properties.items())
    return f"::{GITHUB_LEVELS[problem.severity]} {shown}::{_escape(problem.message)}"


def _escape(text: str, is_property: bool = False) -> str:
    escapes = PROPERTY_ESCAPES if is_property else ESCAPES
    return "".join(escapes.get(char, char) for char in text)
