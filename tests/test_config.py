"""Config: infoview.toml and the user's own config, read to values or to a fault with its line."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from platformdirs import user_config_path

from infoview_md.core.model import Kind, Owner
from infoview_md.errors import ConfigFault
from infoview_md.vault.config import Config, parse_config, read_config
from infoview_md.vault.settings import SETTINGS
from infoview_md.vault.toml_lines import find_key_lines, find_line
from infoview_md.vault.user_config import (
    UserConfig,
    find_user_config,
    parse_user_config,
    read_user_config,
)

WHOLE = '''\
areas = ["forecasting", "heat pumps"]
rules = "two-hour"
ignore = ["Archive", "*.excalidraw.md"]
clock = 2026-11-24

[owner]
name = "Mira Hartmann"
given = "Mira"
email = "mira@hartmann.example"
country = "de"
timezone = "Europe/Berlin"
language = "en"
school = ["TU Hamburg"]
intro = "after ten years in hospital analytics"
learning = "what people struggle with"
positioning = "I forecast demand."
signature = """
Mira Hartmann
Hamburg
"""

[keys]
company = ["org", "employer"]
type.contact = ["Person", "people"]
'''


def test_everything_in_the_file_is_read() -> None:
    config = parse_config(WHOLE)
    assert config.areas == ("forecasting", "heat pumps")
    assert config.rules == "two-hour"
    assert config.ignore == ("Archive", "*.excalidraw.md")
    assert config.clock == date(2026, 11, 24)
    assert config.owner == Owner(
        name="Mira Hartmann",
        given="Mira",
        email="mira@hartmann.example",
        country="DE",
        timezone="Europe/Berlin",
        language="en",
        school=("TU Hamburg",),
        intro="after ten years in hospital analytics",
        learning="what people struggle with",
        positioning="I forecast demand.",
        signature="Mira Hartmann\nHamburg",
    )
    assert config.keys.fields == {"org": "company", "employer": "company"}
    assert config.keys.types == {"person": Kind.CONTACT, "people": Kind.CONTACT}
    assert config.problems == ()


@pytest.mark.parametrize("text", ["", "\ufeff# nothing\r\n", "[owner]\n[keys]\n"])
def test_an_empty_file_is_a_config_of_defaults(text: str) -> None:
    assert parse_config(text) == Config()
    assert parse_config(text).rules == "classic"


def test_every_setting_reads_its_own_example() -> None:
    for setting in SETTINGS:
        head = f"[{setting.table}]\n" if setting.table else ""
        assert parse_config(f"{head}{setting.name} = {setting.example}\n").problems == ()


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("a = 1\nb 2\n", 2, "this is not TOML"),
        ('a = """never closed\n', 2, "this is not TOML"),
        ("areas = []\nareas = []\n", 2, "this is not TOML"),
        ("a = " + "[" * 9000, 1, "nested too deep"),
        ('\nareas = "x"\n', 2, 'areas must be a list of texts: areas = ["forecasting"]'),
        ("areas = [1]\n", 1, "areas must be a list of texts"),
        ("rules = 3\n", 1, "rules must be the name of a rule pack"),
        ('rules = "../../etc/passwd"\n', 1, "no name of a rule pack"),
        ('rules = ""\n', 1, "no name of a rule pack"),
        ('clock = "2026-11-24"\n', 1, "clock must be a date without quotes: clock = 2026-11-24"),
        ("clock = 2026-11-24T10:00:00\n", 1, "clock must be a date"),
        ("clock = 2026-02-30\n", 1, "this is not TOML"),
        ('owner = "Mira"\n', 1, "write [owner] on a line of its own"),
        ("[[owner]]\nname = 'x'\n", 1, "owner must be a table"),
        ("[owner]\nname = true\n", 2, "owner.name must be text in quotes"),
        ("owner = {name = 1}\n", 1, "owner.name must be text in quotes"),
        ('[owner]\ncountry = "Germany"\n', 2, "owner.country: “Germany”"),
        ('[owner]\ntimezone = "Berlin"\n', 2, "owner.timezone: “Berlin”"),
        ('[owner]\ntimezone = "../../etc/passwd"\n', 2, "no time zone"),
        ("keys = 1\n", 1, "write [keys] on a line of its own"),
        ('[keys]\ncompany = "org"\n', 2, "keys.company must be a list of texts"),
        ('[keys]\nrole = ["org"]\ncompany = ["org"]\n', 3, "`org` stands for role and company"),
    ],
)
def test_a_fault_stops_with_its_line(text: str, line: int, sentence: str) -> None:
    with pytest.raises(ConfigFault) as caught:
        parse_config(text)
    assert caught.value.message.startswith(f"infoview.toml:{line}: ")
    assert sentence in caught.value.message


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("areas = []\nrulez = 'classic'\n", 2, "nothing reads `rulez`; did you mean rules?"),
        (
            "\n[mail]\nhost = 'evil.example'\n",
            2,
            "nothing reads `mail`; it belongs into your own",
        ),
        ("name = 'Mira'\n", 1, "nothing reads `name`; it belongs below [owner]"),
        ("[owner]\nareas = []\n", 2, "`owner.areas`; it belongs above the first [table]"),
        ("[owner]\nname = ''\nemial = 'x'\n", 3, "`owner.emial`; did you mean email?"),
        ("[owner]\nsignature = '''\nemial = 1\n'''\nemial = 2\n", 5, "did you mean email?"),
        ("[keys]\ncompnay = ['org']\n", 2, "`keys.compnay`; did you mean company?"),
        ("[keys]\ntype.contcat = ['person']\n", 2, "`keys.type.contcat`; did you mean contact?"),
        ("[keys.type]\ncontcat = ['person']\n", 2, "did you mean contact?"),
        ("[keys]\n'type.contcat' = ['person']\n", 2, "did you mean contact?"),
    ],
)
def test_a_key_that_nothing_reads_is_a_problem_with_its_line(
    text: str, line: int, sentence: str
) -> None:
    (problem,) = parse_config(text).problems
    assert (problem.code, str(problem.path), problem.line) == ("config-key", "infoview.toml", line)
    assert sentence in problem.message


@pytest.mark.parametrize(
    "text",
    ["[keys]\ntype.contact = ['Person']\n", "[keys]\n'type.contact' = ['person']\n"],
)
def test_words_for_kinds_may_be_written_as_a_table_or_a_quoted_key(text: str) -> None:
    assert parse_config(text).keys.types == {"person": Kind.CONTACT}


def test_another_key_may_stand_for_type() -> None:
    assert parse_config("[keys]\ntype = ['kind']\n").keys.fields == {"kind": "type"}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"name = '\xe9'\n", "not UTF-8"), (b"#" * 65537, "65,537 bytes, the limit is 65,536")],
)
def test_a_file_that_is_no_config_text_is_refused(vault: Path, data: bytes, sentence: str) -> None:
    (vault / "infoview.toml").write_bytes(data)
    with pytest.raises(ConfigFault, match=sentence):
        read_config(vault)


def test_a_pipe_is_not_waited_for(vault: Path) -> None:
    (vault / "infoview.toml").unlink()
    os.mkfifo(vault / "infoview.toml")
    with pytest.raises(ConfigFault, match="it is a pipe, not a file"):
        read_config(vault)


def test_the_file_of_a_vault_is_read(vault: Path) -> None:
    assert read_config(vault).owner.name == "Test Owner"


# -- lines ---------------------------------------------------------------------------------------


def test_lines_are_found_in_tables_and_not_in_long_texts() -> None:
    text = 'a = 1\n[t]\nb.c = """\na = 2\nd = 3\n"""\n"e f" = 4\n[[list]]\ng = 5\n'
    assert find_key_lines(text) == {
        ("a",): 1,
        ("t",): 2,
        ("t", "b", "c"): 3,
        ("t", "e f"): 7,
        ("list",): 8,
        ("list", "g"): 9,
    }


def test_a_key_that_is_not_found_is_where_its_table_is() -> None:
    assert find_line({("t",): 4}, "t", "x") == 4
    assert find_line({}, "t", "x") == 1


# -- the user's own config -----------------------------------------------------------------------


def test_without_a_file_the_users_config_is_empty() -> None:
    assert read_user_config() == UserConfig()


def test_the_users_config_lies_where_the_platform_says(machine: Path) -> None:
    file = user_config_path("infoview") / "config.toml"
    assert find_user_config() == file
    file.parent.mkdir(parents=True)
    file.write_text('default_vault = "~/notes"\neditor = "code --wait"\n', encoding="utf-8")
    assert read_user_config() == UserConfig(default_vault=machine / "notes", editor="code --wait")


def test_each_of_the_users_settings_may_stand_alone() -> None:
    assert parse_user_config("editor = 'vi'\n", "config.toml") == UserConfig(editor="vi")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("default_vault = 1\n", "config.toml:1: default_vault must be text in quotes"),
        ("\ndefault_vault = 'notes'\n", "config.toml:2: default_vault must be a whole path"),
        ("default_vault = '~nobody-here/notes'\n", "must be a whole path"),
        (
            "editor = 'vi'\ndefault_valut = '/x'\n",
            "config.toml:2: nothing reads `default_valut`; did",
        ),
        ("editor = vi\n", "config.toml:1: this is not TOML"),
    ],
)
def test_a_fault_in_the_users_config_stops_with_its_line(text: str, sentence: str) -> None:
    with pytest.raises(ConfigFault) as caught:
        parse_user_config(text, "config.toml")
    assert sentence in caught.value.message


def test_a_user_without_a_home_has_no_config(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infoview_md.vault.folders.find_folder", lambda _: None)
    assert read_user_config() == UserConfig()


def test_the_owners_words_in_further_languages() -> None:
    text = '[owner]\nlanguage = "en"\nintro = "a"\n[owner.de]\nintro = "b"\nsignature = "c"\n'
    config = parse_config(text)
    assert config.problems == ()
    german = config.owner.writing("de")
    assert (german.intro, german.signature, german.language) == ("b", "c", "en")
    assert config.owner.writing("nb") == config.owner


def test_what_is_no_word_of_the_owners_is_told() -> None:
    (problem,) = parse_config('[owner.de]\nintr = "b"\n').problems
    assert (problem.line, problem.message) == (
        2,
        "nothing reads `owner.de.intr`; did you mean intro?",
    )
    with pytest.raises(ConfigFault, match=r"infoview.toml:2: owner.de.intro must be a text"):
        parse_config("[owner.de]\nintro = 3\n")
    (other,) = parse_config("[owner.German]\nintro = 'b'\n").problems
    assert "owner.German" in other.message
