"""Other words: the owner's own words in further languages, `[owner.de]` in infoview.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from infoview_md.core.values import did_you_mean
from infoview_md.vault.settings import SettingFault

LANGUAGE = re.compile(r"[a-z]{2,3}")
WORDS = ("intro", "learning", "positioning", "signature")
"""What of the owner stands in a letter in the owner's own words."""

Unknown = list[tuple[tuple[str, ...], str]]


def is_language(key: str, value: object) -> bool:
    """True for a table below `[owner]` that is named after a language."""
    return isinstance(value, dict) and LANGUAGE.fullmatch(key) is not None


def read_other_words(owner: Mapping[str, Any]) -> tuple[dict[str, dict[str, str]], Unknown]:
    """The words by language and key, and the keys that nothing reads, each with a hint.

    Raises SettingFault for what is no text.
    """
    found: dict[str, dict[str, str]] = {}
    unknown: Unknown = []
    for language, table in owner.items():
        if is_language(language, table):
            found[language] = {key: table[key] for key in WORDS if key in table}
            unknown += [
                (("owner", language, key), did_you_mean(key, list(WORDS)))
                for key in table
                if key not in WORDS
            ]
            _check_texts(language, found[language])
    return found, unknown


def _check_texts(language: str, words: Mapping[str, object]) -> None:
    for key, value in words.items():
        if not isinstance(value, str):
            name = f"owner.{language}.{key}"
            raise SettingFault(("owner", language, key), f"{name} must be a text in quotes")
