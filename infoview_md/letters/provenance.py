"""Provenance: what a draft was made from, as a comment below it that nothing depends on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from infoview_md.letters.slots import SLOTS, Occasion, fill_slots
from infoview_md.letters.template import EXTENDS, MAX_PARENTS, SHIPPED


def make_provenance(template: str, texts: Mapping[str, str], occasion: Occasion) -> str:
    """`<!-- made from request-alumni (shipped), rules classic, 2026-11-24; fields: … -->`.

    The fields are the slots with a value that the template, or one it builds on, prints or asks
    about. A comment is never sent, and a note that has lost it is as good as before.
    """
    owner = "shipped" if texts.get(template) == texts.get(f"{SHIPPED}{template}") else "own"
    values = fill_slots(occasion)
    fields = [slot for slot in find_slots(template, texts) if values.get(slot)]
    return _comment(template, owner, occasion.pack.name, occasion.today, fields)


def _comment(template: str, owner: str, rules: str, day: date, fields: list[str]) -> str:
    text = f"made from {template} ({owner}), rules {rules}, {day}; fields: {', '.join(fields)}"
    return f"<!-- {text.replace('--', '-')} -->"


def find_slots(template: str, texts: Mapping[str, str]) -> list[str]:
    """The slots that a template and those it extends name, in the order of the table."""
    named: set[str] = set()
    for _ in range(MAX_PARENTS + 1):
        text = texts.get(template, "")
        named |= {slot for slot in SLOTS if re.search(rf"(?<![\w.]){re.escape(slot)}(?!\w)", text)}
        found = EXTENDS.search(text)
        if found is None:
            break
        template = found["name"]
    return [slot for slot in SLOTS if slot in named]
