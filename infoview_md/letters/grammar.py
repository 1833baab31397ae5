"""Grammar: what is wrong with a template before it runs: misspelt slots, filters and names.

What a template may *do* is the sandbox's business. This is for the person who wrote it: whatever
can be told from the text alone is told with its line, and with the name that was probably meant.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from jinja2 import nodes
from jinja2.meta import find_undeclared_variables

OWN_NAMES = frozenset({"super", "self", "loop", "caller", "varargs", "kwargs"})
"""Names that Jinja2 itself sets, in blocks, loops and macros."""

References = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


class GrammarFault(Exception):
    """A template says what none may: its line, from 1, a sentence, and the word it is about."""

    def __init__(self, line: int, message: str, word: str = "") -> None:
        super().__init__(message)
        self.line, self.message, self.word = line, message, word


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a template may name: slots (`company.name`), templates, filters, tests.

    `names` are those that other templates of the family set, which blocks see as well.
    """

    slots: Collection[str]
    templates: Collection[str]
    filters: Collection[str]
    tests: Collection[str]
    names: Collection[str] = ()

    @property
    def groups(self) -> frozenset[str]:
        """The first halves of dotted slots: `company`."""
        return frozenset(slot.partition(".")[0] for slot in self.slots if "." in slot)


def find_faults(tree: nodes.Template, known: Vocabulary) -> Iterator[GrammarFault]:
    """Everything in a template that cannot work, or that no template may reach for."""
    assertions = [fault for node in _walk(tree) if (fault := _judge(node, known))]
    yield from assertions
    if not assertions:  # else the search for names would stumble over the same
        yield from _find_unknown_names(tree, known)


def find_set_names(tree: nodes.Template) -> frozenset[str]:
    """The names a template gives a value itself: variables, loops, macros, imports."""
    return frozenset(name for node in _walk(tree) for name in _names_set(node))


def _walk(tree: nodes.Node) -> Iterator[nodes.Node]:
    """Every node in the order of the text, however deep, without recursion."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed([*node.iter_child_nodes()])


def _judge(node: nodes.Node, known: Vocabulary) -> GrammarFault | None:
    if isinstance(node, References):
        return _judge_reference(node, known)
    if isinstance(node, nodes.Filter):
        return _judge_word(node, "filter", node.name, known.filters)
    if isinstance(node, nodes.Test):
        return _judge_word(node, "test", node.name, known.tests)
    member = _find_member(node)
    if member.startswith("_"):
        message = f"“{member}” is out of reach: no name with a “_” in front is for templates"
        return GrammarFault(node.lineno, message, member)
    return None


def _judge_word(
    node: nodes.Node, what: str, name: str, known: Collection[str]
) -> GrammarFault | None:
    if name in known:
        return None
    hint = _hint(name, known, "docs/letters.md says which there are")
    return GrammarFault(node.lineno, f"there is no {what} “{name}”; {hint}", name)


def _judge_reference(node: nodes.Node, known: Vocabulary) -> GrammarFault | None:
    verb = {"Extends": "extend", "Include": "include"}.get(type(node).__name__, "import")
    names = _read_names(node.template)  # type: ignore[attr-defined]
    if not names:
        return GrammarFault(node.lineno, f"{verb} takes the name of a template in quotes", verb)
    if any(name in known.templates for name in names) or getattr(node, "ignore_missing", False):
        return None
    hint = _hint(names[0], known.templates, "correct its name")
    message = f"there is no template “{names[0]}” to {verb}; {hint}"
    return GrammarFault(node.lineno, message, names[0])


def _read_names(node: nodes.Node) -> list[str]:
    parts = node.items if isinstance(node, nodes.List | nodes.Tuple) else [node]
    names = [part.value for part in parts if isinstance(part, nodes.Const)]
    return names if len(names) == len(parts) and all(isinstance(n, str) for n in names) else []


def _find_member(node: nodes.Node) -> str:
    """The name after a dot, or in quotes within brackets; else nothing."""
    if isinstance(node, nodes.Getattr):
        return node.attr
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return node.arg.value if isinstance(node.arg.value, str) else ""
    return ""


def _names_set(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Name):
        yield from () if node.ctx == "load" else (node.name,)
    elif isinstance(node, nodes.Macro):
        yield node.name
    elif isinstance(node, nodes.Import):
        yield node.target
    elif isinstance(node, nodes.FromImport):
        yield from (name if isinstance(name, str) else name[1] for name in node.names)


def _find_unknown_names(tree: nodes.Template, known: Vocabulary) -> Iterator[GrammarFault]:
    """Names that are neither slots nor set by the template, wherever they stand."""
    own = find_set_names(tree) | OWN_NAMES | frozenset(known.names)
    undeclared, groups = find_undeclared_variables(tree) - own, known.groups
    for name, member in _list_names_read(tree):
        if member and name.name in groups - own:
            yield from _judge_slot(name.lineno, f"{name.name}.{member}", known)
        elif name.name in undeclared:
            yield from _judge_slot(name.lineno, name.name, known)


def _list_names_read(tree: nodes.Template) -> Iterator[tuple[nodes.Name, str]]:
    """Every name, with the member that is asked of it: `company` and `name`."""
    asked: set[int] = set()
    for node in _walk(tree):
        base = getattr(node, "node", None)
        if (member := _find_member(node)) and isinstance(base, nodes.Name):
            asked.add(id(base))
            yield base, member
        elif isinstance(node, nodes.Name) and id(node) not in asked:
            yield node, ""


def _judge_slot(line: int, name: str, known: Vocabulary) -> Iterator[GrammarFault]:
    if name in known.slots:
        return
    if name in known.groups:
        members = sorted(slot for slot in known.slots if slot.startswith(f"{name}."))
        message = f"“{name}” is no slot; write {' or '.join(members)}"
    else:
        hint = _hint(name, known.slots, "the slots are listed in docs/letters.md")
        message = f"there is no slot “{name}”; {hint}"
    yield GrammarFault(line, message, name)


def _hint(name: str, known: Collection[str], otherwise: str) -> str:
    near = get_close_matches(name, known, 1)
    return f"did you mean {near[0]}?" if near else otherwise
