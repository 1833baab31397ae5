"""Knobs: what the proofs turn inside the cache: its clock, the age of trust, its seal, its lock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

WINDOW = 2.0
"""Seconds for which a file is too young to be trusted by its times."""


@cache
def is_switchable() -> bool:
    """Whether there is a cache that can be switched off."""
    from infoview_md.cli.app import shared_options

    return any("--no-cache" in option.opts for option in shared_options())


@contextmanager
def clock_turned(clock: Callable[[], int]) -> Iterator[None]:
    """Let the cache take the time, in nanoseconds, from another clock."""
    yield


@contextmanager
def window_of(seconds: float) -> Iterator[None]:
    """Let files be trusted after so many seconds."""
    yield
