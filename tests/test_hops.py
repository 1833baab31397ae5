"""From a file to an answer: how many of our modules stand between the two, and no more than that.

Counted at the moment in which a note is opened, or the cache is asked: the modules that have a call
open then, from the door (`cli`) down. Seven they were before there was a cache: `cli`,
`cli.boundary`, the command, `cli.app`, `vault.vault`, `vault.scan`, `vault.whole_file`.

So they are without the cache, and on the way of a note into the cache: `vault.indexing` stands
in the place of `vault.vault`. Four they are where an answer is kept. Only the words of a draft are
read later, by who judges it.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from types import CellType, FrameType, FunctionType
from unittest.mock import patch

import pytest

from infoview_md.core.checks import CHECKS
from infoview_md.vault.cache import find_cache_of
from tests.tools.cache_desk import ask_here
from tests.tools.cache_knobs import later, window_of
from tests.tools.machine import Machine, make_machine
from tests.tools.proof_vault import make_notes

MOST = 7
MOST_IF_KEPT = 4
MOST_TO_JUDGE = 11
WINDOW = 0.05
PACKAGE = "infoview_md"
QUESTIONS = (
    ("check", *(check.name for check in CHECKS)), ("index",), ("list", "companies"),
    ("list", "contacts", "--json"), ("report",), ("search", "forecasts"), ("show", "ada"),
    ("today",), ("why", "bo"),
)  # fmt: skip
KEPT = tuple(argv for argv in QUESTIONS if argv[0] not in ("check", "index"))


@dataclass
class Ways:
    """The modules on the longest way to a note, and to the cache."""

    note: frozenset[str] = frozenset()
    cache: frozenset[str] = frozenset()

    @property
    def longest(self) -> int:
        """How many modules stand on the longer of the two; none is no way."""
        assert self.note or self.cache
        return max(len(self.note), len(self.cache))


@cache
def _listeners() -> list[Ways]:
    """Who wants to hear of the longest ways; heard as long as Python runs."""
    listeners: list[Ways] = []

    def hear(event: str, args: tuple[object, ...]) -> None:
        is_note = event == "open" and str(args[0]).endswith(".md")
        if listeners and (is_note or event == "sqlite3.connect"):
            found = find_modules(sys._getframe(1))
            if PACKAGE in {name.partition(".")[0] for name in found}:
                ways = listeners[-1]
                if is_note:
                    ways.note = max(ways.note, found, key=len)
                else:
                    ways.cache = max(ways.cache, found, key=len)

    sys.addaudithook(hear)
    return listeners


def find_modules(frame: FrameType | None) -> frozenset[str]:
    """Our modules that have a call open."""
    found = set()
    while frame is not None:
        name = str(frame.f_globals.get("__name__", ""))
        if name.partition(".")[0] == PACKAGE:
            found.add(name)
        frame = frame.f_back
    return frozenset(found)


@contextmanager
def listening() -> Iterator[Ways]:
    """The longest ways inside the block."""
    ways = Ways()
    _listeners().append(ways)
    try:
        yield ways
    finally:
        _listeners().pop()


@pytest.fixture(scope="module")
def desk() -> Iterator[Machine]:
    """A vault whose notes are old enough to be trusted; younger ones are opened to be compared."""
    with (
        make_machine(make_notes()) as machine,
        patch.dict(os.environ, machine.environ),
        window_of(WINDOW),
    ):
        time.sleep(2 * WINDOW)
        yield machine


def ask(machine: Machine, *argv: str) -> Ways:
    """The ways that a command takes once no note is too young to trust."""
    with later(), listening() as ways:
        answer = ask_here(("--vault", str(machine.vault), "--today", "2026-11-24", *argv), {})
    assert answer.code in (0, 1), answer
    return ways


@pytest.mark.parametrize("argv", QUESTIONS, ids=" ".join)
def test_the_way_from_a_file_to_an_answer_is_short(desk: Machine, argv: tuple[str, ...]) -> None:
    ways = ask(desk, *argv, "--no-cache")
    assert "infoview_md.vault.whole_file" in ways.note
    assert ways.longest <= MOST


@pytest.mark.parametrize("argv", QUESTIONS, ids=" ".join)
def test_so_is_the_way_from_the_cache(desk: Machine, argv: tuple[str, ...]) -> None:
    for _ in range(2):
        assert ask(desk, *argv).longest <= MOST


@pytest.mark.parametrize("argv", QUESTIONS, ids=" ".join)
def test_so_is_the_way_into_the_cache(desk: Machine, argv: tuple[str, ...]) -> None:
    shutil.rmtree(find_cache_of(f"{desk.vault.resolve()}") or "", ignore_errors=True)
    ways = ask(desk, *argv)
    assert {"infoview_md.vault.indexing", "infoview_md.vault.whole_file"} <= ways.note
    assert ways.longest <= MOST


def test_only_the_words_of_a_draft_have_a_longer_way(desk: Machine) -> None:
    ask(desk, "index")
    ways = ask(desk, "check", "letters")
    assert "infoview_md.cli.letter_faults" in ways.note
    assert ways.longest <= MOST_TO_JUDGE


@pytest.mark.parametrize("argv", KEPT, ids=" ".join)
def test_an_answer_that_is_kept_has_the_shortest_way(desk: Machine, argv: tuple[str, ...]) -> None:
    ask(desk, *argv)
    ways = ask(desk, *argv)
    assert not ways.note
    assert ways.longest <= MOST_IF_KEPT


def test_a_note_that_was_just_written_is_opened_on_a_way_as_short(desk: Machine) -> None:
    with window_of(3600):
        ask(desk, "index", "--rebuild")
        ask(desk, "today")
        ways = ask(desk, "today")
    assert "infoview_md.vault.whole_file" in ways.note
    assert ways.longest <= MOST
    ask(desk, "index", "--rebuild")


def test_control_one_module_more_in_between_is_seen(
    desk: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from infoview_md.vault import scan

    read = scan.__dict__["read_regular_file"]
    code = (lambda *args: read(*args)).__code__
    names = {"__name__": f"{PACKAGE}.detour"}
    detour = FunctionType(code, names, closure=(CellType(read),))
    monkeypatch.setattr(scan, "read_regular_file", detour)
    assert ask(desk, "list", "contacts", "--no-cache").longest > MOST
