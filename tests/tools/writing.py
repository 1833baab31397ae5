"""The writing commands that the proofs try, and writers that are built wrong on purpose."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import click

from infoview_md.cli.commands import COMMANDS
from infoview_md.cli.group import cli
from tests.tools.file_tree import Tree
from tests.tools.machine import MAILBOX, Machine
from tests.tools.process import Body
from tests.tools.proof_vault import make_notes

Argv = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One command: what is typed, what is typed before it, and what takes it back.

    `without` is the beginning of the paths that the vault lacks this time.
    """

    argv: Argv
    setup: tuple[Argv, ...] = ()
    back: Argv = ("undo",)
    without: str = "-"

    @property
    def name(self) -> str:
        """What a person would type."""
        return " ".join(self.argv)

    def make_notes(self) -> Tree:
        """The vault in which the command is run."""
        return {
            path: leaf for path, leaf in make_notes().items() if not path.startswith(self.without)
        }

    def body(self, machine: Machine) -> Body:
        """The command as a process on a machine."""
        return machine.body(*self.argv)


NEW_CONTACT = ("new", "contact", "Fay Gray", "--company", "acme", "--email", "fay@x.example")
SENT = ("letter", "ada", "--sent", "--anyway", "a proof")
SETTLE = ("outbox", "settle", "Zoë Müller")

CASES = (
    Case(("log", "Bo Chen", "reply yes: free on Monday")),
    Case(("log", "Cy Dahl", "met: for 25 minutes")),
    Case(NEW_CONTACT),
    Case(("new", "company", "Fjordlys Energi"), without="companies"),
    Case(("new", "interview", "Bo Chen", "--start", "2026-11-30T15:00")),
    Case(("letter", "ada", "--write")),
    Case(("letter", "ada", "--approve")),
    Case(("letter", "zoe", "--approve", "--anyway", "a proof")),
    Case(("letter", "ada", "--via", "eml:-")),
    Case(("letters", "approve", "ada", "--yes"), (("letter", "ada", "--write"),)),
    Case(SENT),
    Case(("undo",), (("log", "Bo Chen", "nudge"),), ("undo", "--redo")),
    Case(("undo",), (SENT,), ("undo", "--redo")),
    Case(("undo",), (("new", "company", "Fjordlys"),), ("undo", "--redo"), "companies"),
    Case(("undo", "--redo"), (SENT, ("undo",))),
    Case(("set", "Bo Chen", "role", "Data Scientist")),
    Case(("unset", "Bo Chen", "source")),
    Case(("add", "Bo Chen", "areas", "heat")),
    Case(("remove", "Bo Chen", "areas", "grid")),
    Case(("tick", "Dora Eng")),
    Case(("snooze", "Bo Chen", "2026-12-24")),
    Case(("check", "--fix", "--yes")),
    Case(("lint", "--fix"), (("set", "2026-11-20 Zoë", "subject", "Re: Re: A question"),)),
    Case(("mail", "replies", "--mailbox", MAILBOX, "--yes")),
    Case(("mv", "Ada Berg", "Ada Lund")),
    Case(("mv", "Bo Chen", "people/Bo Chen")),
    Case(("merge-contact", "Cy Dahl", "Cyril Dahl")),
    Case(("forget", "Dora Eng", "--yes"), back=()),
    Case(("templates", "new", "request")),
    Case(("today", "--write")),
    *(
        # The setup gives the machine the name that its file in the journal will have.
        Case((*SETTLE, word), ((*SETTLE, word, "--dry-run"),))
        for word in ("--sent", "--not-sent")
    ),
)
"""`check --fix` and the like may end with 1, for what they cannot mend."""

OPTIONS = {"check": "--fix", "lint": "--fix", "today": "--write"}
"""Commands that only write with an option, which may not be there yet."""


def list_cases() -> list[Case]:
    """The cases whose command there is."""
    names = {entry.name for entry in COMMANDS}
    return [case for case in CASES if case.argv[0] in names and has_option(case.argv[0])]


def has_option(name: str) -> bool:
    """Whether a command can write already, where that needs an option."""
    wanted = OPTIONS.get(name)
    command = cli.get_command(click.Context(cli), name)
    options = [] if command is None else [flag for one in command.params for flag in one.opts]
    return wanted is None or wanted in options


# -- writers that are built wrong ----------------------------------------------------------------

Write = Callable[[Path, bytes], None]


@dataclass(frozen=True, slots=True)
class Bungle:
    """A writer that adds a line to a note in a way that loses notes, for controls."""

    write: Write
    name: str = "a bungler"
    setup: tuple[Argv, ...] = ()
    back: Argv = ()

    def make_notes(self) -> Tree:
        """The vault in which it works."""
        return make_notes()

    def body(self, machine: Machine) -> Body:
        """The writer as a process on a machine."""

        def body() -> int:
            add_line(machine.vault / "contacts/Bo Chen.md", "- 2026-11-24 nudge", self.write)
            return 0

        return body


def add_line(path: Path, line: str, write: Write) -> None:
    """Read a note, add a line, write it."""
    write(path, path.read_bytes().rstrip() + f"\n{line}\n".encode())


def write_plainly(path: Path, data: bytes) -> None:
    """Over the note: empty for a moment."""
    path.write_bytes(data)


def write_carelessly(path: Path, data: bytes) -> None:
    """Without a thought of what the disk answers."""
    with suppress(OSError):
        path.write_bytes(data)


def write_unsynced(path: Path, data: bytes) -> None:
    """Temporary file and rename, but nothing made safe before."""
    temporary = path.with_name(f"{path.name}.tmp")
    temporary.write_bytes(data)
    os.replace(temporary, path)


def write_if_unchanged(path: Path, data: bytes) -> None:
    """Compare, then rename: an editor that saves in between is lost."""
    temporary = path.with_name(f"{path.name}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT, 0o644)
    os.write(descriptor, data)
    os.fsync(descriptor)
    os.close(descriptor)
    os.replace(temporary, path)
