"""infoview index: what was read, how long it took, and what is wrong."""

from __future__ import annotations

import time

import click

from infoview_md.cli.app import App, Command, pass_app
from infoview_md.cli.options import example
from infoview_md.cli.output import put, put_json
from infoview_md.cli.problem_formats import as_dict, count_problems


@click.command("index", cls=Command, epilog=example("infoview index", "infoview index --json"))
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@pass_app
def index_command(app: App, as_json: bool) -> None:
    """Read the whole vault, and say what is there and what is wrong."""
    from infoview_md.core.checks import find_problems

    start = time.perf_counter()
    index = app.index
    seconds = time.perf_counter() - start
    problems = (*app.config.problems, *find_problems(app.outlook))
    counts = {
        "companies": len(index.companies),
        "contacts": len(index.contacts),
        "interviews": len(index.interviews),
        "letters": len(index.letters),
        "other notes": len(index.readings) - len(index.records),
    }
    links = sum(len(reading.references) for reading in index.readings.values())
    if as_json:
        put_json(
            {
                "vault": str(app.vault.root),
                "notes": len(index.readings),
                **{key.replace(" ", "_"): count for key, count in counts.items()},
                "links": links,
                "seconds": round(seconds, 4),
                "problems": [as_dict(problem) for problem in problems],
            }
        )
        return
    put(f"Read {len(index.readings)} notes and {links} links in {1000 * seconds:.0f} ms")
    put(", ".join(f"{count} {what}" for what, count in counts.items()))
    put(count_problems(problems) + ("; see `infoview check`" if problems else ""))
