"""Remembered: the answer of a reading command, printed again while nothing it rests on changed.

This lies on the way of every warm command, and imports next to nothing.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Protocol, TextIO

from infoview_md.cli.output import flush_output
from infoview_md.cli.recording import can_record, record
from infoview_md.core.digest import digest_of
from infoview_md.errors import ProblemsFound
from infoview_md.vault.cache import Answer, Cache, Kept
from infoview_md.vault.finding import find_working_folder
from infoview_md.vault.folders import find_user_config
from infoview_md.vault.surroundings import read_surroundings, sign_program

if TYPE_CHECKING:
    from infoview_md.vault.keeping import Change

KEPT_CODES = (0, ProblemsFound.exit_code)
"""How a command ends that did all it was asked to do."""

LOOKS = (
    *("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TERM", "COLORTERM", "COLUMNS"),
    *("LINES", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "UNICODE_VERSION"),
)
"""The variables that click and rich obey where they draw."""

PLACES = ("HOME", "TZ", "PYTHONTZPATH", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""The variables that say where and in which language somebody works."""


class Asking(Protocol):
    """A run of the program that asks the notes something.

    `generation` says from which state of the cache it took them, once it did.
    """

    generation: int | None

    def catch_up(self) -> bool:
        """Let the cache learn what has changed; False where it cannot."""

    def find_new_facts(self) -> Sequence[Change]:
        """What else is to be kept of what it found out."""


class Ending:
    """What a command has answered to whoever called it: the code to exit with, or nothing."""

    result: object = None


class Memory:
    """The answer that was kept to a question, or is to be.

    `said` is the command with everything that was said to it, the day too.
    """

    def __init__(self, asking: Asking, cache: Cache, said: object) -> None:
        self._asking, self._cache = asking, cache
        self._surroundings = _read_surroundings(cache)
        self._question = ""
        if self._surroundings is not None and can_record():
            self._question = _put_question(said, self._surroundings)

    def find(self) -> Kept | None:
        """The answer that was kept, if it holds; it may, where nothing but words has changed."""
        cache, question = self._cache, self._question
        if question and (
            cache.is_unchanged(sign_program())
            or (cache.may_hold(question) and self._asking.catch_up())
        ):
            kept = cache.find_answer(question)
            return kept and kept._replace(out=self._print_on(kept.out))
        return None

    def _print_on(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The pieces; Busy where one is damaged, and then it is too late to run the command."""
        try:
            yield from pieces
        except sqlite3.Error as error:
            from infoview_md.vault.cache_faults import tell_damaged
            from infoview_md.vault.cache_writing import disown

            disown(self._cache, error)
            raise tell_damaged() from error

    @contextmanager
    def keeping(self) -> Iterator[Ending]:
        """Keep what is printed in the block, where it is an answer, and the block ends as one."""
        ending = Ending()
        if not self._question:
            yield ending
            return
        stop = None
        with record() as printed:
            try:
                yield ending
            except SystemExit as error:
                stop = error
                ending.result = stop.code
            flush_output()
        code = 0 if ending.result is None else ending.result
        if code in KEPT_CODES and printed.is_whole and printed.is_in_order:
            # Whoever waits for the output need not wait for this.
            flush_output()
            self._keep(Answer(printed.out, printed.err, int(code)))
        if stop:
            raise stop

    def _keep(self, found: Answer) -> None:
        from infoview_md.vault.keeping import keep, put_answer

        asking, cache = self._asking, self._cache
        generation = asking.generation
        # With settings that were changed meanwhile, nobody knows which the answer rests on.
        if generation is not None and _read_surroundings(cache) == self._surroundings:
            kept = put_answer(self._question, found, rests_on_words=cache.has_told_words)
            keep(cache, generation, *asking.find_new_facts(), kept)


def _read_surroundings(cache: Cache) -> bytes | None:
    return read_surroundings(cache.home, find_user_config())


def _put_question(said: object, surroundings: bytes) -> str:
    """All that decides what a command prints beside the notes, as a digest."""
    places = [os.environ.get(name) for name in PLACES]
    asked = (
        said,
        find_working_folder(),
        places,
        _describe(sys.stdout),
        _describe(sys.stderr),
        surroundings,
    )
    return digest_of(repr(asked).encode("utf-8", "surrogateescape"))


def _describe(stream: TextIO) -> tuple[object, ...]:
    """How text looks on a stream: its letters, and where one may draw, its size and colours."""
    looks: list[object] = [stream.isatty(), stream.encoding, stream.errors]
    looks += map(os.environ.get, LOOKS)
    if stream.isatty():
        for number in range(3):
            with suppress(OSError):
                looks += os.get_terminal_size(number)
    return tuple(looks)
