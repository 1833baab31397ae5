"""infoview search: words in all notes, with a snippet."""

from __future__ import annotations

import click

from infoview_md.cli.app import App, Command, always, pass_app
from infoview_md.cli.options import example, format_options
from infoview_md.cli.output import Row, put_rows, tell
from infoview_md.errors import UsageError

TITLES = {"place": "Where", "snippet": "What"}


@click.command(
    "search",
    cls=Command,
    remembers=always,
    epilog=example("infoview search grid flexibility", "infoview search solheim --json"),
)
@click.argument("words", nargs=-1, required=True)
@format_options
@pass_app
def search_command(
    app: App, words: tuple[str, ...], format: str | None, fields: str, zero: bool
) -> None:
    """Find the notes that hold all WORDS, in any case, with or without accents."""
    from infoview_md.core.search import find_text

    wanted = [word for phrase in words for word in phrase.split()]
    if not wanted:
        raise UsageError("say at least one word to search for")
    hits = find_text(app.find_texts(wanted), wanted)
    rows: list[Row] = [
        {
            "place": f"{hit.path}:{hit.line}",
            "snippet": hit.snippet,
            "name": hit.name,
            "path": str(hit.path),
            "line": hit.line,
            "lines_found": hit.found,
        }
        for hit in hits
    ]
    put_rows(rows, TITLES, format, fields, zero)
    if not rows and format is None:
        tell(f"nothing holds {' and '.join(wanted)}")
