"""The goals: each job, what it is held to, what was measured, met or missed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import log

from benchmarks import jobs, watching
from benchmarks.jobs import CLICK, COLD, LOAD, READINGS, STAT, changed, reworded, warm
from benchmarks.letters import PLAIN
from benchmarks.measure import Figures, Measure, size_group

MAILMERGE = "mailmerge: filled, written as .eml"
ALL_LETTERS = "infoview: all of it"
WATCHED = 10_000
"""The vault on which watching is measured."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One line of the table: `figure` against `limit`, or None where nothing was measured.

    Where `at_least` is set, more is better.
    """

    job: str
    measure: str
    figure: float | None
    limit: float
    unit: str = ""
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        """What was not measured is not met."""
        if self.figure is None:
            return False
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit


def find_goals(
    measures: Iterable[Measure], shares: dict[int, float], sizes: Sequence[int], letters: str
) -> list[Goal]:
    """Every goal of the sizes that were measured; `shares` are bytes kept to bytes of notes."""
    figures = Figures(measures)
    return [
        *_cold(figures, sizes),
        *_growth(figures, sizes),
        *_warm(figures, sizes),
        *_changed(figures, sizes),
        *_search(figures, sizes),
        *_letters(figures, letters),
        *_watch(figures, sizes),
        *_memory(figures, sizes),
        *_starts(figures),
        *(
            Goal(f"kept on disk, {size:,}", "of the vault’s bytes", shares.get(size), 0.8)
            for size in sizes
            if size > 1_000
        ),
    ]


def divide(one: float | None, other: float | None) -> float | None:
    """How many times the other; None where either is not known."""
    return None if one is None or not other else one / other


def _cold(figures: Figures, sizes: Sequence[int]) -> Iterator[Goal]:
    for size in sizes:
        if size <= 1_000:
            continue
        group, job = size_group(size), f"index, nothing kept, {size:,}"
        cold = figures.seconds(group, COLD)
        yield Goal(job, "to read + CSafeLoader", divide(cold, figures.seconds(group, LOAD)), 0.8)
        papis = figures.seconds(group, "papis, nothing kept")
        yield Goal(job, "times faster than papis", divide(papis, cold), 4, at_least=True)


def _growth(figures: Figures, sizes: Sequence[int]) -> Iterator[Goal]:
    if len(sizes) < 2:
        return
    first, last = sizes[0], sizes[-1]
    grown = divide(*(figures.seconds(size_group(size), COLD) for size in (last, first)))
    exponent = log(grown) / log(last / first) if grown else None
    yield Goal(f"growth of it, {first:,} → {last:,}", "exponent", exponent, 1.0)


def _warm(figures: Figures, sizes: Sequence[int]) -> Iterator[Goal]:
    for size in sizes:
        group = size_group(size)
        click, stat = (figures.seconds(group, name) for name in (CLICK, STAT))
        is_small = size <= 1_000
        floor = click if is_small or click is None or stat is None else click + stat
        against = "to import click" if is_small else "to import click + scandir + stat"
        for command in READINGS:
            seconds = figures.seconds(group, warm(command))
            limit = 2.0 if is_small else 1.5
            yield Goal(f"{warm(command)}, {size:,}", against, divide(seconds, floor), limit)
        listing = figures.seconds(group, warm("list"))
        for peer in ("papis", "todoman"):
            theirs = figures.seconds(group, f"{peer}, nothing changed")
            if size == 10_000:
                faster = divide(theirs, listing)
                job = f"{warm('list')}, {size:,}"
                yield Goal(job, f"times faster than {peer}", faster, 10, at_least=True)


def _changed(figures: Figures, sizes: Sequence[int]) -> Iterator[Goal]:
    for size in sizes:
        group = size_group(size)
        for name, command in product((changed, reworded), READINGS):
            after, before = (figures.seconds(group, one(command)) for one in (name, warm))
            job = f"{name(command)}, {size:,}"
            yield Goal(job, "to nothing changed", divide(after, before), 1.3)


def _search(figures: Figures, sizes: Sequence[int]) -> Iterator[Goal]:
    for size in sizes:
        group = size_group(size)
        seconds = figures.seconds(group, jobs.SEARCH)
        if size == 10_000:
            listing = figures.seconds(group, warm("list"))
            yield Goal(f"search, {size:,}", "to list", divide(seconds, listing), 1.2)
        if size == 100_000:
            ripgrep = figures.seconds(group, jobs.RIPGREP)
            yield Goal(f"search, {size:,}", "to ripgrep", divide(seconds, ripgrep), 1.0)


def _letters(figures: Figures, group: str) -> Iterator[Goal]:
    ours = figures.seconds(group, ALL_LETTERS)
    yield Goal(group, "to plain Jinja2", divide(ours, figures.seconds(group, PLAIN)), 3)
    theirs = figures.seconds(group, MAILMERGE)
    if theirs is not None or group == "1,000 letters":
        yield Goal(group, "to mailmerge", divide(ours, theirs), 1)


def _watch(figures: Figures, sizes: Sequence[int]) -> Iterator[Goal]:
    for size in sizes:
        if size != WATCHED:
            continue
        group = watching.watch_group(size)
        single = figures.seconds(group, watching.SAVE)
        in_ms = 1000 * single if single is not None else None
        yield Goal(f"watch, {size:,}: save → fresh", "median", in_ms, 20, " ms")
        burst = divide(*(figures.seconds(group, name) for name in
                         (watching.BURST, watching.WRITING)))  # fmt: skip
        yield Goal(f"watch, {size:,}: 500 saves", "to writing them", burst, 1.3)


def _memory(figures: Figures, sizes: Sequence[int]) -> Iterator[Goal]:
    for size, limit in ((10_000, 64), (100_000, 128)):
        if size in sizes:
            most = figures.mib(size_group(size), COLD)
            yield Goal(f"memory, nothing kept, {size:,}", "largest process", most, limit, " MiB")
    for size in sizes:
        known = [figures.mib(size_group(size), warm(command)) for command in READINGS]
        most = max((mib for mib in known if mib), default=None)
        yield Goal(f"memory, nothing changed, {size:,}", "largest process", most, 48, " MiB")


def _starts(figures: Figures) -> Iterator[Goal]:
    group = jobs.START_GROUP
    click = figures.seconds(group, CLICK)
    for name, limit in ((jobs.VERSION, 1.25), (jobs.COMPLETION, 1.6)):
        yield Goal(name, "to import click", divide(figures.seconds(group, name), click), limit)
