"""infoview edit: a note in the person's own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

import click

from infoview_md.cli.app import App, Command, pass_app
from infoview_md.cli.options import example, whole_name_argument
from infoview_md.cli.output import put
from infoview_md.errors import ServiceMissing


@click.command(
    "edit", cls=Command, epilog=example("infoview edit ingrid", "infoview edit fjordlys")
)
@whole_name_argument()
@click.option("--path", "path_only", is_flag=True, help="Only print the file's path.")
@pass_app
def edit_command(app: App, name: str, path_only: bool) -> None:
    """Open a note in your editor: $VISUAL, $EDITOR, or `editor` of your own configuration."""
    record = app.index.get(name)
    path = app.vault.root / record.path
    if path_only:
        put(str(path))
        return
    open_editor(app, path)


def find_editor(app: App) -> str:
    """The command of the person's editor, empty where none is set."""
    named = (app.user_config.editor, os.environ.get("VISUAL"), os.environ.get("EDITOR"))
    return next(filter(None, named), "")


def open_editor(app: App, path: Path) -> None:
    """Run the person's editor on a file and wait; ServiceMissing where there is none.

    The command comes from the machine, never from the vault, whose files may be somebody else's.
    """
    command = find_editor(app)
    if not command:
        raise ServiceMissing(f"no editor is set; put EDITOR=… in your shell, or open {path}")
    try:
        done = subprocess.run([*shlex.split(command), str(path)], check=False)
    except (OSError, ValueError):
        raise ServiceMissing(f"the editor “{command}” does not start; set EDITOR") from None
    if done.returncode:
        raise ServiceMissing(f"the editor “{command}” ended with {done.returncode}")
