"""Crowd: processes that read and write one cache at once, while an editor changes the notes."""

from __future__ import annotations

import json
import mmap
import random
import shutil
import struct
import time
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from tests.tools.cache_desk import ask_here
from tests.tools.editor import save_beside
from tests.tools.machine import TODAY, Machine, make_machine
from tests.tools.process import Body
from tests.tools.proof import Tally
from tests.tools.proof_vault import CONTACT, make_notes

NOTES = 3
READERS = (1, 2)
NUMBERS = struct.Struct(f"{2 * NOTES}q")
BUG = 70


@dataclass(slots=True)
class Board:
    """Numbers that all processes see: of each note, the last text begun and the last finished."""

    memory: mmap.mmap = field(default_factory=lambda: mmap.mmap(-1, mmap.PAGESIZE))

    def read(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The numbers begun, and those finished."""
        found = NUMBERS.unpack_from(self.memory)
        return found[:NOTES], found[NOTES:]

    def write(self, at: int, number: int) -> None:
        """A number for one note: begun, or from NOTES on finished."""
        struct.pack_into("q", self.memory, 8 * at, number)

    @property
    def is_over(self) -> bool:
        """Whether all readers have gone."""
        return all(self.memory[-reader] for reader in READERS)

    def leave(self, reader: int) -> None:
        """A reader goes."""
        self.memory[-reader] = 1


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody in the crowd: a machine, the board, a number, and how much there is to do."""

    machine: Machine
    board: Board
    number: int
    asked: int
    seed: int

    @property
    def ledger(self) -> Path:
        """Where faults are written, one a line."""
        return self.machine.folder / f"seat-{self.number}"

    def note(self, at: int) -> Path:
        """One of the notes that change."""
        return self.machine.vault / "contacts" / f"Counter {at}.md"

    def edit(self) -> int:
        """An editor that counts: each text of a note has the next number, at the same size."""
        dice = random.Random(self.seed)
        for turn in count(1):
            if self.board.is_over:
                break
            at = dice.randrange(NOTES)
            self.board.write(at, turn)
            save_beside(self.note(at), make_text(at, turn))
            self.board.write(NOTES + at, turn)
            time.sleep(dice.choice((0, 0, 0.002, 0.03)))
        return 0

    def read(self) -> int:
        """Ask so many times: a number must be one that stood there meanwhile."""
        with self.ledger.open("w", buffering=1) as ledger:
            for _ in range(self.asked):
                before = self.board.read()[1]
                answer = self._ask("list", "contacts", "--fields", "name,role", "--json")
                after = self.board.read()[0]
                if answer.code in (0, 1):
                    ledger.writelines(find_lies(answer.out, before, after))
                elif answer.code == BUG or b"changed while" not in answer.err:
                    ledger.write(f"{answer}\n")
                ledger.write("asked\n")
        self.board.leave(self.number)
        return 0

    def write(self) -> int:
        """Throw the cache away now and then, and make it anew, until the readers have gone."""
        with self.ledger.open("w", buffering=1) as ledger:
            while not self.board.is_over:
                shutil.rmtree(self.machine.home / "cache" / "infoview", ignore_errors=True)
                for argv in (("check", "--json"), ("index", "--rebuild"), ("check", "--json")):
                    answer = self._ask(*argv)
                    if answer.code not in (0, 1):
                        ledger.write(f"{argv} {answer}\n")
                ledger.write("asked\n")
        return 0

    def _ask(self, *argv: str):
        shared = ("--vault", str(self.machine.vault), "--today", TODAY, "--no-input")
        return ask_here((*shared, *argv), {})


def find_lies(out: bytes, before: tuple[int, ...], after: tuple[int, ...]) -> list[str]:
    """The notes whose number is none that stood there between before and after."""
    rows = {row["name"]: row["role"] for row in json.loads(out)}
    lies = []
    for at in range(NOTES):
        said = int((rows.get(f"Counter {at}") or "-1").removeprefix("no. "))
        if not before[at] <= said <= after[at]:
            lies.append(f"Counter {at} says {said}, not {before[at]} to {after[at]}\n")
    return lies


def make_text(at: int, number: int) -> bytes:
    """A note that holds a number."""
    return CONTACT.format(given=f"C{at}").replace("tie:", f"role: no. {number:06}\ntie:").encode()


def crowd(seed: int, asked: int) -> Tally:
    """Two that read, one that writes the cache anew, and an editor of three notes."""
    tally = Tally()
    with make_machine(make_notes()) as machine:
        board = Board()
        editor, *others = (Seat(machine, board, number, asked, seed) for number in range(4))
        for at in range(NOTES):
            editor.note(at).write_bytes(make_text(at, 0))
        bodies: list[Body] = [editor.edit, others[0].read, others[1].read, others[2].write]
        processes = [machine.start(body) for body in bodies]
        for process in processes:
            process.go()
        for process in processes:
            outcome = process.wait()
            if outcome.code or outcome.signal:
                tally.add([f"crowd {seed}: {outcome}"])
        for seat in others:
            for line in seat.ledger.read_text("utf-8").splitlines():
                if line == "asked":
                    tally.add()
                else:
                    tally.add([f"crowd {seed}: {line}"])
    return tally
