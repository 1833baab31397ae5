"""infoview today: what is due, and the command that does it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

import click

from infoview_md.cli.app import App, Command, pass_app
from infoview_md.cli.options import example
from infoview_md.cli.output import as_cell, draw, draw_whole, is_drawn, put, put_json, tell, visible
from infoview_md.errors import NoVault, UsageError

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from infoview_md.core.agenda import Action, Horizon

FIRST = 10
FEW = 3
WELCOME = """\
infoview helps you talk to people in a field you want to enter: to learn, not to ask for a job.
Begin with `infoview init FOLDER`, then `infoview new company` and `infoview new contact`;
or look around first: `infoview init --example demo && cd demo && infoview`."""


@click.command(
    "today",
    cls=Command,
    remembers=lambda said: not said["write"],
    epilog=example(
        "infoview today",
        "infoview today --week",
        "infoview today --all --json",
        "infoview today --write",
    ),
)
@click.option("--week", is_flag=True, help="What falls due within seven days, too.")
@click.option("--all", "show_all", is_flag=True, help="Everything, however far ahead.")
@click.option("--format", type=click.Choice(["text", "json"]), default=None, help="How.")
@click.option("--json", "format", flag_value="json", help="The same as --format json: all of it.")
@click.option("--write", is_flag=True, help="Log what is ticked in Today.md, and write it anew.")
@click.option("--dry-run", is_flag=True, help="With --write: show the change, write nothing.")
@pass_app
def today_command(
    app: App, week: bool, show_all: bool, format: str | None, write: bool, dry_run: bool
) -> None:
    """Show what is due today: who, why, since when, and the very command that does it.

    The most pressing kinds come first: talks of the day, answers, thanks; then nudges and new
    requests. Ten lines are shown; --week and --all show more.

    With --write the list is kept in Today.md, where each box that you tick in your editor becomes
    the log line it stands for, the next time you say --write.
    """
    if dry_run and not write:
        raise UsageError("--dry-run goes with --write; the list itself writes nothing")
    if write:
        from infoview_md.cli.today_file import write_today

        write_today(app, horizon_of(week, show_all), dry_run)
    if not write or format:
        show_agenda(app, week, show_all, as_json=format == "json")


def show_today_or_welcome(app: App) -> None:
    """Bare `infoview`: the list of the day inside a vault, else how to begin."""
    try:
        app.vault  # noqa: B018  (asked for its refusal)
    except NoVault as error:
        # A vault that was named and is none is a mistake; having none yet is a beginning.
        if app.vault_option is not None:
            raise error
        put(WELCOME)
        return
    show_agenda(app)


def show_agenda(
    app: App, week: bool = False, show_all: bool = False, as_json: bool = False
) -> None:
    """Print what is due."""
    from infoview_md.core.agenda import Horizon, build_agenda, count_agenda, iter_agenda

    horizon = horizon_of(week, show_all)
    if as_json:
        actions = build_agenda(app.outlook, horizon)
        put_json({"today": app.today.isoformat(), "due": [as_dict(action) for action in actions]})
        return
    count = count_agenda(app.outlook, horizon)
    put(f"{heading(app)}: {count or 'nothing'} due")
    first = None if week or show_all else FIRST
    shown = [*islice(iter_agenda(app.outlook, horizon), first)]
    if is_drawn():
        _draw(app, shown)
    else:
        _put_plain(app, shown)
    if len(shown) < count:
        put(f"\nand {count - len(shown)} more: infoview today --week")
    elif count < FEW and not (week or show_all):
        _put_outlook(app, build_agenda(app.outlook, Horizon.ALL), is_idle=not count)
    _tell_broken(app)


def horizon_of(week: bool, show_all: bool) -> Horizon:
    """How far ahead to look."""
    from infoview_md.core.agenda import Horizon

    return Horizon.ALL if show_all else Horizon.WEEK if week else Horizon.TODAY


def _tell_broken(app: App) -> None:
    """People whose note cannot be read have no actions, which must not go unseen."""
    from infoview_md.core.agenda import find_broken

    broken = find_broken(app.outlook)
    if broken:
        left_out = f"{broken[0]} cannot be read and is" if len(broken) == 1 else (
            f"{len(broken)} notes of contacts cannot be read and are")  # fmt: skip
        tell(f"{left_out} left out; see `infoview check`")


def _put_outlook(app: App, everything: Sequence[Action], is_idle: bool) -> None:
    """On a quiet day: what comes next, and with nothing to do at all, how to go on."""
    from infoview_md.core.agenda import next_command

    later = (action for action in everything if action.due > app.today)
    coming = sorted(later, key=lambda action: action.due)[:FEW]
    if coming:
        put("\nComing up:")
    for action in coming:
        put(f"  {when(app, action)}, {action.kind.label}: {_who(action)}")
    if is_idle:
        put(f"\nUntil then: {next_command(app.outlook)}" if coming else
            f"\nNext: {next_command(app.outlook)}")  # fmt: skip


def put_stage(app: App, path: PurePosixPath) -> None:
    """After a change: where a contact stands now; nothing where the note has gone meanwhile."""
    contact = app.index.contacts.get(path)
    if contact is not None:
        put(f"{contact.name} is {app.outlook.standing(contact).stage}")


def tell_next(app: App, path: PurePosixPath) -> None:
    """After a change: the next thing that falls due to somebody, and its command."""
    from infoview_md.core.agenda import Horizon, agenda_of

    contact = app.index.contacts.get(path)
    theirs = agenda_of(contact, app.outlook, Horizon.ALL) if contact is not None else ()
    if theirs:
        action = min(theirs, key=lambda found: found.due)
        tell(f"next: {action.kind.label}, {when(app, action)}: {action.command}")


def heading(app: App) -> str:
    """The day in words; in an example vault, that it is only supposed."""
    day = f"{app.today:%A} {app.today.isoformat()}"
    return f"As if today were {day}" if app.is_as_if else day


def when(app: App, action: Action) -> str:
    """When it is due, as a person says it."""
    if action.at is not None and action.due == app.today:
        return f"{action.at:%H:%M}"
    if action.late:
        return f"{action.late} day{'s' if action.late > 1 else ''} late"
    if action.due <= app.today:
        return "today"
    days = (action.due - app.today).days
    return "tomorrow" if days == 1 else f"{action.due:%a} {action.due.isoformat()}"


def as_dict(action: Action) -> dict[str, object]:
    """An action as JSON shows it."""
    return {
        "kind": str(action.kind),
        "who": action.who,
        "path": str(action.path),
        "company": action.company,
        "why": action.why,
        "rule": action.rule,
        "due": action.due.isoformat(),
        "late": action.late,
        "at": action.at.isoformat() if action.at else None,
        "command": action.command,
    }


def _who(action: Action) -> str:
    employer = action.company if action.company != action.who else ""
    return f"{action.who} ({employer})" if employer else action.who


def _put_plain(app: App, actions: Sequence[Action]) -> None:
    for action in actions:
        put("")
        put(f"{action.kind.label}: {as_cell(_who(action))}, {when(app, action)}")
        put(f"  {as_cell(action.why)}")
        put(f"  {action.command}")


def _draw(app: App, actions: Sequence[Action]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    width = max(len(action.kind.label) for action in actions)
    for action in actions:
        style = "bold red" if action.late else "yellow" if action.due <= app.today else "dim"
        employer = f"  {visible(action.company)}" if action.company != action.who else ""
        head = Text.assemble(
            (f"{action.kind.label:{width}}", "bold"),
            "  ",
            (visible(action.who), "bold cyan"),
            employer,
            "  ",
            (when(app, action), style),
        )
        draw(Text(), head, Padding(Text(visible(action.why)), (0, 0, 0, width + 2)))
        # Never folded: a command cut in two cannot be copied.
        draw_whole(Text(f"{'':{width + 2}}{visible(action.command)}", style="green"))
