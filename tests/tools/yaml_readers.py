"""Other readers of YAML, and where they find a key: what our own reader is compared with."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import YAMLError as RuamelError

FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?P<matter>.*?)^(?:---|\.\.\.)[ \t]*\r?$", re.S | re.M)
NOT_OF_THE_VALUE = re.compile(r"(?:^[ \t]*(?:#[^\n]*)?\r?\n)+\Z", re.M)
BLANK = re.compile(r"(?:^[ \t]*\r?\n)+\Z", re.M)


class CoreConstructor(SafeConstructor):
    """Dates are texts in the core schema of YAML 1.2."""


CoreConstructor.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)


class Unreadable(ValueError):
    """A reader does not take the front matter."""


def matter_span(text: str) -> tuple[int, int] | None:
    """Where the front matter stands between its fences; None where there is none."""
    found = FRONT.match(text)
    return found.span("matter") if found else None


def matter_of(text: str) -> str:
    """The text between the fences."""
    span = matter_span(text)
    return text[slice(*span)] if span else ""


@lru_cache(maxsize=64)
def read_1_1(matter: str) -> Mapping[Any, Any]:
    """What PyYAML, a reader of YAML 1.1, makes of a front matter."""
    try:
        return yaml.load(matter, getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}  # noqa: S506
    except (yaml.YAMLError, ValueError) as error:
        raise Unreadable(str(error)) from None


@lru_cache(maxsize=64)
def read_1_2(matter: str) -> Mapping[Any, Any]:
    """What ruamel.yaml, a reader of YAML 1.2 that shares no C with ours, makes of it."""
    try:
        reader = YAML(typ="safe", pure=True)
        reader.Constructor = CoreConstructor
        return reader.load(matter) or {}
    except (RuamelError, ValueError) as error:
        raise Unreadable(str(error)) from None


READERS: Mapping[str, Callable[[str], Mapping[Any, Any]]] = {"1.1": read_1_1, "1.2": read_1_2}


def plainly(value: object) -> str:
    """A value of any reader as the text that a person would type for it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def span_of_key(text: str, key: str) -> tuple[int, int]:
    """The lines of a key with its value, as PyYAML's composer places them; else where it is added.

    Comments and blank lines below the value are not of the span.
    """
    span = matter_span(text)
    if span is None:
        return (int(text.startswith("\ufeff")),) * 2
    matter = text[slice(*span)]
    node = yaml.compose(matter, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    if not isinstance(node, yaml.MappingNode):
        return span[1], span[1]
    if node.flow_style:
        return span
    pairs = node.value
    starts = [matter.rfind("\n", 0, name.start_mark.index) + 1 for name, _ in pairs]
    for (name, value), start, end in zip(pairs, starts, [*starts[1:], len(matter)], strict=True):
        if name.value == key:
            is_text = isinstance(value, yaml.ScalarNode) and value.style in ("|", ">")
            below = (BLANK if is_text else NOT_OF_THE_VALUE).search(matter, start, end)
            if is_text and value.value.endswith("\n\n"):
                below = None  # the blank lines are a part of the text
            return span[0] + start, span[0] + (below.start() if below else end)
    return span[1], span[1]
