"""Grammar: what a template may say; everything else in Jinja2 is refused before it is compiled.

A template may come with a `git pull`. A letter needs slots, conditions and blocks to override; it
needs no loops, macros, variables or arithmetic, and without these a template can neither reach
anything nor grow: its letter is no longer than its text and its slots.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from jinja2 import nodes

FILTERS = frozenset({"capitalize", "default", "first", "last", "lower", "title", "trim", "upper"})

MAX_DEPTH = 24
"""How deep conditions and expressions may be nested."""

_NODES = (
    *(nodes.Template, nodes.Extends, nodes.Block, nodes.If, nodes.Output, nodes.TemplateData),
    *(nodes.Name, nodes.Getattr, nodes.Const, nodes.Tuple, nodes.List, nodes.Keyword),
    *(nodes.Filter, nodes.Test, nodes.Not, nodes.And, nodes.Or, nodes.CondExpr),
    *(nodes.Compare, nodes.Operand, nodes.Concat, nodes.Call),
)
_WORDS = {
    nodes.For: "loops",
    nodes.Macro: "macros",
    nodes.CallBlock: "macros",
    nodes.FilterBlock: "filter blocks",
    nodes.Assign: "variables",
    nodes.AssignBlock: "variables",
    nodes.With: "variables",
    nodes.Include: "includes",
    nodes.Import: "imports",
    nodes.FromImport: "imports",
    nodes.Getitem: "square brackets after a slot",
}


class GrammarFault(Exception):
    """A template says what none may: its line, from 1, and a sentence."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line, self.message = line, message


def check_grammar(tree: nodes.Template, slots: Collection[str]) -> None:
    """Raise GrammarFault for the first thing in a template that is more than a letter needs.

    `slots` are the names that may be printed and asked about: `why_you`, `company.name`.
    """
    groups = {slot.partition(".")[0] for slot in slots if "." in slot}
    for node in _walk(tree):
        if not isinstance(node, _NODES):
            what = _WORDS.get(type(node), f"“{type(node).__name__}”")
            raise GrammarFault(node.lineno, f"{what} are not for letters; say it with slots and if")
        if isinstance(node, nodes.Extends) and not isinstance(node.template, nodes.Const):
            raise GrammarFault(node.lineno, "extends takes a name in quotes")
        if isinstance(node, nodes.Call):
            _check_call(node)
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            raise GrammarFault(
                node.lineno, f"there is no filter “{node.name}”; use {', '.join(sorted(FILTERS))}"
            )
        _check_slot(node, slots, groups)


def _walk(tree: nodes.Template) -> Iterator[nodes.Node]:
    """Every node, except the parts of a slot's dotted name and of `super()`."""
    waiting: list[tuple[nodes.Node, int]] = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise GrammarFault(node.lineno, "it is nested too deep; write it flat")
        yield node
        if not isinstance(node, nodes.Getattr | nodes.Call):
            children = [(child, depth + 1) for child in node.iter_child_nodes()]
            waiting += reversed(children)


def _check_call(node: nodes.Call) -> None:
    is_super = isinstance(node.node, nodes.Name) and node.node.name == "super"
    if not is_super or node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
        raise GrammarFault(node.lineno, "nothing can be called but super()")


def _check_slot(node: nodes.Node, slots: Collection[str], groups: Collection[str]) -> None:
    if isinstance(node, nodes.Getattr):
        if not isinstance(node.node, nodes.Name):
            raise GrammarFault(node.lineno, f"“.{node.attr}” stands after no slot")
        name = f"{node.node.name}.{node.attr}"
    elif isinstance(node, nodes.Name):
        name = node.name
    else:
        return
    if name in slots:
        return
    if name in groups:
        members = sorted(slot for slot in slots if slot.startswith(f"{name}."))
        raise GrammarFault(node.lineno, f"“{name}” is no slot; write {' or '.join(members)}")
    near = get_close_matches(name, slots, 1)
    hint = f"did you mean {near[0]}?" if near else "the slots are listed in docs/letters.md"
    raise GrammarFault(node.lineno, f"there is no slot “{name}”; {hint}")
