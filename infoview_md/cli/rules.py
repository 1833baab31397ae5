"""infoview rules: the rules in force, who says so and who disagrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from infoview_md.cli.app import App, Command, pass_app
from infoview_md.cli.options import example, format_options
from infoview_md.cli.output import Row, put, put_rows
from infoview_md.core.values import did_you_mean
from infoview_md.errors import NotFound, NoVault, UsageError

if TYPE_CHECKING:
    from infoview_md.core.pack import Pack, Rule

TITLES = {"id": "Rule", "title": "Says", "value": "Value", "level": "Level", "source": "Source"}


@click.command(
    "rules",
    cls=Command,
    epilog=example("infoview rules", "infoview rules explain L06", "infoview rules --json"),
)
@click.argument("words", nargs=-1, metavar="[explain RULE]")
@format_options
@pass_app
def rules_command(
    app: App, words: tuple[str, ...], format: str | None, fields: str, zero: bool
) -> None:
    """List the rules of the pack in force, or explain one.

    The numbers are not ours: experts disagree, so each rule says whose it is and who sees it
    differently. `--rules PACK` shows another pack.
    """
    pack = _pack_in_force(app)
    if words:
        rule = _find_rule(pack, words)
        if format in ("json", "jsonl"):
            put_rows([_row(rule)], TITLES, format, fields)
        else:
            _explain(pack, rule)
        return
    rows = [_row(rule) for rule in pack.rules.values()]
    put_rows(rows, TITLES, format, fields, zero)


def _pack_in_force(app: App) -> Pack:
    """The vault's pack; outside a vault the shipped default."""
    from infoview_md.vault.shipped import read_packs

    try:
        packs, default = app.packs, app.config.rules
    except NoVault:
        from infoview_md.core.pack import parse_pack

        texts = read_packs(None)
        packs = {name: parse_pack(name, texts) for name in texts}
        default = "classic"
    name = app.rules_option or default
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


def _explain(pack: Pack, rule: Rule) -> None:
    put(f"{rule.id}  {rule.title}")
    put(f"  in {pack.name}: {format_value(rule) or 'required'} ({rule.level})")
    if rule.letters:
        put(f"  for: {', '.join(rule.letters)}")
    put(f"  says: {rule.source or 'nobody in particular'}")
    put(f"  others: {rule.dissent or 'nobody known'}")


def _row(rule: Rule) -> Row:
    return {
        "id": rule.id,
        "title": rule.title,
        "value": format_value(rule),
        "level": str(rule.level),
        "source": rule.source,
        "dissent": rule.dissent,
    }


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
        shown = f"{rule.value} {rule.unit}".strip()
    else:
        shown = ", ".join(f"{k} {v}" for k, v in rule.value.items()) + f" {rule.unit}"
    return ", ".join(filter(None, [shown.strip(), *limits]))
