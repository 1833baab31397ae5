"""The jobs that are measured, each with the floor it is held against."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.clock import best_of, run_infoview, run_python, timed
from benchmarks.floors import read_and_load, walk_and_stat
from benchmarks.generator import TODAY, Generated
from infoview_md.cli.app import App
from infoview_md.core.index import build_index

EXAMPLE = Path(__file__).resolve().parent.parent / "example-vault"
IMPORT_CLICK = "python -c “import click”"
STARTS = 9
RUNS = 3


@dataclass(frozen=True, slots=True)
class Measure:
    """Seconds of one job; `floor` names the measure it is divided by, empty for a floor."""

    group: str
    name: str
    seconds: float
    floor: str = ""


def measure_starts() -> Iterator[Measure]:
    """Commands whose time is mostly that of starting, against `import click`."""
    example = ("--vault", str(EXAMPLE))
    group = f"Start-up, example vault of {walk_and_stat(EXAMPLE)} notes"

    def start(name: str, *arguments: str) -> Measure:
        seconds = best_of(STARTS, lambda: run_infoview(*arguments))
        return Measure(group, name, seconds, IMPORT_CLICK)

    yield Measure(group, "python -c pass", best_of(STARTS, lambda: run_python(["-c", "pass"])))
    click = best_of(STARTS, lambda: run_python(["-c", "import click"]))
    yield Measure(group, IMPORT_CLICK, click)
    yield start("infoview --version", "--version")
    yield start("infoview today", *example, "today")
    yield start("infoview list contacts --json", *example, "list", "contacts", "--json")


def measure_vault(root: Path, notes: int) -> Iterator[Measure]:
    """Reading a vault step by step and as a whole, against loading the same front matters."""
    group = f"{notes:,} notes"
    load = "read + CSafeLoader"
    yield Measure(group, "scandir + stat", best_of(RUNS, lambda: walk_and_stat(root)))
    yield Measure(group, load, best_of(RUNS, lambda: read_and_load(root)))
    steps = [_measure_steps(root) for _ in range(RUNS)]
    for name in steps[0]:
        yield Measure(group, name, min(step[name] for step in steps), load)
    listing = best_of(RUNS, lambda: list_contacts(root))
    yield Measure(group, "infoview list contacts --json", listing, load)


def _measure_steps(root: Path) -> Mapping[str, float]:
    """Each step of one reading; the index rests on the notes, the outlook on the index."""
    app = App()
    app.vault_option = str(root)
    app.today_option = TODAY
    reading, notes = timed(app.vault.read)
    indexing, app.index = timed(lambda: build_index(notes, app.config.keys))
    _ = app.packs  # read before the clock runs
    looking, _ = timed(lambda: app.outlook)
    return {"Vault.read": reading, "build_index": indexing, "build_outlook": looking}


def list_contacts(root: Path) -> bytes:
    """What `infoview list contacts --json` prints."""
    return run_infoview("--vault", str(root), "--today", str(TODAY), "list", "contacts", "--json")


def find_differences(root: Path, truth: Generated) -> list[str]:
    """Where the program's answer, contacts a stage, is not what the generator knows to be true."""
    answer = Counter(row["stage"] for row in json.loads(list_contacts(root)))
    return [
        f"{stage}: {truth.stages.get(stage, 0)} contacts were written, {answer[stage]} are listed"
        for stage in sorted({*truth.stages, *answer})
        if truth.stages.get(stage, 0) != answer[stage]
    ]
