"""infoview letters: many letters at once: drafted, approved, handed over."""

from __future__ import annotations

import click

from infoview_md.cli.app import App, Command, pass_app, shared_options
from infoview_md.cli.options import complete_name, example


@click.group(
    "letters",
    params=shared_options(),
    epilog=example("infoview letters due", "infoview letters approve", "infoview letters send"),
)
def letters_command() -> None:
    """Draft, approve and hand over many letters, one after the other.

    One that fails does not stop the others; what became of each is listed at the end, and the exit
    code is 1 where one failed. Run again, a command goes on where it stopped.
    """


@letters_command.command(
    "due",
    cls=Command,
    epilog=example(
        "infoview letters due", "infoview letters due --yes", "infoview letters due --dry-run"
    ),
)
@click.option("--yes", is_flag=True, help="Draft all of them without asking.")
@click.option("--json", "as_json", is_flag=True, help="Print what became of each as JSON.")
@click.option("--dry-run", is_flag=True, help="Show the drafts, write nothing.")
@pass_app
def due_command(app: App, yes: bool, as_json: bool, dry_run: bool) -> None:
    """Draft every letter that `infoview today` asks for.

    Each is shown and asked about: yes, no, edit, quit. With --yes a letter with gaps is left for
    later, and what it lacks is told. New requests stop at as many a day as R5 allows. Drafts that
    are there already are left as they are.
    """
    from infoview_md.cli.letters_due import draft_due

    draft_due(app, yes, dry_run, as_json)


@letters_command.command(
    "approve",
    cls=Command,
    epilog=example("infoview letters approve", "infoview letters approve ingrid ole"),
)
@click.argument("names", nargs=-1, shell_complete=complete_name("contact"))
@click.option("--yes", is_flag=True, help="Approve all that have no faults without asking.")
@click.option("--json", "as_json", is_flag=True, help="Print what became of each as JSON.")
@click.option("--dry-run", is_flag=True, help="Show the change, write nothing.")
@pass_app
def approve_command(
    app: App, names: tuple[str, ...], yes: bool, as_json: bool, dry_run: bool
) -> None:
    """Approve the drafts that wait, for the contacts NAMES or for all.

    Each is shown and asked about: yes, no, edit, quit. One with gaps or errors is not approved.
    """
    from infoview_md.cli.letters_out import approve_drafts

    approve_drafts(app, names, yes, dry_run, as_json)


@letters_command.command(
    "send",
    cls=Command,
    epilog=example("infoview letters send", "infoview letters send ingrid ole --via imap"),
)
@click.argument("names", nargs=-1, shell_complete=complete_name("contact"))
@click.option("--via", metavar="DOOR", default="", help="The door; without it your default.")
@click.option("--yes", is_flag=True, help="Do not ask before each.")
@click.option("--json", "as_json", is_flag=True, help="Print what became of each as JSON.")
@click.option("--dry-run", is_flag=True, help="Show the change, write and send nothing.")
@pass_app
def send_command(
    app: App, names: tuple[str, ...], via: str, yes: bool, as_json: bool, dry_run: bool
) -> None:
    """Hand the approved drafts to a door, at most ten at a time.

    Each is asked about, with name, address and subject. New requests stop at as many a day as R5
    allows; a letter that was edited after it was approved stays.
    """
    from infoview_md.cli.letters_out import hand_over_approved

    hand_over_approved(app, names, via, yes, dry_run, as_json)
