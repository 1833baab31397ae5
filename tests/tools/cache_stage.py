"""Stage: a vault with a warm cache on a machine of its own, and processes that ask there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from tests.tools.cache_desk import Answer, count_reads
from tests.tools.cache_knobs import is_switchable, later
from tests.tools.machine import Machine, make_machine
from tests.tools.privilege import under_modes
from tests.tools.process import Body, Outcome, flush
from tests.tools.proof_vault import make_notes
from tests.tools.writing import Argv

Turn = Callable[[], AbstractContextManager[None]]
"""What is turned in a process before it asks."""

QUESTIONS: tuple[Argv, ...] = (
    ("list", "contacts", "--json"),
    ("today", "--json"),
    ("search", "forecasts"),
    ("check", "--json"),
)
BUG = 70


@dataclass(slots=True)
class Stage:
    """A machine, what is true there, and what is turned in all who ask."""

    machine: Machine
    turn: Turn = nullcontext
    questions: tuple[Argv, ...] = QUESTIONS
    truths: dict[Argv, Answer] = field(default_factory=dict)
    known: dict[bytes, dict[Argv, Answer]] = field(default_factory=dict)

    @property
    def cache(self) -> Path:
        """Where the cache lies."""
        return self.machine.home / "cache" / "infoview"

    def list_files(self) -> list[Path]:
        """The files of the vault's cache."""
        return sorted(path for path in (self.cache / "vaults").rglob("*") if path.is_file())

    def learn(self, words: bytes = b"") -> None:
        """Find out what is true, as a reading without the cache tells it.

        `words` tell one state of the vault from others; what is known of one is not asked again.
        """
        self.truths = self.known.setdefault(words, {})
        for argv in self.questions:
            if words and argv in self.truths:
                continue
            switch = ("--no-cache",) if is_switchable() else ()
            outcome = self.machine.do(self.body((*argv, *switch)))
            assert outcome.code in (0, 1), outcome
            self.truths[argv] = as_answer(outcome)

    def keep(self, argv: Argv) -> None:
        """Keep a question in mind besides the usual ones, if it is one and not only work."""
        if argv not in self.questions and "--rebuild" not in argv:
            self.questions = (*self.questions, argv)

    def forget(self) -> None:
        """Throw the cache away."""
        if self.cache.is_dir() and not self.cache.is_symlink():
            shutil.rmtree(self.cache)
        elif os.path.lexists(self.cache):
            self.cache.unlink()

    def unlock(self) -> None:
        """Give back the right to look into all folders of the cache."""
        for folder in (self.cache, *self.cache.rglob("*")):
            if folder.is_dir() and not folder.is_symlink():
                folder.chmod(0o700)

    def warm(self) -> None:
        """Let the usual questions be in the cache, and nothing in doubt."""
        for argv in (*QUESTIONS, QUESTIONS[0]):
            self.machine.do(self.body(argv))

    def body(self, argv: Argv, turn: Turn | None = None) -> Body:
        """A question as a process, so much later that all files are old; it counts what it reads.

        No mode is passed by.
        """
        ask = self.machine.body(*argv)

        def body() -> int:
            before = count_reads()
            try:
                with under_modes(), later(), (turn or self.turn)():
                    return ask()
            finally:
                flush()
                self.ledger.write_text(str(count_reads() - before))

        return body

    @property
    def ledger(self) -> Path:
        """How many notes the last process opened."""
        return self.machine.folder / "reads"

    def ask(self, argv: Argv) -> Outcome:
        """Ask one question with the cache."""
        return self.machine.do(self.body(argv))

    def find_bugs(self) -> Iterator[str]:
        """Every question at which the program breaks down, in words."""
        for argv in self.truths:
            outcome = self.ask(argv)
            if outcome.signal or outcome.code == BUG or "Traceback" in outcome.stderr:
                yield f"{' '.join(argv)}: {outcome}"

    def find_lies(self) -> Iterator[str]:
        """Every question that is not answered by the truth, in words."""
        for argv, truth in self.truths.items():
            outcome = self.ask(argv)
            if outcome.signal or outcome.code == BUG:
                yield f"{' '.join(argv)}: {outcome}"
            elif difference := as_answer(outcome).tell_difference(truth):
                yield f"{' '.join(argv)} {difference}"

    def is_warm(self) -> bool:
        """Whether a question is answered without a look into a note."""
        self.ask(QUESTIONS[0])
        return self.was_warm

    @property
    def was_warm(self) -> bool:
        """Whether the last question was."""
        return self.ledger.read_text() == "0"


def as_answer(outcome: Outcome) -> Answer:
    """What a process printed, without what is measured."""
    out, err = outcome.stdout.encode(), outcome.stderr.encode()
    return Answer(out, err, outcome.code).without_measures()


@contextmanager
def make_stage(turn: Turn = nullcontext) -> Iterator[Stage]:
    """A stage with the vault of the proofs and nothing in the cache."""
    with make_machine(make_notes()) as machine:
        stage = Stage(machine, turn)
        stage.learn()
        yield stage
