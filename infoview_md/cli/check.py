"""infoview check: every fault in the notes, with its place."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

import click

from infoview_md.cli.app import App, Command, pass_app
from infoview_md.cli.options import example
from infoview_md.cli.output import put, put_json, tell
from infoview_md.errors import ProblemsFound, UsageError

if TYPE_CHECKING:
    from infoview_md.core.problem import Problem


@click.command(
    "check",
    cls=Command,
    epilog=example("infoview check", "infoview check links log --strict", "infoview check --watch"),
)
@click.argument("names", nargs=-1, metavar="[CHECK]...")
@click.option("--list", "show_list", is_flag=True, help="List the checks there are.")
@click.option("--strict", is_flag=True, help="Warnings fail, too.")
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
@click.option("--watch", "watches", is_flag=True, help="Check again whenever a note is saved.")
@pass_app
def check_command(
    app: App, names: tuple[str, ...], show_list: bool, strict: bool, as_json: bool, watches: bool
) -> None:
    """Find every fault in the notes.

    Prints one line a fault: `file:line:column: severity code: what to do`. The exit code is 1
    where there are errors (with --strict, warnings), 0 otherwise.
    """
    from infoview_md.core.checks import CHECKS

    known = {check.name: check.help for check in CHECKS}
    if show_list and as_json:
        put_json([{"name": name, "help": help} for name, help in known.items()])
        return
    if show_list:
        for name, help in known.items():
            put(f"{name:10} {help}")
        return
    for name in names:
        if name not in known:
            raise UsageError(f"there is no check “{name}”; there are {', '.join(known)}")
    if watches:
        _watch(app, names, as_json)
    problems = _check(app, names, as_json)
    failing = ("error", "warning") if strict else ("error",)
    if any(problem.severity in failing for problem in problems):
        raise SystemExit(ProblemsFound.exit_code)


def _check(app: App, names: tuple[str, ...], as_json: bool) -> Sequence[Problem]:
    from infoview_md.core.checks import find_problems

    problems = find_problems(app.outlook, names)
    if not names:
        problems = (*app.config.problems, *problems)
    if as_json:
        put_json([as_dict(problem) for problem in problems])
    else:
        _print(problems, len(app.index.readings))
    return problems


def _watch(app: App, names: tuple[str, ...], as_json: bool) -> NoReturn:
    """Check until the person interrupts."""
    from infoview_md.vault.watch import watch

    for _ in watch(app.vault.root):
        app.forget_index()
        _check(app, names, as_json)
        sys.stdout.flush()
    raise SystemExit(0)


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


def _print(problems: Sequence[Problem], notes: int) -> None:
    for problem in problems:
        # One line a fault, whatever the file is called.
        put(" ".join(str(problem).splitlines()))
    tell(f"{count_problems(problems)} in {notes} notes")


def count_problems(problems: Sequence[Problem]) -> str:
    """`1 error, 2 warnings`, or `no problems`."""
    counts = Counter(str(problem.severity) for problem in problems)
    parts = [
        f"{counts[word]} {word}{'s' if counts[word] != 1 else ''}"
        for word in ("error", "warning", "info")
        if counts[word]
    ]
    return ", ".join(parts) or "no problems"
