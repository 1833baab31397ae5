"""make_action: an action about a person, with their company and how late it is."""

from __future__ import annotations

from datetime import date, datetime

from infoview_md.core.agenda.action import Action, ActionKind
from infoview_md.core.agenda.commands import handle_of, make_command
from infoview_md.core.model import Contact
from infoview_md.core.outlook import Outlook


def make_action(
    kind: ActionKind,
    contact: Contact,
    outlook: Outlook,
    *,
    due: date,
    why: str,
    command: str,
    rule: str = "",
    late_after: date | None = None,
    at: datetime | None = None,
) -> Action:
    """An action about a contact; it is late past `late_after` (without one, past `due`)."""
    company = outlook.index.company_of(contact)
    limit = due if late_after is None else late_after
    return Action(
        kind=kind,
        who=contact.name,
        path=contact.path,
        company=company.name if company else "",
        why=why,
        rule=rule,
        due=due,
        late=max(0, (outlook.today - limit).days),
        at=at,
        command=command,
    )


def command_for(contact: Contact, outlook: Outlook, verb: str, *words: str) -> str:
    """`infoview VERB NAME WORDS` for a contact."""
    return make_command(verb, handle_of(outlook.index, contact), *words)
