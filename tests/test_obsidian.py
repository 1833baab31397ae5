"""Obsidian's property editor drops comments, quotes, list styles; nothing depends on them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.tools.obsidian_save import rewrite_properties

DAYS = ("2026-11-24", "2026-12-15")
# What may differ: where in the file a thing stands, how long it took, where the vault is; problems
# are compared as `check` tells them.
PLACES = {"line", "column", "seconds", "vault", "problems"}

NOTE = """\
---
# who
type: 'contact'
areas: [a, 'b: c']  # mine
created: "2026-11-03"
country: "NO"
size: "250"
tie:
email: []
company: '[[Acme]]'
---
# Body  # "kept"
"""

SAVED = """\
---
type: contact
areas:
  - a
  - "b: c"
created: 2026-11-03
country: NO
size: "250"
tie:
email: []
company: "[[Acme]]"
---
# Body  # "kept"
"""


def test_a_note_is_saved_as_obsidian_saves_it() -> None:
    assert rewrite_properties(NOTE) == SAVED
    assert rewrite_properties(SAVED) == SAVED
    assert rewrite_properties("# no front matter\n") == "# no front matter\n"
    crlf = NOTE.replace("\n", "\r\n")
    assert rewrite_properties(crlf) == SAVED.replace("\n", "\r\n")


def without_places(value: object) -> object:
    """An answer without the places in files, which a save moves."""
    if isinstance(value, dict):
        return {key: without_places(one) for key, one in value.items() if key not in PLACES}
    return [without_places(one) for one in value] if isinstance(value, list) else value


def ask(run: Run, vault: Path, today: str, *words: str) -> object:
    """What a command answers, as JSON without places."""
    return without_places(json.loads(run(*words, "--json", vault=vault, today=today).stdout))


COMMANDS = (
    ("index",),
    ("list", "contacts"),
    ("list", "companies"),
    ("list", "interviews"),
    ("list", "letters"),
    ("today",),
    ("report",),
)


def rewrite_vault(vault: Path) -> int:
    """Save every note of a vault as Obsidian would; how many of them changed."""
    changed = 0
    for path in sorted(vault.rglob("*.md")):
        before = path.read_bytes()
        after = rewrite_properties(before.decode()).encode()
        path.write_bytes(after)
        changed += after != before
    return changed


@pytest.mark.parametrize("today", DAYS)
def test_a_save_of_every_note_in_obsidian_loses_nothing(
    run: Run, example: Path, today: str
) -> None:
    before = {words: ask(run, example, today, *words) for words in COMMANDS}
    problems = ask(run, example, today, "check")
    assert rewrite_vault(example) > 50
    for words, answer in before.items():
        assert ask(run, example, today, *words) == answer
    after = ask(run, example, today, "check")
    assert isinstance(after, list)
    assert isinstance(problems, list)
    assert [one for one in after if one["code"] != "yaml-reading"] == problems
    new = [one for one in after if one not in problems]
    assert {(one["code"], one["severity"]) for one in new} == {("yaml-reading", "info")}


@pytest.mark.parametrize("today", DAYS)
def test_control_a_tool_that_needs_the_quotes_is_found_out(
    run: Run, example: Path, today: str
) -> None:
    before = ask(run, example, today, "list", "contacts")
    rewrite_vault(example)
    for path in sorted(example.rglob("*.md")):
        path.write_bytes(path.read_bytes().replace(b"country: NO\n", b"country: false\n"))
    assert ask(run, example, today, "list", "contacts") != before
