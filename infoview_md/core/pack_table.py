"""The tables of a pack's TOML file, checked: every key known, every value what its rule takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from infoview_md.core.rulebook import MOST, RULEBOOK, TIERS, KnownRule, Level, Measure
from infoview_md.errors import ConfigFault

TOP_KEYS = ("title", "description", "extends", "rule")
RULE_KEYS = ("value", "warn", "error", "level", "source", "dissent")
HEADER = re.compile(r"\s*\[\s*(?:rule\s*\.\s*)?[\"']?(?P<name>[^\]\"']*?)[\"']?\s*\]")
KEY = re.compile(r"\s*[\"']?(?P<name>[\w-]+)[\"']?\s*=")

Setting = int | str | Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PackTable:
    """One pack file as written: only what it sets itself, without what it extends."""

    title: str = ""
    description: str = ""
    extends: str = ""
    rules: Mapping[str, Mapping[str, Setting]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PackSource:
    """A pack's name and text, for the places in its faults."""

    name: str
    text: str

    def fault(self, sentence: str, section: str = "", key: str = "") -> ConfigFault:
        """The error for something on the line of a rule's key, or of a key at the top."""
        line = _find_line(self.text, section, key)
        return ConfigFault(f"{file_of(self.name)}{f':{line}' if line else ''}: {sentence}")


def file_of(name: str) -> str:
    """Where a pack lies, as a person would look for it."""
    return f"rules/{name}.toml"


def guess(word: str, known: Iterable[str]) -> str:
    """What the person may have meant: `did you mean …?`, else what there is."""
    names = list(known)
    close = get_close_matches(word, names, 1) or [n for n in names if n.lower() == word.lower()]
    return f"did you mean `{close[0]}`?" if close else f"write one of {', '.join(names)}"


def check_table(source: PackSource, table: Mapping[str, object]) -> PackTable:
    """The settings in a parsed TOML file; ConfigFault for a key or value that means nothing."""
    for key in table:
        if key not in TOP_KEYS:
            sentence = f"`{key}` is no key of a rule pack; {guess(key, TOP_KEYS)}"
            raise source.fault(sentence, key=key)
    rules = table.get("rule", {})
    if not isinstance(rules, dict):
        raise source.fault(
            "`rule` must be a table; write [rule.R2] on a line of its own", "", "rule"
        )
    title, description, extends = (
        _check_text(source, "", key, table.get(key, "")) for key in TOP_KEYS[:3]
    )
    return PackTable(
        title,
        description,
        extends,
        {rule: _check_rule(source, rule, settings) for rule, settings in rules.items()},
    )


def _check_rule(source: PackSource, rule: str, settings: object) -> dict[str, Setting]:
    known = RULEBOOK.get(rule)
    if known is None:
        raise source.fault(f"there is no rule {rule}; {guess(rule, RULEBOOK)}", rule)
    if not isinstance(settings, dict):
        sentence = f"rule {rule} is not a table; write [rule.{rule}] and `value = …` below it"
        raise source.fault(sentence, "rule", rule)
    return {key: _check_setting(source, known, key, value) for key, value in settings.items()}


def _check_setting(source: PackSource, known: KnownRule, key: str, value: object) -> Setting:
    allowed = [k for k in RULE_KEYS if _has_key(known, k)]
    if key not in allowed:
        sentence = f"`{key}` is no key of rule {known.id}; {guess(key, allowed)}"
        raise source.fault(sentence, known.id, key)
    if key in ("source", "dissent"):
        return _check_text(source, known.id, key, value)
    if key == "level":
        return _check_word(source, known.id, key, value, [level.value for level in Level])
    if key == "value" and known.measure is Measure.WORD:
        return _check_word(source, known.id, key, value, known.words)
    if key == "value" and known.measure is Measure.PARTS:
        return _check_parts(source, known, value)
    return _check_number(source, known, key, value)


def _has_key(known: KnownRule, key: str) -> bool:
    if key == "value":
        return known.measure is not Measure.NOTHING
    return key not in ("warn", "error") or key in known.limits


def _check_text(source: PackSource, section: str, key: str, value: object) -> str:
    if isinstance(value, str):
        return value
    raise source.fault(f'`{key}` must be text; write {key} = "…"', section, key)


def _check_word(
    source: PackSource, rule: str, key: str, value: object, words: Iterable[str]
) -> str:
    if isinstance(value, str) and value in words:
        return value
    sentence = f"`{key}` of rule {rule} cannot be {_show(value)}; {guess(str(value), words)}"
    raise source.fault(sentence, rule, key)


def _check_number(source: PackSource, known: KnownRule, key: str, value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST:
        return value
    unit = (known.limit_unit if key in known.limits else "") or known.unit
    raise source.fault(
        f"`{key}` of rule {known.id} cannot be {_show(value)}; "
        f"write a whole number of {unit} between 0 and {MOST:,}",
        known.id,
        key,
    )


def _check_parts(source: PackSource, known: KnownRule, value: object) -> dict[str, int]:
    if not isinstance(value, dict):
        first, second = known.parts[:2]
        raise source.fault(
            f"`value` of rule {known.id} cannot be {_show(value)}; "
            f"write {{{first} = 4, {second} = 12}}",
            known.id,
            "value",
        )
    for part in value:
        if part not in known.parts:
            word = "tier" if known.parts == TIERS else "number"
            sentence = f"rule {known.id} has no {word} `{part}`; {guess(part, known.parts)}"
            raise source.fault(sentence, known.id, "value")
    return {part: _check_number(source, known, "value", number) for part, number in value.items()}


def _show(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def _find_line(text: str, section: str, key: str) -> int:
    """The line, from 1, of a key in a section, else of the section's header; 0 where unknown."""
    here, found = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        if header := HEADER.match(line):
            here = header["name"]
            found = number if here == section and not found else found
        elif here == section and (match := KEY.match(line)) and match["name"] == key:
            return number
    return found
