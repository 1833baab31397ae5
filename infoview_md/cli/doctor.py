"""infoview doctor: what this machine and this disk can do, and what a crash left behind."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from shutil import which
from typing import TYPE_CHECKING

import click

from infoview_md.cli.app import App, Command, pass_app
from infoview_md.cli.options import example
from infoview_md.cli.output import put, put_json, tell
from infoview_md.errors import ConfigFault, ProblemsFound

if TYPE_CHECKING:
    from pathlib import Path

    from infoview_md.vault.probe import Abilities

UNITS = ((1_000_000_000, "s"), (1_000_000, "ms"), (1_000, "µs"), (1, "ns"))


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: what was looked at, whether all is well, and what was seen."""

    name: str
    ok: bool
    text: str


@click.command("doctor", cls=Command, epilog=example("infoview doctor", "infoview doctor --repair"))
@click.option("--repair", is_flag=True, help="Finish or take back what a crash left half done.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@pass_app
def doctor_command(app: App, repair: bool, as_json: bool) -> None:
    """Look at the vault's disk, the machine and what a crash may have left.

    What the disk can do is tried out in a hidden folder of the vault, which goes again at once; no
    note is touched. The exit code is 1 where something needs a hand.
    """
    if repair:
        notices = app.vault.repair()
        app.vault.remember_census(len(app.index.readings))
        for notice in notices:
            tell(notice)
        if not notices:
            tell("nothing was left half done")
    findings = list(_look(app))
    if as_json:
        put_json([{"name": one.name, "ok": one.ok, "text": one.text} for one in findings])
    else:
        width = max(len(one.name) for one in findings)
        for one in findings:
            put(f"{'ok' if one.ok else '!!'}  {one.name:{width}}  {one.text}")
    if not all(one.ok for one in findings):
        raise SystemExit(ProblemsFound.exit_code)


def _look(app: App) -> Iterator[Finding]:
    from infoview_md import __version__

    yield Finding("infoview", True, __version__)
    yield Finding("vault", True, f"{app.vault.root}, {len(app.index.readings)} notes")
    yield from _look_at_disk(app)
    yield from _look_at_state(app)
    yield _look_at_git(app)
    yield _look_at_editor(app)
    # Extras would be listed here; there are none yet.


def _look_at_disk(app: App) -> Iterator[Finding]:
    from infoview_md.vault.disk_faults import explain
    from infoview_md.vault.probe import probe

    try:
        abilities = probe(app.vault.root)
    except OSError as error:
        yield Finding("writing", False, f"nothing can be written here: {explain(error)}")
        return
    yield Finding("writing", True, _how_it_writes(abilities))
    yield Finding(
        "other programs",
        abilities.tells_writers,
        "whoever is writing into a note is seen"
        if abilities.tells_writers
        else "this system does not tell who is writing into a note: do not save in an editor "
        "while a command runs",
    )
    yield Finding(
        "power cuts",
        abilities.folder_sync,
        "what is written is confirmed by the disk"
        if abilities.folder_sync
        else "the disk does not confirm new names; a power cut may take the last command back",
    )
    case = "told apart" if abilities.case else "the same file: keep names different in more"
    yield Finding("names", True, f"`a` and `A` are {case}")
    yield Finding("times", True, f"files are dated in steps of {_as_step(abilities.time_step)}")


def _how_it_writes(abilities: Abilities) -> str:
    if abilities.exchange:
        return "notes are exchanged in one step, so that no save of another program is lost"
    if abilities.links:
        return "no exchange on this disk: the old note keeps a second name until the new one stands"
    return "no exchange on this disk: a save in the very moment of a write may be lost"


def _as_step(nanoseconds: int) -> str:
    size, unit = next(((n, u) for n, u in UNITS if nanoseconds >= n), (1, "?"))
    return f"{nanoseconds // size} {unit}" if nanoseconds else "unknown length"


def _look_at_state(app: App) -> Iterator[Finding]:
    from infoview_md.vault.entry import list_files
    from infoview_md.vault.recovery import find_left_overs, is_recovery_due

    try:
        state = app.vault.state
    except ConfigFault as error:
        yield Finding("undo", False, error.message)
        return
    count = len(list_files(state))
    yield Finding("undo", True, f"{count} command{'' if count == 1 else 's'} kept in {state.undo}")
    left = find_left_overs(app.vault.root)
    if is_recovery_due(state) or left:
        what = f" ({', '.join(_below(app, path) for path in left)})" if left else ""
        yield Finding(
            "left-overs", False, f"a command was broken off{what}; infoview doctor --repair"
        )
    else:
        yield Finding("left-overs", True, "none")
    kept = sorted(state.recovered.iterdir()) if state.recovered.is_dir() else []
    if kept:
        texts = f"{len(kept)} text{'' if len(kept) == 1 else 's'} of other programs"
        text = f"{texts}; look at what is there, then delete it: {state.recovered}"
        yield Finding("recovered", False, text)


def _below(app: App, path: Path) -> str:
    return str(path.relative_to(app.vault.root))


def _look_at_git(app: App) -> Finding:
    from infoview_md.vault.git_state import find_git_folder, find_unfinished

    if find_git_folder(app.vault.root) is None:
        return Finding("git", True, "no repository here; git init would keep the vault's history")
    if unfinished := find_unfinished(app.vault.root):
        text = f"in the middle of a {unfinished}: nothing is written until it ends"
        return Finding("git", False, text)
    has_git = which("git") is not None
    return Finding("git", has_git, f"a repository{'' if has_git else ', but git is missing'}")


def _look_at_editor(app: App) -> Finding:
    from infoview_md.cli.edit import find_editor

    editor = find_editor(app)
    if not editor:
        return Finding("editor", True, "none is set; put EDITOR=… in your shell for infoview edit")
    found = which(shlex.split(editor)[0])
    return Finding("editor", found is not None, editor if found else f"{editor} is not installed")
