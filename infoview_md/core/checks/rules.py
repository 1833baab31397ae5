"""check_rules: `rules:` keys that name no rule pack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from infoview_md.core.index import Reading
from infoview_md.core.outlook import Outlook
from infoview_md.core.problem import Problem, make_problem
from infoview_md.core.values import did_you_mean


def check_rules(outlook: Outlook, reading: Reading) -> Iterator[Problem]:
    """A `rules:` of a note that names no pack; the note is read as if the key were not there."""
    for problem in find_rules_fault(outlook, reading):
        written = reading.note.fields.get("rules")
        place = written.values[0] if written else problem
        yield replace(problem, line=place.line, column=place.column)


def find_rules_fault(outlook: Outlook, reading: Reading) -> Iterator[Problem]:
    """The same without its place, for which the note's text is needed."""
    record = reading.record
    if record is None or not record.rules or record.rules in outlook.packs:
        return
    packs = sorted(outlook.packs)
    hint = did_you_mean(record.rules, packs)
    message = f"rules: “{record.rules}” is none of {', '.join(packs)}{hint}"
    yield make_problem("unknown-rules", record.path, message)
