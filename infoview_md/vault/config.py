"""Config: infoview.toml as values, unknown keys told."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from infoview_md.core.model import Owner
from infoview_md.core.problem import Problem, make_problem
from infoview_md.core.schema import Keys
from infoview_md.core.values import did_you_mean
from infoview_md.errors import ConfigFault
from infoview_md.vault.disk_faults import explain
from infoview_md.vault.finding import MARKER
from infoview_md.vault.foreign_keys import TABLE as KEYS
from infoview_md.vault.foreign_keys import read_foreign_keys
from infoview_md.vault.other_words import is_language, read_other_words
from infoview_md.vault.settings import SETTINGS, SettingFault, get_table, read_settings
from infoview_md.vault.whole_file import TooLarge, read_whole_file

MAX_BYTES = 64 * 1024
FAULT_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What a vault's infoview.toml says. Nothing in it names a command, a host or a place outside.

    `rules` is the name of the pack in force, `ignore` holds globs, `clock` is the day of an
    example; `problems` are the keys that nothing reads.
    """

    owner: Owner = field(default_factory=Owner)
    areas: tuple[str, ...] = ()
    rules: str = "classic"
    ignore: tuple[str, ...] = ()
    keys: Keys = field(default_factory=Keys)
    clock: date | None = None
    problems: tuple[Problem, ...] = ()


def read_config(root: Path) -> Config:
    """The config of the vault at `root`; ConfigFault, with the line, where it cannot be read."""
    return parse_config(read_config_text(root / MARKER, MARKER))


def parse_config(text: str) -> Config:
    """The config in the text of an infoview.toml; ConfigFault names the line of a fault."""
    data = parse_toml(text, MARKER)
    try:
        values = read_settings(data, SETTINGS)
        keys, unknown = read_foreign_keys(get_table(data, KEYS))
        other_words, strange = read_other_words(get_table(data, "owner"))
    except SettingFault as fault:
        raise located(MARKER, text, fault) from None
    unknown += [*strange, *_find_unknown(data)]
    owner = {key.removeprefix("owner."): values.pop(key) for key in [*values] if "." in key}
    problems = tuple(_problems(unknown, text))
    # What the values are, the table of settings has made sure of.
    return Config(
        owner=Owner(**owner, other_words=other_words),
        keys=keys,
        problems=problems,
        **values,
    )


# -- what every file of ours in TOML goes through ------------------------------------------------


def read_config_text(file: Path, shown: str) -> str:
    """The text of a config file; ConfigFault where it cannot be read."""
    try:
        return read_whole_file(file, MAX_BYTES).decode("utf-8")
    except TooLarge as fault:
        raise ConfigFault(f"{shown} has {fault}, the limit is {MAX_BYTES:,}; shorten it") from None
    except UnicodeDecodeError as error:
        raise ConfigFault(f"{shown} is not UTF-8 ({error.reason}); save it as UTF-8") from None
    except OSError as error:
        raise ConfigFault(f"{shown} cannot be read: {explain(error)}") from error


def parse_toml(text: str, shown: str) -> dict[str, Any]:
    """The tables of a TOML text; ConfigFault names the line where it is not TOML."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        what = str(error)
        place = FAULT_PLACE.search(what)
        line = place["line"] if place else None
        raise ConfigFault(
            f"{shown}:{line or text.count(chr(10)) + 1}: this is not TOML: "
            f"{FAULT_PLACE.sub('', what)}; texts stand in quotes, lists in [ ]"
        ) from None
    except RecursionError:
        raise ConfigFault(f"{shown}:1: it is nested too deep; write it flat") from None


def located(shown: str, text: str, fault: SettingFault) -> ConfigFault:
    """The fault of a setting with its file and line."""
    from infoview_md.vault.toml_lines import find_key_lines, find_line

    return ConfigFault(f"{shown}:{find_line(find_key_lines(text), *fault.key)}: {fault}")


# -- keys that nothing reads ---------------------------------------------------------------------

OWN = ("default_vault", "editor", "mail")
OWN_HINT = "; it belongs into your own config.toml, since a vault may name no server or command"


def _find_unknown(data: Mapping[str, Any]) -> list[tuple[tuple[str, ...], str]]:
    top = [setting.name for setting in SETTINGS if not setting.table] + ["owner", KEYS]
    owner = [setting.name for setting in SETTINGS if setting.table == "owner"]
    return [
        *(
            ((key,), OWN_HINT if key in OWN else _hint(key, top, owner, "belongs below [owner]"))
            for key in data
            if key not in top
        ),
        *(
            (("owner", key), _hint(key, owner, top, "belongs above the first [table]"))
            for key in data.get("owner", {})
            if key not in owner and not is_language(key, data["owner"][key])
        ),
    ]


def _hint(key: str, known: list[str], elsewhere: list[str], where: str) -> str:
    return f"; it {where}" if key in elsewhere else did_you_mean(key, known)


def _problems(unknown: list[tuple[tuple[str, ...], str]], text: str) -> Iterator[Problem]:
    if not unknown:
        return
    from infoview_md.vault.toml_lines import find_key_lines, find_line

    lines = find_key_lines(text)
    for key, hint in unknown:
        message = f"nothing reads `{'.'.join(key)}`{hint or '; delete it'}"
        yield make_problem("config-key", PurePosixPath(MARKER), message, find_line(lines, *key))
