"""Mutation: one name of a good letter swapped for any other of the vault, and seen every time."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import islice

import pytest

from infoview_md.core.outlook import Outlook
from infoview_md.core.pack import Level
from infoview_md.letters.lint import LintContext
from tests.letter_case import ROOT, read_templates, with_rule
from tests.tools.mutants import (
    Entity,
    Mutant,
    choose_hard,
    find_faults,
    list_entities,
    mutate,
    write_letters,
)
from tests.tools.odd_vault import make_odd_outlook

MOST = 1500
"""Mutants of one vault and one sort; `make prove` tries every one."""


@cache
def example_outlook() -> Outlook:
    """The example vault on its own day."""
    from infoview_md.cli.app import App

    app = App()
    app.vault_option = str(ROOT / "example-vault")
    return app.outlook


OUTLOOKS = {"example": example_outlook, "odd names": cache(make_odd_outlook)}
Written = tuple[str, LintContext]


@cache
def letters_of(vault: str) -> tuple[Written, ...]:
    """Every finished letter of every kind that a vault allows."""
    return tuple(write_letters(OUTLOOKS[vault](), read_templates()))


@cache
def entities_of(vault: str) -> list[Entity]:
    """Everybody and everything with a name."""
    return list_entities(OUTLOOKS[vault]())


def hard_mutants(vault: str) -> Iterator[Mutant]:
    """Swaps for names that belong into the letter, too: referrer, owner, past employer …"""
    for word, context in letters_of(vault):
        entities = entities_of(vault)
        yield from mutate(word, context, entities, choose_hard(context, entities))


def all_mutants(vault: str) -> Iterator[Mutant]:
    """Swaps for anybody and anything."""
    for word, context in letters_of(vault):
        yield from mutate(word, context, entities_of(vault))


def choose(mutants: Iterable[Mutant], thorough: bool) -> list[Mutant]:
    """A sample that is the same each time, drawn as the mutants pass by; all, where thorough."""
    if thorough:
        return list(mutants)
    chance = random.Random(4)
    passing = iter(mutants)
    kept = list(islice(passing, MOST))
    for seen, mutant in enumerate(passing, MOST + 1):
        at = chance.randrange(seen)
        if at < MOST:
            kept[at] = mutant
    return kept


@pytest.mark.parametrize("vault", OUTLOOKS)
def test_good_letters_of_every_kind_raise_no_false_alarm(vault: str) -> None:
    found = {word: find_faults(context) for word, context in letters_of(vault)}
    assert {word: faults for word, faults in found.items() if faults} == {}
    assert len(letters_of(vault)) > 150
    assert len(found) >= 15


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("vault", OUTLOOKS)
@pytest.mark.parametrize("mutants", [hard_mutants, all_mutants])
def test_every_swapped_name_is_seen(vault: str, mutants: object, thorough: bool) -> None:
    assert callable(mutants)
    tried = choose(mutants(vault), thorough)
    assert len(tried) >= 500
    missed = [str(mutant) for mutant in tried if not find_faults(mutant.context)]
    assert missed == []


@pytest.mark.parametrize("vault", OUTLOOKS)
def test_without_l17_many_swapped_names_go_by(vault: str) -> None:
    tried = choose(hard_mutants(vault), thorough=False)[:500]
    missed = [m for m in tried if not find_faults(m.context, "L03", "L04", "L14")]
    assert len(missed) > 200


def test_a_rule_that_is_off_sees_nothing() -> None:
    (mutant, *_) = hard_mutants("odd names")
    off = with_rule(mutant.context.pack, "L17", level=Level.OFF)
    context = replace(mutant.context, pack=off)
    assert find_faults(mutant.context, "L17")
    assert find_faults(context, "L17") == []


def test_the_hard_swaps_are_among_them() -> None:
    """An owner who shares a given name, a past employer, an alias, a name of `why_you` …"""
    swaps = {(mutant.word, mutant.old, mutant.new) for mutant in hard_mutants("odd names")}
    words = {word for word, _, _ in swaps}
    assert {"request", "hand-over", "thanks", "intro-asked", "intro-made", "update-met"} <= words
    for old, new in (
        ("June Summer", "Will May"),  # a name of `why_you` by the referrer
        ("Will", "Grace"),  # the addressee by the referred
        ("Will May", "Robin de la Cruz-Ng"),  # the referrer by the owner
        ("Old Mill Works", "Acme"),  # the owner's past by the addressee's company
        ("Acme", "Acme Energy"),  # a company by the alias of another
        ("Zoë Ångström", "Zoë Angst"),  # a colleague with the same given name
    ):
        assert any(swap[1:] == (old, new) for swap in swaps), (old, new)
