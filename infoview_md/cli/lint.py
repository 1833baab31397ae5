"""infoview lint: what letters break of the rules in force, with who says so."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from infoview_md.cli.app import App, Command, pass_app
from infoview_md.cli.changes import change, keep_up
from infoview_md.cli.letter_faults import (
    LetterFault,
    find_fixes,
    lint_letter,
    list_drafts,
    read_texts,
)
from infoview_md.cli.options import complete_name, example
from infoview_md.cli.output import put, put_json, tell
from infoview_md.cli.problem_formats import count_problems, problem_options, put_problems
from infoview_md.errors import ProblemsFound, Refused, UsageError

if TYPE_CHECKING:
    from infoview_md.core.edit import Edit
    from infoview_md.core.model import Letter

STDIN = "-"


@click.command(
    "lint",
    cls=Command,
    epilog=example(
        "infoview lint",
        'infoview lint "2026-11-24 Ingrid Solheim thanks"',
        "infoview lint --rules two-hour --strict",
        "infoview lint - --to ingrid --kind request < letter.txt",
        "infoview lint --fix --dry-run",
    ),
)
@click.argument("names", nargs=-1, metavar="[LETTER|-]...", shell_complete=complete_name("letter"))
@click.option("--to", metavar="CONTACT", help="With -: to whom the letter goes.")
@click.option("--kind", metavar="KIND", help="With -: what the letter is for; else a request.")
@click.option("--strict", is_flag=True, help="Warnings fail, too.")
@click.option("--fix", is_flag=True, help="Mend what has only one cure, then lint.")
@problem_options
@pass_app
def lint_command(
    app: App,
    names: tuple[str, ...],
    to: str | None,
    kind: str | None,
    strict: bool,
    fix: bool,
    dry_run: bool,
    yes: bool,
    format: str,
) -> None:
    """Judge letters by the rules of the pack in force: drafts by name or file, or one from `-`.

    Without LETTER every draft is judged. Prints one line a fault: `file:line:column: level rule:
    what to do (says: whose rule it is)`. The exit code is 1 where there are errors (with --strict,
    warnings), 0 otherwise. A letter from standard input may begin with `To:` and `Subject:` lines,
    as `infoview letter` prints it, or with the front matter of a note; without a contact the rules
    about the addressee are left out, which is said.
    """
    _refuse_odd_options(names, to, kind, fix, dry_run, yes)
    app.trusts_times = not fix
    if names == (STDIN,):
        from infoview_md.cli.lint_stdin import lint_text

        faults = lint_text(app, sys.stdin.read(), to, kind)
    else:
        if fix:
            _fix(app, names, dry_run, yes)
        faults = _lint(app, names)
    _put(app, faults, "none" if dry_run else format)
    failing = ("error", "warning") if strict else ("error",)
    if any(fault.finding.level in failing for fault in faults):
        raise SystemExit(ProblemsFound.exit_code)


def _refuse_odd_options(
    names: tuple[str, ...], to: str | None, kind: str | None, fix: bool, dry_run: bool, yes: bool
) -> None:
    """An option that would be passed over in silence is refused."""
    if STDIN in names and len(names) > 1:
        raise UsageError("- reads one letter from standard input; name it alone")
    if (to or kind) and STDIN not in names:
        raise UsageError(
            f"{'--to' if to else '--kind'} goes with -; a letter's note says it itself"
        )
    if fix and STDIN in names:
        raise UsageError("--fix mends notes; leave it out, or give the letter a note")
    if (dry_run or yes) and not fix:
        raise UsageError(f"{'--dry-run' if dry_run else '--yes'} goes with --fix; add it")


def _choose(app: App, names: Sequence[str]) -> list[Letter]:
    """The letters meant, each once; every draft where none is named."""
    letters = [_get(app, name) for name in names] if names else list_drafts(app)
    return list({letter.path: letter for letter in letters}.values())


def _get(app: App, name: str) -> Letter:
    """A letter by its name, or by its file as seen from the working folder or from the vault."""
    from pathlib import Path

    from infoview_md.core.model import Kind, Letter

    if name.endswith(".md"):
        for folder in (Path.cwd(), app.vault.root):
            file = (folder / name).resolve()
            for path, letter in app.index.letters.items():
                if (app.vault.root / path).resolve() == file:
                    return letter
    found = app.index.get(name, Kind.LETTER)
    if not isinstance(found, Letter):
        raise UsageError(f"{found.path} is no letter")
    return found


def _lint(app: App, names: Sequence[str]) -> list[LetterFault]:
    """The faults of the letters meant; who cannot be written to is told, or refused if named."""
    letters = _choose(app, names)
    templates = read_texts(app) if letters else {}
    faults: list[LetterFault] = []
    for letter in letters:
        try:
            faults += lint_letter(app, letter, templates)
        except Refused as refusal:
            if names:
                raise
            tell(f"{letter.path}: {refusal}")
    return faults


def _fix(app: App, names: Sequence[str], dry_run: bool, yes: bool) -> None:
    """Mend what has only one cure in the drafts meant; with `dry_run` go on as if it were done."""
    from infoview_md.core.edit import merge_edits
    from infoview_md.core.note import parse_note

    def plan() -> Sequence[Edit]:
        made = [edit for letter in _choose(app, names) for edit in _mend(app, letter)]
        return [edit for edit in merge_edits(made) if edit.splices]

    edits = keep_up(app, plan)
    change(app, plan, dry_run=dry_run, yes=yes)
    verb = "would be " if dry_run else ""
    tell(f"{len(edits) or 'no'} letter{'s' if len(edits) != 1 else ''} {verb}mended")
    if dry_run:
        index = app.index
        for edit in edits:
            text = edit.apply(index.readings[edit.path].note.text)
            index = index.with_note(parse_note(edit.path, text))
        app.suppose(index)


def _mend(app: App, letter: Letter) -> list[Edit]:
    from infoview_md.cli.lint_fix import mend_letter

    if letter.sent is not None:
        tell(f"{letter.path}: it left and stays as it was")
        return []
    try:
        faults = lint_letter(app, letter, read_texts(app))
    except Refused:
        return []
    return mend_letter(app, letter, find_fixes(faults))


def _put(app: App, faults: Sequence[LetterFault], format: str) -> None:
    """Print the faults; with the format `none` only their number is told."""
    if format == "json":
        put_json([_as_dict(fault) for fault in faults])
    elif format in ("sarif", "github"):
        put_problems([fault.as_problem() for fault in faults], format, app.vault.root)
    elif format == "text":
        for fault in faults:
            put(" ".join(fault.finding.tell(str(fault.letter.path)).splitlines()))
    if format in ("text", "none"):
        tell(count_problems([fault.as_problem() for fault in faults]))


def _as_dict(fault: LetterFault) -> dict[str, str | int | bool]:
    found = fault.finding
    return {
        "path": str(fault.letter.path),
        "line": found.line,
        "column": found.column,
        "level": str(found.level),
        "rule": found.rule,
        "sentence": found.sentence,
        "source": found.source,
        "has_fix": found.fix is not None,
    }
