"""Proof: on every kind of disk a command works, or changes nothing and says so."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from tests.tools import windows
from tests.tools.editor import SAVES, Save
from tests.tools.file_tree import Leaf, Tree
from tests.tools.mount import Kind, list_kinds, mount_image, mount_memory
from tests.tools.proof import Length, Tally, each, gather, prove
from tests.tools.prove_crash import kill, sample
from tests.tools.prove_errors import find_lies
from tests.tools.rehearsal import Rehearsal, Scene, rehearse
from tests.tools.writing import SENT, Bungle, Case, list_cases, write_plainly

KILLED = (Case(("log", "Bo Chen", "reply yes: free on Monday")), Case(SENT))
KILOBYTES = 512
PAGE = 4096
PIECE = 64


def check(length: Length) -> Tally:
    """All commands on all kinds of disk, kills and races on those without exchange, full disks."""
    kinds = list_kinds()
    cases = list_cases()[:: 4 if length.short else 1]
    odd = [kind for kind in kinds if not kind.has_exchange]
    return gather(
        [
            *each(work, *product(kinds, [cases])),
            *each(kill_there, *product(odd, KILLED, [length])),
            *each(race_there, *product(odd, SAVES, [length])),
            *each(fill_vault, *product(cases)),
            *each(fill_state, *product(cases)),
        ]
    )


def control(_: Length) -> Tally:
    """A plain writer on a disk that is full, which must tear."""
    return fill_vault(Page(write_plainly))


@contextmanager
def mounted(kind: Kind) -> Iterator[Path]:
    """A place for a vault on a disk of a kind."""
    with (
        tempfile.TemporaryDirectory(prefix="infoview-disk-") as name,
        mount_image(kind, Path(name)) as place,
    ):
        yield place / "vault"


def work(kind: Kind, cases: list[Case]) -> Tally:
    """Every command, taken back again."""
    tally = Tally()
    with mounted(kind) as vault:
        for case in cases:
            with rehearse(case, vault) as rehearsal:
                faults = [f"{kind.name}, {case.name}: {fault}" for fault in rehearsal.settle()]
                tally.add(faults)
    return tally


def kill_there(kind: Kind, case: Case, length: Length) -> Tally:
    """One command, killed at each of its calls."""
    tally = Tally()
    with mounted(kind) as vault, rehearse(case, vault) as rehearsal:
        for call in sample(rehearsal.points, length, 5):
            faults, met = kill(rehearsal, call)
            tally.add([f"{kind.name}, {case.name}, {call}: {fault}" for fault in faults], met)
    return tally


def race_there(kind: Kind, save: Save, length: Length) -> Tally:
    """An editor at each call but those of the moment in which a save may be lost there."""
    with mounted(kind) as vault:
        return windows.hold_everywhere(windows.SCENES[0], save, length, False, vault)


# -- full disks ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Page(Bungle):
    """A writer that needs a page more than the note had."""

    def make_notes(self) -> Tree:
        """The vault, with a note that fills its page."""
        tree = Bungle.make_notes(self)
        path = "contacts/Bo Chen.md"
        text = tree[path].data or b""
        return {**tree, path: Leaf(0o644, text + b"x" * (PAGE - len(text)))}


def fill_vault(scene: Scene) -> Tally:
    """One command where the vault's disk is full to the last byte."""
    with (
        tempfile.TemporaryDirectory(prefix="infoview-disk-") as name,
        mount_memory(Path(name) / "disk", KILOBYTES) as place,
        rehearse(scene, place / "vault") as rehearsal,
    ):
        return _fill(rehearsal, place, "the vault's disk is full")


def fill_state(scene: Scene) -> Tally:
    """One command where the disk of the state folder is full to the last byte."""
    with rehearse(scene) as rehearsal, mount_memory(rehearsal.machine.state, KILOBYTES) as place:
        return _fill(rehearsal, place, "the state's disk is full")


def _fill(rehearsal: Rehearsal, place: Path, what: str) -> Tally:
    machine = rehearsal.machine
    machine.put_back(rehearsal.kept)
    filler = place / "filler"
    fill(filler)
    outcome = machine.do(rehearsal.scene.body(machine))
    faults = find_lies(rehearsal, outcome)
    filler.unlink()
    tally = Tally()
    tally.add(f"{what}, {rehearsal.scene.name}: {one}" for one in (*faults, *rehearsal.settle()))
    return tally


def fill(path: Path) -> None:
    """Write until there is not a byte left."""
    size = PAGE
    with path.open("wb", buffering=0) as file:
        while size:
            try:
                file.write(bytes(size))
            except OSError:
                size = size // 2 if size > PIECE else 0


def main() -> int:
    """Run the proof."""
    return prove("disks", check, control)


if __name__ == "__main__":
    sys.exit(main())
