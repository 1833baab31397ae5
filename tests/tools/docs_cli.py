"""The reference of the command line, made from the click tree and the classes of errors."""

from __future__ import annotations

from collections.abc import Iterator

import click

from infoview_md import errors
from infoview_md.cli.app import shared_options
from infoview_md.cli.boundary import BUG, INTERRUPTED
from infoview_md.cli.commands import COMMANDS
from infoview_md.cli.group import cli
from tests.tools.docs_tables import format_table

SHARED = frozenset(str(option.name) for option in shared_options())
EXAMPLES = "\b\nExamples:\n"


def walk_commands() -> Iterator[tuple[str, click.Command]]:
    """Every command with its whole name, the program itself first."""
    yield "infoview", cli
    context = click.Context(cli)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None, name
        yield f"infoview {name}", command
        if isinstance(command, click.Group):
            for below, sub in command.commands.items():
                yield f"infoview {name} {below}", sub


def options_of(command: click.Command) -> list[click.Option]:
    """A command's options; those shared by all count as the program's own only."""
    return [
        option
        for option in command.params
        if isinstance(option, click.Option)
        and (command is cli or option.name not in SHARED)
        and not option.hidden
    ]


def format_commands() -> str:
    """Every command: usage, what it does, options, examples; grouped as in the help."""
    commands = dict(walk_commands())
    parts = ["## Options of every command\n", _options(cli)]
    for group in dict.fromkeys(entry.group for entry in COMMANDS):
        parts.append(f"## {group}\n")
        for entry in COMMANDS:
            if entry.group != group:
                continue
            for name, command in commands.items():
                if name.split()[1:2] == [entry.name]:
                    parts.append(_section(name, command))
    return "\n".join(parts)


def _section(name: str, command: click.Command) -> str:
    usage = " ".join(command.collect_usage_pieces(click.Context(command)))
    parts = [f"### `{name}`\n", f"```text\n{name} {usage}\n```\n", _help(command)]
    if options_of(command):
        parts.append(_options(command))
    if command.epilog and command.epilog.startswith(EXAMPLES):
        lines = command.epilog.removeprefix(EXAMPLES).split("\n")
        parts.append("\n".join(["```sh", *(line.removeprefix("  ") for line in lines), "```\n"]))
    return "\n".join(parts)


def _help(command: click.Command) -> str:
    paragraphs = (command.help or "").strip().split("\n\n")
    return "\n\n".join(" ".join(part.split()) for part in paragraphs) + "\n"


def _options(command: click.Command) -> str:
    rows = [[_flags(option), option.help or ""] for option in options_of(command)]
    return format_table(["option", "meaning"], rows)


def _flags(option: click.Option) -> str:
    flags = ", ".join(f"`{flag}`" for flag in option.opts)
    if option.is_flag:
        return flags
    if isinstance(option.type, click.Choice):
        return f"{flags} `{'|'.join(map(str, option.type.choices))}`"
    metavar = option.make_metavar(click.Context(cli))
    return f"{flags} `{metavar}`"


def find_exit_codes() -> dict[int, str]:
    """Every exit code and what it means, from the docstrings of the classes of errors."""
    meanings: dict[int, list[str]] = {0: ["Done."]}
    for error in errors.InfoviewError.__subclasses__():
        # What comes after a semicolon tells a caller in Python something.
        sentence = (error.__doc__ or "").partition("\n")[0].partition(";")[0]
        meanings.setdefault(error.exit_code, []).append(sentence.rstrip(".") + ".")
    meanings[BUG] = ["A bug: the report lies in a file that the message names."]
    meanings[INTERRUPTED] = ["Stopped with Ctrl-C."]
    return {code: " ".join(meanings[code]) for code in sorted(meanings)}


def format_exit_codes() -> str:
    """The table of exit codes."""
    return format_table(
        ["code", "meaning"], [[str(code), text] for code, text in find_exit_codes().items()]
    )
