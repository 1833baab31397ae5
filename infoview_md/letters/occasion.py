"""make_occasion(): a contact and the outlook → everything a letter to them is made from."""

from __future__ import annotations

from dataclasses import replace

from infoview_md.core.model import Contact, Letter
from infoview_md.core.outlook import Outlook
from infoview_md.errors import Refused
from infoview_md.letters.slots import Occasion


def make_occasion(contact: Contact, outlook: Outlook) -> Occasion:
    """All a letter to the contact is made from; Refused where their note is broken."""
    index = outlook.index
    if index.readings[contact.path].note.is_broken:
        fault = index.readings[contact.path].note.problems[0]
        raise Refused(f"{fault.place}: {fault.message}; mend the note before you write a letter")
    held = [talk for talk in index.interviews_with(contact) if talk.status != "cancelled"]
    past = [talk for talk in held if talk.start and talk.start.date() <= outlook.today] or held
    sent = [letter for letter in index.letters_to(contact) if letter.sent]
    first = next((index.resolve(link) for link in contact.referred_by), None)
    return Occasion(
        contact=contact,
        owner=outlook.owner,
        pack=outlook.pack_of(contact),
        today=outlook.today,
        company=index.company_of(contact),
        referrer=index.contacts.get(first) if first else None,
        interview=past[-1] if past else None,
        letter=sent[-1] if sent else None,
        notes={path: reading.note for path, reading in index.readings.items()},
    )


def under_rules_of(letter: Letter, occasion: Occasion, outlook: Outlook) -> Occasion:
    """The occasion under the letter's own `rules`, where it names a pack, else as it is."""
    if letter.rules not in outlook.packs:
        return occasion
    return replace(occasion, pack=outlook.pack_of(letter))
