"""Console transcripts in Markdown as values: what was typed, what came of it, how they are marked.

A block is fenced as `console`; a line that begins with `$ ` is a command, lines that begin with
`> ` continue one that ends in a backslash, and all else is output. Three comments on a line of
their own steer it: `session: empty` or `session: example` says which folder it begins in, and
`today: 2025-03-03` which day it is from there on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

FENCE = "```console"
SESSION = re.compile(r"^<!-- session: (empty|example) -->$")
TODAY = re.compile(r"^<!-- today: (\d{4}-\d{2}-\d{2}) -->$")
ANYTHING = "..."


@dataclass(frozen=True, slots=True)
class Exchange:
    """One command as typed (its lines), what it should print, and the day it is typed on."""

    typed: tuple[str, ...]
    expected: tuple[str, ...]
    line: int
    today: str = ""

    @property
    def command(self) -> str:
        """The command on one line, without prompts and backslashes."""
        first, *more = self.typed
        parts = [first.removeprefix("$ "), *(line.removeprefix("> ") for line in more)]
        return " ".join(part.removesuffix("\\").strip() for part in parts)


@dataclass(frozen=True, slots=True)
class Transcript:
    """All blocks of one file, which share one folder; `start` is empty where nothing is said."""

    lines: tuple[str, ...]
    exchanges: tuple[Exchange, ...]
    start: str = ""


def parse_transcript(text: str) -> Transcript:
    """Read every console block of a Markdown text."""
    lines = text.split("\n")
    starts = [found[1] for line in lines if (found := SESSION.match(line))]
    return Transcript(tuple(lines), tuple(_find_exchanges(lines)), starts[0] if starts else "")


def _find_exchanges(lines: Sequence[str]) -> Iterator[Exchange]:
    today, place = "", 0
    while place < len(lines):
        if found := TODAY.match(lines[place]):
            today = found[1]
        place += 1
        if lines[place - 1] != FENCE:
            continue
        end = lines.index("```", place)
        yield from _read_block(lines, place, end, today)
        place = end + 1


def _read_block(lines: Sequence[str], begin: int, end: int, today: str) -> Iterator[Exchange]:
    prompts = [place for place in range(begin, end) if lines[place].startswith("$ ")]
    for place, following in zip(prompts, [*prompts[1:], end], strict=True):
        output = place + 1
        while lines[output - 1].endswith("\\") and lines[output].startswith("> "):
            output += 1
        typed, expected = tuple(lines[place:output]), tuple(lines[output:following])
        yield Exchange(typed, expected, place + 1, today)


def is_as_expected(expected: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether the output fits; a line `...` stands for any lines, or none."""
    if not expected:
        return not printed
    if expected[0] == ANYTHING:
        rests = range(len(printed) + 1)
        return any(is_as_expected(expected[1:], printed[rest:]) for rest in rests)
    return bool(printed) and expected[0] == printed[0] and is_as_expected(expected[1:], printed[1:])


def rewrite(transcript: Transcript, answer: Callable[[Exchange], Sequence[str]]) -> str:
    """The text with each output replaced by its answer, where it does not fit already."""
    lines = list(transcript.lines)
    # Answers are asked for in order, and put in from the end, so that line numbers stay true.
    answers = [(exchange, answer(exchange)) for exchange in transcript.exchanges]
    for exchange, printed in reversed(answers):
        if not is_as_expected(exchange.expected, printed):
            begin = exchange.line - 1 + len(exchange.typed)
            lines[begin : begin + len(exchange.expected)] = printed
    return "\n".join(lines)
