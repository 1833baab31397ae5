"""infoview check: every fault in the notes, with its place, and the fixes that are certain."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NoReturn

import click

from infoview_md.cli.app import App, Command, pass_app
from infoview_md.cli.changes import change
from infoview_md.cli.options import example
from infoview_md.cli.output import put, put_json, tell
from infoview_md.cli.problem_formats import count_problems, problem_options, put_problems
from infoview_md.errors import ConfigFault, ProblemsFound, UsageError

if TYPE_CHECKING:
    from infoview_md.core.edit import Edit
    from infoview_md.core.problem import Problem

LETTERS = "letters"
RULES = "rules"
LETTERS_HELP = "Drafts that break a rule of the pack in force."


def _complete_check(ctx: click.Context, param: click.Parameter, typed: str) -> list[str]:
    return [name for name in _known_checks() if name.startswith(typed)]


@click.command(
    "check",
    cls=Command,
    epilog=example(
        "infoview check",
        "infoview check links log --strict",
        "infoview check --fix --dry-run",
        "infoview check --format sarif > infoview.sarif",
        "infoview check --watch",
    ),
)
@click.argument("names", nargs=-1, metavar="[CHECK]...", shell_complete=_complete_check)
@click.option("--list", "show_list", is_flag=True, help="List the checks there are.")
@click.option("--strict", is_flag=True, help="Warnings fail, too.")
@click.option("--fix", is_flag=True, help="Mend what can be mended for certain, then check.")
@problem_options
@click.option("--watch", "watches", is_flag=True, help="Check again whenever a note is saved.")
@pass_app
def check_command(
    app: App,
    names: tuple[str, ...],
    show_list: bool,
    strict: bool,
    fix: bool,
    dry_run: bool,
    yes: bool,
    format: str,
    watches: bool,
) -> None:
    """Find every fault in the notes.

    Prints one line a fault: `file:line:column: severity code: what to do`. The exit code is 1
    where there are errors (with --strict, warnings), 0 otherwise. --fix mends what has only one
    cure, in one step that `infoview undo` takes back, and then prints what is left.
    """
    known = _known_checks()
    if show_list:
        _put_checks(known, format)
        return
    for name in names:
        if name not in known:
            raise UsageError(f"there is no check “{name}”; there are {', '.join(known)}")
    _refuse_odd_options(fix, dry_run, yes, watches)
    app.trusts_times = not fix
    if watches:
        _watch(app, names, format)
    if fix:
        _fix(app, names, dry_run, yes)
    problems = _check(app, names, "none" if dry_run else format)
    failing = ("error", "warning") if strict else ("error",)
    if any(problem.severity in failing for problem in problems):
        raise SystemExit(ProblemsFound.exit_code)


def _known_checks() -> dict[str, str]:
    from infoview_md.core.checks import CHECKS

    return {**{check.name: check.help for check in CHECKS}, LETTERS: LETTERS_HELP}


def _put_checks(known: dict[str, str], format: str) -> None:
    if format == "json":
        put_json([{"name": name, "help": help} for name, help in known.items()])
        return
    for name, help in known.items():
        put(f"{name:10} {help}")


def _refuse_odd_options(fix: bool, dry_run: bool, yes: bool, watches: bool) -> None:
    """An option that would be passed over in silence is refused."""
    if (dry_run or yes) and not fix:
        raise UsageError(f"{'--dry-run' if dry_run else '--yes'} goes with --fix; add it")
    if watches and fix:
        raise UsageError("--watch looks on and --fix writes; choose one")


def _fix(app: App, names: tuple[str, ...], dry_run: bool, yes: bool) -> None:
    """Mend what has a certain fix; with `dry_run` go on as if it were mended."""
    from infoview_md.core.repair import Repair, repair

    made: list[Repair] = []

    def plan() -> Sequence[Edit]:
        made.append(repair(app.outlook, names))
        return made[-1].edits

    change(app, plan, dry_run=dry_run, yes=yes)
    count = made[-1].mended
    verb = "would be " if dry_run else ""
    tell(f"{count or 'no'} problem{'s' if count != 1 else ''} {verb}mended")
    if dry_run:
        app.suppose(made[-1].index)


def _check(app: App, names: tuple[str, ...], format: str) -> Sequence[Problem]:
    """Find the problems and print them; with the format `none` only their number is told."""
    from infoview_md.cli.letter_faults import find_letter_problems
    from infoview_md.cli.outbox_faults import find_outbox_problems
    from infoview_md.core.checks import find_problems
    from infoview_md.core.problem import by_place

    found = [*find_problems(app.outlook, names)]
    if not names:
        found += app.config.problems
    if not names or RULES in names:
        found += _find_pack_problems(app)
    if not names or LETTERS in names:
        found += (*find_letter_problems(app), *find_outbox_problems(app))
    problems = sorted(found, key=by_place)
    if format != "none":
        put_problems(problems, format, app.vault.root)
    if format in ("text", "none"):
        tell(f"{count_problems(problems)} in {len(app.index.readings)} notes")
    return problems


def _find_pack_problems(app: App) -> Iterator[Problem]:
    """The rule packs that cannot be read; one that is in force stops every command."""
    from pathlib import PurePosixPath

    from infoview_md.core.problem import make_problem

    for name in app.packs:
        try:
            app.packs[name]
        except ConfigFault as fault:
            path = PurePosixPath("rules", f"{name}.toml")
            place, _, sentence = fault.message.removeprefix(f"{path}:").partition(": ")
            line, message = (int(place), sentence) if place.isdecimal() else (1, fault.message)
            yield make_problem("rule-pack", path, message, line)


def _watch(app: App, names: tuple[str, ...], format: str) -> NoReturn:
    """Check until the person interrupts."""
    from infoview_md.vault.watch import watch

    for _ in watch(app.vault.root):
        app.forget_index()
        _check(app, names, format)
        sys.stdout.flush()
    raise SystemExit(0)
