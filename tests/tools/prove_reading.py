"""Proof: a command that only looks writes nothing below the vault."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from infoview_md.cli.commands import COMMANDS
from tests.tools.file_tree import find_differences, read_tree
from tests.tools.machine import MAILBOX, Machine, make_machine
from tests.tools.process import Body, infoview
from tests.tools.proof import Length, Tally, each, gather, prove
from tests.tools.proof_vault import make_notes
from tests.tools.strace import Call, find_mutations, trace
from tests.tools.writing import Argv, Case, list_cases

READING: tuple[Argv, ...] = (
    (),
    ("--help",),
    ("check",),
    ("check", "--json"),
    ("check", "--strict"),
    ("completion", "bash"),
    ("export-person", "ada"),
    ("index",),
    ("index", "--rebuild"),
    ("index", "--stats"),
    ("index", "--verify"),
    ("letter", "ada"),
    ("letter", "bo", "thanks"),
    ("letter", "zoe", "--diff"),
    ("letters", "due", "--dry-run"),
    ("letters", "due", "--dry-run", "--json"),
    ("lint",),
    ("list", "companies"),
    ("list", "contacts", "--json"),
    ("list", "interviews"),
    ("list", "letters"),
    ("outbox",),
    ("outbox", "--json"),
    ("mail", "replies", "--mailbox", MAILBOX),
    ("mail", "replies", "--mailbox", MAILBOX, "--since", "2026-11-01", "--json"),
    ("mail", "test"),
    ("report",),
    ("report", "--json"),
    ("rules",),
    ("search", "forecasts"),
    ("show", "ada"),
    ("show", "Dora"),
    ("templates",),
    ("templates", "check"),
    ("templates", "show", "request", "--rendered", "ada"),
    ("today",),
    ("today", "--json"),
    ("today", "--week"),
    ("undo", "--dry-run"),
    ("undo", "--list"),
    ("watch", "--once"),
    ("watch", "--once", "--json"),
    ("why", "bo"),
)
DIAGNOSTIC: tuple[Argv, ...] = (("doctor",),)
"""`doctor` tries the disk out in a hidden folder that goes again, as its help says."""

Maker = Callable[[Machine], Body]

LOGGED: Argv = ("log", "bo", "nudge")
PROBE = ".infoview-probe-"


def check(_: Length) -> Tally:
    """Every reading command, a completion, and every writing one with --dry-run."""
    names = {entry.name for entry in COMMANDS}
    known = [argv for argv in READING if not argv or argv[0] in names or argv[0].startswith("-")]
    dry = [(Case((*case.argv, "--dry-run"), case.setup),) for case in list_cases()]
    return gather(
        [
            *each(look, *((Case(argv, (LOGGED,)),) for argv in known), *dry),
            *each(look, *((Case(argv), PROBE) for argv in DIAGNOSTIC)),
            complete,
        ]
    )


def control(_: Length) -> Tally:
    """`touch` of a note, which must be seen."""
    return _watch("touch", lambda machine: partial(_touch, machine.vault / "README.md"))


def _touch(path: Path) -> int:
    path.touch()
    return 0


def look(case: Case, probe: str = "") -> Tally:
    """Run one command; what is named like `probe` below the vault may come and go."""
    return _watch(case.name, case.body, case.setup, probe)


def complete() -> Tally:
    """Complete a name, as a shell would ask for it."""
    return _watch("completion of a name", _complete)


def _complete(machine: Machine) -> Body:
    def body() -> int:
        os.environ.update(
            _INFOVIEW_COMPLETE="bash_complete",
            COMP_WORDS="infoview show Ad",
            COMP_CWORD="2",
            INFOVIEW_VAULT=str(machine.vault),
        )
        return infoview()()

    return body


def _watch(name: str, make: Maker, setup: Sequence[Argv] = (), probe: str = "") -> Tally:
    tally = Tally()
    with make_machine(make_notes()) as machine:
        for argv in setup:
            machine.must_run(*argv)
        before = read_tree(machine.vault)
        process = machine.start(make(machine))
        calls = trace(process, machine.folder / "strace.log")
        outcome = process.wait()
        writes = find_mutations(calls, [machine.vault])
        faults = [f"{name}: {call}" for call in writes if not (probe and _is_probe(call, probe))]
        faults += [f"{name}: {one}" for one in find_differences(read_tree(machine.vault), before)]
        # What failed, or printed nothing, may not have come to the place where it would write.
        done = outcome.code in (0, 1) and bool(outcome.stdout or name == "touch")
        tally.add(faults if done else [f"{name}: {outcome}"])
    return tally


def _is_probe(call: Call, probe: str) -> bool:
    return all(probe in path for path in call.paths)


def main() -> int:
    """Run the proof."""
    return prove("reading", check, control)


if __name__ == "__main__":
    sys.exit(main())
