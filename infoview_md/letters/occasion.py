"""make_occasion(): a contact and the outlook → everything a letter to them is made from."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from infoview_md.core.agenda.keeping import find_news
from infoview_md.core.agenda.talks import Talk, find_talks
from infoview_md.core.event import Event, EventKind
from infoview_md.core.model import Contact, Interview, Letter
from infoview_md.core.outlook import Outlook
from infoview_md.core.referee import find_referee
from infoview_md.errors import Refused
from infoview_md.letters.situation import Occasion


def make_occasion(
    contact: Contact,
    outlook: Outlook,
    about: tuple[Contact, ...] = (),
    windows: tuple[datetime, ...] = (),
) -> Occasion:
    """All a letter to the contact is made from; Refused where their note is broken.

    `about` is whom the letter tells of; `windows` are on the owner's clock, without a zone.
    """
    index = outlook.index
    # By the file, not by what was read of it: a note that was saved since is noticed by that.
    if index.readings[contact.path].note.is_broken:
        fault = index.readings[contact.path].note.problems[0]
        raise Refused(f"{fault.place}: {fault.message}; mend the note before you write a letter")
    sent = [letter for letter in index.letters_to(contact) if letter.sent]
    first = next((index.resolve(link) for link in contact.referred_by), None)
    standing = outlook.standing(contact)
    named = _find_named(contact, outlook)
    news = (
        *((one.word, person) for person, one in find_news(contact, outlook)),
        *(("answer-refer", person) for person in named.values() if person is not None),
    )
    others = (*about, *(person for _, person in news))
    return Occasion(
        contact=contact,
        owner=outlook.owner,
        pack=outlook.pack_of(contact),
        today=outlook.today,
        company=index.company_of(contact),
        referrer=index.contacts.get(first) if first else None,
        interview=_find_held(contact, outlook),
        letter=sent[-1] if sent else None,
        about=about,
        agreed=bool(about) and all(has_agreed(contact, one, outlook) for one in about),
        news=news,
        employers={o.path: company for o in others if (company := index.company_of(o))},
        learned={
            o.path: talk
            for o in others
            if (talk := _find_held(o, outlook)) is not None and talk.takeaway
        },
        talk=find_next_talk(contact, outlook),
        windows=windows,
        reply=_find_reply(contact, outlook),
        nudges=standing.nudges,
        named=tuple(named),
        referee=find_referee(contact.events, outlook.today),
        notes=index.notes,
    )


def under_rules_of(letter: Letter, occasion: Occasion, outlook: Outlook) -> Occasion:
    """The occasion under the letter's own `rules`, where it names a pack, else as it is."""
    if letter.rules not in outlook.packs:
        return occasion
    return replace(occasion, pack=outlook.pack_of(letter))


def has_agreed(contact: Contact, other: Contact, outlook: Outlook) -> bool:
    """An `intro agreed` that links the other, in the log of either."""
    return any(
        event.kind is EventKind.INTRO
        and event.qualifier == "agreed"
        and any(outlook.index.resolve(link) == linked.path for link in event.links)
        for person, linked in ((contact, other), (other, contact))
        for event in person.events
    )


def _find_held(contact: Contact, outlook: Outlook) -> Interview | None:
    """The latest conversation; one whose day is not known counts where no other is past."""
    held = [t for t in outlook.index.interviews_with(contact) if t.status != "cancelled"]
    past = [t for t in held if t.start and t.start.date() <= outlook.today] or held
    return past[-1] if past else None


def find_next_talk(contact: Contact, outlook: Outlook) -> Talk | None:
    """The next talk that is agreed on, today's included."""
    ahead = [
        talk
        for talk in find_talks(contact, outlook)
        if talk.is_ahead and talk.day is not None and talk.day >= outlook.today
    ]
    return min(ahead, key=lambda talk: (talk.day, talk.start is None, talk.start), default=None)


def _events_of_thread(contact: Contact, outlook: Outlook) -> tuple[Event, ...]:
    standing = outlook.standing(contact)
    return standing.thread.events if standing.thread else standing.events


def _find_reply(contact: Contact, outlook: Outlook) -> Event | None:
    replies = [e for e in _events_of_thread(contact, outlook) if e.kind is EventKind.REPLY]
    return replies[-1] if replies else None


def _find_named(contact: Contact, outlook: Outlook) -> dict[str, Contact | None]:
    """Whom the contact named in this thread: the name, with the note where there is one."""
    index, named = outlook.index, dict[str, Contact | None]()
    for event in _events_of_thread(contact, outlook):
        is_refer = event.kind is EventKind.REPLY and event.qualifier == "refer"
        if event.kind is not EventKind.REFERRAL and not is_refer:
            continue
        for link in event.links:
            path = index.resolve(link)
            if path is None and not link.is_attachment and not link.is_date:
                named.setdefault(link.text, None)
            elif (person := index.contacts.get(path or contact.path)) and person != contact:
                named[person.name] = person
    return named
