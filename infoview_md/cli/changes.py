"""Changes: a plan is made, shown with --dry-run or written, and told in one line with its undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from infoview_md.cli.output import put, tell
from infoview_md.errors import Busy, ChangedMeanwhile, Refused

if TYPE_CHECKING:
    from infoview_md.cli.app import App
    from infoview_md.core.edit import Edit
    from infoview_md.core.note import Note

TRIES = 20
"""How often a plan is made anew, for a note that other programs keep saving."""

MANY = 20
FEW_NOTES = 10
"""Below this many notes, changing more than half of a vault is nothing to ask about."""
SHOWN = 3

T = TypeVar("T")

Plan = Callable[[], Sequence["Edit"]]
"""What is to be done, made from `app.index` each time it is called."""


def change(
    app: App, plan: Plan, *, dry_run: bool = False, yes: bool = False, first: str = ""
) -> list[PurePosixPath]:
    """Write what the plan says; the paths that changed, none with `dry_run`, which prints the diff.

    Where another program saves one of the files meanwhile the plan is made anew from what stands
    there now, a few times at most. `yes` answers the question asked before a large change;
    `first` is told once the plan is known to hold, before anything is written.
    """
    from infoview_md.core.edit import merge_edits

    said = [first] if first else []

    def attempt() -> list[PurePosixPath]:
        edits = merge_edits(plan())
        while said:
            tell(said.pop())
        return _write(app, edits, dry_run, yes)

    return keep_up(app, attempt)


def keep_up(app: App, attempt: Callable[[], T]) -> T:
    """What an attempt gives; made anew, a few times at most, where a note was saved meanwhile.

    An attempt that breaks off has written nothing. It may come to that as soon as the text of a
    note is asked for, since the text is read only then.
    """
    for _ in range(TRIES - 1):
        try:
            return attempt()
        except ChangedMeanwhile as overtaken:
            for notice in getattr(overtaken, "__notes__", ()):
                tell(notice)
            app.vault.wait_for_writers([overtaken.path])
            app.reread([overtaken.path])
    return attempt()


def note_now(app: App, path: PurePosixPath) -> Note:
    """A note as it is now; Busy where it went meanwhile."""

    def look() -> Note:
        reading = app.index.readings.get(path)
        if reading is None:
            raise Busy(f"{path} was deleted or renamed meanwhile; nothing was changed")
        return reading.note

    return keep_up(app, look)


def settle(app: App) -> None:
    """Finish or take back what a command that broke off left, before anything is decided by it."""
    for notice in app.vault.settle():
        tell(notice)


def _write(app: App, edits: Sequence[Edit], dry_run: bool, yes: bool) -> list[PurePosixPath]:
    if dry_run:
        put(app.vault.preview(edits), end="")
        return []
    _ask_about_many(app, edits, yes)
    app.vault.check_census(len(app.index.readings))
    applied = app.vault.apply(edits, app.typed)
    app.reread(applied.paths)
    app.vault.remember_census(len(app.index.readings))
    for notice in applied.notices:
        tell(notice)
    if applied.paths:
        tell(f"{_describe(edits, applied.paths)}; undo: infoview undo")
    return applied.paths


def _ask_about_many(app: App, edits: Sequence[Edit], yes: bool) -> None:
    """More than 20 notes, or more than half of a vault that is not small, need a yes."""
    from infoview_md.cli.ask import confirm

    count = sum(edit.digest is not None for edit in edits)
    notes = len(app.index.readings)
    if yes or not (count > MANY or (notes >= FEW_NOTES and count > notes / 2)):
        return
    if not app.may_ask:
        raise Refused(f"this changes {count} of {notes} notes; say --yes, or look with --dry-run")
    if not confirm(app, f"This changes {count} of {notes} notes. Go on?", default=False):
        raise Refused("nothing was changed")


def _describe(edits: Sequence[Edit], paths: Sequence[PurePosixPath]) -> str:
    """`changed contacts/Zoe.md`, `made 2 notes: …`, `removed …`, joined by commas."""
    kinds = {
        edit.path: "removed" if edit.removes else "changed" if edit.digest else "made"
        for edit in edits
    }
    return ", ".join(
        f"{verb} {format_paths(found)}"
        for verb in ("made", "changed", "removed")
        if (found := [path for path in paths if kinds.get(path) == verb])
    )


def format_paths(paths: Sequence[PurePosixPath | str]) -> str:
    """One path, or how many there are and the first of them."""
    if len(paths) == 1:
        return str(paths[0])
    more = f" and {len(paths) - SHOWN} more" if len(paths) > SHOWN else ""
    return f"{len(paths)} notes: {', '.join(map(str, paths[:SHOWN]))}{more}"
