"""A source folder as values: its modules, their trees, imports and functions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Import:
    """One imported module or name, wherever in the file the import stands."""

    target: str  # dotted: `pathlib`, `pathlib.Path`, `infoview_md.core.note`
    line: int

    def is_below(self, package: str) -> bool:
        """Whether the target is `package` itself or lies in it."""
        return self.target == package or self.target.startswith(package + ".")


@dataclass(frozen=True)
class Module:
    """One Python file of a package."""

    package: str
    path: str  # relative to the package's folder, with slashes: `core/edit.py`
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text, self.path)

    @property
    def name(self) -> str:
        """The dotted name: `infoview_md.core.edit`, and `infoview_md.core` for its __init__."""
        parts = self.path.removesuffix(".py").split("/")
        if parts[-1] == "__init__":
            parts.pop()
        return ".".join([self.package, *parts])

    @property
    def caption(self) -> str:
        """The first line of the docstring, or nothing."""
        return (ast.get_docstring(self.tree) or "").partition("\n")[0]

    @cached_property
    def imports(self) -> list[Import]:
        """All imports, also those inside functions; `from a import b` is the target `a.b`."""
        return [found for node in ast.walk(self.tree) for found in self._imports_of(node)]

    def _imports_of(self, node: ast.AST) -> Iterator[Import]:
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = self._source_of(node)
            yield from (Import(f"{source}.{alias.name}", node.lineno) for alias in node.names)

    def _source_of(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        is_package = self.path.endswith("__init__.py")
        parts = self.name.split(".")
        parts = parts[: len(parts) - node.level + is_package]
        return ".".join([*parts, *([node.module] if node.module else [])])

    def functions(self) -> Iterator[Function]:
        """Every function and method, nested ones too."""
        for node in ast.walk(self.tree):
            if isinstance(node, Function):
                yield node

    def place(self, line: int) -> str:
        """The file and line, as a violation names them."""
        return f"{self.path}:{line}"


def read_package(folder: Path) -> list[Module]:
    """All modules below a package's folder, in order of their path."""
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.py"))
    return [
        Module(folder.name, path, (folder / path).read_text(encoding="utf-8")) for path in paths
    ]


def dotted_name(node: ast.expr) -> str:
    """`os.path.join` for the expression of that shape, "" for any other."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        above = dotted_name(node.value)
        return f"{above}.{node.attr}" if above else ""
    return ""
