"""letter --write: the draft of a letter as a note, which is then the person's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infoview_md.cli.changes import change
from infoview_md.cli.letter_notes import find_draft, note_edit
from infoview_md.cli.letter_show import command, is_same
from infoview_md.cli.output import tell
from infoview_md.errors import Refused

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from infoview_md.cli.app import App
    from infoview_md.cli.letter_desk import Desk
    from infoview_md.core.edit import Edit
    from infoview_md.letters.compose import Draft


def write_draft(app: App, desk: Desk, dry_run: bool) -> PurePosixPath | None:
    """Make the letter's note, or leave the one that says the same; its path, None with `dry_run`.

    Refused where the person's draft says something else: nothing is written over it.
    """
    from infoview_md.cli.letter_desk import make_fresh

    if desk.written is not None:
        _refuse_other(desk, make_fresh(desk))
        tell(f"nothing to do: {desk.written.path} says the same already")
        return desk.written.path
    paths = change(app, lambda: [_draft_edit(app, desk)], dry_run=dry_run)
    for path in paths:
        tell(f"{path}: edit it, send it, then: {command(desk, '--sent')}")
    return next(iter(paths), None)


def _draft_edit(app: App, desk: Desk) -> Edit:
    found = find_draft(app, desk.contact, desk.word, desk.about)
    if found is not None:
        raise Refused(f"a draft is there already: {found.path}; edit it, or delete it first")
    return note_edit(app, desk, {})


def _refuse_other(desk: Desk, fresh: Draft | None) -> None:
    if desk.written is not None and (fresh is None or not is_same(fresh, desk.draft)):
        raise Refused(
            f"a draft is there already: {desk.written.path}, and the words in it are yours; see "
            f"what a new one would say: {command(desk, '--diff')}"
        )
