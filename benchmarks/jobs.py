"""The jobs that are measured, each with the floor it is held against."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.answers import LIST, REPORT, TODAY
from benchmarks.clock import Run, race
from benchmarks.floors import read_and_load, walk_and_stat
from benchmarks.home import BIN, Home
from benchmarks.measure import Measure, as_measures, size_group
from benchmarks.truth import Truth
from benchmarks.words import FIRM, RARE, SENTENCES

CLICK = "python -c “import click”"
STAT = "scandir + stat"
LOAD = "read + CSafeLoader"
COLD = "index, nothing kept"
SEARCH = "search, another word each time"
NEW_QUESTION = "list, another query each time"
NO_CACHE = "list --no-cache"
RIPGREP = "ripgrep, the same words"
START_GROUP = f"Start-up, {size_group(1_000)}"
VERSION = "infoview --version"
COMPLETION = "completion of a name"
READINGS: Mapping[str, tuple[str, ...]] = {
    "list": LIST, "today": TODAY, "report": REPORT,
}  # fmt: skip
QUERIES = tuple(f"company:{word}" for word in FIRM)
PROSE = re.compile(
    rb"^(?P<letter>[A-Z])(?:%s)" % b"|".join(re.escape(text[1:].encode()) for text in SENTENCES),
    re.IGNORECASE | re.MULTILINE,
)
"""A sentence in a line of its own."""

Job = Callable[[], Run]


@dataclass(frozen=True, slots=True)
class Plan:
    """How often a race is run, and for how many seconds new rounds begin; 12 rounds at most.

    There are no more rare words to search for, each of them once.
    """

    rounds: int
    seconds: float


def warm(command: str) -> str:
    """The name of a command's measure where nothing has changed since the last one."""
    return f"{command}, nothing changed"


def changed(command: str) -> str:
    """The name of a command's measure where one note has changed since the last one."""
    return f"{command}, one note changed"


def reworded(command: str) -> str:
    """The name of a command's measure where only words of one note have changed since."""
    return f"{command}, one note reworded"


def measure_starts(home: Home, plan: Plan) -> Iterator[Measure]:
    """What is mostly starting, against `import click`; the vault is the smallest one."""
    complete = {
        "_INFOVIEW_COMPLETE": "bash_complete", "COMP_WORDS": "infoview show So", "COMP_CWORD": "2",
        "INFOVIEW_VAULT": f"{home.root}",
    }  # fmt: skip
    program = f"{BIN / 'infoview'}"
    jobs: dict[str, Callable[[], Run]] = {
        CLICK: lambda: home.python("-c", "import click"),
        "python -c pass": lambda: home.python("-c", "pass"),
        VERSION: lambda: home.run([program, "--version"]),
        COMPLETION: lambda: home.run([program], more=complete),
    }
    jobs[COMPLETION]()
    yield from as_measures(START_GROUP, _race(jobs, plan), CLICK)


def measure_vault(home: Home, truth: Truth, plan: Plan) -> Iterator[Measure]:
    """Every job on one vault: cold, warm, after a change, searched; the floors in between."""
    group = size_group(truth.notes)
    yield from as_measures(group, _race(_cold_jobs(home), plan), LOAD)
    for command in READINGS.values():
        home.infoview(*command)
    yield from as_measures(group, _race(_warm_jobs(home), plan), CLICK)
    note = home.root / truth.samples[0]
    for name, change in ((changed, change_a_letter), (reworded, change_a_word)):
        jobs = _changed_jobs(home, name, partial(change, note))
        yield from as_measures(group, _race(jobs, plan), CLICK)
    yield from as_measures(group, _race(_search_jobs(home), plan), CLICK)
    yield from as_measures(group, _race(_full_jobs(home), plan), LOAD)


def _race(jobs: Mapping[str, Job], plan: Plan) -> dict[str, Run]:
    return race(jobs, plan.rounds, plan.seconds)


def _cold_jobs(home: Home) -> dict[str, Job]:
    def index() -> Run:
        home.forget()
        return home.infoview("index")

    return {LOAD: lambda: home.inside(lambda: read_and_load(home.root)), COLD: index}


def _warm_jobs(home: Home) -> dict[str, Job]:
    return {
        CLICK: lambda: home.python("-c", "import click"),
        STAT: lambda: home.inside(lambda: walk_and_stat(home.root)),
        **{warm(name): partial(home.infoview, *words) for name, words in READINGS.items()},
    }


def _changed_jobs(
    home: Home, name: Callable[[str], str], change: Callable[[], None]
) -> dict[str, Job]:
    def run(words: tuple[str, ...]) -> Run:
        change()
        return home.infoview(*words)

    return {name(command): partial(run, words) for command, words in READINGS.items()}


def _search_jobs(home: Home) -> dict[str, Job]:
    """Each round with a word, and a query, that was not asked before: no answer is kept for it."""
    words, again, queries = iter(RARE), iter(RARE), iter(QUERIES)
    jobs: dict[str, Job] = {
        SEARCH: lambda: home.infoview("search", next(words)),
        NEW_QUESTION: lambda: home.infoview("list", "contacts", next(queries), "--json"),
    }
    if ripgrep := find_ripgrep():
        start = (ripgrep[0], "--ignore-case", "--line-number")
        jobs[RIPGREP] = lambda: home.run([*start, next(again), f"{home.root}"])
    return jobs


def _full_jobs(home: Home) -> dict[str, Job]:
    """The whole vault read for one answer, as `--no-cache` has it, where there is a cache."""
    if b"--no-cache" not in home.ask("list", "--help"):
        return {}
    return {NO_CACHE: lambda: home.infoview(*LIST, "--no-cache")}


def find_ripgrep() -> tuple[str, str] | None:
    """The program and its version, where it is installed."""
    program = shutil.which("rg")
    if program is None:
        return None
    said = subprocess.run([program, "--version"], check=True, capture_output=True, text=True)
    return program, said.stdout.split("\n")[0].partition(" (")[0]


def change_a_letter(note: Path) -> None:
    """Turn one letter of a promise over, the way editors save: a new file in its place."""
    data = note.read_bytes()
    at = data.rindex(b"end the paper") - 1
    letter = b"s" if data[at : at + 1] == b"S" else b"S"
    replace_file(note, data[:at] + letter + data[at + 1 :])


def change_a_word(note: Path) -> None:
    """Turn one letter of a note's prose over, in which nothing is read."""
    data = note.read_bytes()
    found = PROSE.search(data)
    if found is None:
        raise ValueError(f"{note.name} has no prose")
    letter = found["letter"].swapcase()
    replace_file(note, data[: found.start()] + letter + data[found.start() + 1 :])


def replace_file(note: Path, data: bytes) -> None:
    """Write beside, then rename into place."""
    beside = note.with_name(f".{note.name}.new")
    beside.write_bytes(data)
    os.replace(beside, note)
