"""Remembered: the answer of a reading command, printed again while nothing it rests on changed.

This lies on the way of every warm command, and imports next to nothing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

from infoview_md.cli.output import flush_output, put_bytes, tell_bytes
from infoview_md.cli.recording import can_record, record
from infoview_md.errors import ProblemsFound
from infoview_md.vault.answers import Answer, Answers, open_answers
from infoview_md.vault.folders import find_user_config
from infoview_md.vault.surroundings import read_surroundings

KEPT_CODES = (0, ProblemsFound.exit_code)
"""How a command ends that did all it was asked to do."""

LOOKS = (
    *("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TERM", "COLORTERM", "COLUMNS"),
    *("LINES", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "UNICODE_VERSION"),
)
"""The variables that click and rich obey where they draw."""

PLACES = ("HOME", "TZ", "PYTHONTZPATH", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""The variables that say where and in which language somebody works."""


def answer(
    root: str,
    said: object,
    run: Callable[[], object],
    find_generation: Callable[[], int | None],
) -> object:
    """Print the answer that was kept to this question, or else run the command and keep its own.

    `said` is the command with everything that was said to it, the day too. `find_generation` says,
    once the command has run, from which state of the cache it took the notes; None for one that
    did not.
    """
    if not can_record():
        return run()
    store = _Store(root)
    question = _put_question(said)
    known = store.find(question)
    if known is not None:
        put_bytes(known.out)
        tell_bytes(known.err)
        return known.code
    if not store.is_there:
        return run()
    return _run_and_keep(store, question, run, find_generation)


class _Store:
    """The answers about a vault, opened each time they are asked for."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._environment = read_surroundings(root, find_user_config())
        self.is_there = False

    def find(self, question: bytes) -> Answer | None:
        """The answer kept; the store is let go of, so that the index may be written meanwhile."""
        answers = self._open()
        if answers is None:
            return None
        try:
            return answers.find(question)
        finally:
            answers.close()

    def keep(self, question: bytes, found: Answer, generation: int) -> None:
        """Keep an answer, where the notes are still those that it was made from."""
        answers = self._open()
        if answers is None:
            return
        try:
            if answers.generation == generation:
                answers.keep(question, found)
        finally:
            answers.close()

    def _open(self) -> Answers | None:
        if self._environment is None:
            return None
        answers = open_answers(self._root, self._environment)
        self.is_there = answers is not None
        return answers


def _put_question(said: object) -> bytes:
    """All that decides what a command prints and that no file says."""
    places = [os.environ.get(name) for name in PLACES]
    asked = (said, os.getcwd(), places, _describe(sys.stdout), _describe(sys.stderr))
    return repr(asked).encode("utf-8", "surrogateescape")


def _describe(stream: TextIO) -> tuple[object, ...]:
    """How text looks on a stream: its letters, and where one may draw, its size and colours."""
    looks: list[object] = [stream.isatty(), stream.encoding, stream.errors]
    looks += map(os.environ.get, LOOKS)
    if stream.isatty():
        for number in range(3):
            with suppress(OSError):
                looks += os.get_terminal_size(number)
    return tuple(looks)


def _run_and_keep(
    store: _Store,
    question: bytes,
    run: Callable[[], object],
    find_generation: Callable[[], int | None],
) -> object:
    with record() as printed:
        result, stop = _run(run)
        flush_output()
    code = stop.code if stop else result
    code = code if isinstance(code, int) else 0
    generation = find_generation()
    if generation is not None and code in KEPT_CODES and printed.is_whole and printed.is_in_order:
        # Whoever waits for the output need not wait for this.
        flush_output()
        store.keep(question, Answer(printed.out, printed.err, code), generation)
    if stop:
        raise stop
    return result


def _run(run: Callable[[], object]) -> tuple[object, SystemExit | None]:
    try:
        return run(), None
    except SystemExit as stop:
        return None, stop
