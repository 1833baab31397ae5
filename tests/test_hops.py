"""From a file to an answer: how many of our modules stand between the two, and no more than that.

Counted at the moment in which a note is opened, or the cache is asked: the modules that have a call
open then, from the door (`cli`) down. Seven they were before there was a cache: `cli`,
`cli.boundary`, the command, `cli.app`, `vault.vault`, `vault.scan`, `vault.whole_file`.

So they are without the cache, and four where an answer is kept. On the way of a note into the
cache, and where a check looks for the place of a fault in a text, there are more, up to eleven.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import CellType, FrameType, FunctionType
from unittest.mock import patch

import pytest

from tests.tools.cache_desk import ask_here
from tests.tools.cache_knobs import later, window_of
from tests.tools.machine import Machine, make_machine
from tests.tools.proof_vault import make_notes

MOST = 7
MOST_TO_FILL = 11
MOST_IF_KEPT = 4
WINDOW = 0.05
PACKAGE = "infoview_md"
QUESTIONS = (
    ("check",), ("index",), ("list", "companies"), ("list", "contacts", "--json"), ("report",),
    ("search", "forecasts"), ("show", "ada"), ("today",), ("why", "bo"),
)  # fmt: skip

KEPT = tuple(argv for argv in QUESTIONS if argv not in (("check",), ("index",)))


@cache
def _listeners() -> list[set[str]]:
    """Sets to which the modules of the longest way are added; heard as long as Python runs."""
    listeners: list[set[str]] = []

    def hear(event: str, args: tuple[object, ...]) -> None:
        is_note = event == "open" and str(args[0]).endswith(".md")
        if listeners and (is_note or event == "sqlite3.connect"):
            found = find_modules(sys._getframe(1))
            if PACKAGE in {name.partition(".")[0] for name in found}:
                longest = listeners[-1]
                if len(found) > len(longest):
                    longest.clear()
                    longest.update(found)

    sys.addaudithook(hear)
    return listeners


def find_modules(frame: FrameType | None) -> set[str]:
    """Our modules that have a call open."""
    found = set()
    while frame is not None:
        name = str(frame.f_globals.get("__name__", ""))
        if name.partition(".")[0] == PACKAGE:
            found.add(name)
        frame = frame.f_back
    return found


@contextmanager
def listening() -> Iterator[set[str]]:
    """The modules on the longest way to a note inside the block."""
    longest: set[str] = set()
    _listeners().append(longest)
    try:
        yield longest
    finally:
        _listeners().remove(longest)


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


def ask(machine: Machine, *argv: str) -> set[str]:
    """The modules on the way to the notes, or to the cache, once no note is too young to trust."""
    with later(), listening() as longest:
        answer = ask_here(("--vault", str(machine.vault), "--today", "2026-11-24", *argv), {})
    assert answer.code in (0, 1), answer
    return longest


@pytest.mark.parametrize("argv", QUESTIONS, ids=" ".join)
def test_the_way_from_a_file_to_an_answer_is_short(desk: Machine, argv: tuple[str, ...]) -> None:
    longest = ask(desk, *argv, "--no-cache")
    assert "infoview_md.vault.whole_file" in longest
    assert len(longest) <= MOST


@pytest.mark.parametrize("argv", QUESTIONS, ids=" ".join)
def test_so_is_the_way_from_the_cache(desk: Machine, argv: tuple[str, ...]) -> None:
    longest = ask(desk, *argv)
    assert longest
    assert len(longest) <= MOST_TO_FILL


@pytest.mark.parametrize("argv", KEPT, ids=" ".join)
def test_an_answer_that_is_kept_has_the_shortest_way(desk: Machine, argv: tuple[str, ...]) -> None:
    ask(desk, *argv)
    longest = ask(desk, *argv)
    assert "infoview_md.vault.whole_file" not in longest
    assert len(longest) <= MOST_IF_KEPT


def test_a_note_that_was_just_written_is_opened_on_a_way_as_short(desk: Machine) -> None:
    with window_of(3600):
        assert ask(desk, "index", "--rebuild")
        ask(desk, "today")
        longest = ask(desk, "today")
    assert "infoview_md.vault.whole_file" in longest
    assert len(longest) <= MOST
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
    assert len(ask(desk, "list", "contacts", "--no-cache")) > MOST
