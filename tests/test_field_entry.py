"""What is typed for a field: the key that is meant, and completion in the shell."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from infoview_md.cli.app import App
from infoview_md.cli.fields import set_command, unset_command
from infoview_md.core.field_entry import find_entry
from infoview_md.core.model import Kind
from infoview_md.core.schema import Keys
from tests.tools.small_vault import make_note

KEYS = Keys({"org": "company", "employer": "company", "grade": "tier"})


@pytest.mark.parametrize(
    ("matter", "typed", "key"),
    [
        ("", "role", "role"),
        ("", "Role", "role"),
        ("", "may-use-name", "may_use_name"),
        ("", "tag", "tags"),
        ("", "via", "referred_by"),
        ("via: x", "referred_by", "via"),
        ("via: x\nreferred_by: y", "via", "referred_by"),
        ("via: x\nreferred_by:", "via", "via"),
        ("", "company", "org"),
        ("", "employer", "employer"),
        ("employer: x", "company", "employer"),
        ("company: x", "org", "company"),
        ("company:\norg: x", "company", "org"),
        ("Mood: x", "Mood", "Mood"),
        ("two words: x", "two words", "two words"),
        ("", "mood", "mood"),
    ],
)
def test_find_entry(matter: str, typed: str, key: str) -> None:
    note = make_note("contacts/x", f"---\n{matter}\n---\n")
    assert find_entry(note, Kind.CONTACT, typed, KEYS).key == key


@pytest.mark.parametrize(
    ("words", "typed", "offered"),
    [
        (["ingrid"], "ti", {"tie", "tier", "timezone"} - {"timezone"} | {"timezone"}),
        (["fjordlys"], "st", {"status"}),
        (["ingrid", "tier"], "", {"A", "B", "C"}),
        (["ingrid", "may_use_name"], "t", {"true"}),
        (["fjordlys", "status"], "", {"target", "paused", "ruled-out"}),
        (["ingrid", "company"], "fjord", {"Fjordlys Energi"}),
        (["ingrid", "role"], "", set()),
        (["ingrid", "mood"], "", set()),
    ],
)
def test_keys_and_values_are_completed(
    example: Path, words: list[str], typed: str, offered: set[str]
) -> None:
    app = App()
    app.vault_option = str(example)
    params = dict(zip(("name", "key"), words, strict=False))
    context = click.Context(set_command, obj=app)
    context.params.update(params)
    argument = next(
        p for p in set_command.params if p.name == ("values" if "key" in params else "key")
    )
    assert {item.value for item in argument.shell_complete(context, typed)} == offered


def test_without_a_vault_all_keys_are_offered() -> None:
    context = click.Context(unset_command, obj=App())
    context.params["name"] = "x"
    argument = next(p for p in unset_command.params if p.name == "keys")
    assert "motivation" in {item.value for item in argument.shell_complete(context, "mo")}
