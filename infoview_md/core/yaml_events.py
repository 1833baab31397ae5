"""The events of a front matter, read within limits; what is no YAML, in a person's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import yaml

from infoview_md.core.pattern import pattern
from infoview_md.core.written import FrontMatterFault, find_surrogate

# Limits checked before anything is composed: YAML may be crafted, and libyaml's composer recurses.
MAX_DEPTH = 32
MAX_NODES = 5_000
MAX_SCALAR = 16 * 1024

# libyaml where PyYAML was built with it (20 times faster); the events are the same.
PARSER: Any = getattr(getattr(yaml, "cyaml", None), "CParser", yaml.SafeLoader)
TOO_DEEP_FOR_LIBYAML = "exceeded maximum nesting depth"

SCALAR = yaml.ScalarEvent
ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


def read_events(source: str) -> Iterator[Any]:
    """The events of the nodes, within the limits: nothing is composed, so nothing can explode."""
    depth = nodes = ends = 0
    try:
        read = PARSER(source).get_event
        while (event := read()) is not None:
            kind = type(event)
            if kind is SCALAR:
                nodes += 1
                is_marked = event.anchor is not None or event.tag is not None
                if is_marked or nodes > MAX_NODES or len(event.value) > MAX_SCALAR:
                    _check_node(event, depth, nodes)
                if event.style == '"' and not event.value.isascii():
                    _check_characters(event)
                yield event
            elif kind in ENDS:
                ends += 1
                depth -= 1
                yield event
            elif isinstance(event, yaml.NodeEvent):
                nodes += 1
                depth += isinstance(event, yaml.CollectionStartEvent)
                _check_node(event, depth, nodes)
                yield event
    except (yaml.YAMLError, ValueError) as error:
        if getattr(error, "problem", None) == TOO_DEEP_FOR_LIBYAML:
            # Its scanner runs ahead of the events: up to there our own limit finds the place.
            ahead: int = getattr(error, "problem_mark").index  # noqa: B009
            yield from islice(read_events(source[:ahead]), nodes + ends, None)
        raise _syntax_fault(source, error) from None


def make_fault(event: Any, code: str, message: str) -> FrontMatterFault:
    """The fault that begins where an event begins."""
    return FrontMatterFault(code, message, event.start_mark.index)


def _check_node(event: Any, depth: int, nodes: int) -> None:
    if event.anchor is not None:  # an alias names its anchor, too
        raise make_fault(event, "yaml-alias", "no anchors and aliases (`&x`, `*x`); write it out")
    if getattr(event, "tag", None) is not None:
        raise make_fault(event, "yaml-tag", "no tags (`!x`); quote the value or delete the tag")
    if depth > MAX_DEPTH:
        raise make_fault(event, "yaml-depth", f"nested deeper than {MAX_DEPTH} levels")
    if nodes > MAX_NODES:
        raise make_fault(event, "yaml-nodes", f"more than {MAX_NODES:,} values")
    if type(event) is SCALAR and len(event.value) > MAX_SCALAR:
        sentence = f"over {MAX_SCALAR:,} characters; move them to the body"
        raise make_fault(event, "yaml-scalar", sentence)


def _check_characters(event: Any) -> None:
    if find_surrogate(event.value) >= 0:
        raise make_fault(event, "yaml-character", "`\\u` writes half a character here; delete it")


# Words of libyaml's and PyYAML's errors; whether the fault lies where the parser began (an opening
# quote) rather than where it gave up (the end of the file); and what a person would say.
SYNTAX_FAULTS = (
    ("escape", False, "an unknown `\\` escape; single quotes keep it as it is"),
    ("a quoted scalar", True, "this quotation mark is never closed"),
    ("a flow ", True, "this bracket is never closed, or what it holds needs quotes"),
    ("a simple key", True, "this line is no `key: value`"),
    ("mapping values", False, "a second `: ` stands here; put quotes around the whole value"),
    ("any token|alphabetic", True, "no value begins like this; quote it, and indent with spaces"),
    ("entries", False, "a list begins below its key; quote a value that begins with `- `"),
    ("a block |document start", False, "it does not fit what is above it; check quotes and indent"),
)
UNQUOTED_LINK = pattern(r"[:-][ \t]+(?P<link>!?\[\[)")


def _syntax_fault(source: str, error: Exception) -> FrontMatterFault:
    """Where the front matter stops being YAML, in a person's words."""
    begun, gave_up = (getattr(error, f"{name}_mark", None) for name in ("context", "problem"))
    problem = getattr(error, "problem", None) or str(error)
    said = f"{getattr(error, 'context', None)} {problem}"
    unknown = ("", False, problem)
    _, is_begun, sentence = next((row for row in SYNTAX_FAULTS if re.search(row[0], said)), unknown)
    mark = (begun or gave_up) if is_begun else (gave_up or begun)
    offset = min(mark.index, len(source)) if mark else 0
    line_start, line_end = source.rfind("\n", 0, offset) + 1, source.find("\n", offset)
    if link := UNQUOTED_LINK.search(source, line_start, line_end):
        return FrontMatterFault("unquoted-link", 'put it in quotes: "[[…]]"', link.start("link"))
    return FrontMatterFault("yaml-syntax", f"this is not YAML: {sentence}", offset)
