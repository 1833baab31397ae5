"""Proof: a power cut leaves every note whole, whatever the disk had already got."""

from __future__ import annotations

import random
import sys

from tests.tools.disk import Disk, list_cuts
from tests.tools.file_tree import Tree, find_differences, read_tree, write_tree
from tests.tools.proof import Length, Tally, each, gather, prove
from tests.tools.rehearsal import Rehearsal, Scene, rehearse
from tests.tools.writing import Bungle, list_cases, write_unsynced


def check(length: Length) -> Tally:
    """Every state that a power cut in a writing command may leave; in short a sample."""
    return gather(each(cut_everywhere, *((case, length) for case in list_cases())))


def control(length: Length) -> Tally:
    """A writer that renames before the bytes are safe, which must tear."""
    return cut_everywhere(Bungle(write_unsynced), length)


def cut_everywhere(scene: Scene, length: Length) -> Tally:
    """All states of one command."""
    tally = Tally()
    with rehearse(scene) as rehearsal:
        machine = rehearsal.machine
        state = read_state(rehearsal)
        disks = [Disk.of(machine.vault, rehearsal.before), Disk.of(machine.state, state)]
        cuts = list(list_cuts(rehearsal.points, disks))
        # The model must end where the disk did, or its states are those of another command.
        tally.add(find_differences(disks[0].tree, rehearsal.after))
        if length.short and len(cuts) > 15:
            cuts = random.Random(length.seed).sample(cuts, 15)
        for where, trees in cuts:
            faults = cut(rehearsal, trees)
            tally.add([f"{scene.name}, {where}: {fault}" for fault in faults])
    return tally


def read_state(rehearsal: Rehearsal) -> Tree:
    """The state folder before the command."""
    rehearsal.machine.put_back(rehearsal.kept)
    return read_tree(rehearsal.machine.state)


def cut(rehearsal: Rehearsal, trees: list[Tree]) -> list[str]:
    """What is bad about one state: at once, and after repair."""
    machine = rehearsal.machine
    machine.put_back(rehearsal.kept)
    for folder, tree in zip(machine.roots, trees, strict=True):
        write_tree(folder, tree)
    return [*rehearsal.look_halfway(trees[0]), *rehearsal.settle()]


def main() -> int:
    """Run the proof."""
    return prove("power", check, control)


if __name__ == "__main__":
    sys.exit(main())
