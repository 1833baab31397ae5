"""Rules about sizes, names, docstrings and annotations; each takes a package's folder."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from math import ceil
from pathlib import Path
from statistics import median

from tests.tools.source import Function, Module, read_package

FILE_LINES = 400
FILE_LINES_MEDIAN = 130
FUNCTION_LINES = 50
FUNCTION_LINES_P90 = 20
DOCSTRING_SHARE = 0.95

# Names that say nothing, and so collect everything.
EMPTY_NAMES = {
    "base",
    "common",
    "handler",
    "handlers",
    "helper",
    "helpers",
    "manager",
    "misc",
    "util",
    "utils",
}


def find_oversizes(folder: Path) -> list[str]:
    """Files and functions that have grown too long to be read at one go."""
    modules = read_package(folder)
    functions = [
        (function_lines(function), module.place(function.lineno), function.name)
        for module in modules
        for function in module.functions()
    ]
    return [
        *(
            f"{module.path} has {count} lines, at most {FILE_LINES} are readable"
            for module in modules
            if (count := len(module.text.splitlines())) > FILE_LINES
        ),
        *(
            f"{place} {name} has {count} lines, at most {FUNCTION_LINES} are readable"
            for count, place, name in functions
            if count > FUNCTION_LINES
        ),
        *_oversize_on_the_whole(modules, sorted(count for count, _, _ in functions)),
    ]


def _oversize_on_the_whole(modules: list[Module], functions: list[int]) -> Iterator[str]:
    middle = median([len(module.text.splitlines()) for module in modules] or [0])
    if middle > FILE_LINES_MEDIAN:
        yield f"the median file has {middle:g} lines, more than {FILE_LINES_MEDIAN}"
    ninth = functions[ceil(len(functions) * 0.9) - 1] if functions else 0
    if ninth > FUNCTION_LINES_P90:
        yield f"one function in ten has {ninth} lines or more, more than {FUNCTION_LINES_P90}"


def function_lines(function: Function) -> int:
    """The lines of a function from `def` to its end, decorators and docstring not counted."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function) is None:
        return lines
    docstring = function.body[0]
    return lines - ((docstring.end_lineno or docstring.lineno) - docstring.lineno + 1)


def find_undocumented(folder: Path) -> list[str]:
    """Modules without a docstring, and public names without one where these are too many."""
    modules = read_package(folder)
    bare = [f"{module.path} has no docstring" for module in modules if not module.caption]
    public = [found for module in modules for found in _public_definitions(module)]
    missing = [place for place, has_docstring in public if not has_docstring]
    share = 1 - len(missing) / len(public) if public else 1.0
    return [*bare, *(missing if share < DOCSTRING_SHARE else [])]


def _public_definitions(module: Module) -> Iterator[tuple[str, bool]]:
    classes = [node for node in module.tree.body if isinstance(node, ast.ClassDef)]
    owners: list[ast.Module | ast.ClassDef] = [module.tree, *classes]
    for owner in owners:
        for node in owner.body:
            if isinstance(node, ast.ClassDef | Function) and not node.name.startswith("_"):
                place = f"{module.place(node.lineno)} {node.name} has no docstring"
                yield place, ast.get_docstring(node) is not None


def find_unannotated(folder: Path) -> list[str]:
    """Arguments without a type."""
    return [
        f"{module.place(argument.lineno)} {function.name}({argument.arg}) has no type"
        for module in read_package(folder)
        for function in module.functions()
        for argument in _arguments(function)
        if argument.annotation is None and argument.arg not in {"self", "cls"}
    ]


def _arguments(function: Function) -> Iterator[ast.arg]:
    spec = function.args
    yield from (*spec.posonlyargs, *spec.args, *spec.kwonlyargs)
    yield from (argument for argument in (spec.vararg, spec.kwarg) if argument)


def find_empty_names(folder: Path) -> list[str]:
    """Modules and folders whose name says nothing."""
    return [
        f"{module.path}: name it after what it holds, not {part!r}"
        for module in read_package(folder)
        for part in module.path.removesuffix(".py").split("/")
        if part in EMPTY_NAMES
    ]
