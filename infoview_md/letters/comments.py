"""Comments: what a person, or the tool, wrote into a letter's note for nobody but themselves."""

from __future__ import annotations

import re

MARKS = ("<!--", "%%")
_COMMENT = re.compile(r"<!--.*?-->|%%.*?%%", re.DOTALL)


def strip_comments(text: str, keep_lines: bool = False) -> str:
    """The text without HTML comments and Obsidian's `%% … %%`: what the recipient is to read.

    A comment on lines of its own goes with them. With `keep_lines` every other line stays on the
    line on which it stood, for faults with a place. A comment without an end is left as it is.
    """
    parts, at = [], 0
    for found in _COMMENT.finditer(text):
        start, end = found.span()
        if keep_lines:
            parts.append(text[at:start] + "\n" * found[0].count("\n"))
        else:
            start, end = _widen(text, start, end)
            parts.append(text[at : max(at, start)])
        at = end
    return "".join(parts) + text[at:]


def _widen(text: str, start: int, end: int) -> tuple[int, int]:
    """The comment with what is no use without it: its line, or one of the blanks around it."""
    left = start - (len(text[:start]) - len(text[:start].rstrip(" \t")))
    right = end + (len(text[end:]) - len(text[end:].lstrip(" \t")))
    opens_line = left == 0 or text[left - 1] == "\n"
    closes_line = right == len(text) or text[right] == "\n"
    if opens_line and closes_line:
        right = min(right + 1, len(text))
        follows_blank = left == 0 or text[:left].endswith("\n\n")
        return left, right + (follows_blank and text[right : right + 1] == "\n")
    if closes_line:
        return left, end
    return (start, right) if opens_line or left < start else (start, end)


def find_open_comment(text: str) -> int | None:
    """The line, from 1, of a comment mark that nothing closes or opens; None without one."""
    rest = strip_comments(text, keep_lines=True)
    found = [at for at in map(rest.find, (*MARKS, "-->")) if at >= 0]
    return rest.count("\n", 0, min(found)) + 1 if found else None
