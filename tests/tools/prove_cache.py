"""Proof: with the cache or without, whatever happens to the vault, every answer is the same."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.tools.cache_knobs import without_doubt
from tests.tools.cache_walk import walk
from tests.tools.mount import KINDS, mount_image
from tests.tools.proof import Length, Tally, each, gather, prove, sum_up

STEPS = 40
BATCH = 5
SECONDS = KINDS[0]
"""A disk whose times have no parts of a second."""

WALKS: dict[str, tuple[int, int]] = {
    "second": (8, 300),
    "real": (2, 70),
    "fine": (2, 50),
    "fat": (2, 50),
}
"""Walks by what the times are like: in short, and at full length."""

ON_DISK = (1, 20)
WATCHED = (1, 30)
APART = (1, 5)
STEPS_APART = (8, 20)


def check(length: Length) -> Tally:
    """Walks of all kinds, some on a disk with times in seconds, or watched, or from a shell."""
    rows = [
        (times, start, min(BATCH, first + count - start))
        for times, counts in WALKS.items()
        for first, count in [(length.seed * 1000, length.choose(*counts))]
        for start in range(first, first + count, BATCH)
    ]
    on_disk = range(length.seed * 1000, length.seed * 1000 + length.choose(*ON_DISK))
    apart = range(length.seed * 1000, length.seed * 1000 + length.choose(*APART))
    watched = range(length.seed * 1000, length.seed * 1000 + length.choose(*WATCHED))
    return gather(
        [
            *each(walk_on_disk, *((seed,) for seed in on_disk)),
            *each(walk_apart, *((seed, length.choose(*STEPS_APART)) for seed in apart)),
            *each(walk_watched, *((seed,) for seed in watched)),
            *each(walk_many, *rows),
        ]
    )


def control(length: Length) -> Tally:
    """A cache that trusts the times of files however young they are."""
    with without_doubt():
        return walk_many("second", length.seed * 1000, length.choose(20, 60))


def walk_many(times: str, first: int, count: int, steps: int = STEPS) -> Tally:
    """So many walks, one after the other."""
    return sum_up(walk_once(seed, times, steps) for seed in range(first, first + count))


def walk_once(seed: int, times: str, steps: int, **how: Any) -> Tally:
    """One walk is one point; it shows nothing where the cache was of no use in it."""
    tally = Tally()
    taken = walk(seed, times, steps, **how)
    tally.add(taken.tell(), taken.is_useful or bool(taken.faults))
    return tally


def walk_on_disk(seed: int) -> Tally:
    """A walk on a real disk that counts in seconds, where people wait as long as they must."""
    with mounted() as place:
        return walk_once(seed, "slow", STEPS, place=place)


def walk_apart(seed: int, steps: int) -> Tally:
    """A walk in which every question is asked by an interpreter of its own."""
    return walk_once(seed, "slow", steps, is_apart=True)


def walk_watched(seed: int) -> Tally:
    """A walk while an `infoview watch` runs, which vouches for what it has seen."""
    return walk_once(seed, "real", STEPS, is_watched=True)


@contextmanager
def mounted() -> Iterator[Path]:
    """A place on a fresh disk that counts in seconds."""
    with (
        tempfile.TemporaryDirectory(prefix="infoview-disk-") as name,
        mount_image(SECONDS, Path(name)) as place,
    ):
        yield place


def main() -> int:
    """Run the proof."""
    return prove("cache", check, control)


if __name__ == "__main__":
    sys.exit(main())
