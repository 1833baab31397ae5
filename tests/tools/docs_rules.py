"""The page of the rules, made from the rule packs: a matrix, then each rule with every answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from infoview_md.cli.rules import format_answer, format_value
from infoview_md.core.pack import Level, Pack, Rule, parse_pack
from infoview_md.core.rulebook import LETTERS, TIMING, KnownRule
from tests.tools.docs_tables import format_table

RULES = Path(__file__).resolve().parents[2] / "rules"
ORDER = ("classic", "two-hour", "campus", "executive", "friend")
"""The packs in the order in which the page shows them."""


def read_shipped_packs() -> dict[str, Pack]:
    """The packs of the folder rules/, `classic` first."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(RULES.glob("*.toml"))}
    names = sorted(texts, key=lambda name: (ORDER.index(name) if name in ORDER else 99, name))
    return {name: parse_pack(name, texts) for name in names}


def format_packs() -> str:
    """What packs there are, what they answer at a glance, and every rule in full."""
    packs = read_shipped_packs()
    return (
        "\n".join(
            [
                "## The packs\n",
                _pack_table(packs),
                "## At a glance\n",
                "A dash is as in `classic`.\n",
                _matrix(packs),
                "## Timing\n",
                *(_section(rule, packs) for rule in TIMING),
                "## Letters\n",
                *(_section(rule, packs) for rule in LETTERS),
            ]
        ).rstrip("\n")
        + "\n"
    )


def _pack_table(packs: Mapping[str, Pack]) -> str:
    rows = [[f"`{pack.name}`", pack.title, pack.description] for pack in packs.values()]
    return format_table(["pack", "title", "for"], rows)


def _matrix(packs: Mapping[str, Pack]) -> str:
    """One line a rule; a pack that answers as `classic` does has a dash."""
    classic, *others = packs.values()
    rows = [
        [
            f"[{rule.id}](#{rule.id.lower()})",
            rule.title,
            _short(rule),
            *(_other(pack.rules[rule.id], rule) for pack in others),
        ]
        for rule in classic.rules.values()
    ]
    return format_table(["rule", "question", *packs], rows)


def _other(rule: Rule, classic: Rule) -> str:
    return "–" if _short(rule) == _short(classic) else _short(rule)


def _short(rule: Rule) -> str:
    """An answer for a narrow column: the value without its unit, or the level."""
    if rule.level is Level.OFF:
        return "off"
    value = format_value(rule).replace(rule.unit, "").replace(rule.unit.removesuffix("s"), "")
    parts = [value.replace(" ,", ",").strip(), "" if rule.id.startswith("R") else str(rule.level)]
    return " · ".join(filter(None, parts))


def _section(known: KnownRule, packs: Mapping[str, Pack]) -> str:
    lines = [f"### {known.id}", "", f"**{known.title}**", ""]
    if known.id.startswith("L"):
        lines += [f"For {_letters(known)}. {known.judged}", ""]
    else:
        lines += [known.judged, ""]
    rows = [list(row) for row in _answers(known, packs)]
    return "\n".join(lines) + "\n" + format_table(["pack", "answer", "says so", "disagrees"], rows)


def _letters(known: KnownRule) -> str:
    return ", ".join(known.letters) if known.letters else "every letter"


def _answers(known: KnownRule, packs: Mapping[str, Pack]) -> Iterator[tuple[str, str, str, str]]:
    """Each answer once, with all the packs that give it for the same reasons."""
    alike: dict[tuple[str, str, str], list[str]] = {}
    for pack in packs.values():
        rule = pack.rules[known.id]
        answer = (format_answer(rule), rule.source, rule.dissent or "nobody we know of")
        alike.setdefault(answer, []).append(f"`{pack.name}`")
    for answer, names in alike.items():
        yield ("all" if len(names) == len(packs) else ", ".join(names), *answer)
