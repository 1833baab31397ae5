"""infoview mail: try the mail accounts out, and read what came back to letters."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from infoview_md.cli.app import App, Command, pass_app, shared_options
from infoview_md.cli.day import Day
from infoview_md.cli.options import example


@click.group(
    "mail",
    params=shared_options(),
    epilog=example("infoview mail test", "infoview mail replies"),
)
def mail_command() -> None:
    """Try your mail accounts out, and read what came back to your letters.

    Servers and accounts stand in your own config.toml, never in a vault. No mail is changed, marked
    or deleted.
    """


@mail_command.command(
    "test", cls=Command, epilog=example("infoview mail test", "infoview mail test --door smtp")
)
@click.option("--door", metavar="DOOR", help="Only try what this door needs: imap or smtp.")
@pass_app
def test_command(app: App, door: str | None) -> None:
    """Connect, log in and find the folders; nothing is sent or written.

    Each step that worked is a line; what did not is one sentence, and the exit code then 10.
    """
    from infoview_md.cli.mail_test import test_accounts

    test_accounts(app, door)


@mail_command.command(
    "replies",
    cls=Command,
    epilog=example(
        "infoview mail replies",
        "infoview mail replies --mailbox ~/Mail/INBOX --since 2026-11-01",
        "infoview mail replies --json",
    ),
)
@click.option(
    "--mailbox",
    type=click.Path(path_type=Path),
    help="Read this Maildir or mbox instead of your account.",
)
@click.option("--folder", metavar="NAME", help="Read this folder of the account, not the inbox.")
@click.option(
    "--since",
    type=Day(),
    metavar="DATE",
    help="From this day on; else from that of the oldest letter that waits for an answer.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON, ask nothing.")
@click.option("--yes", is_flag=True, help="Log bounces without asking; answers are asked about.")
@click.option("--dry-run", is_flag=True, help="Show the change, write nothing.")
@pass_app
def replies_command(
    app: App,
    mailbox: Path | None,
    folder: str | None,
    since: date | None,
    as_json: bool,
    yes: bool,
    dry_run: bool,
) -> None:
    """Find the mails that answer letters, and log what they say, one line each.

    A mail is matched by the letter it answers, else by its sender's address. Whether it says yes,
    no or later is yours to say; without a terminal the mails are only listed, with the command that
    logs each. A letter that came back as undeliverable marks its address as one that fails.
    Automatic answers are shown, and not logged.
    """
    from infoview_md.cli.mail_replies import Options, read_replies

    read_replies(app, Options(mailbox, folder, since, as_json, yes, dry_run))
