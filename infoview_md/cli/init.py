"""infoview init: a vault of one's own, or a copy of the example."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from infoview_md.cli.app import App, Command, pass_app
from infoview_md.cli.ask import ask, ask_list
from infoview_md.cli.machine import find_country, find_timezone
from infoview_md.cli.options import example
from infoview_md.cli.output import put, tell

if TYPE_CHECKING:
    from infoview_md.core.model import Owner


@click.command(
    "init",
    cls=Command,
    epilog=example(
        "infoview init search",
        'infoview init search --name "Mira Hartmann" --email mira@hartmann.example \\',
        '    --intro "after ten years in hospital analytics" \\',
        '    --learning "where forecasts help a grid, and where they fail" --area "power grids"',
        "infoview init --example look-around",
    ),
)
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", help="Your name, as letters are signed.")
@click.option("--email", help="Your mail address.")
@click.option(
    "--intro", help="Who you are, in one clause: “after ten years in hospital analytics”."
)
@click.option("--learning", help="What you want to understand, as it stands in a letter.")
@click.option("--area", "areas", multiple=True, help="An area of interest; may be repeated.")
@click.option("--country", help="Your country (ISO 3166): picks public holidays.")
@click.option("--timezone", help="Your time zone, such as Europe/Berlin.")
@click.option("--example", "copies_example", is_flag=True, help="Copy the example vault instead.")
@pass_app
def init_command(
    app: App,
    folder: Path,
    name: str | None,
    email: str | None,
    intro: str | None,
    learning: str | None,
    areas: tuple[str, ...],
    country: str | None,
    timezone: str | None,
    copies_example: bool,
) -> None:
    """Make a vault in FOLDER (here, where none is named).

    At a terminal it asks for your name, your address, who you are, what you want to learn and
    which areas interest you; each question has a flag. Time zone and country come from the system.
    Notes that are there already stay as they are.
    """
    from infoview_md.vault.new_vault import check_target, copy_example, make_vault, plan_vault

    check_target(folder)
    if copies_example:
        copied = copy_example(folder)
        put(f"{folder}: the example vault, {len(copied)} files")
        tell(f"next: {_go_to(folder)} && infoview today")
        return
    from infoview_md.core.model import Owner

    zone = timezone or find_timezone()
    owner = Owner(
        name=ask(app, "Your name", name),
        email=ask(app, "Your mail address", email),
        intro=ask(app, "Who are you, in one clause (“after ten years in …”)", intro),
        learning=ask(app, "What do you want to understand", learning),
        timezone=zone,
        country=_country_code(country or find_country(zone)),
    )
    chosen = ask_list(app, "Areas of interest", areas)
    _check_owner(owner)
    make_vault(folder, plan_vault(owner, chosen))
    put(f"{folder}: an empty vault{f' for {owner.name}' if owner.name else ''}")
    step = "" if folder == Path() else f"{_go_to(folder)} && "
    tell(f"next: {step}infoview new company")


def _country_code(typed: str) -> str:
    return typed.upper() if len(typed) == 2 else typed


def _go_to(folder: Path) -> str:
    """`cd FOLDER`, to be pasted as it is."""
    from infoview_md.core.agenda.commands import quote

    name = str(folder)
    return f"cd {quote(f'./{name}' if name.startswith('-') else name)}"


def _check_owner(owner: Owner) -> None:
    """Refuse what infoview.toml could not hold, before it is written."""
    from infoview_md.core.values import Misread, read_country, read_timezone
    from infoview_md.errors import UsageError

    for flag, value, read in (
        ("--country", owner.country, read_country),
        ("--timezone", owner.timezone, read_timezone),
    ):
        try:
            if value:
                read(value)
        except Misread as fault:
            raise UsageError(f"{flag}: {fault}") from None
