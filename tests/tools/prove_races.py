"""Proof: no save of an editor is lost, nor a line of infoview, when all write at once."""

from __future__ import annotations

import math
import os
import random
import sys
import time
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
KEYS = ("role", "location")
BUG = "infoview: a bug"
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
class Written:
    """One command: how it ended, what it was, the note, the words that it should have written."""

    code: str
    kind: str
    note: str
    words: str
    start: float
    end: float

    @property
    def is_done(self) -> bool:
        """Whether it said that it did its work."""
        return self.code == "0"


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
        """One line a command, as `Written` has it."""
        return self.machine.folder / f"writer-{self.number}"

    def work(self) -> int:
        """All commands."""
        dice = random.Random(self.number)
        with self.ledger.open("w", buffering=1) as ledger:
            for turn in range(self.count):
                name = f"Editor {dice.randrange(len(SAVES))}"
                words = f"infoview {self.number} wrote {turn}."
                kind = dice.choice(("log", "log", "set"))
                start = time.monotonic()
                code = self._run(*self._make_argv(kind, name, words))
                row = (code, kind, f"{name}.md", words, start, time.monotonic())
                ledger.write("\t".join(map(str, row)) + "\n")
        return 0

    def _make_argv(self, kind: str, name: str, words: str) -> tuple[str, ...]:
        """Each writer sets a key of its own, so that the last value is known."""
        if kind == "set":
            return ("set", name, KEYS[self.number % WRITERS], words)
        return ("log", name, f"note: {words}")

    def read_ledger(self) -> list[Written]:
        """Every command, in order."""
        rows = [row.split("\t") for row in self.ledger.read_text("utf-8").splitlines()]
        return [
            Written(code, kind, note, words, float(start), float(end))
            for code, kind, note, words, start, end in rows
        ]

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
            bugs = [line for line in outcome.stderr.splitlines() if line.startswith(BUG)]
            if bugs or outcome.code or outcome.signal:
                tally.add([*bugs, *_read_report(machine), str(outcome)])
        for editor in editors:
            _audit_editor(tally, editor, machine)
        for writer in writers:
            _audit_writer(tally, writer, {editor.path.name: editor for editor in editors})
    return tally


def _read_report(machine: Machine) -> list[str]:
    """The crash report of a bug, where there is one; it tells nothing of the notes."""
    return [path.read_text("utf-8") for path in machine.state.rglob("crash.txt")]


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
    for _, _, line in editor.read_ledger():
        there, kind = lines.count(line), editor.save.__name__
        fault = f"{line} ({kind}) is there {there} times{_find(machine, line)}"
        # Overwritten by the editor's own next save, which knew only ours: kept aside, and told.
        is_aside = not there and _is_recovered(machine, line)
        if is_aside:
            print(f"races: {line} ({kind}) is kept aside, in recovered/", file=sys.stderr)
        tally.add([] if there == 1 or is_aside else [fault])


def _audit_writer(tally: Tally, writer: Writer, editors: dict[str, Editor]) -> None:
    """What was said to be done is there once, unless it was set anew; what was not, never twice.

    An editor may have read it in the moment before it was given up, and have saved it then.
    """
    rows = writer.read_ledger()
    last = {row.note: row for row in rows if row.kind == "set" and row.is_done}
    for row in rows:
        text = (writer.machine.vault / "contacts" / row.note).read_text("utf-8")
        there = text.count(row.words)
        wanted = int(row.is_done and (row.kind == "log" or row is last[row.note]))
        is_there = there == wanted if row.is_done else there < 2
        if there and not row.is_done:
            print(f"races: {row.words} stands, though it ended with {row.code}", file=sys.stderr)
        is_bad = not is_there or not (row.is_done or row.code in BUSY)
        # What an editor put back is what was set before, whenever it did that.
        end = row.end if row.kind == "log" else math.inf
        is_theirs = (
            row.is_done and there < 2 and is_bad and editors[row.note].was_late(row.start, end)
        )
        fault = f"{row.kind} {row.words} (exit {row.code}, {row.note}) is there {there} times"
        tally.add([fault] if is_bad else [], met=(row.is_done or is_bad) and not is_theirs)


def _is_recovered(machine: Machine, line: str) -> bool:
    kept = machine.state.rglob("recovered/*")
    return any(line in path.read_text("utf-8", "replace") for path in kept)


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
