"""infoview mv: a note gets another name or folder, and every link to it goes along."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from infoview_md.cli.app import App, Command, pass_app
from infoview_md.cli.changes import change, keep_up
from infoview_md.cli.options import complete_name, example
from infoview_md.cli.output import put, tell
from infoview_md.errors import Busy

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from infoview_md.core.edit import Edit


@click.command(
    "mv",
    cls=Command,
    epilog=example(
        'infoview mv ingrid "Ingrid Solheim-Berg" --alias',
        'infoview mv "AC-DC Netz" "AC/DC Netz AG"',
        'infoview mv "Ingrid Solheim" "contacts/oslo/Ingrid Solheim"',
    ),
)
@click.argument("old", shell_complete=complete_name())
@click.argument("new")
@click.option("--alias", is_flag=True, help="Keep the old name among the aliases.")
@click.option("--dry-run", is_flag=True, help="Show the change, write nothing.")
@click.option("--yes", is_flag=True, help="Change as many notes as link to it.")
@pass_app
def mv_command(app: App, old: str, new: str, alias: bool, dry_run: bool, yes: bool) -> None:
    """Rename or move the note OLD, and every link to it, wherever it stands.

    NEW is a name, or a path that begins with a folder of the vault. Links to other notes are left
    alone, and written with their folder where the new name would make them ambiguous.
    """
    from infoview_md.core.moving import find_destination, plan_move

    record = app.index.get(old)
    path = record.path
    destination = find_destination(app.index, record, new)

    def plan() -> list[Edit]:
        if path not in app.index.records:
            raise Busy(f"{path} was deleted or renamed meanwhile; nothing was changed")
        return plan_move(app.index, path, destination, alias)

    paths = change(app, plan, dry_run=dry_run, yes=yes)
    if paths:
        put(str(destination.path))
    if not dry_run:
        _tell_unread(app)
        if not paths:
            tell(f"{path} is called that already; nothing was changed")


def _tell_unread(app: App) -> None:
    """Notes that are no text may link to it all the same."""

    def find_unread() -> list[PurePosixPath]:
        return [
            path
            for path, one in app.index.readings.items()
            if one.problems and one.note.is_broken and not one.note.text
        ]

    for path in keep_up(app, find_unread):
        tell(f"{path} cannot be read; look there yourself for links to the old name")
