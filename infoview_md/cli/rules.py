"""infoview rules: the rules in force, who says so and who disagrees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from infoview_md.cli.app import App, Command, pass_app
from infoview_md.cli.options import example, format_options
from infoview_md.cli.output import Row, put, put_rows
from infoview_md.core.rulebook import RULEBOOK, Level, Measure
from infoview_md.core.values import did_you_mean
from infoview_md.errors import NotFound, NoVault, UsageError

if TYPE_CHECKING:
    from infoview_md.core.pack import Pack, Rule

TITLES = {"id": "Rule", "title": "Says", "value": "Value", "level": "Level", "source": "Source"}
PACK_TITLES = {"name": "Pack", "title": "Title", "description": "For"}


@click.command(
    "rules",
    cls=Command,
    epilog=example(
        "infoview rules",
        "infoview rules --rules two-hour",
        "infoview rules explain L06",
        "infoview rules packs",
        "infoview rules --json",
    ),
)
@click.argument("words", nargs=-1, metavar="[explain RULE | packs]")
@format_options
@pass_app
def rules_command(
    app: App, words: tuple[str, ...], format: str | None, fields: str, zero: bool
) -> None:
    """List the rules of the pack in force, explain one, or list the packs.

    The numbers are not ours: experts disagree, so each rule says whose it is and who sees it
    differently, and `explain` shows what every pack answers. `--rules PACK` lists another pack.
    """
    packs = _read_packs(app)
    pack = _pack_in_force(app, packs)
    if [word.casefold() for word in words] == ["packs"]:
        rows = [_pack_row(one, pack) for one in packs.values()]
        put_rows(rows, PACK_TITLES, format, fields, zero)
    elif words:
        answers = _answers(_find_rule(pack, words), pack, packs)
        if format or fields or zero:
            put_rows([_row(rule, one) for one, rule in answers], TITLES, format, fields, zero)
        else:
            put("\n".join(explain(answers)))
    else:
        rows = [_row(rule, pack) for rule in pack.rules.values()]
        put_rows(rows, TITLES, format, fields, zero)


def _read_packs(app: App) -> Mapping[str, Pack]:
    """The vault's packs and ours; outside a vault only ours."""
    from infoview_md.core.pack import parse_pack
    from infoview_md.vault.shipped import read_packs

    try:
        return app.packs
    except NoVault:
        texts = read_packs(None)
        return {name: parse_pack(name, texts) for name in texts}


def _pack_in_force(app: App, packs: Mapping[str, Pack]) -> Pack:
    """The one named by `--rules`, else the vault's, else `classic`."""
    try:
        name = app.rules_option or app.config.rules
    except NoVault:
        name = "classic"
    if name not in packs:
        hint = did_you_mean(name, sorted(packs))
        raise NotFound(f"there is no rule pack “{name}”; there are {', '.join(packs)}{hint}")
    return packs[name]


def _find_rule(pack: Pack, words: tuple[str, ...]) -> Rule:
    ids = [word.upper() for word in words if word.casefold() != "explain"]
    if len(ids) != 1:
        raise UsageError("say one rule, such as `infoview rules explain L06`")
    rule = pack.rules.get(ids[0])
    if rule is None:
        raise NotFound(f"there is no rule {ids[0]}; there are {', '.join(pack.rules)}")
    return rule


def _answers(rule: Rule, pack: Pack, packs: Mapping[str, Pack]) -> list[tuple[Pack, Rule]]:
    """What each pack says about a rule, the one in force first."""
    others = [one for one in packs.values() if one.name != pack.name and rule.id in one.rules]
    return [(one, one.rules[rule.id]) for one in (pack, *others)]


def explain(answers: Sequence[tuple[Pack, Rule]]) -> Iterator[str]:
    """A rule and every pack's answer, line by line; who answers alike stands together."""
    rule = answers[0][1]
    yield f"{rule.id}  {rule.title}"
    if rule.letters:
        yield f"  for: {', '.join(rule.letters)}"
    yield f"  judged: {RULEBOOK[rule.id].judged}"
    alike: dict[tuple[str, ...], list[str]] = {}
    for pack, one in answers:
        alike.setdefault((format_answer(one), one.source, one.dissent), []).append(pack.name)
    for (answer, source, dissent), names in alike.items():
        yield f"  in {', '.join(names)}: {answer}"
        yield f"    says: {source or 'nobody in particular'}"
        yield f"    others: {dissent or 'nobody known'}"


def _pack_row(pack: Pack, in_force: Pack) -> Row:
    return {
        "name": pack.name,
        "title": pack.title,
        "description": pack.description,
        "in_force": pack.name == in_force.name,
    }


def _row(rule: Rule, pack: Pack) -> Row:
    return {
        "id": rule.id,
        "title": rule.title,
        "value": format_value(rule),
        "level": str(rule.level),
        "source": rule.source,
        "dissent": rule.dissent,
        "letters": list(rule.letters),
        "judged": RULEBOOK[rule.id].judged,
        "pack": pack.name,
    }


def format_answer(rule: Rule) -> str:
    """A pack's answer with its level: `20 minutes, error > 30 (error)`, `required (error)`."""
    if rule.level is Level.OFF:
        return "off"
    asked = "no number" if RULEBOOK[rule.id].measure is not Measure.NOTHING else "required"
    return f"{format_value(rule) or asked} ({rule.level})"


def format_value(rule: Rule) -> str:
    """A rule's value as people write it: `7 business days`, `A 4, B 12, C 26 weeks`."""
    limits = [
        f"{word} > {limit}"
        for word, limit in (("warn", rule.warn), ("error", rule.error))
        if limit is not None
    ]
    if rule.value is None:
        shown = ""
    elif isinstance(rule.value, (int, str)):
        shown = f"{rule.value} {_unit(rule)}".strip()
    else:
        shown = ", ".join(f"{k} {v}" for k, v in rule.value.items()) + f" {rule.unit}"
    return ", ".join(filter(None, [shown.strip(), *limits]))


def _unit(rule: Rule) -> str:
    """`1 day`, `2 days`."""
    return rule.unit.removesuffix("s") if rule.value == 1 else rule.unit
