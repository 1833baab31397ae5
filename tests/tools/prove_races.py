"""Proof: no save of an editor is lost, nor a line of infoview, when all write at once."""

from __future__ import annotations

import os
import random
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.tools import windows
from tests.tools.editor import PLACE, SAVES, Editor
from tests.tools.file_tree import Leaf, Tree
from tests.tools.machine import Machine, make_machine
from tests.tools.process import Outcome, flush
from tests.tools.proof import Length, Tally, prove, sum_up
from tests.tools.proof_vault import CONTACT, make_notes

WRITERS = 2
BUSY = ("4", "5", "6")
"""The note was away or half written in that moment, or saved too often; and that was said."""


def check(length: Length) -> Tally:
    """Everybody at once, each command a process or many in one; then forced windows."""
    turns = range(length.seed, length.seed + length.choose(1, 10))
    # One crowd after the other, for each has enough to do with itself; and many short ones, for
    # an editor makes a note so long in a minute that commands become slow.
    crowds = [*((turn, 25, True) for turn in turns), *((turn, 60, False) for turn in turns)]
    return sum_up(crowd(*one) for one in crowds) + windows.check(length)


def control(length: Length) -> Tally:
    """A writer that compares and then renames, with an editor in between: it must lose."""
    return windows.control(length)


@dataclass(frozen=True, slots=True)
class Writer:
    """infoview commands, one after the other; what was done goes to the ledger."""

    machine: Machine
    number: int
    count: int
    is_fresh: bool
    """Whether each command is a process of its own."""

    @property
    def ledger(self) -> Path:
        """One line a command: its exit code, the note, the line it should have written."""
        return self.machine.folder / f"writer-{self.number}"

    def work(self) -> int:
        """All commands."""
        dice = random.Random(self.number)
        with self.ledger.open("w", buffering=1) as ledger:
            for turn in range(self.count):
                name = f"Editor {dice.randrange(len(SAVES))}"
                words = f"infoview {self.number} wrote {turn}."
                code = self._run("log", name, f"note: {words}")
                ledger.write(f"{code}\t{name}.md\t{words}\n")
        return 0

    def _run(self, *argv: str) -> int:
        body = self.machine.body(*argv)
        pid = os.fork() if self.is_fresh else 0
        if pid:
            return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        try:
            code = body()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 70
        if self.is_fresh:
            flush()
            os._exit(code)
        return code


def make_desk() -> Tree:
    """The vault of the proofs, with one note for each editor."""
    tree = make_notes()
    for number in range(len(SAVES)):
        text = CONTACT.format(given=f"Editor{number}").encode() + PLACE + b"\n## Log\n\n"
        tree[f"contacts/Editor {number}.md"] = Leaf(0o644, text)
    return tree


def crowd(seed: int, count: int, is_fresh: bool) -> Tally:
    """Two infoview writers, and an editor of each kind, until the writers are through."""
    tally = Tally()
    with make_machine(make_desk()) as machine:
        editors = [_seat(machine, number, seed) for number in range(len(SAVES))]
        writers = [Writer(machine, seed * WRITERS + n, count, is_fresh) for n in range(WRITERS)]
        for outcome in _work(machine, editors, writers):
            if outcome.code or outcome.signal or "a bug" in outcome.stderr:
                tally.add([f"a bug: {outcome}"])
        for editor in editors:
            _audit_editor(tally, editor, machine)
        for writer in writers:
            _audit_writer(tally, writer)
    return tally


def _seat(machine: Machine, number: int, seed: int) -> Editor:
    return Editor(
        machine.vault / f"contacts/Editor {number}.md",
        SAVES[number],
        ledger=machine.folder / f"editor-{number}",
        stop=machine.folder / "stop",
        seed=seed + number,
    )


def _work(machine: Machine, editors: list[Editor], writers: list[Writer]) -> list[Outcome]:
    """Let all begin at once; the editors go on until the last writer is through."""
    working = [machine.start(editor.work) for editor in editors]
    writing = [machine.start(writer.work) for writer in writers]
    for process in (*working, *writing):
        process.go()
    ended = [process.wait() for process in writing]
    (machine.folder / "stop").touch()
    return [*ended, *(process.wait() for process in working)]


def _audit_editor(tally: Tally, editor: Editor, machine: Machine) -> None:
    lines = editor.path.read_text("utf-8").splitlines()
    for row in editor.ledger.read_text("utf-8").splitlines():
        line = row.partition("\t")[2]
        there, kind = lines.count(line), editor.save.__name__
        fault = f"{line} ({kind}) is there {there} times{_find(machine, line)}"
        tally.add([] if there == 1 else [fault])


def _audit_writer(tally: Tally, writer: Writer) -> None:
    """What was said to be done is there once; what was not, not at all."""
    for row in writer.ledger.read_text("utf-8").splitlines():
        code, note, words = row.split("\t")
        text = (writer.machine.vault / "contacts" / note).read_text("utf-8")
        there, is_done = text.count(f"note: {words}\n"), code == "0"
        is_bad = there != is_done or not (is_done or code in BUSY)
        fault = f"{words} (exit {code}, {note}) is there {there} times"
        tally.add([fault] if is_bad else [], met=is_done or is_bad)


def _find(machine: Machine, line: str) -> str:
    """Where else a text is."""
    found = [
        path
        for path in (*machine.state.rglob("recovered/*"), *machine.vault.rglob("*"))
        if path.is_file() and line in path.read_text("utf-8", "replace")
    ]
    return f", but in {', '.join(path.name for path in found)}" if found else ""


def main() -> int:
    """Run the proof."""
    return prove("races", check, control)


if __name__ == "__main__":
    sys.exit(main())
