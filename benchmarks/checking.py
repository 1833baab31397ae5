"""find_wrong: the answers held against the truth: cold, kept, after a change, and back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Protocol

from benchmarks.answers import Ask, check_due, find_differences
from benchmarks.days import TODAY
from benchmarks.jobs import replace_file
from benchmarks.truth import Truth


class Program(Protocol):
    """The program on one vault, as a user has it: what it keeps can be thrown away."""

    @property
    def root(self) -> Path: ...

    def ask(self, *arguments: str) -> bytes: ...

    def forget(self) -> None: ...


PROBE = "fluchtlinienprobe"
LINE = f"\n- [ ] me: {PROBE} @{TODAY}\n"


def find_wrong(program: Program, truth: Truth) -> list[str]:
    """One sentence for each wrong answer of a vault that nothing is known of yet."""
    program.forget()
    wrong = _said("nothing kept", find_differences(program.ask, truth))
    wrong += _said("asked again", find_differences(program.ask, truth))
    return wrong or [*_find_stale(program, truth)]


def _find_stale(program: Program, truth: Truth) -> Iterator[str]:
    """Add a promise to a note, see it everywhere, take it out again, and see it nowhere."""
    note = program.root / truth.samples[0]
    before = note.read_bytes()
    replace_file(note, before + LINE.encode())
    after = truth.with_due("promise", TODAY)
    yield from _said("a note changed", check_due(program.ask, after))
    yield from _said("a note changed", _check_probe(program.ask, {truth.samples[0]}))
    replace_file(note, before)
    yield from _said("changed back", check_due(program.ask, truth))
    yield from _said("changed back", _check_probe(program.ask, set()))


def _check_probe(ask: Ask, paths: set[str]) -> list[str]:
    found = {str(PurePosixPath(row["path"])) for row in json.loads(ask("search", PROBE, "--json"))}
    return [] if found == paths else [f"search {PROBE}: {sorted(found)} instead of {sorted(paths)}"]


def _said(when: str, differences: list[str]) -> list[str]:
    return [f"{when}: {difference}" for difference in differences]
