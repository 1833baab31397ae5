"""pattern: regular expressions that are compiled when they are first used, not at import."""

from __future__ import annotations

import re
from typing import cast

SPACES = " \t\r\u00a0\u2007\u202f"
"""What counts as a space: tabs and no-break spaces too, but no other line end than `\\n`."""

# Two of the spaces, and what letters in any case match beside those of ASCII. A set that holds
# characters so far up is slow to compile and to match, and hardly a line has any.
RARE_SPACES = "\u2007\u202f"
RARE_LETTERS = "\u0130\u0131\u017f\u212a"
RARE = RARE_SPACES + RARE_LETTERS


class _Late:
    """Stands in for a pattern until one of its methods is asked for."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self.flags = pattern, flags

    def __getattr__(self, name: str) -> object:
        compiled = re.compile(self.pattern, self.flags)
        found: object = getattr(compiled, name)
        setattr(self, name, found)  # so that the next one asks no more
        return found


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern that costs nothing until it is used; its `pattern` is there at once."""
    return cast("re.Pattern[str]", _Late(source, flags))


class LinePattern:
    """A pattern with `SPACES` in it; the few lines that hold a rare character get one of its own.

    With `any_case` the source spells out both cases of every letter.
    """

    def __init__(self, source: str, flags: int = 0, any_case: bool = False) -> None:
        self.common = pattern(source.replace(RARE_SPACES, ""), flags)
        self.rare = pattern(source, flags | re.IGNORECASE if any_case else flags)

    def match(self, line: str, start: int = 0) -> re.Match[str] | None:
        """As of `re`."""
        return self.of(line).match(line, start)

    def search(self, line: str, start: int = 0) -> re.Match[str] | None:
        """As of `re`."""
        return self.of(line).search(line, start)

    def of(self, line: str) -> re.Pattern[str]:
        """The one of the two patterns that reads the line."""
        if not line.isascii():
            for character in RARE:
                if character in line:
                    return self.rare
        return self.common


def any_case(word: str) -> str:
    """The source of a pattern for a word of ASCII letters in any case."""
    return "".join(f"[{letter}{letter.upper()}]" if letter.isalpha() else letter for letter in word)
