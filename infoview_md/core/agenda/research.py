"""Research: what is missing before somebody can be asked: an address, a reason, a note."""

from __future__ import annotations

from collections.abc import Iterator

from infoview_md.core.agenda.action import Action, ActionKind
from infoview_md.core.agenda.commands import handle_of, make_command
from infoview_md.core.agenda.making import command_for, make_action
from infoview_md.core.agenda.targets import is_unwanted
from infoview_md.core.event import Event, EventKind
from infoview_md.core.model import Contact
from infoview_md.core.outlook import Outlook
from infoview_md.core.pipeline import is_reachable
from infoview_md.core.stage import Stage


def find_research(contact: Contact, outlook: Outlook) -> Iterator[Action]:
    """What keeps somebody from being ready: no channel that works, no `why_you`."""
    if outlook.standing(contact).stage is not Stage.IDENTIFIED:
        return
    if is_unwanted(outlook.index.company_of(contact)):
        return
    missing = []
    if not is_reachable(contact):
        missing.append("no address that works")
    if not contact.why_you:
        missing.append("no why_you, the sentence that makes the letter theirs")
    yield make_action(
        ActionKind.RESEARCH,
        contact,
        outlook,
        due=outlook.today,
        why="; ".join(missing) or "not ready yet",
        command=command_for(contact, outlook, "edit"),
    )


def find_unmet_names(contact: Contact, outlook: Outlook) -> Iterator[Action]:
    """Whom a contact named, in a `referral` or a `reply refer`, and who has no note yet."""
    events = outlook.standing(contact).events
    named = {name: event.date for event in events for name in _unknown_names(event, outlook)}
    referrer = handle_of(outlook.index, contact)
    for name, day in named.items():
        yield make_action(
            ActionKind.RESEARCH,
            contact,
            outlook,
            due=outlook.today,
            why=f"named {name} on {day}, who has no note yet",
            command=make_command("new", "contact", name, "--referred-by", referrer),
        )


def _unknown_names(event: Event, outlook: Outlook) -> Iterator[str]:
    """The people of an event whose links lead nowhere."""
    is_refer = event.kind is EventKind.REPLY and event.qualifier == "refer"
    if event.kind is not EventKind.REFERRAL and not is_refer:
        return
    for link in event.links:
        is_person = not link.is_attachment and not link.is_date
        if is_person and not outlook.index.table.resolve(link):
            yield link.target.rpartition("/")[2]
