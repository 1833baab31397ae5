"""infoview index: what was read, what is wrong, and what is kept of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from infoview_md.cli.app import App, Command, pass_app
from infoview_md.cli.options import example
from infoview_md.cli.output import put, put_json, tell
from infoview_md.cli.problem_formats import as_dict, format_counts
from infoview_md.cli.severities import count_at_once, count_severities
from infoview_md.errors import Busy, ProblemsFound, UsageError

if TYPE_CHECKING:
    from infoview_md.core.problem import Problem
    from infoview_md.vault.cache import Cache
    from infoview_md.vault.cache_check import Fault
    from infoview_md.vault.cache_stock import Stock

MOST_FAULTS = 20
"""Faults of the cache that are shown; all have the same cure."""


@click.command(
    "index",
    cls=Command,
    epilog=example(
        "infoview index",
        "infoview index --json",
        "infoview index --stats",
        "infoview index --verify",
    ),
)
@click.option("--rebuild", is_flag=True, help="Throw away what is kept, and read every note anew.")
@click.option("--stats", is_flag=True, help="Say what is kept of the vault, how much, and where.")
@click.option("--verify", is_flag=True, help="Compare all that is kept with the notes; mend it.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@pass_app
def index_command(app: App, rebuild: bool, stats: bool, verify: bool, as_json: bool) -> None:
    """Read the whole vault, and say what is there and what is wrong.

    What was read is kept in a cache, which can be thrown away at any time. With --verify, it ends
    with 1 where the cache said something else than the notes; answers and facts, which are worked
    out of the notes, are forgotten and worked out anew.
    """
    if rebuild + stats + verify > 1:
        raise UsageError("say one of --rebuild, --stats and --verify")
    if app.no_cache and (rebuild or stats or verify):
        raise UsageError("what is kept is left alone with --no-cache; leave one of the two out")
    if rebuild or stats or verify:
        _check_possible()
    if stats:
        _put_stats(app, as_json)
    elif verify:
        _verify(app, as_json)
    else:
        start = time.perf_counter()
        if rebuild:
            _rebuild(app)
        _put_summary(app, start, as_json)


def _put_summary(app: App, start: float, as_json: bool) -> None:
    summary = _summarize(app, start)
    if as_json:
        problems = [as_dict(problem) for problem in _find_problems(app)]
        put_json({"vault": str(app.vault.root), **summary, "problems": problems})
        return
    severities = count_at_once(app)
    if severities is None:  # as where a note was saved meanwhile
        summary = _summarize(app, start)
        severities = count_severities(app)
    severities.update(str(problem.severity) for problem in app.config.problems)
    notes, *counts, links, seconds = summary.items()
    put(f"Read {notes[1]} notes and {links[1]} links in {1000 * seconds[1]:.0f} ms")
    put(", ".join(f"{count} {what.replace('_', ' ')}" for what, count in counts))
    put(format_counts(severities) + ("; see `infoview check`" if severities else ""))


def _summarize(app: App, start: float) -> dict[str, float]:
    """How much of what there is, and how long it took to know."""
    index = app.index
    seconds = time.perf_counter() - start
    return {
        "notes": len(index.readings),
        "companies": len(index.companies),
        "contacts": len(index.contacts),
        "interviews": len(index.interviews),
        "letters": len(index.letters),
        "other_notes": len(index.readings) - len(index.records),
        "links": index.source.count_links(),
        "seconds": round(seconds, 4),
    }


def _find_problems(app: App) -> Iterator[Problem]:
    from infoview_md.core.checks import find_problems

    yield from (*app.config.problems, *find_problems(app.outlook))


# -- the cache -----------------------------------------------------------------------------------


def _check_possible() -> None:
    from infoview_md.vault.folders import has_sqlite

    if not has_sqlite():
        raise Busy("nothing can be kept of the vault: this Python was built without SQLite")


@contextmanager
def _open(app: App) -> Iterator[Cache]:
    """The vault's cache; Busy where there can be none."""
    from infoview_md.vault.cache import open_cache

    cache = open_cache(app.vault.root)
    if cache is None:
        raise Busy("nothing can be kept of the vault: your account has no home folder")
    try:
        yield cache
    finally:
        cache.close()


def _rebuild(app: App) -> None:
    from infoview_md.vault.cache_writing import NoCache, throw_away
    from infoview_md.vault.indexing import freshen

    with _open(app) as cache, _bar() as progress:
        try:
            throw_away(cache)
            freshen(app.vault, cache, progress=progress)
        except NoCache as error:
            raise Busy(
                f"nothing can be kept of the vault in {cache.folder}: the disk will not have it, "
                "or another infoview writes there; commands work without it, only slower"
            ) from error


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None] | None]:
    """A bar on standard error, where it is a terminal, for those who wait."""
    import sys

    if not sys.stderr.isatty():
        yield None
        return
    # Not rich's, which runs in a thread: beside one, notes are read by one process only.
    with click.progressbar(length=1, label="reading notes", file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield show


def _put_stats(app: App, as_json: bool) -> None:
    import sqlite3
    from dataclasses import asdict

    from infoview_md.vault.cache_stock import take_stock

    with _open(app) as cache:
        folder = cache.folder
        try:
            stock = take_stock(cache)
        except sqlite3.Error as error:
            raise Busy(
                f"{folder} cannot be read; make it anew: infoview index --rebuild"
            ) from error
    if as_json:
        put_json({"folder": folder, **asdict(stock)})
    elif not stock.file:
        put(f"Nothing is kept of the vault yet; it would be in {folder}")
    else:
        put(_format_stock(stock, app))


def _format_stock(stock: Stock, app: App) -> str:
    from datetime import UTC, datetime

    share = f" ({100 * stock.bytes / max(1, stock.note_bytes):.0f} % of the notes)"
    pages = f"{stock.pages:,} pages, {stock.free_pages:,} of them free"
    looked_at = app.to_owner(datetime.fromtimestamp(stock.looked_at, UTC))
    rows = (
        ("File", stock.file),
        ("Size", f"{stock.bytes:,} bytes{share}; {pages}"),
        (
            "Notes",
            f"{stock.notes:,} of {stock.note_bytes:,} bytes; {stock.old_notes:,} older versions",
        ),
        ("Facts", f"{stock.facts:,}"),
        ("Answers", f"{stock.answers:,} of {stock.answer_bytes:,} bytes"),
        ("As of", f"{looked_at:%Y-%m-%d %H:%M}"),
    )
    return "\n".join(f"{title:<8} {text}" for title, text in rows)


def _verify(app: App, as_json: bool) -> None:
    notes, faults = _mend(app)
    if as_json:
        put_json({"notes": notes, "faults": [fault._asdict() for fault in faults]})
    else:
        for fault in faults[:MOST_FAULTS]:
            put(f"{fault.path or 'the cache'}: {fault.what}")
        if not faults:
            put(f"All that is kept of {notes:,} notes is what they say")
    if faults:
        tell(f"{len(faults):,} things were kept that are not so; all notes were read anew")
        raise SystemExit(ProblemsFound.exit_code)


def _mend(app: App) -> tuple[int, list[Fault]]:
    """How many notes were compared, and the faults; where there are any, all is kept anew."""
    import sqlite3

    from infoview_md.vault.cache_check import Fault, find_faults
    from infoview_md.vault.cache_writing import NoCache
    from infoview_md.vault.indexing import freshen

    try:
        with _open(app) as cache:
            cache.asks = False  # here every note is looked at, whoever vouches for it
            freshen(app.vault, cache)
            notes, faults = find_faults(cache, app.config.keys)
        if faults:
            # What was saved while it was compared is no fault: a new look shows it.
            with _open(app) as cache:
                changed = freshen(app.vault, cache)
            faults = [fault for fault in faults if fault.path not in changed]
    except (NoCache, sqlite3.Error):
        notes, faults = 0, [Fault("", "it cannot be read")]
    if faults:
        _rebuild(app)
    else:
        _forget_worked_out(app)
    return notes, faults


def _forget_worked_out(app: App) -> None:
    """What was worked out of the notes is not compared: without it, all that is left is proved."""
    import sqlite3
    from contextlib import suppress

    from infoview_md.vault.cache_writing import NoCache, changing, writing
    from infoview_md.vault.facts_tables import forget_facts

    with _open(app) as cache, suppress(NoCache, sqlite3.Error), writing(cache):
        cache.close()
        with changing(cache) as connection:
            forget_facts(connection)
            connection.execute("DELETE FROM answer")
