"""infoview completion: the script that completes commands and names in a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from infoview_md.cli.app import Command
from infoview_md.cli.group import cli
from infoview_md.cli.options import example
from infoview_md.cli.output import put

HOW = {
    "bash": "echo 'eval \"$(infoview completion bash)\"' >> ~/.bashrc",
    "zsh": "echo 'eval \"$(infoview completion zsh)\"' >> ~/.zshrc",
    "fish": "infoview completion fish > ~/.config/fish/completions/infoview.fish",
}


@click.command("completion", cls=Command, epilog=example(*HOW.values()))
@click.argument("shell", type=click.Choice(list(HOW)))
def completion_command(shell: str) -> None:
    """Print the script that teaches SHELL to complete commands, options and names."""
    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"there is no completion for {shell}")
    script = found(cli, {}, "infoview", "_INFOVIEW_COMPLETE").source()
    # Without -r, bash drops the backslashes that keep a name of two words together.
    put(script.replace(" read type value", " read -r type value"))
