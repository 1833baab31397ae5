"""Share: a count out of a total, with its Wilson 95 % interval."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959963984540054
"""The normal quantile that leaves 2.5 % on either side."""


@dataclass(frozen=True, slots=True)
class Share:
    """`count` out of `total`; `low` and `high` are the bounds of its 95 % interval, from 0 to 1."""

    count: int
    total: int
    low: float
    high: float

    @property
    def ratio(self) -> float | None:
        """The share itself; None of nothing."""
        return self.count / self.total if self.total else None


def make_share(count: int, total: int) -> Share:
    """The share with its interval; of nothing, the interval is everything: nothing is known.

    Wilson's score interval (E. B. Wilson, Journal of the American Statistical Association 22, 1927,
    pages 209-212), because it stays within 0 and 1 and holds for the small counts of a job search,
    where the textbook's p ± z √(p(1-p)/n) says that one yes out of one is certain.
    Raises ValueError unless 0 <= count <= total.
    """
    if not 0 <= count <= total:
        raise ValueError(f"{count} is no part of {total}")
    if total == 0:
        return Share(0, 0, 0.0, 1.0)
    p, z2 = count / total, Z_95**2
    centre = (p + z2 / (2 * total)) / (1 + z2 / total)
    margin = Z_95 / (1 + z2 / total) * sqrt(p * (1 - p) / total + z2 / (4 * total**2))
    # At the ends the bound is 0 or 1 exactly; floating point misses it by a hair.
    low = 0.0 if count == 0 else centre - margin
    high = 1.0 if count == total else centre + margin
    return Share(count, total, low, high)
