"""rewrite_properties: a note as Obsidian's property editor saves it; only the front matter changes.

It reads YAML 1.2 and writes it anew: keys in their order, comments gone, lists one item a line,
double quotes only where YAML 1.2 needs them, dates without quotes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.tools.yaml_readers import matter_of, matter_span, plainly, read_1_2

# What the core schema of YAML 1.2 would not read as a text.
NO_TEXT = re.compile(
    r"|~|null|Null|NULL|true|True|TRUE|false|False|FALSE"
    r"|[-+]?\d+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
MARK = re.compile(r"^[-?:](?:\s|$)|^[,\[\]{}#&*!|>'\"%@`]|: |:$| #|\n|^\s|\s$")


def rewrite_properties(text: str) -> str:
    """The note after a property was touched in Obsidian; one without a front matter stays."""
    span = matter_span(text)
    values = read_1_2(matter_of(text))
    if span is None or not values:
        return text
    newline = "\r\n" if "\r\n" in text[: span[1]] else "\n"
    lines = newline.join([*_write_map(values), ""])
    return f"{text[: span[0]]}{lines}{text[span[1] :]}"


def _write_map(values: Mapping[Any, Any], indent: str = "") -> Iterator[str]:
    for key, value in values.items():
        if isinstance(value, Mapping) and value:
            yield f"{indent}{key}:"
            yield from _write_map(value, f"{indent}  ")
        elif isinstance(value, list) and value:
            yield f"{indent}{key}:"
            yield from (f"{indent}  - {_write(one)}" for one in value)
        else:
            shown = _write(value)
            yield f"{indent}{key}: {shown}" if shown else f"{indent}{key}:"


def _write(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return json.dumps(value) if isinstance(value, list | dict) else plainly(value)
    needs_quotes = NO_TEXT.fullmatch(value) or MARK.search(value)
    return json.dumps(value, ensure_ascii=False) if needs_quotes else value
