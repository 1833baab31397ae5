"""Questions: what can be asked of a vault, by dice; and a handful of them for one walk."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.tools.cache_texts import ALL, COMPANIES, PEOPLE, WORDS

Argv = tuple[str, ...]
Maker = Callable[[random.Random], Argv]

PLAIN: tuple[Argv, ...] = (
    (), ("check",), ("check", "--json"), ("check", "--strict"), ("index",), ("index", "--json"),
    ("lint",), ("list", "companies"), ("list", "companies", "--json"), ("list", "contacts"),
    ("list", "contacts", "--json"), ("list", "interviews", "--json"), ("list", "letters"),
    ("list", "letters", "--format", "csv"), ("report",), ("report", "--json"), ("rules",),
    ("templates",), ("today",), ("today", "--json"), ("today", "--week"), ("outbox",),
    ("list", "contacts", "due:<=friday"), ("list", "contacts", "stage:requested"),
    ("list", "contacts", "--fields", "name,due,badges"), ("--rules", "two-hour", "today"),
    ("list", "companies", "area:grid", "--json"), ("list", "contacts", "-tie:friend"),
    ("list", "companies", "status:target"), ("list", "interviews", "start:2026-11"),
)  # fmt: skip


def _show(dice: random.Random) -> Argv:
    return ("show", dice.choice(ALL))


def _why(dice: random.Random) -> Argv:
    return ("why", dice.choice(PEOPLE))


def _export(dice: random.Random) -> Argv:
    return ("export-person", dice.choice(PEOPLE))


def _search(dice: random.Random) -> Argv:
    word = dice.choice((*WORDS, *ALL, "e", "req", "ill", "nobody says this", "Lodz", "fine", "##"))
    return ("search", *word.split())


def _list_of_company(dice: random.Random) -> Argv:
    return ("list", "contacts", f"company:{dice.choice(COMPANIES)}", "--json")


def _list_with_word(dice: random.Random) -> Argv:
    what = dice.choice(("contacts", "companies", "letters", "interviews"))
    return ("list", what, dice.choice(WORDS), "--json")


def _check_one(dice: random.Random) -> Argv:
    return ("check", dice.choice(ALL))


def _complete(dice: random.Random) -> Argv:
    command = dice.choice(("show", "why", "log", "letter", "mv"))
    return (command, dice.choice(ALL)[: dice.randint(0, 3)], "<TAB>")


MAKERS: tuple[Maker, ...] = (
    _show, _show, _show, _why, _export, _search, _search, _search, _list_of_company,
    _list_with_word, _check_one, _complete, _complete,
)  # fmt: skip


def choose_questions(dice: random.Random, size: int) -> list[Argv]:
    """So many questions, to be asked again and again: only what was kept can be stale."""
    chosen = [dice.choice(PLAIN) for _ in range(size - size // 3)]
    return [*chosen, *(dice.choice(MAKERS)(dice) for _ in range(size // 3))]
