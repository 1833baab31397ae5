"""Machine: a vault and its owner's folders, kept as they were and put back as often as wanted."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

from tests.tools.file_tree import Tree, read_tree, write_tree
from tests.tools.process import Body, Outcome, Process, infoview

TODAY = "2026-11-24"
CASES = Path(__file__).resolve().parent.parent / "cases" / "mail"
MAILBOX = "answers.mbox"
"""Beside the vault, and so in the working folder of its processes."""


class Machine:
    """A home with a vault in it, or a vault elsewhere, and processes that work there."""

    def __init__(self, folder: Path, vault: Path | None = None) -> None:
        self.folder = folder.resolve()
        self.home = self.folder / "home"
        self.vault = vault or self.folder / "vault"
        self.state = self.home / "state"
        self.state.mkdir(parents=True, exist_ok=True)
        self.vault.mkdir(parents=True, exist_ok=True)

    @property
    def roots(self) -> tuple[Path, Path]:
        """What a command may write: the vault, and the state folder."""
        return self.vault, self.state

    @property
    def environ(self) -> dict[str, str]:
        """The environment of a process here."""
        kinds = ("CONFIG", "CACHE", "STATE", "DATA")
        return {
            "HOME": str(self.home),
            **{f"XDG_{kind}_HOME": str(self.home / kind.lower()) for kind in kinds},
            "COLUMNS": "80",
            "LANG": "C.UTF-8",
            "PATH": "/usr/bin:/bin",
            "PYTHONDONTWRITEBYTECODE": "1",
            "TZ": "UTC",
        }

    def body(self, *argv: str) -> Body:
        """A command on this vault, on a fixed day, with nobody at the terminal."""
        return infoview("--vault", str(self.vault), "--today", TODAY, "--no-input", *argv)

    def start(self, body: Body) -> Process:
        """A process that waits for `go`."""
        return Process(body, self.environ, self.folder)

    def do(self, body: Body) -> Outcome:
        """Run a process to its end."""
        process = self.start(body)
        process.go()
        return process.wait()

    def run(self, *argv: str) -> Outcome:
        """Run a command to its end."""
        return self.do(self.body(*argv))

    def must_run(self, *argv: str) -> Outcome:
        """`run` of a command that a proof is built on."""
        outcome = self.run(*argv)
        assert outcome.code == 0, f"infoview {' '.join(argv)}: {outcome}"
        return outcome

    def keep(self) -> tuple[Tree, Tree]:
        """Everything as it is now: the vault and the home."""
        return read_tree(self.vault), read_tree(self.home)

    def put_back(self, kept: tuple[Tree, Tree]) -> None:
        """Make everything what it was, with nothing kept of the notes.

        Of those that are put back, the cache would read just what changed since: one run would not
        make the calls of another.
        """
        for folder, tree in zip((self.vault, self.home), kept, strict=True):
            write_tree(folder, tree)
        rmtree(self.home / "cache" / "infoview" / "vaults", ignore_errors=True)


@contextmanager
def make_machine(notes: Tree, vault: Path | None = None) -> Iterator[Machine]:
    """A machine in a temporary folder, with this vault, there or elsewhere."""
    with tempfile.TemporaryDirectory(prefix="infoview-proof-") as name:
        machine = Machine(Path(name), vault)
        (machine.folder / MAILBOX).write_bytes((CASES / MAILBOX).read_bytes())
        write_tree(machine.vault, notes)
        yield machine
