"""keep(): what was made of the very same objects before, for those too large to be compared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

MOST = 8


class Kept(Generic[P, T]):
    """A function that remembers its last answers, by the identity of what it was given.

    The names of a vault are thousands, and the same tuple for each of its letters: to compare
    them, as `lru_cache` does, would take longer than most rules.
    """

    def __init__(self, make: Callable[P, T]) -> None:
        self._make = make
        # What was given is kept along, so that no other object can come to have its id.
        self._made: dict[tuple[int, ...], tuple[object, T]] = {}

    def __call__(self, *given: P.args, **named: P.kwargs) -> T:
        """What the function makes of these objects; named ones are not told apart."""
        key = tuple(map(id, given))
        found = self._made.get(key)
        if found is None:
            if len(self._made) >= MOST:
                self._made.clear()
            found = self._made[key] = (given, self._make(*given, **named))
        return found[1]

    def cache_clear(self) -> None:
        """Forget all answers."""
        self._made.clear()


def keep(make: Callable[P, T]) -> Kept[P, T]:
    """The function, remembering; for values that nobody changes."""
    return Kept(make)
