"""Peers: programs of the same kind, each in an environment of its own, on the same notes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.clock import Run, race
from benchmarks.generator import generate_sheets
from benchmarks.home import CommandFailed, Home
from benchmarks.jobs import Plan, replace_file
from benchmarks.measure import Measure, size_group
from benchmarks.peer_formats import as_card, as_papis, as_task
from benchmarks.people import Sheet
from benchmarks.truth import Truth

ENVIRONMENTS = Path(__file__).resolve().parent.parent / ".bench"


@dataclass(frozen=True, slots=True)
class Peer:
    """A program, how it is told of the notes, and what it is asked.

    `listing` lists all notes; `refresh` is what it must be told first where a note has changed,
    `none` where it finds out by itself. `most` is the largest vault that it is given.
    """

    name: str
    package: str
    config: str
    settings: str
    path: str
    write: Callable[[Sheet], str]
    listing: Sequence[str]
    refresh: Sequence[str] = ()
    most: int = 10_000

    @property
    def program(self) -> Path:
        """Its command, in its own environment."""
        return ENVIRONMENTS / self.package / "bin" / self.name


PEERS = (
    Peer(
        "papis",
        "papis",
        "papis/config",
        "[settings]\ndefault-library = bench\n[bench]\ndir = {folder}\n",
        "{number}/info.yaml",
        as_papis,
        ("export", "--all", "--format", "json"),
        ("cache", "update-newer", "--all"),
        most=100_000,
    ),
    Peer(
        "todo",
        "todoman",
        "todoman/config.py",
        'path = "{folder}/*"\ndate_format = "%Y-%m-%d"\ntime_format = "%H:%M"\n',
        "bench/{number}.ics",
        as_task,
        ("--porcelain", "list"),
    ),
    Peer(
        "khard",
        "khard",
        "khard/khard.conf",
        "[addressbooks]\n[[bench]]\npath = {folder}\n",
        "{number}.vcf",
        as_card,
        ("list",),
    ),
)


def install_peer(peer: Peer) -> str:
    """The version of a peer, installed where it is missing; CommandFailed where it cannot be."""
    home = ENVIRONMENTS / peer.package
    python = home / "bin" / "python"
    try:
        if not peer.program.exists():
            _run([sys.executable, "-m", "venv", f"{home}"])
            pip = ("-m", "pip", "--disable-pip-version-check", "--quiet", "install", peer.package)
            _run([f"{python}", *pip])
        ask = f"import importlib.metadata as m; print(m.version('{peer.package}'))"
        return _run([f"{python}", "-c", ask]).strip()
    except (OSError, subprocess.CalledProcessError) as error:
        raise CommandFailed(f"{peer.package} cannot be installed: {error}") from error


def _run(argv: Sequence[str]) -> str:
    return subprocess.run(argv, check=True, capture_output=True, text=True).stdout


def measure_peer(peer: Peer, home: Home, notes: int, plan: Plan) -> Iterator[Measure]:
    """A peer's first listing, the next one, and one after a change, of the same notes."""
    last = _lay_down(peer, home, notes)
    argv = [f"{peer.program}", *peer.listing]

    def cold() -> Run:
        home.forget()
        return home.run(argv)

    def changed() -> Run:
        data = last.read_bytes()
        replace_file(last, data.replace(b"Ferry", b"Merry") if b"Ferry" in data
                     else data.replace(b"Merry", b"Ferry"))  # fmt: skip
        told = home.run([f"{peer.program}", *peer.refresh]) if peer.refresh else Run(0)
        run = home.run(argv)
        return Run(told.seconds + run.seconds, max(told.mib, run.mib))

    _check_count(peer, home, argv, notes)
    names = peer_names(peer)
    for name, job in zip(names, (cold, lambda: home.run(argv), changed), strict=True):
        run = race({name: job}, min(plan.rounds, 3), plan.seconds / 3)[name]
        yield Measure(size_group(notes), name, run.seconds, "", run.mib)


def peer_names(peer: Peer) -> tuple[str, str, str]:
    """What its three measures are called."""
    start = peer.package
    return f"{start}, nothing kept", f"{start}, nothing changed", f"{start}, one note changed"


def _lay_down(peer: Peer, home: Home, notes: int) -> Path:
    """All notes in the peer's own format, and its settings; the last note's file."""
    file = home.root
    for number, sheet in enumerate(generate_sheets(notes, Truth())):
        file = home.root / peer.path.format(number=number)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(peer.write(sheet), encoding="utf-8")
    config = home.folder / "config" / peer.config
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(peer.settings.format(folder=home.root), encoding="utf-8")
    return file


def _check_count(peer: Peer, home: Home, argv: Sequence[str], notes: int) -> None:
    """A peer that does not see all notes would be fast for no good reason."""
    out = home.folder / "answer"
    home.run(argv, out)
    listed = out.read_bytes()
    seen = listed.count(b'"summary"') or listed.count(b'"title"') or len(listed.splitlines())
    if seen < notes:
        raise CommandFailed(f"{peer.package} lists {seen} of {notes} notes")
    os.unlink(out)
