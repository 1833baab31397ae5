"""Blank: an empty slot inside a template: false in a condition, a reminder where it is printed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jinja2 import Undefined


class Blank(Undefined):
    """A slot without a value. Printed, it is the text of its gap, and `printed` records it."""

    __slots__ = ("_blank_printed", "_blank_slot", "_blank_text")

    def __init__(self, text: str, slot: str, printed: dict[str, None]) -> None:
        super().__init__(name=slot)
        self._blank_text, self._blank_slot, self._blank_printed = text, slot, printed

    def __str__(self) -> str:
        self._blank_printed[self._blank_slot] = None
        return self._blank_text

    def __eq__(self, other: object) -> bool:
        return other == "" or isinstance(other, Blank)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash("")

    def __iter__(self) -> Iterator[str]:
        return iter(str(self))

    def __reversed__(self) -> Iterator[str]:
        return reversed(str(self))

    def __contains__(self, _: object) -> bool:
        return False

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(str(self), name)

    def __getitem__(self, place: Any) -> Any:
        return str(self)[place]

    def __mod__(self, other: Any) -> Any:
        return str(self) % other

    def __add__(self, other: Any) -> Any:
        return str(self) + other

    def __radd__(self, other: Any) -> Any:
        return other + str(self)
