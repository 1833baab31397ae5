"""The table of settings: every key of infoview.toml, its type, its help and an example."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from infoview_md.core.values import Misread, read_country, read_timezone

PACK_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


class Type(StrEnum):
    """What a setting holds, in the words of a sentence."""

    TEXT = "text in quotes"
    COUNTRY = "a two-letter country code in quotes"
    TIMEZONE = "a time zone in quotes"
    WORD = "the name of a rule pack in quotes"
    TEXTS = "a list of texts"
    DATE = "a date without quotes"
    NUMBER = "a whole number"
    COMMAND = "a command, as text or as a list of its words"


@dataclass(frozen=True, slots=True)
class Setting:
    """One row: the key with its table (`owner.name`), and how it is explained to a person."""

    key: str
    type: Type
    help: str
    example: str

    @property
    def table(self) -> str:
        """The table the key stands in; empty for the top of the file."""
        return self.key.rpartition(".")[0]

    @property
    def name(self) -> str:
        """The key without its table."""
        return self.key.rpartition(".")[2]


SETTINGS: tuple[Setting, ...] = (
    Setting("areas", Type.TEXTS, "Your areas of interest.", '["forecasting"]'),
    Setting("rules", Type.WORD, "The rule pack in force (infoview rules).", '"classic"'),
    Setting(
        "ignore", Type.TEXTS, "Files and folders that hold no notes.", '["Archive", "*.tmp.md"]'
    ),
    Setting("clock", Type.DATE, "As if today were this day; for examples only.", "2026-11-24"),
    Setting("owner.name", Type.TEXT, "Your name.", '"Mira Hartmann"'),
    Setting("owner.given", Type.TEXT, "What people call you.", '"Mira"'),
    Setting("owner.email", Type.TEXT, "The address you write from.", '"mira@hartmann.example"'),
    Setting("owner.country", Type.COUNTRY, "Picks your public holidays.", '"DE"'),
    Setting("owner.timezone", Type.TIMEZONE, "Where your clock hangs.", '"Europe/Berlin"'),
    Setting("owner.language", Type.TEXT, "The language you write in.", '"en"'),
    Setting("owner.school", Type.TEXTS, "Schools: common ground.", '["TU Hamburg"]'),
    Setting(
        "owner.intro",
        Type.TEXT,
        "One clause that says who you are; letters begin with it.",
        '"after ten years in hospital analytics"',
    ),
    Setting(
        "owner.learning",
        Type.TEXT,
        "What you want to understand; a request says so.",
        '"what people in energy analytics struggle with"',
    ),
    Setting("owner.positioning", Type.TEXT, "For the pack `executive`.", '"I forecast demand."'),
    Setting("owner.signature", Type.TEXT, "What stands under a letter.", '"Mira Hartmann"'),
)
"""Every key there is but `[keys]`, whose keys are those of notes."""


class SettingFault(ValueError):
    """A key of the file holds what it cannot hold: its path in the file, and a sentence."""

    def __init__(self, key: tuple[str, ...], message: str) -> None:
        super().__init__(message)
        self.key = key


def read_settings(data: Mapping[str, Any], settings: tuple[Setting, ...]) -> dict[str, Any]:
    """The value of every setting that the file has, by key; SettingFault for a wrong type."""
    found = {}
    for setting in settings:
        table = get_table(data, setting.table)
        if setting.name in table:
            found[setting.key] = read_setting(setting, table[setting.name])
    return found


def get_table(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The table of a dotted name, empty where the file has none; SettingFault where it is none."""
    table = data
    parts = tuple(name.split(".")) if name else ()
    for depth, part in enumerate(parts, 1):
        table = table.get(part, {})
        if not isinstance(table, dict):
            shown = ".".join(parts[:depth])
            raise SettingFault(
                parts[:depth], f"{shown} must be a table: write [{shown}] on a line of its own"
            )
    return table


def read_setting(setting: Setting, value: object) -> str | tuple[str, ...] | date | int:
    """The value as its type says; SettingFault where it is of another type."""
    key = tuple(setting.key.split("."))
    try:
        if setting.type is Type.TEXTS:
            return read_texts(key, value, setting.example)
        if setting.type is Type.COMMAND and (command := _read_command(value)) is not None:
            return command
        # A date with a time is a date to Python, and a truth a number; not to us.
        if setting.type is Type.DATE and type(value) is date:
            return value
        if setting.type is Type.NUMBER and type(value) is int:
            return value
        if isinstance(value, str) and setting.type not in (Type.DATE, Type.NUMBER, Type.COMMAND):
            return _read_text(setting.type, value.strip())
    except Misread as fault:
        raise SettingFault(key, f"{setting.key}: {fault}") from None
    raise SettingFault(
        key, f"{setting.key} must be {setting.type}: {setting.name} = {setting.example}"
    )


def _read_command(value: object) -> tuple[str, ...] | None:
    """The words of a command, split as a shell would, of which nothing else is done."""
    if isinstance(value, list) and value and all(isinstance(word, str) for word in value):
        return tuple(value)
    if not isinstance(value, str):
        return None
    import shlex

    try:
        return tuple(shlex.split(value))
    except ValueError as fault:
        raise Misread("config", f"its quotes do not match ({fault}); write a list") from None


def _read_text(type_: Type, text: str) -> str:
    if type_ is Type.COUNTRY and text:
        return read_country(text)
    if type_ is Type.TIMEZONE and text:
        return read_timezone(text)
    # A pack is looked up by its name, and a name must not become a path.
    if type_ is Type.WORD and not PACK_NAME.fullmatch(text):
        raise Misread("config", f"“{text}” is no name of a rule pack; infoview rules lists them")
    return text


def read_texts(key: tuple[str, ...], value: object, example: str) -> tuple[str, ...]:
    """A list of texts without the empty ones; SettingFault for anything else."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(item.strip() for item in value if item.strip())
    shown = ".".join(key)
    raise SettingFault(key, f"{shown} must be {Type.TEXTS}: {key[-1]} = {example}")
