"""infoview templates: the templates letters are made from: shown, made your own, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from infoview_md.cli.app import App, Command, pass_app, shared_options
from infoview_md.cli.options import complete_name, example, format_options
from infoview_md.cli.output import Row, put, put_json, put_rows, tell
from infoview_md.errors import ProblemsFound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from infoview_md.letters.template_check import TemplateProblem

TITLES = {
    "name": "Name",
    "letter": "Letter",
    "language": "Language",
    "whose": "Whose",
    "extends": "Builds on",
    "for": "For",
}
BLOCKS = ("greeting", "opening", "ask", "stance", "close")


def _complete_template(ctx: click.Context, param: click.Parameter, typed: str) -> list[str]:
    from infoview_md.cli.template_files import find_names
    from infoview_md.errors import InfoviewError

    try:
        names = find_names(ctx.find_object(App) or App())
    except InfoviewError:
        return []
    return [name for name in names if name.startswith(typed)]


@click.group(
    "templates",
    params=shared_options(),
    invoke_without_command=True,
    epilog=example("infoview templates", "infoview templates new request --block close"),
)
@click.pass_context
def templates_command(ctx: click.Context) -> None:
    """List the templates of letters, show one, make it yours, check it.

    What stands in the `templates` folder of your vault comes before ours of the same name.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_command, format=None, fields="", zero=False)


@templates_command.command(
    "list", cls=Command, epilog=example("infoview templates", "infoview templates list --json")
)
@format_options
@pass_app
def list_command(app: App, format: str | None, fields: str, zero: bool) -> None:
    """List them: name, letter, language, whose it is, what it builds on and is for."""
    from infoview_md.cli.template_files import list_templates, read_texts

    for fault in read_texts(app).faults.values():
        tell(fault.message)
    rows: list[Row] = [
        {
            "name": one.name,
            "letter": one.word,
            "language": one.language,
            "whose": "yours" if one.is_own else "ours",
            "extends": one.extends,
            "for": one.purpose.replace("`", ""),
            "file": one.file,
        }
        for one in list_templates(app)
    ]
    put_rows(rows, TITLES, format, fields, zero)


@templates_command.command(
    "show",
    cls=Command,
    epilog=example(
        "infoview templates show request", "infoview templates show request --rendered ingrid"
    ),
)
@click.argument("name", shell_complete=_complete_template)
@click.option(
    "--rendered", metavar="CONTACT", shell_complete=complete_name("contact"),
    help="The letter that it makes for a contact.",
)  # fmt: skip
@pass_app
def show_command(app: App, name: str, rendered: str | None) -> None:
    """Print the template NAME, or with --rendered the letter that it makes.

    `shipped/NAME` is always ours, also where your vault has its own of that name.
    """
    from infoview_md.cli.template_files import get_text, read_texts, render_for

    texts = read_texts(app)
    text = get_text(name, texts)
    put(render_for(app, name, texts, rendered) if rendered else text.rstrip("\n"))


@templates_command.command(
    "new",
    cls=Command,
    epilog=example(
        "infoview templates new request --block close",
        "infoview templates new request-mentor",
        "infoview templates new thanks-nb --language nb",
    ),
)
@click.argument("name", shell_complete=_complete_template)
@click.option(
    "--extends", metavar="NAME", shell_complete=_complete_template,
    help="What it builds on; without it ours of that name, or the nearest.",
)  # fmt: skip
@click.option("--block", type=click.Choice(BLOCKS), default="close", help="What it says anew.")
@click.option("--language", metavar="LANG", help="The language it is in, such as nb.")
@click.option("--dry-run", is_flag=True, help="Show the template, write nothing.")
@pass_app
def new_command(
    app: App, name: str, extends: str | None, block: str, language: str | None, dry_run: bool
) -> None:
    """Make a template of your own: NAME is the letter's word, alone or with a pack or tie behind.

    It says one block anew and leaves the rest as it was. In another language nothing would be left
    as it was, so that all five blocks are there to be written.
    """
    from infoview_md.cli.changes import change
    from infoview_md.cli.template_files import make_edit

    paths = change(app, lambda: [make_edit(app, name, extends, block, language)], dry_run=dry_run)
    for path in paths:
        put(str(path))
        tell(f"write into it: infoview templates edit {name}")


@templates_command.command("edit", cls=Command, epilog=example("infoview templates edit request"))
@click.argument("name", shell_complete=_complete_template)
@pass_app
def edit_command(app: App, name: str) -> None:
    """Open the template NAME in your editor, and check it afterwards.

    One of ours is copied into your vault first. To change one part of it, and get what we mend in
    the rest, take `infoview templates new NAME` instead.
    """
    from infoview_md.cli.changes import change
    from infoview_md.cli.edit import open_editor
    from infoview_md.cli.template_files import copy_edits, find_path, read_texts

    change(app, lambda: copy_edits(app, name))
    open_editor(app, app.vault.root / find_path(name))
    _report(_find_problems((name,), read_texts(app)), as_json=False)


@templates_command.command(
    "check",
    cls=Command,
    epilog=example("infoview templates check", "infoview templates check request --json"),
)
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=_complete_template)
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
@pass_app
def check_command(app: App, names: tuple[str, ...], as_json: bool) -> None:
    """Find what is wrong with templates: all of them, or those NAMED.

    Each is read, and a letter to nobody is made of it twice: with a value for every slot, and with
    none. Prints `file:line:column: what is wrong`; the exit code is 1 where anything is.
    """
    from infoview_md.cli.template_files import find_names, read_texts, refuse_unknown

    texts = read_texts(app)
    for name in names:
        refuse_unknown(name, texts)
    _report(_find_problems(names or find_names(app), texts), as_json)


def _find_problems(names: tuple[str, ...], texts: Mapping[str, str]) -> list[TemplateProblem]:
    from infoview_md.letters.render import open_renderer
    from infoview_md.letters.template_check import check_template

    with open_renderer(texts) as renderer:
        found = (problem for name in names for problem in check_template(name, texts, renderer))
        return sorted(set(found))


def _report(problems: list[TemplateProblem], as_json: bool) -> None:
    from infoview_md.cli.template_files import say_file

    if as_json:
        put_json(
            [
                {
                    "file": say_file(one.template),
                    "line": one.line,
                    "column": one.column,
                    "message": one.sentence,
                }
                for one in problems
            ]
        )
    else:
        for one in problems:
            put(f"{say_file(one.template)}:{one.line}:{one.column}: {one.sentence}")
    if problems:
        raise SystemExit(ProblemsFound.exit_code)
    if not as_json:
        put("nothing is wrong")
