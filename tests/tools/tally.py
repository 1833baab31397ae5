"""Tally: what a proof counts: points, how many were met, and what was bad."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Tally:
    """How many points there were, how many were met, and what was bad."""

    name: str
    points: int
    met: int
    bad: list[str]

    def __str__(self) -> str:
        return f"{self.name}: {self.points} points, {self.met} met, {len(self.bad)} bad"

    @property
    def is_bad(self) -> bool:
        """Whether the proof fails: something is bad, or fewer than 95 % of the points were met."""
        return bool(self.bad) or self.met < 0.95 * self.points
