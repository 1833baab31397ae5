"""Disk: what a power cut may leave of a log of system calls: every legal state, as a tree.

A disk keeps the order of its names and modes, and may have got any beginning of them that is not
shorter than what a sync confirmed. A file's bytes are there once that file was synced; before,
the old ones, half of the new, zeros or all of them may be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, product
from pathlib import Path

from tests.tools.file_tree import Leaf, Tree
from tests.tools.strace import OPENING, Call

UMASK = 0o022
Data = bytes | None


@dataclass(slots=True)
class Inode:
    """The bytes of a file as programs see them, and those that a sync confirmed; none: a folder."""

    data: Data
    safe: Data

    @property
    def guesses(self) -> list[Data]:
        """What may stand in it after a power cut."""
        if self.data is None or self.data == self.safe:
            return [self.data]
        old, new = self.safe or b"", self.data
        return list(dict.fromkeys((old, new[: len(new) // 2], bytes(len(new)), new)))


@dataclass(slots=True)
class View:
    """Names and modes at one moment: the numbers of the inodes by path, the modes by number."""

    names: dict[str, int]
    modes: dict[int, int]

    def copy(self) -> View:
        """A view that can be changed alone."""
        return View(dict(self.names), dict(self.modes))


Step = Callable[[View], None]


@dataclass(slots=True)
class Disk:
    """One disk during a run: its inodes, what it began as, every change of names since."""

    root: Path
    start: View
    now: View
    inodes: dict[int, Inode]
    steps: list[Step] = field(default_factory=list)
    confirmed: int = 0

    @classmethod
    def of(cls, root: Path, tree: Tree) -> Disk:
        """A disk on which everything is safe."""
        start = View({}, {})
        inodes = {}
        for number, (path, leaf) in enumerate(tree.items()):
            start.names[path], start.modes[number] = number, leaf.mode
            inodes[number] = Inode(leaf.data, leaf.data)
        return cls(root, start, start.copy(), inodes)

    def find(self, path: str) -> str | None:
        """A path as this disk names it; None where it lies elsewhere."""
        if path == str(self.root):
            return "."
        return path.removeprefix(f"{self.root}/") if path.startswith(f"{self.root}/") else None

    def do(self, step: Step) -> None:
        """Make a change of names or modes."""
        step(self.now)
        self.steps.append(step)

    def add(self, name: str, mode: int, data: Data) -> None:
        """A new file or folder."""
        number = len(self.inodes)
        self.inodes[number] = Inode(data, data)

        def step(view: View) -> None:
            view.names[name], view.modes[number] = number, mode & ~UMASK

        self.do(step)

    def list_states(self) -> Iterator[Tree]:
        """Every tree that a power cut may leave now."""
        view = self.start.copy()
        for done, step in enumerate((*self.steps, None)):
            if done >= self.confirmed:
                yield from self._fill(view)
            if step is not None:
                step(view)

    @property
    def tree(self) -> Tree:
        """What programs see now."""
        return {
            path: Leaf(self.now.modes[number], self.inodes[number].data)
            for path, number in self.now.names.items()
            if path != "."
        }

    def _fill(self, view: View) -> Iterator[Tree]:
        numbers = sorted(set(view.names.values()))
        for guess in product(*(self.inodes[number].guesses for number in numbers)):
            data = dict(zip(numbers, guess, strict=True))
            yield {
                path: Leaf(view.modes[number], data[number]) for path, number in view.names.items()
            }


class Replay:
    """The calls of one run, done again on a model of the disks."""

    def __init__(self, disks: Sequence[Disk]) -> None:
        self.disks = disks
        self._open: dict[tuple[int, int], tuple[Disk, int, int]] = {}
        """By process and descriptor: the disk, the inode, and where the next byte goes."""

    def do(self, call: Call) -> None:
        """One more call has happened; one that failed has changed nothing."""
        if call.value < 0:
            return
        places = [
            (disk, name)
            for path in call.paths
            for disk in self.disks
            if (name := disk.find(path)) is not None
        ]
        if places:
            self._dispatch(call, places[0][0], [name for _, name in places])

    def _dispatch(self, call: Call, disk: Disk, names: list[str]) -> None:
        if call.name in OPENING:
            self._open_file(call, disk, names[0])
        elif call.name.startswith("rename"):
            disk.do(_rename(names[0], names[1], "RENAME_EXCHANGE" in call.args))
        elif call.name in NAMED:
            NAMED[call.name](disk, call, names)
        elif call.name in ("fsync", "fdatasync"):
            _sync(disk, names[0])
        else:
            FILLED[call.name](self, call)

    def _open_file(self, call: Call, disk: Disk, name: str) -> None:
        if name not in disk.now.names:
            disk.add(name, _mode(call), b"")
        number = disk.now.names[name]
        if "O_TRUNC" in call.args:
            disk.inodes[number].data = b""
        self._open[call.pid, call.value] = disk, number, 0

    def _write(self, call: Call) -> None:
        disk, number, at = self._open[call.pid, call.descriptor]
        new = b"".join(call.texts)[: call.value]
        old = disk.inodes[number].data or b""
        disk.inodes[number].data = old[:at] + new + old[at + len(new) :]
        self._open[call.pid, call.descriptor] = disk, number, at + len(new)

    def list_states(self) -> Iterator[list[Tree]]:
        """Every set of trees, one a disk, that a power cut may leave now."""
        for trees in product(*(list(disk.list_states()) for disk in self.disks)):
            yield list(trees)


def _mode(call: Call) -> int:
    found = re.search(r", (0\d+)\)?$", call.args)
    return int(found[1], 8) if found else 0o666


def _rename(source: str, target: str, is_exchange: bool) -> Step:
    def step(view: View) -> None:
        displaced = view.names.get(target)
        view.names[target] = view.names.pop(source)
        if is_exchange and displaced is not None:
            view.names[source] = displaced

    return step


def _link(disk: Disk, _: Call, names: list[str]) -> None:
    def step(view: View) -> None:
        view.names[names[1]] = view.names[names[0]]

    disk.do(step)


def _unlink(disk: Disk, _: Call, names: list[str]) -> None:
    disk.do(lambda view: view.names.__delitem__(names[0]))


def _mkdir(disk: Disk, call: Call, names: list[str]) -> None:
    disk.add(names[0], _mode(call), None)


def _chmod(disk: Disk, call: Call, names: list[str]) -> None:
    number = disk.now.names[names[0]]
    disk.do(lambda view: view.modes.__setitem__(number, _mode(call)))


def _sync(disk: Disk, name: str) -> None:
    """The sync of a folder confirms all names that came before; that of a file, its bytes."""
    if name == "." or disk.inodes[disk.now.names[name]].data is None:
        disk.confirmed = len(disk.steps)
    else:
        inode = disk.inodes[disk.now.names[name]]
        inode.safe = inode.data


NAMED = {
    "link": _link, "linkat": _link,
    "unlink": _unlink, "unlinkat": _unlink, "rmdir": _unlink,
    "mkdir": _mkdir, "mkdirat": _mkdir,
    "chmod": _chmod, "fchmod": _chmod, "fchmodat": _chmod,
}  # fmt: skip
FILLED = {"write": Replay._write, "writev": Replay._write}


def list_cuts(calls: Sequence[Call], disks: Sequence[Disk]) -> Iterator[tuple[str, list[Tree]]]:
    """Every state after every call, each once, and where the power was cut."""
    replay, seen = Replay(disks), set[int]()
    for number, call in zip(count(), (None, *calls), strict=False):
        if call is not None:
            replay.do(call)
        for trees in replay.list_states():
            key = hash(tuple(frozenset(tree.items()) for tree in trees))
            if key not in seen:
                seen.add(key)
                yield f"cut {number}, after {call}", trees
