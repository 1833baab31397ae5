"""Permission: whom to ask for leave before a request may name them (L04)."""

from __future__ import annotations

from dataclasses import dataclass

from infoview_md.core.agenda.making import command_for
from infoview_md.core.model import Contact
from infoview_md.core.outlook import Outlook


@dataclass(frozen=True, slots=True)
class Leave:
    """What to add to a line about a referral: why, and the command that leads on."""

    why: str
    command: str


def ask_leave(contact: Contact, outlook: Outlook) -> Leave | None:
    """L04: who gave the name must agree to be named; None where they did, or nobody did."""
    index = outlook.index
    if contact.may_use_name or not contact.referred_by:
        return None
    referrer = index.contacts.get(index.resolve(contact.referred_by[0]) or contact.path)
    if referrer is None or referrer.path == contact.path or referrer.do_not_contact:
        return None
    why = f"ask {referrer.name} first whether you may use their name, then set may_use_name (L04)"
    return Leave(why, command_for(contact, outlook, "edit"))
