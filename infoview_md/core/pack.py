"""Pack: the experts' rules as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from infoview_md.core.pack_table import (
    PackSource,
    PackTable,
    Setting,
    check_table,
    file_of,
    guess,
)
from infoview_md.core.rulebook import RULEBOOK, Level
from infoview_md.core.values import did_you_mean
from infoview_md.errors import ConfigFault, InfoviewError

__all__ = ["Level", "Pack", "Packs", "Rule", "parse_pack"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its value, who says so, and who disagrees.

    `value` is a number (in `unit`), a word, or several numbers by name (R9: one a tier; L11:
    `first`, `least`, `most`); None where the rule is only kept or broken. `letters` are the kinds
    of letter it is about, none meaning every kind.
    """

    id: str
    title: str
    value: int | str | Mapping[str, int] | None = None
    unit: str = ""
    warn: int | None = None
    error: int | None = None
    level: Level = Level.WARNING
    letters: tuple[str, ...] = ()
    source: str = ""
    dissent: str = ""

    def part(self, name: str) -> int | None:
        """One number of a rule that has several, such as L11's `first`; None if it is not set."""
        return self.value.get(name) if isinstance(self.value, Mapping) else None


@dataclass(frozen=True, slots=True)
class Pack:
    """A named set of rules in force together."""

    name: str
    title: str
    rules: Mapping[str, Rule]
    description: str = ""

    def number(self, rule: str) -> int:
        """The rule's value as a number; ConfigFault if the pack has none."""
        value = self.rules[rule].value if rule in self.rules else None
        return value if isinstance(value, int) else self._miss(rule)

    def weeks(self, tier: str) -> int:
        """R9: weeks between signs of life for a tier; no tier counts as C."""
        value = self.rules["R9"].value if "R9" in self.rules else None
        tiers = value if isinstance(value, Mapping) else {}
        wanted = tier.upper() if tier.upper() in tiers else "C"
        return tiers[wanted] if wanted in tiers else self._miss("R9")

    def is_on(self, rule: str) -> bool:
        """False where the pack sets the rule's level to `off`: it binds nobody then."""
        return rule not in self.rules or self.rules[rule].level is not Level.OFF

    def _miss(self, rule: str) -> int:
        raise ConfigFault(
            f"{file_of(self.name)}: rule {rule} has no value; give it one under [rule.{rule}], "
            'or write extends = "classic" at the top'
        )


def parse_pack(name: str, texts: Mapping[str, str]) -> Pack:
    """The pack `name` out of the TOML texts of all packs, with what it `extends` filled in.

    Raises ConfigFault for an unknown name, a cycle, bad TOML, an unknown rule or a wrong type.
    """
    tables = list(_read_chain(name, texts))
    settings: dict[str, dict[str, Setting]] = {}
    for table in reversed(tables):
        for rule, own in table.rules.items():
            settings[rule] = _merge(settings.get(rule, {}), own)
    rules = {rule: _make_rule(rule, settings[rule]) for rule in RULEBOOK if rule in settings}
    return Pack(name, tables[0].title or name, rules, tables[0].description)


class Packs(Mapping[str, Pack]):
    """All packs by name, out of their TOML texts, each parsed when it is asked for.

    `parse_pack` says what is raised then. One that nobody uses stops nobody.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._parsed: dict[str, Pack] = {}

    def __getitem__(self, name: str) -> Pack:
        if name not in self._texts:
            raise KeyError(name)
        if name not in self._parsed:
            self._parsed[name] = parse_pack(name, self._texts)
        return self._parsed[name]

    def check(self, name: str, where: str, fault: type[InfoviewError]) -> None:
        """Raise `fault` for an unknown name, and what `parse_pack` raises; none is no name."""
        if name and name not in self:
            known = sorted(self)
            hint = did_you_mean(name, known)
            raise fault(f"{where}: there is no rule pack “{name}”; there are "
                        f"{', '.join(known)}{hint}")  # fmt: skip
        if name:
            self[name]

    def __contains__(self, name: object) -> bool:
        return name in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


def _read_chain(name: str, texts: Mapping[str, str]) -> Iterator[PackTable]:
    """A pack, the pack it extends, and so on."""
    seen: list[str] = []
    asker = ""
    while name:
        if name in seen:
            circle = " extends ".join([*seen[seen.index(name) :], name])
            raise ConfigFault(f"{file_of(asker)}: {circle}; take `extends` out of one of them")
        if name not in texts:
            place = f"{file_of(asker)}: " if asker else ""
            raise ConfigFault(f"{place}there is no rule pack `{name}`; {guess(name, texts)}")
        table = _read_table(PackSource(name, texts[name]))
        yield table
        seen.append(name)
        asker, name = name, table.extends


# Every pack of a vault extends the same few, which need reading only once.
@lru_cache(maxsize=64)
def _read_table(source: PackSource) -> PackTable:
    import tomllib  # late: it costs a start-up that reads no pack

    try:
        table: dict[str, object] = tomllib.loads(source.text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "it cannot be read"
        sentence = f"{file_of(source.name)} is not TOML: {reason}; mend it there"
        raise ConfigFault(sentence) from None
    return check_table(source, table)


def _merge(old: Mapping[str, Setting], new: Mapping[str, Setting]) -> dict[str, Setting]:
    """The older settings with the newer over them; of several numbers one by one."""
    merged = {**old, **new}
    before, after = old.get("value"), new.get("value")
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        merged["value"] = {**before, **after}
    return merged


def _make_rule(rule: str, settings: Mapping[str, Setting]) -> Rule:
    known = RULEBOOK[rule]
    return Rule(
        known.id,
        known.title,
        settings.get("value"),
        known.unit,
        _limit(settings, "warn"),
        _limit(settings, "error"),
        Level(str(settings.get("level", Level.WARNING))),
        known.letters,
        str(settings.get("source", "")),
        str(settings.get("dissent", "")),
    )


def _limit(settings: Mapping[str, Setting], key: str) -> int | None:
    limit = settings.get(key)
    return limit if isinstance(limit, int) else None
