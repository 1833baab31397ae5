"""The agenda: what is due on which day, read from case files of small vaults."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from _pytest.mark import ParameterSet

from infoview_md.core.agenda import (
    Action,
    ActionKind,
    Horizon,
    build_agenda,
    next_command,
    uncovered_targets,
)
from infoview_md.core.agenda.commands import quote
from infoview_md.core.model import Owner
from infoview_md.core.outlook import Outlook, build_outlook
from infoview_md.core.workdays import DaysOff
from tests.tools.people import CASE, CASES, classic
from tests.tools.small_vault import make_index, shipped_packs

OWNER = Owner(name="Mira Hartmann", given="Mira", timezone="Europe/Berlin")
CALENDARS = {"": DaysOff(), "PL": DaysOff(frozenset({date(2026, 11, 11)}))}
PACKS = {
    **shipped_packs(),
    "fast": classic("[rule.R2]\nvalue = 1\n"),
    "patient": classic("[rule.R2]\nvalue = 20\n"),
}
FILES = ("asking", "talks", "unlogged", "promises", "keeping", "requests")
DAY = re.compile(r"(?P<week>week from )?(?P<day>\d{4}-\d{2}-\d{2}) (?P<lines>.+)")


def look(notes: Mapping[str, str], today: str | date = "2026-11-24", **changes: object) -> Outlook:
    """The outlook of these notes on a day."""
    values: dict[str, object] = {
        "owner": OWNER,
        "areas": (),
        "packs": PACKS,
        "calendars": CALENDARS,
        "today": date.fromisoformat(today) if isinstance(today, str) else today,
        **changes,
    }
    return build_outlook(make_index(notes), **values)  # type: ignore[arg-type]


def read_vault(given: str) -> dict[str, str]:
    """The notes of a case: each begins with a line `=== PATH`."""
    parts = re.split(r"^=== (.+)\n", given, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def read_agenda_cases() -> Iterator[ParameterSet]:
    """Title, notes and days of every case; the notes hold headings of their own."""
    for name in FILES:
        text = (CASES / f"agenda-{name}.md").read_text(encoding="utf-8")
        found = list(CASE.finditer(text))
        assert len(found) == text.count("\n```text\n"), f"{name} has a case that cannot be read"
        for case in found:
            title = f"{name}: {case['title']}"
            yield pytest.param(title, case["given"], case["expected"], id=title)


def show(action: Action, outlook: Outlook) -> str:
    """An action as the cases write it."""
    at = f" at {action.at:%H:%M}" if action.kind is ActionKind.TALK and action.at else ""
    late = f", {action.late} late" if action.late else ""
    later = f" on {action.due}" if action.due > outlook.today else ""
    return f"{action.kind} {action.who}{at}{late}{later}"


def list_due(outlook: Outlook, horizon: Horizon = Horizon.TODAY) -> list[str]:
    """The day's list as the cases write it."""
    return [show(action, outlook) for action in build_agenda(outlook, horizon)]


@pytest.mark.parametrize(
    ("title", "given", "expected"),
    list(read_agenda_cases()),
)
def test_case(title: str, given: str, expected: str) -> None:
    notes = read_vault(given)
    assert notes, title
    shown, wanted = [], []
    for line in expected.strip().split("\n"):
        day = DAY.fullmatch(line)
        assert day, f"{title}: {line!r} is no day of a case"
        horizon = Horizon.WEEK if day["week"] else Horizon.TODAY
        due = "; ".join(list_due(look(notes, day["day"]), horizon)) or "-"
        shown.append(f"{day['week'] or ''}{day['day']} {due}")
        wanted.append(line)
    assert shown == wanted
