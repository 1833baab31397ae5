"""cli: the group of commands, each imported when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click

from infoview_md import __version__
from infoview_md.cli.app import App, Command, answer_from_memory, shared_options
from infoview_md.cli.commands import COMMANDS

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class LazyGroup(click.Group):
    """The commands of the table COMMANDS, each imported when it is called."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the table's order."""
        return [entry.name for entry in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command; None for a name there is not."""
        entry = next((entry for entry in COMMANDS if entry.name == cmd_name), None)
        if entry is None:
            return None
        command: click.Command = getattr(import_module(entry.home), entry.function)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of the first argument; for an unknown one the error offers the nearest."""
        name = args[0]
        if not any(entry.name == name for entry in COMMANDS) and not name.startswith("-"):
            from infoview_md.core.values import did_you_mean

            hint = did_you_mean(name, [entry.name for entry in COMMANDS])
            ctx.fail(f"there is no command “{name}”{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands in groups, without importing any."""
        for group in dict.fromkeys(entry.group for entry in COMMANDS):
            with formatter.section(group):
                formatter.write_dl([(e.name, e.help) for e in COMMANDS if e.group == group])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete command names from the table, options as click does."""
        from click.shell_completion import CompletionItem

        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        return [
            CompletionItem(entry.name, help=entry.help)
            for entry in COMMANDS
            if entry.name.startswith(incomplete)
        ]


EPILOG = "Begin with `infoview init`, or look around in `infoview init --example FOLDER`."


@click.group(
    cls=LazyGroup,
    params=shared_options(),
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EPILOG,
)
@click.version_option(__version__, "--version", message="infoview %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> object:
    """Informational interviews in plain text: whom to ask, what to write, what is due.

    Companies, contacts, conversations and letters are Markdown notes in one folder, the vault.
    Without a command, shows what is due today.
    """
    if ctx.invoked_subcommand is None:
        app = ctx.ensure_object(App)
        return answer_from_memory(ctx, app, lambda: _show_today(app))
    return None


def _show_today(app: App) -> None:
    from infoview_md.cli.today import show_today_or_welcome

    show_today_or_welcome(app)
