"""Proof: a command that is killed at any of its system calls leaves every note whole."""

from __future__ import annotations

import random
import signal
import sys

from tests.tools.file_tree import read_tree
from tests.tools.proof import Length, Tally, each, gather, prove
from tests.tools.rehearsal import Rehearsal, Scene, rehearse
from tests.tools.strace import Call
from tests.tools.writing import Bungle, list_cases, write_plainly

PROBE = ".infoview-probe-"


def check(length: Length) -> Tally:
    """Every call of every writing command, and of the repair after it; in short a sample."""
    rows = [(case, length) for case in list_cases()]
    return gather([*each(kill_everywhere, *rows), *each(kill_twice, *rows)])


def control(length: Length) -> Tally:
    """A plain writer, which must tear."""
    return kill_everywhere(Bungle(write_plainly), length)


def kill_everywhere(scene: Scene, length: Length) -> Tally:
    """Kill one command at each of its points."""
    tally = Tally()
    with rehearse(scene) as rehearsal:
        for call in sample(rehearsal.points, length, 8):
            faults, met = kill(rehearsal, call)
            tally.add([f"{scene.name}, {call}: {fault}" for fault in faults], met)
    return tally


def kill_twice(scene: Scene, length: Length) -> Tally:
    """Kill one command, and then the repair of what it left, at each of its points."""
    tally = Tally()
    with rehearse(scene) as rehearsal:
        for call in sample(rehearsal.points, length, 2):
            rehearsal.disturb(call, "signal=KILL")
            repair = rehearsal.rehearse_repair()
            for second in sample(find_repairs(repair), length, 2):
                faults, met = kill(repair, second, rehearsal)
                where = f"{scene.name}, {call}, repair, {second}: "
                tally.add([where + fault for fault in faults], met)
    return tally


def find_repairs(repair: Rehearsal) -> list[Call]:
    """What mends; that the disk is tried out afterwards, with names by chance, does not count."""
    return [call for call in repair.points if not any(PROBE in path for path in call.paths)]


def sample(calls: list[Call], length: Length, size: int) -> list[Call]:
    """All calls, or in short so many of them."""
    if not length.short or len(calls) <= size:
        return calls
    return random.Random(length.seed).sample(calls, size)


def kill(
    rehearsal: Rehearsal, call: Call, first: Rehearsal | None = None
) -> tuple[list[str], bool]:
    """Kill the command at one call: what is torn, before and after repair; whether it died.

    `first` is the command whose repair is killed here.
    """
    outcome, is_met = rehearsal.disturb(call, "signal=KILL")
    if not is_met or outcome.signal != signal.SIGKILL:
        return [], False
    now = read_tree(rehearsal.machine.vault)
    return [*rehearsal.look_halfway(now), *(first or rehearsal).settle()], True


def main() -> int:
    """Run the proof."""
    return prove("crash", check, control)


if __name__ == "__main__":
    sys.exit(main())
