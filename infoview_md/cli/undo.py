"""infoview undo: take back what the last command wrote, byte for byte."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from infoview_md.cli.app import App, Command, pass_app
from infoview_md.cli.options import example, format_options
from infoview_md.cli.output import put, put_rows, tell

if TYPE_CHECKING:
    from collections.abc import Set

    from infoview_md.cli.output import Row
    from infoview_md.vault.entry import Entry

TITLES = {"when": "When", "command": "Command", "notes": "Notes", "state": "State"}


@click.command(
    "undo",
    cls=Command,
    epilog=example("infoview undo", "infoview undo --list", "infoview undo --redo"),
)
@click.option("--list", "show_list", is_flag=True, help="List the commands that can be taken back.")
@click.option("--redo", is_flag=True, help="Take back the last undo, so that the command stands.")
@click.option("--dry-run", is_flag=True, help="Show the change, write nothing.")
@format_options
@pass_app
def undo_command(
    app: App,
    show_list: bool,
    redo: bool,
    dry_run: bool,
    format: str | None,
    fields: str,
    zero: bool,
) -> None:
    """Take back what the last command wrote: every file is again what it was, byte for byte.

    Given again, it takes back the command before. A file that was changed since is not touched, and
    the command then takes nothing back.
    """
    if show_list:
        put_rows(list(map(_as_row, *_entries(app))), TITLES, format, fields, zero)
        return
    if dry_run:
        put(app.vault.preview_undo(redo), end="")
        return
    entry, applied = app.vault.undo(redo)
    for notice in applied.notices:
        tell(notice)
    put(f"{'restored' if redo else 'taken back'}: {entry.typed or 'a change'}")
    for path in applied.paths:
        put(f"  {path}")
    if not redo:
        _tell_what_left(app, set(map(str, applied.paths)))


def _tell_what_left(app: App, paths: Set[str]) -> None:
    """A mail cannot be taken back: say so where nothing tells any more that it left."""
    from infoview_md.cli.outbox_items import State, find_items
    from infoview_md.vault.journal import read_journal

    if not any(one.letter in paths for one in read_journal(app.vault.root)):
        return
    for item in find_items(app):
        if item.state is State.NOT_RECORDED and item.sending.letter in paths:
            tell(f"the mail to {item.sending.to} has left, and cannot be taken back: {item.settle}")


def _entries(app: App) -> tuple[list[Entry], list[bool]]:
    """The commands, newest first, and whether each is taken back."""
    from infoview_md.vault.entry import list_entries
    from infoview_md.vault.undo import find_taken_back

    entries = list_entries(app.vault.state)
    taken_back = find_taken_back(entries)
    shown = [entry for entry in reversed(entries) if not entry.undoes]
    return shown, [entry.number in taken_back for entry in shown]


def _as_row(entry: Entry, is_taken_back: bool) -> Row:
    return {
        "when": datetime.fromtimestamp(entry.when).isoformat(" ", "minutes"),
        "command": entry.typed,
        "notes": [record.path for record in entry.files],
        "state": "taken back" if is_taken_back else "",
    }
