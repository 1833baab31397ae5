"""Knobs: what the proofs turn inside the cache: its clock, the age of trust, its seal, its lock.

The first two are turned to try the cache; the others take out one of its safeguards, and a proof
that does not notice shows nothing.
"""

from __future__ import annotations

import os
import pkgutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

from infoview_md import vault
from infoview_md.vault.whole_file import TooLarge, read_whole_file

WINDOW = 2.0
"""Seconds for which a file is too young to be trusted by its times."""

NANO = 1_000_000_000
CACHE = "infoview_md.vault.cache"
WRITING = "infoview_md.vault.cache_writing"
STAMPS = "infoview_md.vault.stamps"


@cache
def is_switchable() -> bool:
    """Whether there is a cache that can be switched off."""
    from infoview_md.cli.app import shared_options

    return any("--no-cache" in option.opts for option in shared_options())


@contextmanager
def put(module: str, name: str, value: object) -> Iterator[None]:
    """Another value under a name of a module, and wherever else that was imported by its name."""
    original = getattr(import_module(module), name)
    with ExitStack() as stack:
        for other in _list_modules():
            if vars(other).get(name) is original:
                stack.enter_context(patch.object(other, name, value))
        yield


@cache
def _list_modules() -> list[ModuleType]:
    """All of ours that touch the disk."""
    names = pkgutil.iter_modules(vault.__path__, f"{vault.__name__}.")
    return [import_module(found.name) for found in names]


@contextmanager
def clock_turned(clock: Callable[[], int]) -> Iterator[None]:
    """Let the cache take the time, in nanoseconds, from another clock."""
    with put(STAMPS, "read_clock", clock):
        yield


@contextmanager
def later(seconds: float = 10.0) -> Iterator[None]:
    """So much later than it is, so that files of a moment ago are old enough to be trusted."""
    with clock_turned(lambda: time.time_ns() + int(seconds * NANO)):
        yield


@contextmanager
def window_of(seconds: float) -> Iterator[None]:
    """Let files be trusted after so many seconds."""
    with put(STAMPS, "RACY", int(seconds * NANO)):
        yield


# -- safeguards taken out ------------------------------------------------------------------------


@contextmanager
def without_doubt() -> Iterator[None]:
    """Stamps are trusted however young a file is."""
    with put(STAMPS, "is_racy", lambda *_: False):
        yield


@contextmanager
def without_seal() -> Iterator[None]:
    """A database is taken for ours however it looks."""

    def read_seal(folder: str) -> str | None:
        try:
            told = read_whole_file(Path(folder, "current"), 1000)
            return told.decode("ascii").split(" ", 1)[0]
        except (OSError, TooLarge, ValueError):
            return None

    with put(CACHE, "read_seal", read_seal):
        yield


@contextmanager
def with_lock_file() -> Iterator[None]:
    """The lock is that a file is there, and whoever dies leaves it."""
    no_cache = import_module(WRITING).NoCache

    @contextmanager
    def writing(cache: Any, **_: float) -> Iterator[None]:
        os.makedirs(cache.folder, exist_ok=True)
        path = os.path.join(cache.folder, "lock")
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL))
        except FileExistsError as error:
            raise no_cache from error
        try:
            yield
        finally:
            os.unlink(path)

    with put(WRITING, "writing", writing):
        yield
