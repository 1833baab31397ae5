"""infoview forget: nothing tells of a person any more, and what is out of reach is listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from infoview_md.cli.app import App, Command, pass_app
from infoview_md.cli.ask import confirm
from infoview_md.cli.changes import TRIES
from infoview_md.cli.options import example, whole_name_argument
from infoview_md.cli.output import put, tell
from infoview_md.errors import Busy, ChangedMeanwhile, ProblemsFound, Refused, UsageError

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from infoview_md.core.forgetting import Forgetting
    from infoview_md.core.model import Contact

SHOWN = 20


@click.command(
    "forget",
    cls=Command,
    epilog=example("infoview forget ingrid solheim --dry-run", "infoview forget ingrid solheim"),
)
@whole_name_argument("contact")
@click.option("--dry-run", is_flag=True, help="Show the change, write nothing.")
@click.option("--yes", is_flag=True, help="Do not ask. This cannot be undone.")
@pass_app
def forget_command(app: App, name: str, dry_run: bool, yes: bool) -> None:
    """Take the contact NAME out of the vault, for good.

    Their note goes, with the letters to them and the talks with nobody else. Elsewhere their names
    and addresses become `someone`. What could be undone is thrown away where it tells of them,
    and so is the journal of letters sent to them. What is out of reach (git history, sent mail,
    backups) is listed.
    """
    from infoview_md.core.model import Contact, Kind

    contact = app.index.get(name, Kind.CONTACT)
    if not isinstance(contact, Contact):
        raise UsageError(f"{contact.path} is no contact")
    forgetting = _plan(app, contact.path)
    if dry_run:
        put(app.vault.preview(forgetting.edits), end="")
    _tell_left(app, forgetting)
    if dry_run:
        return
    _ask(app, contact, forgetting, yes)
    forgetting = _carry_out(app, contact.path, forgetting)
    put(f"{contact.name} is forgotten")
    for sentence in _out_of_reach(app):
        tell(f"out of reach: {sentence}")
    if forgetting.left:
        places = ", ".join(f"{path}:{line}" for path, line in forgetting.left[:SHOWN])
        raise ProblemsFound(f"something is left and needs your hand: {places}")


def _plan(app: App, path: PurePosixPath) -> Forgetting:
    from infoview_md.core.forgetting import plan_forget
    from infoview_md.vault.journal import forget_edits

    contact = app.index.contacts.get(path)
    if contact is None:
        raise Busy(f"{path} was deleted or renamed meanwhile; nothing was changed")
    plan = plan_forget(app.index, contact, app.config.owner)
    ids = {one.message_id for one in app.index.letters_to(contact) if one.message_id}
    journal = forget_edits(app.vault.root, plan.traces.is_in, ids)
    return replace(plan, edits=[*plan.edits, *journal])


def _carry_out(app: App, path: PurePosixPath, forgetting: Forgetting) -> Forgetting:
    """Write, and plan anew where another program saved one of the notes meanwhile; the plan."""
    for _ in range(TRIES - 1):
        try:
            write_for_good(app, forgetting)
        except ChangedMeanwhile as overtaken:
            for notice in getattr(overtaken, "__notes__", ()):
                tell(notice)
            # All of them: a note that an editor has moved away would not be in the new plan.
            changed = [edit.path for edit in forgetting.edits if edit.digest is not None]
            app.vault.wait_for_writers(changed)
            app.forget_index()
            forgetting = _plan_again(app, path, forgetting)
        else:
            return forgetting
    write_for_good(app, forgetting)
    return forgetting


def _plan_again(app: App, path: PurePosixPath, before: Forgetting) -> Forgetting:
    """The plan as it is now; no more notes may go than the person was asked about."""
    after = _plan(app, path)
    going, asked = ({e.path for e in plan.edits if e.removes} for plan in (after, before))
    if more := going - asked:
        raise Busy(f"{min(more)} tells of them, too, since you were asked; run it again")
    return after


def write_for_good(app: App, forgetting: Forgetting) -> None:
    """Write without leaving anything to undo, and throw away what tells of them already.

    The command is not noted as it was typed: it holds the name.
    """
    app.vault.check_census(len(app.index.readings))
    tells = forgetting.traces.is_in
    # First, so that nothing is forgotten by half; and once more for who has looked meanwhile.
    _throw_cache_away(app)
    applied = app.vault.apply(forgetting.edits, "infoview forget", forgets=tells)
    _throw_cache_away(app)
    app.reread(applied.paths)
    app.vault.remember_census(len(app.index.readings))
    for notice in applied.notices:
        tell(notice)


def _throw_cache_away(app: App) -> None:
    """Leave nothing on the disk of what was kept of the notes; Busy where that cannot be.

    What is kept of vaults that are there no more goes too: this one may have been moved.
    """
    from infoview_md.vault.folders import has_sqlite, refuse_to_leave_caches

    if not has_sqlite():
        refuse_to_leave_caches()
        return
    from infoview_md.vault.cache import open_cache
    from infoview_md.vault.cache_writing import throw_away, throw_orphans_away

    cache = open_cache(app.root)
    if cache is not None:
        throw_away(cache)
        throw_orphans_away(cache)


def _ask(app: App, contact: Contact, forgetting: Forgetting, yes: bool) -> None:
    if yes:
        return
    removed = sum(edit.removes and edit.path.suffix == ".md" for edit in forgetting.edits)
    changed = sum(not edit.removes for edit in forgetting.edits)
    notes = "1 note" if removed == 1 else f"{removed} notes"
    fact = f"removes {notes} for good and changes {changed}"
    if not app.may_ask:
        raise Refused(f"this {fact}; say --yes, or look with --dry-run")
    if not confirm(app, f"This {fact}. Forget {contact.name}?", default=False):
        raise Refused("nothing was changed")


def _tell_left(app: App, forgetting: Forgetting) -> None:
    """What needs a hand, and what cannot be told apart from others."""
    from infoview_md.vault.elsewhere import find_elsewhere

    traces = forgetting.traces
    for path, line in forgetting.left[:SHOWN]:
        tell(f"{path}:{line}: this cannot be taken out; do it by hand")
    known = {*app.index.readings, *(edit.path for edit in forgetting.edits)}
    for path in find_elsewhere(app.vault.root, traces.is_in, known):
        tell(f"{path}: this is no note and tells of them; do it by hand")
    for name in traces.shared:
        tell(f"“{name}” is somebody else's name, too: only links and addresses are taken out")
    if traces.common:
        words = ", ".join(f"“{word}”" for word in traces.common)
        tell(f"not searched for, because it may mean somebody or something else: {words}")


def _out_of_reach(app: App) -> Iterator[str]:
    root = app.vault.root
    if any((folder / ".git").exists() for folder in (root, *root.parents)):
        yield "the history of git, here and in every clone (git filter-repo rewrites it)"
    yield "what other users of this machine, and other machines, keep in ~/.cache/infoview"
    yield "mail that was sent or received, backups, other devices, the history of your shell"
