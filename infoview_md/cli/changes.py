"""Changes: apply edits to the vault, or show them with --dry-run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from infoview_md.cli.output import put

if TYPE_CHECKING:
    from infoview_md.cli.app import App
    from infoview_md.core.edit import Edit


def apply_edits(app: App, edits: Sequence[Edit], dry_run: bool = False) -> list[PurePosixPath]:
    """Write the edits and read again what they changed; with `dry_run` print the diff instead."""
    if dry_run:
        put(app.vault.preview(edits), end="")
        return []
    paths = app.vault.apply(edits)
    app.reread(paths)
    return paths
