"""Measure: what one job took, and the floor it is held against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from benchmarks.clock import Run


@dataclass(frozen=True, slots=True)
class Measure:
    """Seconds of one job; `floor` names the measure it is divided by, empty for a floor.

    `mib` is the memory of the largest process, 0 where nobody looked.
    """

    group: str
    name: str
    seconds: float
    floor: str = ""
    mib: float = 0


def as_measures(group: str, runs: Mapping[str, Run], floor: str = "") -> Iterator[Measure]:
    """The runs of a race as measures of one group."""
    for name, run in runs.items():
        yield Measure(group, name, run.seconds, floor if name != floor else "", run.mib)


def size_group(notes: int) -> str:
    """The heading under which a vault of this size is measured."""
    return f"{notes:,} notes"


class Figures:
    """All measures by group and name; what is not there is None."""

    def __init__(self, measures: Iterable[Measure]) -> None:
        self._known = {(one.group, one.name): one for one in measures}

    def seconds(self, group: str, name: str) -> float | None:
        """What a job took."""
        found = self._known.get((group, name))
        return found.seconds if found else None

    def mib(self, group: str, name: str) -> float | None:
        """The most memory that a job took."""
        found = self._known.get((group, name))
        return found.mib if found and found.mib else None
