"""Rehearsal: a command run once under strace, so that each of its steps can be disturbed later."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from tests.tools.file_tree import Tree, find_differences, read_tree
from tests.tools.machine import Machine, make_machine
from tests.tools.process import Body, Outcome
from tests.tools.strace import Call, find_mutations, inject, parse_log, trace

BOTH = (0, 1)
"""Exit codes of a command that did its work: `check --fix` tells with 1 what is left."""


class Scene(Protocol):
    """A command, or a writer that is built wrong, with the vault it works in."""

    @property
    def name(self) -> str: ...

    @property
    def setup(self) -> tuple[tuple[str, ...], ...]: ...

    @property
    def back(self) -> tuple[str, ...]: ...

    def make_notes(self) -> Tree: ...

    def body(self, machine: Machine) -> Body: ...


@dataclass(frozen=True, slots=True)
class Repair:
    """`infoview doctor --repair`, on whatever a command left behind."""

    name: str = "doctor --repair"
    setup: tuple[tuple[str, ...], ...] = ()
    back: tuple[str, ...] = ()

    def make_notes(self) -> Tree:
        """It has no vault of its own."""
        return {}

    def body(self, machine: Machine) -> Body:
        """The repair as a process on a machine."""
        return machine.body("doctor", "--repair")


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A command, the vault before and after it, and every call by which it gets there."""

    scene: Scene
    machine: Machine
    kept: tuple[Tree, Tree]
    before: Tree
    after: Tree
    calls: list[Call]
    code: int

    @property
    def points(self) -> list[Call]:
        """The calls that change the vault or the state."""
        return find_mutations(self.calls, self.machine.roots)

    @property
    def log(self) -> Path:
        """Where strace writes."""
        return self.machine.folder / "strace.log"

    def disturb(self, call: Call, fault: str, onward: bool = False) -> tuple[Outcome, bool]:
        """Run it again with a fault at one call; how it ended, and whether the fault was met."""
        self.machine.put_back(self.kept)
        process = self.machine.start(self.scene.body(self.machine))
        inject(process, self.log, call, fault, onward)
        return process.wait(), self.is_met(call)

    def is_met(self, wanted: Call) -> bool:
        """Whether the call that was disturbed is the one that was meant."""
        calls = parse_log(self.log.read_text("ascii"))
        return any(
            (call.name, call.nth, call.shape) == (wanted.name, wanted.nth, wanted.shape)
            for call in calls
        )

    def rehearse_repair(self) -> Rehearsal:
        """The repair of what is there now, as a command that can be disturbed in its turn."""
        kept = self.machine.keep()
        self.machine.put_back(kept)
        process = self.machine.start(Repair().body(self.machine))
        calls = trace(process, self.log)
        process.wait()
        return replace(self, scene=Repair(), kept=kept, calls=calls)

    def settle(self) -> Iterator[str]:
        """Repair, and say what is then not wholly before or wholly after, or works no more."""
        outcome = self.machine.do(Repair().body(self.machine))
        if outcome.code:
            wrong = [line for line in outcome.stdout.splitlines() if line.startswith("!!")]
            yield f"doctor says {', '.join(wrong)} ({outcome})"
        now = read_tree(self.machine.vault)
        if now not in (self.before, self.after):
            yield f"after repair: {self.tell_odd(now)}"
        elif now == self.before:
            yield from self._try_again()
        elif self.scene.back:
            yield from self._take_back()

    def _try_again(self) -> Iterator[str]:
        outcome = self.machine.do(self.scene.body(self.machine))
        now = read_tree(self.machine.vault)
        if outcome.code != self.code or now != self.after:
            yield f"does not work again ({outcome}): {self.tell_odd(now)}"

    def _take_back(self) -> Iterator[str]:
        outcome = self.machine.run(*self.scene.back)
        now = read_tree(self.machine.vault)
        if outcome.code or now != self.before:
            yield f"cannot be taken back ({outcome}): {find_differences(now, self.before)}"

    def tell_odd(self, now: Tree) -> str:
        """How the vault differs from the nearer of before and after."""
        old, new = (find_differences(now, wanted) for wanted in (self.before, self.after))
        return ", ".join(old if len(old) < len(new) else new) or "as it should be"

    def look_halfway(self, now: Tree) -> Iterator[str]:
        """What is torn or lost in the middle of the command, before anything is repaired."""
        for path in sorted(now.keys() | self.before.keys() | self.after.keys()):
            found, sides = now.get(path), (self.before.get(path), self.after.get(path))
            if found not in sides and not is_temporary(path):
                yield f"{path} is neither old nor new"
        stands = all(now.get(path) == self.after[path] for path in self.after)
        lost = [path for path in self.before if path not in now]
        if lost and not stands:
            yield f"{', '.join(lost)} went before the new notes stood"


@contextmanager
def rehearse(scene: Scene, vault: Path | None = None) -> Iterator[Rehearsal]:
    """Run a command once, on a machine of its own; `vault` may lie on another disk."""
    with make_machine(scene.make_notes(), vault) as machine:
        for argv in scene.setup:
            machine.must_run(*argv)
        machine.run("today")  # fills the cache
        kept = machine.keep()
        machine.put_back(kept)  # as each time that it is disturbed
        process = machine.start(scene.body(machine))
        calls = trace(process, machine.folder / "strace.log")
        outcome = process.wait()
        assert outcome.code in BOTH, f"{scene.name}: {outcome}"
        after = read_tree(machine.vault)
        assert after != kept[0], f"{scene.name} changed nothing: {outcome}"
        yield Rehearsal(scene, machine, kept, kept[0], after, calls, outcome.code)


def is_temporary(path: str) -> bool:
    """Whether a path is that of a temporary file of infoview."""
    return Path(path).name.startswith(".infoview-")


def without_temporaries(tree: Tree) -> Tree:
    """The notes alone."""
    return {path: leaf for path, leaf in tree.items() if not is_temporary(path)}
