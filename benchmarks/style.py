"""format_note: fields and body as one of many people would have typed them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

Fields = dict[str, str | list[str]]

# Plain YAML text that every reader takes for the same text.
SAFE = re.compile(r"(?!NO\Z)[A-Za-z0-9][\w .,;/@\-–’]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Style:
    """How somebody types: quotes, line ends, a byte order mark, comments, lists below their key."""

    quotes: str
    line_end: str
    has_bom: bool
    has_comments: bool
    is_block: bool
    ends_line: bool

    @classmethod
    def draw(cls, rng: Random) -> Style:
        """One of the habits, the rare ones rarely."""
        return cls(
            quotes=rng.choice(("plain", "plain", "'", '"')),
            line_end="\r\n" if rng.random() < 0.1 else "\n",
            has_bom=rng.random() < 0.04,
            has_comments=rng.random() < 0.2,
            is_block=rng.random() < 0.5,
            ends_line=rng.random() < 0.95,
        )


def format_note(
    fields: Mapping[str, str | list[str]], body: Sequence[str], style: Style, rng: Random
) -> bytes:
    """The bytes of a note."""
    lines = ["---"]
    for key, value in fields.items():
        if style.has_comments and rng.random() < 0.15:
            lines.append("# a comment: the owner's")
        lines += _field(key, value, style)
    text = style.line_end.join((*lines, "---", "", *body))
    text += style.line_end if style.ends_line else ""
    return (("\ufeff" if style.has_bom else "") + text).encode()


def _field(key: str, value: str | list[str], style: Style) -> list[str]:
    if isinstance(value, str):
        return [f"{key}: {_scalar(value, style)}"]
    items = [_scalar(item, style) for item in value]
    if style.is_block:
        return [f"{key}:", *(f"  - {item}" for item in items)]
    return [f"{key}: [{', '.join(items)}]"]


def _scalar(value: str, style: Style) -> str:
    if style.quotes == "'":
        return "'" + value.replace("'", "''") + "'"
    if style.quotes == "plain" and SAFE.fullmatch(value) and ", " not in value:
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
