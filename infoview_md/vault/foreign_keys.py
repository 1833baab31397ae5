"""read_foreign_keys: the table `[keys]`, by which another vault's words are read as ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from infoview_md.core.model import Kind
from infoview_md.core.schema import BY_KEY, Keys
from infoview_md.core.values import did_you_mean
from infoview_md.vault.settings import SettingFault, read_texts

TABLE = "keys"
Ours = TypeVar("Ours", str, Kind)
Unknown = tuple[tuple[str, ...], str]
"""The path of a key that nothing reads, and the end of a sentence about it."""


def read_foreign_keys(table: Mapping[str, object]) -> tuple[Keys, list[Unknown]]:
    """The mapping, and what of it is no key or kind of ours; SettingFault for a wrong type.

    `company = ["org"]` reads the key `org` as `company`; `type.contact = ["person"]` reads
    `type: person` as a contact.
    """
    fields: dict[str, str] = {}
    types: dict[str, Kind] = {}
    unknown: list[Unknown] = []
    for path, kind, value in _rows(table):
        known = tuple(BY_KEY) if kind is None else tuple(Kind)
        ours = path[-1] if kind is None else kind
        if ours not in known:
            unknown.append((path, did_you_mean(ours, known)))
            continue
        theirs = read_texts(path, value, '["theirs"]')
        if kind is None:
            _add(fields, path, theirs, ours)
        else:
            _add(types, path, [word.casefold() for word in theirs], Kind(kind))
    return Keys(fields, types), unknown


def _rows(table: Mapping[str, object]) -> Iterator[tuple[tuple[str, ...], str | None, object]]:
    """Path, kind (of a row about `type:` words) and value; `type.contact` may be one quoted key."""
    for key, value in table.items():
        if key == "type" and isinstance(value, dict):
            yield from (((TABLE, key, kind), kind, words) for kind, words in value.items())
        else:
            kind = key.removeprefix("type.") if key.startswith("type.") else None
            yield (TABLE, key), kind, value


def _add(known: dict[str, Ours], path: tuple[str, ...], theirs: Iterable[str], ours: Ours) -> None:
    for word in theirs:
        if known.setdefault(word, ours) != ours:
            raise SettingFault(path, f"`{word}` stands for {known[word]} and {ours}; keep one")
