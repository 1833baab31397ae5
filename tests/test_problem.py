"""Problems: values with a place, and a table of codes that the source keeps to."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

import infoview_md
from infoview_md.core.problem import CODES, Severity, by_place, make_problem

PATH = PurePosixPath("contacts/Ingrid Solheim.md")
PACKAGE = Path(infoview_md.__file__).parent


def test_a_problem_has_the_severity_of_its_code() -> None:
    assert {make_problem(code, PATH, "").severity for code in CODES} == set(Severity)
    assert all(make_problem(code, PATH, "").severity is CODES[code].severity for code in CODES)


def test_an_unknown_code_is_a_bug() -> None:
    with pytest.raises(KeyError):
        make_problem("no-such-code", PATH, "")


def test_a_problem_reads_as_editors_and_compilers_write_it() -> None:
    problem = make_problem("bad-date", PATH, "created: 2026-02-30 is no day", 3, 10)
    assert problem.place == "contacts/Ingrid Solheim.md:3:10"
    assert str(problem) == (
        "contacts/Ingrid Solheim.md:3:10: error bad-date: created: 2026-02-30 is no day"
    )


def test_a_problem_without_a_place_is_about_the_whole_file() -> None:
    problem = make_problem("unreadable", PATH, "it is a folder")
    assert (problem.line, problem.column) == (1, 1)


def test_problems_are_told_in_the_order_of_their_places() -> None:
    ordered = [
        make_problem("nul", PurePosixPath("a/b.md"), ""),
        make_problem("bad-date", PATH, "", 2, 9),
        make_problem("bad-word", PATH, "", 2, 9),
        make_problem("bad-date", PATH, "", 2, 10),
        make_problem("bad-date", PATH, "", 10, 1),
    ]
    shuffled = ordered[::-1]
    shuffled.sort(key=by_place)
    assert shuffled == ordered


# -- the table -----------------------------------------------------------------------------------


def test_codes_are_short_words_with_a_sentence() -> None:
    for code, entry in CODES.items():
        assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", code)
        assert re.fullmatch(r"[A-Z`].*\.|[A-Z`].*: .*\.", entry.meaning), entry.meaning
        assert len(entry.meaning) <= 80


def strings_of(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_every_code_is_in_use() -> None:
    files = [file for file in PACKAGE.rglob("*.py") if file.name != "problem.py"]
    written = {string for file in files for string in strings_of(file)}
    assert set(CODES) - written == set()


def calls_of(file: Path, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def test_every_problem_that_is_made_has_a_code_of_the_table() -> None:
    calls = [call for file in PACKAGE.rglob("*.py") for call in calls_of(file, "make_problem")]
    codes = [call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)]
    assert len(codes) >= 10
    assert set(codes) - set(CODES) == set()
