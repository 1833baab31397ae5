"""Chance: random commands that a person could type, about the notes of a vault."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import PurePosixPath

from infoview_md.cli.commands import COMMANDS
from tests.tools.file_tree import Tree
from tests.tools.writing import Argv, has_option

EVENTS = (
    "request email", "nudge", "reply yes: free on Monday", "reply no", "reply later", "met",
    "met: 25 minutes, ran over", "thanks", "note: “quoted” & odd: # [x]", "propose", "closed",
    "called her, no answer", "scheduled for 2026-12-01 15:00",
)  # fmt: skip
KEYS = (("role", "Head of Ünits: north"), ("tie", "friend"), ("location", "no"), ("tier", "B"))
AREAS = ("forecasting", "heat pumps", "balancing markets")
SYLLABLES = ("an", "bo", "é", "ki", "ló", "mü", "ra", "sø", "Żu", "the")


class Dice:
    """Random names and commands, from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        names = {entry.name for entry in COMMANDS}
        words = [(name.partition(" ")[0], make) for name, make in MAKERS]
        self.makers = [make for name, make in words if name in names and has_option(name)]

    def throw(self, tree: Tree) -> Argv:
        """A command about this vault."""
        return self.random.choice(self.makers)(self, tree)

    def pick(self, tree: Tree, folder: str) -> str:
        """The name of a note."""
        paths = [path for path in sorted(tree) if path.startswith(f"{folder}/")]
        notes = [path for path in paths if path.endswith(".md")]
        return PurePosixPath(self.random.choice(notes)).stem if notes else "nobody"

    def name(self) -> str:
        """A name that is new, nearly always."""
        words = ("".join(self.random.choices(SYLLABLES, k=3)) for _ in range(2))
        return " ".join(words).title()


def _log(dice: Dice, tree: Tree) -> Argv:
    day = f"2026-11-{dice.random.randint(1, 24):02}"
    return ("log", dice.pick(tree, "contacts"), dice.random.choice(EVENTS), "--date", day)


def _contact(dice: Dice, tree: Tree) -> Argv:
    company = dice.pick(tree, "companies")
    return ("new", "contact", dice.name(), "--company", company, "--email", "x@y.example")


def _company(dice: Dice, _: Tree) -> Argv:
    return ("new", "company", dice.name(), "--motivation", str(dice.random.randint(0, 3)))


def _interview(dice: Dice, tree: Tree) -> Argv:
    start = f"2026-12-{dice.random.randint(1, 28):02}T10:00"
    return ("new", "interview", dice.pick(tree, "contacts"), "--start", start)


def _draft(dice: Dice, tree: Tree) -> Argv:
    kind = dice.random.choice(("request", "thanks"))
    return ("letter", dice.pick(tree, "contacts"), kind, "--write")


def _sent(dice: Dice, tree: Tree) -> Argv:
    return ("letter", dice.pick(tree, "contacts"), "--sent", "--anyway", "a proof")


def _set(dice: Dice, tree: Tree) -> Argv:
    return ("set", dice.pick(tree, "contacts"), *dice.random.choice(KEYS))


def _unset(dice: Dice, tree: Tree) -> Argv:
    return ("unset", dice.pick(tree, "contacts"), dice.random.choice(KEYS)[0])


def _add(dice: Dice, tree: Tree) -> Argv:
    return ("add", dice.pick(tree, "contacts"), "areas", dice.name())


def _remove(dice: Dice, tree: Tree) -> Argv:
    return ("remove", dice.pick(tree, "contacts"), "areas", dice.random.choice(AREAS))


def _tick(dice: Dice, tree: Tree) -> Argv:
    return ("tick", dice.pick(tree, "contacts"))


def _snooze(dice: Dice, tree: Tree) -> Argv:
    return ("snooze", dice.pick(tree, "contacts"), "2026-12-24")


def _mv(dice: Dice, tree: Tree) -> Argv:
    folder = dice.random.choice(("contacts", "contacts", "companies"))
    return ("mv", dice.pick(tree, folder), dice.name())


def _merge(dice: Dice, tree: Tree) -> Argv:
    pair = dice.pick(tree, "contacts"), dice.pick(tree, "contacts")
    return ("merge-contact", *pair, "--yes")


def _fix(_: Dice, __: Tree) -> Argv:
    return ("check", "--fix", "--yes")


def _today(_: Dice, __: Tree) -> Argv:
    return ("today", "--write")


Maker = Callable[[Dice, Tree], Argv]
MAKERS: tuple[tuple[str, Maker], ...] = (
    ("log", _log),
    ("new contact", _contact),
    ("new company", _company),
    ("new interview", _interview),
    ("letter", _draft),
    ("letter", _sent),
    ("set", _set),
    ("unset", _unset),
    ("add", _add),
    ("remove", _remove),
    ("tick", _tick),
    ("snooze", _snooze),
    ("mv", _mv),
    ("merge-contact", _merge),
    ("check", _fix),
    ("today", _today),
)
