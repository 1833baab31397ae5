"""Comments: what a person, or the tool, wrote into a letter's note for nobody but themselves."""

from __future__ import annotations

import re

MARKS = ("<!--", "%%", "-->")
_COMMENT = re.compile(r"<!--.*?-->|%%.*?%%", re.DOTALL)
# A space that nobody types twice by mistake: it ends a word and is none itself.
_FILLER = "\N{NO-BREAK SPACE}"


def strip_comments(text: str) -> str:
    """The text without HTML comments and Obsidian's `%% … %%`: what the recipient is to read.

    A comment on lines of its own goes with them. One without an end is left as it is.
    """
    if not has_mark(text):
        return text
    parts, at = [], 0
    for found in _COMMENT.finditer(text):
        start, end = _widen(text, *found.span())
        parts.append(text[at : max(at, start)])
        at = end
    return "".join(parts) + text[at:]


def blank_comments(text: str) -> str:
    """The same text with nothing to read in its comments, each character where it stood."""
    return _COMMENT.sub(lambda found: re.sub(r"[^\n]", _FILLER, found[0]), text)


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


def has_mark(text: str) -> bool:
    """Whether anything in a text opens or closes a comment."""
    return "<!--" in text or "%%" in text or "-->" in text


def find_open_comment(text: str) -> int | None:
    """The line, from 1, of a comment mark that nothing closes or opens; None without one.

    A comment that stands inside what would be a mark without it (`%<!-- -->%`) counts as one.
    """
    if not has_mark(text):
        return None
    rest = blank_comments(text)
    found = [at for at in map(rest.find, MARKS) if at >= 0]
    if not found and has_mark(strip_comments(text)):
        found = [one.start() for one in _COMMENT.finditer(text)]
    return rest.count("\n", 0, min(found)) + 1 if found else None
