"""find_key_lines: on which line of a TOML text each key stands, which the parser does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

KEY = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
DOTTED = rf"{KEY}(?:[ \t]*\.[ \t]*{KEY})*"
TABLE = re.compile(rf"[ \t]*\[\[?[ \t]*({DOTTED})[ \t]*\]")
ASSIGNMENT = re.compile(rf"[ \t]*({DOTTED})[ \t]*=")
PART = re.compile(KEY)
LONG_QUOTES = re.compile("\"\"\"|'''")


def find_key_lines(text: str) -> dict[tuple[str, ...], int]:
    """The line, from 1, of every table and key that begins a line; the first one counts.

    Good enough to point at a key of which the parser said that it is there: a key inside a one-line
    table is not found.
    """
    lines: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in _code_lines(text):
        if head := TABLE.match(line):
            table = _parts(head[1])
            lines.setdefault(table, number)
        elif key := ASSIGNMENT.match(line):
            lines.setdefault((*table, *_parts(key[1])), number)
    return lines


def find_line(lines: dict[tuple[str, ...], int], *key: str) -> int:
    """The line of a key, else of the table it stands in, else the first."""
    while key and key not in lines:
        key = key[:-1]
    return lines.get(key, 1)


def _code_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that do not begin inside a text of several lines."""
    open_quotes = ""
    for number, line in enumerate(text.split("\n"), 1):
        if not open_quotes:
            yield number, line
        for quotes in LONG_QUOTES.findall(line):
            if not open_quotes:
                open_quotes = quotes
            elif quotes == open_quotes:
                open_quotes = ""


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in PART.findall(dotted))
