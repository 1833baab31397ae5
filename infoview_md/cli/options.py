"""Options and arguments that several commands share, and completion of names."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from infoview_md.cli.app import App
from infoview_md.cli.output import FORMATS
from infoview_md.errors import InfoviewError, UsageError

F = TypeVar("F", bound=Callable[..., Any])


def complete_name(*kinds: str) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """Complete the names of notes of these kinds; silence where there is no vault."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
        from infoview_md.core.folding import plain

        try:
            everyone = _find_names(ctx.find_object(App) or App(), kinds)
        except InfoviewError:
            return []
        typed = plain(incomplete)
        return [
            _as_typed(names[0], incomplete)
            for names in everyone
            if any(plain(name).startswith(typed) for name in names)
        ]

    return complete


def _find_names(app: App, kinds: Sequence[str]) -> Sequence[Sequence[str]]:
    """What notes of these kinds are called: from the cache, or where that does not know, anew."""
    app.trusts_times = True
    app.check_user_config()
    if app.cache is not None:
        from infoview_md.vault.known_names import read_names

        known = read_names(app.cache, *kinds)
        if known is not None:
            return known
    from infoview_md.core.model import Kind

    return [one.names for one in app.index.named(*map(Kind, kinds))]


def _as_typed(name: str, incomplete: str) -> str:
    """A name as bash wants it: its spaces escaped, unless it stands in quotes already.

    The other shells do that themselves.
    """
    if os.environ.get("_INFOVIEW_COMPLETE") != "bash_complete":
        return name
    import re

    before = os.environ.get("COMP_WORDS", "").rstrip("\n").removesuffix(incomplete)
    if before.endswith(("'", '"')):
        return name
    return re.sub(r"([^\w@%+=:,./-])", r"\\\1", name)


def name_argument(*kinds: str) -> Callable[[F], F]:
    """The NAME of a note: its file, an alias, a first name, any case, with or without accents."""
    return click.argument("name", shell_complete=complete_name(*kinds))


def whole_name_argument(*kinds: str) -> Callable[[F], F]:
    """A NAME that is all there is to say, so that its words need no quotes."""
    return click.argument(
        "name",
        nargs=-1,
        required=True,
        callback=lambda ctx, param, words: " ".join(words),
        shell_complete=complete_name(*kinds),
    )


def refuse_split_name(app: App, name: str, rest: str, verb: str) -> None:
    """Say so where a name of two words was given without quotes: `letter Ingrid Solheim`."""
    from infoview_md.core.model import Kind

    word = rest.partition(" ")[0]
    if not word:
        return
    try:
        found = app.index.get(f"{name} {word}", Kind.CONTACT)
    except InfoviewError:
        return
    raise UsageError(f'put the name in quotes: infoview {verb} "{found.name}"')


def format_options(function: F) -> F:
    """`--format`, `--json`, `--fields` and `-0` of every command that lists."""
    for option in (
        click.option("-0", "zero", is_flag=True, help="End each plain row with NUL, for xargs -0."),
        click.option("--fields", metavar="KEYS", default="", help="Columns, separated by commas."),
        click.option(
            "--json", "format", flag_value="json", help="The same as --format json.", default=None
        ),
        click.option(
            "--format",
            type=click.Choice(FORMATS),
            default=None,
            help="How to print; a table on a terminal, tab-separated text where piped.",
        ),
    ):
        function = option(function)
    return function


def example(*lines: str) -> str:
    """The examples under a command's help, kept as they are written."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
