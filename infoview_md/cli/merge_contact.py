"""infoview merge-contact: two notes about one person become one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from infoview_md.cli.app import App, Command, pass_app
from infoview_md.cli.ask import confirm
from infoview_md.cli.changes import change
from infoview_md.cli.options import complete_name, example
from infoview_md.cli.output import put
from infoview_md.errors import Busy, Refused, UsageError

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from infoview_md.core.edit import Edit
    from infoview_md.core.index import Index
    from infoview_md.core.model import Contact
    from infoview_md.core.stage import Stage


@click.command(
    "merge-contact",
    cls=Command,
    epilog=example('infoview merge-contact "Ingrid Solheim" "I. Solheim"'),
)
@click.argument("kept", metavar="NAME", shell_complete=complete_name("contact"))
@click.argument("other", metavar="DUPLICATE", shell_complete=complete_name("contact"))
@click.option("--dry-run", is_flag=True, help="Show the change, write nothing.")
@click.option("--yes", is_flag=True, help="Go on though they work for different companies.")
@pass_app
def merge_contact_command(app: App, kept: str, other: str, dry_run: bool, yes: bool) -> None:
    """Put the note of DUPLICATE into that of NAME, and take it away.

    Lists are united and logs joined by date; of single values those of NAME stand. All else of the
    duplicate stands below `Merged from DUPLICATE`, and every link to it leads to NAME.
    """
    from infoview_md.core.duplicates import plan_merge

    paths = (_contact(app, kept).path, _contact(app, other).path)
    if paths[0] == paths[1]:
        raise UsageError(f"“{kept}” and “{other}” are one note, {paths[0]}; name the other one")
    if not (yes or dry_run):
        _ask_about_companies(app, *(app.index.contacts[path] for path in paths))

    def plan() -> list[Edit]:
        for path in paths:
            if path not in app.index.contacts:
                raise Busy(f"{path} was deleted or renamed meanwhile; nothing was changed")
        one, two = (app.index.contacts[path] for path in paths)
        return plan_merge(app.index, one, two, lambda index, path: _stage_of(app, index, path))

    if change(app, plan, dry_run=dry_run, yes=yes):
        put(str(paths[0]))


def _contact(app: App, name: str) -> Contact:
    from infoview_md.core.model import Contact, Kind

    found = app.index.get(name, Kind.CONTACT)
    if not isinstance(found, Contact):
        raise UsageError(f"{found.path} is no contact")
    return found


def _stage_of(app: App, index: Index, path: PurePosixPath) -> Stage:
    from infoview_md.core.pipeline import stand

    contact = index.contacts[path]
    return stand(contact, app.outlook.pack_of(contact)).stage


def _ask_about_companies(app: App, kept: Contact, other: Contact) -> None:
    """People of one name at two companies may well be two."""
    one, two = (app.index.company_of(contact) for contact in (kept, other))
    if one is None or two is None or one.path == two.path:
        return
    fact = f"{kept.path} works for {one.name}, {other.path} for {two.name}"
    if not app.may_ask:
        raise Refused(f"{fact}; say --yes if they are one person")
    if not confirm(app, f"{fact}. One person all the same?", default=False):
        raise Refused("nothing was changed")
