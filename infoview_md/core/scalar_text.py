"""map_characters: what in the source of a scalar makes each character of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator

Character = tuple[str, int, int]
"""A character of a scalar's text, and the span of what stands for it."""

FOLD = re.compile(r"[ \t]*\r?\n[ \t\r\n]*")
ESCAPE = re.compile(
    r"\\(?:x(?P<x>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})|U(?P<U>[0-9a-fA-F]{8})"
    r"|(?P<fold>\r?\n[ \t]*)|(?P<one>.))",
)
ONE = dict(zip('0abtnvfre "/\\N_LP', '\0\a\b\t\n\v\f\r\x1b "/\\\x85\xa0\u2028\u2029', strict=True))
ONE["\t"] = "\t"
LINE = re.compile(r"[^\n]*\n?")


def map_characters(token: str) -> list[Character]:
    """The characters of a scalar with their places in `token`, its source.

    Right for what people write; odd foldings of a `>` block come out wrong, so compare the text.
    """
    if token[:1] in ("|", ">"):
        return [*_block(token)]
    quote = token[0] if token[:1] in ("'", '"') else ""
    return [*_flow(token, quote, len(quote), len(token) - len(quote))]


def _flow(token: str, quote: str, at: int, end: int) -> Iterator[Character]:
    while at < end:
        fold = FOLD.match(token, at, end)
        escape = ESCAPE.match(token, at, end) if quote == '"' else None
        if fold:
            yield from _folded(fold)
            at = fold.end()
        elif escape:
            yield from _escaped(escape)
            at = escape.end()
        else:
            width = 2 if quote == "'" and token.startswith("''", at) else 1
            yield token[at], at, at + width
            at += width


def _folded(fold: re.Match[str]) -> Iterator[Character]:
    """One line end is a space; of several, the first is nothing."""
    count = fold[0].count("\n")
    yield "\n" if count > 1 else " ", fold.start(), fold.end()
    yield from [("\n", fold.end(), fold.end())] * (count - 2)


def _escaped(escape: re.Match[str]) -> Iterator[Character]:
    if escape["fold"] is not None:
        return
    digits = escape["x"] or escape["u"] or escape["U"]
    yield chr(int(digits, 16)) if digits else ONE.get(escape["one"], "\0"), *escape.span()


def _block(token: str) -> Iterator[Character]:
    lines = [match for match in LINE.finditer(token) if match[0]][1:]
    contents = [match[0].rstrip("\r\n") for match in lines]
    first = next((content for content in contents if content.strip()), "")
    digit = re.match(r".[-+]?(\d)", token)
    indent = int(digit[1]) if digit else len(first) - len(first.lstrip(" "))
    texts = [content[indent:] for content in contents]
    is_open = False  # whether line ends are only spaces, as between two lines of a paragraph
    for number, (line, text) in enumerate(zip(lines, texts, strict=True)):
        for offset, character in enumerate(text, line.start() + indent):
            yield character, offset, offset + 1
        end = line.start() + len(contents[number])
        below = next((other for other in texts[number + 1 :] if other), "")
        is_text = text[:1] not in ("", " ", "\t")
        is_open = token[0] == ">" and below[:1] not in ("", " ", "\t") and (is_text or is_open)
        if not is_open:
            yield "\n", end, line.end()
        elif texts[number + 1]:
            yield " " if is_text else "\n", end, line.end()
        elif not is_text:
            yield "\n", end, line.end()
