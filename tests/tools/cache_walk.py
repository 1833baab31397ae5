"""Walk: forty things happen to a vault, one after the other, and after each some questions."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from tests.tools import cache_edits as edits
from tests.tools import cache_tricks as tricks
from tests.tools.cache_desk import Desk, RealTimes, StampedTimes, Times, make_desk
from tests.tools.cache_edits import Move
from tests.tools.cache_knobs import WINDOW
from tests.tools.cache_questions import choose_questions
from tests.tools.disk_times import SECOND

MOVES: tuple[tuple[Move, int], ...] = (
    (edits.change_letter, 6),
    (edits.swap_word, 8),
    (edits.set_line, 10),
    (edits.add_line, 6),
    (edits.drop_line, 2),
    (edits.write_note, 8),
    (edits.break_note, 2),
    (edits.set_setting, 3),
    (edits.mend_settings, 3),
    (edits.write_pack, 2),
    (edits.write_template, 1),
    (edits.write_own_config, 1),
    (tricks.remove, 3),
    (tricks.rename, 5),
    (tricks.respell, 2),
    (tricks.hide, 2),
    (tricks.swap, 3),
    (tricks.copy, 3),
    (tricks.move_folder, 2),
    (tricks.copy_vault, 1),
    (tricks.put_oddity, 4),
    (tricks.change_linked_file, 3),
    (tricks.change_mode, 3),
    (tricks.touch, 2),
    (tricks.wait, 10),
    (tricks.turn_back, 3),
    (tricks.change_day, 4),
    (tricks.command, 4),
    (tricks.kill, 1),
    (tricks.lose_cache, 1),
    (tricks.put_back_cache, 2),
)
"""What may happen, and how often."""

FEW = 7
"""Questions of a walk, of which some are asked at a time."""

ASKED = 4
ENOUGH = 3
"""Answers that came from the cache alone, without which a walk has shown nothing."""

OLD = 0.4
AT_ONCE = (1, 1, 2, 3)


TIMES: dict[str, Callable[[], Times]] = {
    "fine": lambda: StampedTimes(1),
    "second": lambda: StampedTimes(SECOND),
    "fat": lambda: StampedTimes(2 * SECOND),
    "real": lambda: RealTimes(0.03),
    "slow": lambda: RealTimes(WINDOW),
}
"""What the times of files are like: to the nanosecond, the second or two, or those of the disk.

Real disks have times of about four milliseconds; `real` has a window to match, `slow` the one that
people have.
"""


@dataclass(slots=True)
class Walk:
    """What happened on a walk, what was answered wrongly, and whether the cache was of use."""

    seed: int
    times: str
    steps: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    is_useful: bool = False

    def tell(self) -> list[str]:
        """The first fault, with what came just before it."""
        if not self.faults:
            return []
        before = "; ".join(self.steps[-3:])
        return [f"--seed {self.seed} --times {self.times}, after {before}: {self.faults[0]}"]


def walk(
    seed: int,
    times: str,
    length: int,
    place: Path | None = None,
    is_apart: bool = False,
    is_watched: bool = False,
    only: Collection[int] | None = None,
) -> Walk:
    """Walk until something is answered wrongly, or to the end; `only` takes some of the steps.

    Each step has dice of its own, so that it stays what it is where others are left out. With
    `is_watched`, an `infoview watch` runs all the time.
    """
    taken = Walk(seed, times)
    clock = TIMES[times]()
    with make_desk(seed, clock, place or clock.place, is_apart) as desk:
        questions = choose_questions(desk.dice, FEW)
        for number in range(length):
            if only is not None and number not in only:
                continue
            desk.dice = random.Random(f"{seed} {number}")
            if is_watched:
                desk.watch()
            taken.steps.append(f"{number}: {', '.join(_step(desk))}")
            asked = desk.dice.sample(questions, ASKED)
            taken.faults += [fault for argv in asked if (fault := desk.compare(argv))]
            if taken.faults:
                break
        if not taken.faults:
            taken.faults += desk.verify()
        taken.is_useful = is_apart or desk.hits >= ENOUGH
    return taken


def _step(desk: Desk) -> list[str]:
    """One thing or several; a clock that is set back is looked at before it goes on."""
    moves, weights = zip(*MOVES, strict=True)
    # Before, everything often grows old enough to be trusted.
    done = [tricks.grow_old(desk)] if desk.dice.random() < OLD else []
    for _ in range(desk.dice.choice(AT_ONCE)):
        move = desk.dice.choices(moves, weights)[0]
        done.append(_do(desk, move) or f"({move.__name__})")
        if move is tricks.turn_back:
            break
    desk.settle()
    return done


def _do(desk: Desk, move: Move) -> str:
    """One thing; what a locked folder does not let through has not happened, or half."""
    try:
        return move(desk)
    except OSError as error:
        return f"({move.__name__}: {error.strerror})"


def shorten(seed: int, times: str, length: int) -> Walk:
    """The walk without the steps that its fault does not need."""
    taken = walk(seed, times, length)
    kept = list(range(len(taken.steps)))
    size = len(kept) // 2
    while size and taken.faults:
        for start in range(0, len(kept), size):
            fewer = [*kept[:start], *kept[start + size :]]
            again = walk(seed, times, length, only=fewer)
            if again.faults:
                taken, kept = again, fewer[: len(again.steps)]
                break
        else:
            size //= 2
    return taken


def main() -> int:
    """Take walks one by one, and tell those that went wrong, as short as they can be."""
    import argparse

    parser = argparse.ArgumentParser(prog="python -m tests.tools.cache_walk", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=1)
    parser.add_argument("--times", choices=TIMES, default="second")
    parser.add_argument("--length", type=int, default=40)
    options = parser.parse_args()
    bad = 0
    for seed in range(options.seed, options.seed + options.count):
        if walk(seed, options.times, options.length).faults:
            bad += 1
            taken = shorten(seed, options.times, options.length)
            print(*taken.steps, *taken.faults, "", sep="\n", flush=True)
    print(f"{options.count} walks, {bad} bad")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
