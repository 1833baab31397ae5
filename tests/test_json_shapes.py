"""The JSON that commands print has exactly the keys that docs/json.md lists."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run

PAGE = ROOT / "docs" / "json.md"
SECTION = re.compile(
    r"^## `infoview ([\w -]+?) --json`\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL
)
KEY = re.compile(r"^- `([^`]+)`:", re.MULTILINE)
ARGUMENTS = {
    "why": ["ingrid"],
    "search": ["grid"],
    "export-person": ["ingrid"],
    "letters due": ["--dry-run"],
    "lint": ["--rules", "two-hour"],
    "mail replies": ["--mailbox", str(ROOT / "tests/cases/mail/answers.mbox")],
}
OPEN_MAPS = frozenset({"stages", "badges", "problems"})
"""Maps whose keys are words of the pipeline, listed elsewhere."""


def documented() -> dict[str, set[str]]:
    """Each command's keys, as `due[].who`."""
    return {name: set(KEY.findall(text)) for name, text in SECTION.findall(PAGE.read_text("utf-8"))}


def keys_of(value: object, prefix: str = "") -> Iterator[str]:
    """Every key of a JSON value, with the way to it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            path = f"{prefix}.{key}" if prefix else key
            yield path
            if key not in OPEN_MAPS:
                yield from keys_of(inner, path)
    elif isinstance(value, list):
        for item in value:
            yield from keys_of(item, f"{prefix}[]")


@pytest.mark.parametrize("command", documented())
def test_the_documented_keys_are_the_printed_ones(run: Run, example: Path, command: str) -> None:
    words = [*command.split(), *ARGUMENTS.get(command, []), "--json"]
    printed = json.loads(run(*words, vault=example).stdout)
    assert set(keys_of(printed)) == documented()[command]


def test_every_command_with_json_of_its_own_is_documented() -> None:
    assert documented().keys() == {
        "today", "check", "index", "why", "search", "report", "export-person", "lint",
        "letters due", "mail replies", "index --stats", "index --verify",
    }  # fmt: skip
