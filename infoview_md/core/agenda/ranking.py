"""rank_action: an action as a fact whose key is its place in the order of the day, and back."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import PurePosixPath

from infoview_md.core.agenda.action import Action, ActionKind
from infoview_md.core.agenda.lamp import rank_company
from infoview_md.core.facts import Fact, falling, make_key, write_json
from infoview_md.core.folding import fold
from infoview_md.core.model import Company
from infoview_md.core.outlook import Outlook

SHARED = frozenset({ActionKind.TALK, ActionKind.DEBRIEF, ActionKind.BRIEF})
"""What is to be done once, with however many people a conversation is held."""

_KINDS = [*(kind for kind in ActionKind if kind is not ActionKind.TALK), ActionKind.TALK]
_PLACES = {kind: f"{place:02}" for place, kind in enumerate(_KINDS)}
DUE, PATH, COMMAND = 3, -2, -1


def rank_action(action: Action, lamp: str, today: date) -> Fact:
    """An action as a fact that is due on its day; `lamp` is the place of the company (`lamp_key`).

    Today's talks come first, by their hour; then the kinds in the order of ActionKind, within a
    kind the latest, then the company, the name, the path and the command.
    """
    is_talk_today = action.kind is ActionKind.TALK and action.due == today
    hour = action.at.isoformat() if is_talk_today and action.at else "~"
    key = make_key(
        "0" if is_talk_today else "1",
        hour if is_talk_today else "",
        _PLACES[action.kind],
        action.due.isoformat(),
        lamp,
        fold(action.who),
        str(action.path),
        action.command,
    )
    once = make_key(action.kind, action.command) if action.kind in SHARED else ""
    at = action.at.isoformat() if action.at is not None else ""
    rest = [action.who, action.company, action.why, action.rule, action.late, at]
    return Fact("", key, action.due.isoformat(), once, write_json(rest))


def read_action(fact: Fact) -> Action:
    """The action that a fact was made of."""
    parts = fact.key.split("\0")
    who, company, why, rule, late, at = json.loads(fact.text)
    return Action(
        kind=_KINDS[int(parts[2])],
        who=who,
        path=PurePosixPath(parts[PATH]),
        company=company,
        why=why,
        rule=rule,
        due=date.fromisoformat(parts[DUE]),
        late=late,
        at=datetime.fromisoformat(at) if at else None,
        command=parts[COMMAND],
    )


def path_of(fact: Fact) -> str:
    """The path of whom the action is about."""
    return fact.key.split("\0")[PATH]


def lamp_key(company: Company | None, outlook: Outlook) -> str:
    """The place of a company in the LAMP list, best first, as part of a key."""
    return make_key(*(falling(-number) for number in rank_company(company, outlook)))
