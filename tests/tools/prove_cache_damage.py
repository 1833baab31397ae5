"""Proof: whatever becomes of the cache's files, every answer is the one without a cache."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain

from tests.tools.cache_damage import DAMAGES, LASTING, Damage, swap_pages, wipe
from tests.tools.cache_knobs import without_seal
from tests.tools.cache_stage import Stage, as_answer, make_stage
from tests.tools.mount import mount_memory
from tests.tools.proof import Length, Tally, each, gather, prove
from tests.tools.prove_disks import fill

BATCH = 20
SIZES = (16, 64, 128, 256, 400, 700)
"""Kilobytes of a disk on which a cache has not enough room, or hardly."""

UNSEEN = (wipe, swap_pages)
"""Damage that SQLite does not always notice, or not at once."""


def check(length: Length) -> Tally:
    """Every kind of damage to every kind of file, and disks that are full."""
    points = list_points(length)
    batches = [(points[at : at + BATCH],) for at in range(0, len(points), BATCH)]
    sizes = [(size,) for size in SIZES[:: 3 if length.short else 1]]
    return gather(
        [*each(damage_all, *batches), *each(rot_all, *batches[::4]), *each(fill_cache, *sizes)]
    )


def control(length: Length) -> Tally:
    """A cache without a seal, which must believe what it never wrote."""
    points = [(damage, length.seed + n) for n in range(length.choose(6, 20)) for damage in UNSEEN]
    with without_seal():
        return damage_all(points)


Point = tuple[Damage, int]


def list_points(length: Length) -> list[Point]:
    """Kinds of damage with a seed each, in an order by chance; in short each kind a few times."""
    times = [(damage, max(1, count // 6) if length.short else count) for damage, count in DAMAGES]
    pairs = chain.from_iterable([damage] * count for damage, count in times)
    points = [(damage, length.seed * 1000 + n) for n, damage in enumerate(pairs)]
    random.Random(length.seed).shuffle(points)
    return points


def damage_all(points: Sequence[Point]) -> Tally:
    """Damage a warm cache again and again, and ask."""
    tally = Tally()
    with make_stage() as stage:
        for damage, seed in points:
            what, was_warm = _damage(stage, damage, seed)
            faults = [*stage.find_lies(), *_look_again(stage, damage not in LASTING)]
            tally.add([f"{what}, seed {seed}: {fault}" for fault in faults], was_warm)
            mend(stage, damage)
    return tally


def rot_all(points: Sequence[Point]) -> Tally:
    """The same under a seal that holds, as where a disk decays: wrong perhaps, but no crash."""
    tally = Tally()
    with without_seal(), make_stage() as stage:
        for damage, seed in points:
            what, was_warm = _damage(stage, damage, seed)
            bugs = [f"{what}, unseen, seed {seed}: {bug}" for bug in stage.find_bugs()]
            tally.add(bugs, was_warm)
            stage.forget()
    return tally


def _damage(stage: Stage, damage: Damage, seed: int) -> tuple[str, bool]:
    """Do it to one of the files of a cache that is warm; what it was, and whether it was warm."""
    dice = random.Random(seed)
    if not stage.is_warm():
        stage.warm()
    is_warm = stage.is_warm()
    files = stage.list_files()
    return (damage(dice.choice(files), dice), is_warm) if files else ("", False)


def _look_again(stage: Stage, is_mended: bool) -> Iterator[str]:
    """Whether the same is answered once more, and the cache is in order again."""
    argv, truth = next(iter(stage.truths.items()))
    outcome = stage.ask(argv)
    if difference := as_answer(outcome).tell_difference(truth):
        yield f"then {' '.join(argv)} {difference}"
    if is_mended and not stage.was_warm:
        yield "the cache is not made anew"


def mend(stage: Stage, damage: Damage) -> None:
    """Do what only the person can do."""
    if damage in LASTING:
        stage.unlock()
        stage.forget()


@contextmanager
def small_disk(stage: Stage, kilobytes: int) -> Iterator[None]:
    """The cache lies on a disk of its own."""
    with mount_memory(stage.cache, kilobytes):
        yield


def fill_cache(kilobytes: int) -> Tally:
    """A cache on a disk that is too small, or fills up later, or has room again."""
    tally = Tally()
    with make_stage() as stage, small_disk(stage, kilobytes):
        where = f"a disk of {kilobytes} kB"
        tally.add(f"{where}: {lie}" for lie in stage.find_lies())
        stage.warm()
        fill(stage.cache / "filler")
        tally.add(f"{where}, full: {lie}" for lie in stage.find_lies())
        note = stage.machine.vault / "contacts" / "Bo Chen.md"
        note.write_text(note.read_text("utf-8").replace("Your talk", "Their talk"), "utf-8")
        stage.learn()
        tally.add(f"{where}, full, after a change: {lie}" for lie in stage.find_lies())
        (stage.cache / "filler").unlink()
        tally.add(f"{where}, with room again: {lie}" for lie in stage.find_lies())
    return tally


def main() -> int:
    """Run the proof."""
    return prove("cache_damage", check, control)


if __name__ == "__main__":
    sys.exit(main())
