"""format_block: a text of several lines as a block (`|` or `>`), in place of another one."""

from __future__ import annotations

import re

from infoview_md.core.written import find_unprintable

HEADER = re.compile(
    r"(?P<style>[|>])(?P<marks>[-+1-9]*)(?P<comment>[ \t]*(?:#[^\r\n]*)?)\r?(?:\n|\Z)"
)
INDENT = re.compile(r"^( *)[^ \r\n]", re.MULTILINE)
# A line that begins or is blank in a way that `|` alone does not keep.
ODD = re.compile(r"\A[ \t\n]|\n\n\Z|^[ \t]+$|\r|\ufeff", re.MULTILINE)
# Lines that `>` does not fold, and so would need more care than they are worth.
UNFOLDED = re.compile(r"^(?:[ \t]|$)|[ \t]$", re.MULTILINE)


def format_block(text: str, block: str, newline: str) -> str | None:
    """The text as a block like `block`, without the line end of its last line.

    The comment behind the indicator stays, and so does the indentation. None for a text of one
    line, and for one that a block does not keep as it is.
    """
    header = HEADER.match(block)
    if header is None or "\n" not in text or ODD.search(text) or find_unprintable(text) >= 0:
        return None
    chomp, lines = ("" if text.endswith("\n") else "-"), text.removesuffix("\n").split("\n")
    style = header["style"]
    if style == ">":
        style, lines = _fold(lines)
    indent = _indent_of(block, header)
    shown = newline.join(f"{indent}{line}" if line else "" for line in lines)
    return f"{style}{chomp}{header['comment']}{newline}{shown}"


def _fold(lines: list[str]) -> tuple[str, list[str]]:
    """Lines so that folding joins none of them; what cannot be folded is kept as with `|`."""
    if UNFOLDED.search("\n".join(lines)):
        return "|", lines
    return ">", [part for line in lines for part in ("", line)][1:]


def _indent_of(block: str, header: re.Match[str]) -> str:
    digits = header["marks"].strip("+-")
    if digits:
        return " " * int(digits[0])
    found = INDENT.search(block, header.end())
    return found[1] if found and found[1] else "  "
