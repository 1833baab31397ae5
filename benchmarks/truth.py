"""Truth: what is so in a generated vault, counted while its notes are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b

from benchmarks.days import LAST_DAY, TODAY, workday

REQUESTS_A_DAY = 5  # R5


@dataclass(slots=True)
class Truth:
    """Counts by kind, stage, problem, and kind and day of what is due; `hits` are notes by word.

    `rows` sums up every contact's name, stage and company, in any order. `due` has what is late,
    due today, and within the week. `ready` counts the people who wait for a day with room for a
    request. `samples` are some notes of contacts to whom nothing is due.
    """

    notes: int = 0
    size: int = 0
    links: int = 0
    ready: int = 0
    rows: int = 0
    samples: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    stages: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    due: Counter[tuple[str, str]] = field(default_factory=Counter)
    hits: dict[str, set[str]] = field(default_factory=dict)

    def add_due(self, kind: str, day: date) -> None:
        """Something that falls due; beyond the week it is not counted."""
        if day <= LAST_DAY:
            self.due[kind, f"{day}"] += 1

    def add_requests(self) -> None:
        """The requests of the week: so many a business day, as long as there are people."""
        day = TODAY
        for number in range(self.ready):
            if number and number % REQUESTS_A_DAY == 0:
                day = workday(day, 1)
            if day > LAST_DAY:
                break
            self.due["request", f"{day}"] += 1

    def with_due(self, kind: str, day: date) -> Truth:
        """The truth with one more thing due."""
        return replace(self, due=self.due + Counter({(kind, f"{day}"): 1}))


def sum_up(rows: Iterable[tuple[str, str, str]]) -> int:
    """One number for name, stage and company of each contact, whatever their order."""
    return sum(_hash(*row) for row in rows) % 2**64


def _hash(name: str, stage: str, company: str) -> int:
    text = "\0".join((name, stage, company))
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())
