"""A vault on a day: notes as texts, packs of two tempers, and one note for each kind of action."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from infoview_md.core.agenda import Action, ActionKind, Horizon, build_agenda
from infoview_md.core.model import Owner
from infoview_md.core.outlook import Outlook, build_outlook
from infoview_md.core.workdays import DaysOff
from tests.tools.people import classic
from tests.tools.small_vault import TODAY, make_index, shipped_packs

OWNER = Owner(name="Mira Hartmann", given="Mira", timezone="Europe/Berlin")
CALENDARS = {"": DaysOff(), "PL": DaysOff(frozenset({date(2026, 11, 11)}))}
PACKS = {
    **shipped_packs(),
    "fast": classic("[rule.R2]\nvalue = 1\n"),
    "patient": classic("[rule.R2]\nvalue = 20\n"),
}
READY = "---\nemail: {0}@x.example\nwhy_you: w\n---\n"
"""The front matter of somebody ready to be asked."""

ONE_OF_EACH = {
    "companies/Asked.md": "",
    "contacts/Talk.md": "## Log\n- 2026-11-24 scheduled [[today]]\n",
    "interviews/today.md": "---\ncontacts: '[[Talk]]'\nstart: 2026-11-24T09:00\n---\n",
    "contacts/Log.md": "## Log\n- 2026-11-01 scheduled for 2026-11-23\n",
    "contacts/Answer.md": "## Log\n- 2026-11-01 reply yes\n",
    "contacts/Debrief.md": "## Log\n- 2026-11-23 met\n- 2026-11-23 thanks\n",
    "contacts/Thank.md": "## Log\n- 2026-11-23 met: a\n",
    "contacts/Confirm.md": "## Log\n- 2026-11-01 scheduled [[soon]]\n",
    "interviews/soon.md": "---\ncontacts: '[[Confirm]]'\nstart: 2026-11-25T09:00\ngoal: g\n---\n",
    "contacts/Brief.md": "## Log\n- 2026-11-24 scheduled for 2026-11-25\n",
    "contacts/Promise.md": "---\ntier: C\n---\n- [ ] me: a @2026-11-24\n"
    "## Log\n- 2026-11-02 was in-touch\n",
    "contacts/Tell.md": "## Log\n- 2026-11-02 met: a\n- 2026-11-02 thanks\n",
    "contacts/Told.md": "---\nreferred_by: '[[Tell]]'\n---\n"
    "## Log\n- 2026-11-23 met: a\n- 2026-11-23 thanks\n",
    "contacts/Nudge.md": "## Log\n- 2026-11-03 request\n",
    "contacts/Gesine.md": "---\ncompany: '[[Asked]]'\n---\n## Log\n- 2026-11-17 request\n",
    "contacts/Else.md": "---\ncompany: '[[Asked]]'\nemail: e@x.example\nwhy_you: w\n---\n",
    "contacts/Close.md": "## Log\n- 2026-10-01 request\n- 2026-10-12 nudge\n- 2026-10-22 nudge\n",
    "contacts/Touch.md": "---\ntier: A\n---\n## Log\n- 2026-10-02 met: a\n- 2026-10-02 thanks\n",
    "contacts/Request.md": READY.format("r"),
    "contacts/Research.md": "---\nemail: r@x.example\n---\n",
}


RULE_SAID = {
    "answer": "R14", "debrief": "R7", "thank": "R8", "confirm": "R6", "tell-referrer": "R10",
    "nudge": "R2", "ask-else": "R1", "let-go": "R3", "stay-in-touch": "R9",
}  # fmt: skip
"""The kinds of action whose date a rule sets."""


def look(notes: Mapping[str, str], today: str | date = TODAY, **changes: object) -> Outlook:
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


def show(action: Action, outlook: Outlook) -> str:
    """An action as the cases write it."""
    at = f" at {action.at:%H:%M}" if action.kind is ActionKind.TALK and action.at else ""
    late = f", {action.late} late" if action.late else ""
    later = f" on {action.due}" if action.due > outlook.today else ""
    return f"{action.kind} {action.who}{at}{late}{later}"


def list_due(outlook: Outlook, horizon: Horizon = Horizon.TODAY) -> list[str]:
    """The day's list as the cases write it."""
    return [show(action, outlook) for action in build_agenda(outlook, horizon)]
