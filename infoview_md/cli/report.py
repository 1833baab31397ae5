"""infoview report: the state of the whole pipeline."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from infoview_md.cli.app import App, Command, always, pass_app
from infoview_md.cli.day import Day
from infoview_md.cli.options import example
from infoview_md.cli.output import draw, is_drawn, put, put_json, visible
from infoview_md.cli.today import heading

if TYPE_CHECKING:
    from infoview_md.reports.pipeline import Report
    from infoview_md.reports.sections import Section


@click.command(
    "report",
    cls=Command,
    remembers=always,
    epilog=example(
        "infoview report", "infoview report --since 2026-10-01", "infoview report --json"
    ),
)
@click.option("--format", type=click.Choice(["text", "json", "md"]), default=None, help="How.")
@click.option("--json", "format", flag_value="json", help="The same as --format json.")
@click.option("--since", type=Day(), help="Count only who was asked on that day or later.")
@pass_app
def report_command(app: App, format: str | None, since: date | None) -> None:
    """Show how many people stand where, how far requests led, and which companies are covered.

    Shares come with their 95 % interval: with few letters, two rates that differ may well be the
    same.
    """
    from infoview_md.reports.pipeline import build_report
    from infoview_md.reports.render import as_json, as_markdown, as_text

    report = build_report(app.outlook, since)
    if format == "json":
        put_json(as_json(report))
    elif format == "md":
        put(as_markdown(report), end="")
    elif format is None and is_drawn():
        _draw(app, report)
    else:
        put(as_text(report), end="")


def _draw(app: App, report: Report) -> None:
    from rich.text import Text

    from infoview_md.reports.sections import make_sections

    draw(Text(f"Pipeline · {heading(app)}", style="bold"))
    for section in make_sections(report):
        draw(Text(), Text(section.heading, style="bold cyan"))
        if section.sentence:
            draw(Text(f"  {visible(section.sentence)}"))
        if section.rows:
            _draw_rows(section)


def _draw_rows(section: Section) -> None:
    from rich import box
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="dim", show_edge=False)
    for number, title in enumerate(section.titles):
        table.add_column(
            title, justify="right" if number in section.right else "left", overflow="fold"
        )
    for row in section.rows:
        cells = (Text(visible(cell), style="green" if "█" in cell else "") for cell in row)
        table.add_row(*cells)
    draw(Padding(table, (0, 0, 0, 2)))
