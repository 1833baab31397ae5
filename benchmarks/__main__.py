"""python -m benchmarks: measure, check the answers, print the tables, write docs/performance.md."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from benchmarks.generator import generate_vault
from benchmarks.jobs import Measure, find_differences, measure_starts, measure_vault
from benchmarks.letters import measure_letters
from benchmarks.table import format_document, format_table

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
LETTERS = {"small": (100, False), "full": (1_000, True)}
SIZES = {"small": (1_000,), "full": (1_000, 10_000)}


def main(argv: Sequence[str] | None = None) -> int:
    """Measure; 1 where an answer is wrong, and then nothing is written."""
    options = _read_options(argv)
    measures = list(measure_starts())
    for notes in SIZES[options.sizes]:
        measured, differences = _measure_size(notes)
        if differences:
            print(*differences, sep="\n", file=sys.stderr)
            return 1
        measures += measured
    measures += _measure_letters(*LETTERS[options.sizes])
    print(format_table(measures), end="")
    if options.sizes == "full":
        DOCUMENT.write_text(format_document(measures, options.date), encoding="utf-8")
    return 0


def _measure_letters(count: int, with_peer: bool) -> list[Measure]:
    with tempfile.TemporaryDirectory() as folder:
        return list(measure_letters(Path(folder), count, with_peer))


def _read_options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", choices=SIZES, default="full", help="small: 1,000 notes only")
    parser.add_argument(
        "--date", type=date.fromisoformat, default=date.today(), help="the day to write down"
    )
    return parser.parse_args(argv)


def _measure_size(notes: int) -> tuple[list[Measure], list[str]]:
    """The measures of a vault of this size, and what the program got wrong about it."""
    generated = generate_vault(notes)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        generated.write(root)
        if differences := find_differences(root, generated):
            return [], differences
        return list(measure_vault(root, notes)), []


if __name__ == "__main__":
    sys.exit(main())
