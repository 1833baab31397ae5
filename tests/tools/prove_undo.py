"""Proof: undo restores the vault byte for byte, after whatever command."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tests.tools.chance import Dice
from tests.tools.file_tree import Tree, find_differences, read_tree
from tests.tools.machine import Machine, make_machine
from tests.tools.proof import Length, Tally, each, gather, prove
from tests.tools.writing import Argv

EXAMPLE = Path(__file__).resolve().parents[2] / "example-vault"
ODD_MODES = (0o600, 0o640, 0o664)
BUG = 70


def check(length: Length) -> Tally:
    """A thousand random commands in a copy of the example vault, in several lives of it."""
    lives = length.choose(2, 4)
    return gather(
        each(live, *((length.seed * 100 + life, length.choose(15, 250)) for life in range(lives)))
    )


def control(length: Length) -> Tally:
    """A vault that differs from what it was by one byte, which must be seen."""
    return live(length.seed, 1, spoil=True)


def make_notes() -> Tree:
    """The example vault, with some files that others may not read, or may write."""
    tree = read_tree(EXAMPLE)
    for number, (path, leaf) in enumerate(sorted(tree.items())):
        if leaf.data is not None and number % 7 < len(ODD_MODES):
            tree[path] = replace(leaf, mode=ODD_MODES[number % 7])
    return tree


def live(seed: int, wanted: int, spoil: bool = False) -> Tally:
    """So many commands that changed something, each taken back and restored."""
    dice, tally = Dice(seed), Tally()
    with make_machine(make_notes()) as machine:
        before = read_tree(machine.vault)
        for _ in range(wanted * 10):
            if tally.points == wanted:
                break
            before = _try(tally, machine, dice.throw(before), before, spoil)
        while tally.points < wanted:  # the dice found too little that changes anything
            tally.add(met=False)
    return tally


def _try(tally: Tally, machine: Machine, argv: Argv, before: Tree, spoil: bool) -> Tree:
    """One command, there, back and there again; the vault as it then is."""
    outcome = machine.run(*argv)
    after = read_tree(machine.vault)
    typed = f"infoview {' '.join(argv)}"
    if outcome.code == BUG or outcome.signal:
        tally.add([f"{typed}: {outcome}"])
    elif after != before:
        tally.add([f"{typed}: {one}" for one in _turn(machine, before, after, spoil)])
    return read_tree(machine.vault)


def _turn(machine: Machine, before: Tree, after: Tree, spoil: bool) -> Iterator[str]:
    undone = machine.run("undo")
    if spoil:
        with (machine.vault / "README.md").open("ab") as note:
            note.write(b" ")
    faults = find_differences(read_tree(machine.vault), before)
    if undone.code or faults:
        yield f"undo ({undone}): {faults}"
        return
    redone = machine.run("undo", "--redo")
    faults = find_differences(read_tree(machine.vault), after)
    if redone.code or faults:
        yield f"undo --redo ({redone}): {faults}"


def main() -> int:
    """Run the proof."""
    return prove("undo", check, control)


if __name__ == "__main__":
    sys.exit(main())
