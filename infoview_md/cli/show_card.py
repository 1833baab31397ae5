"""make_card: what `show` has to say of a note of each kind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from infoview_md.cli.card import Block, Card, Line
from infoview_md.core.index import kind_of

if TYPE_CHECKING:
    from infoview_md.core.event import Event
    from infoview_md.core.model import Company, Contact, Interview, Letter, Record
    from infoview_md.core.outlook import Outlook
    from infoview_md.core.promises import Promise

# What the card's head and its other blocks show already.
SHOWN_ELSEWHERE = frozenset(
    {"type", "name", "company", "role", "tie", "tier", "stage", "status", "referred_by", "contacts"}
)


def make_card(outlook: Outlook, record: Record) -> Card:
    """The card of a note."""
    card: Card = _CARDS[kind_of(record)](outlook, record)  # type: ignore[operator]
    return card


def _contact_card(outlook: Outlook, contact: Contact) -> Card:
    from infoview_md.core.pipeline import find_badges

    index, standing = outlook.index, outlook.standing(contact)
    company = index.company_of(contact)
    employer = company.name if company else (contact.company.text if contact.company else "")
    badges = find_badges(contact, standing, outlook.pack_of(contact), outlook.today)
    since = f" since {standing.since}" if standing.since else ""
    facts = [
        " at ".join(filter(None, [contact.role, employer])),
        str(contact.effective_tie),
        f"tier {contact.tier}" if contact.tier else "",
    ]
    people = [
        *(("named by", person.name) for person in index.referrers_of(contact)),
        *(("named", person.name) for person in index.referred_by(contact)),
    ]
    blocks = (
        Block("Due", _due_lines(outlook, contact)),
        Block("Log", tuple(_event_line(event) for event in contact.events)),
        Block("Promises", _promise_lines(_promises_with(outlook, contact))),
        Block("Interviews", tuple(_talk_line(talk) for talk in index.interviews_with(contact))),
        Block("Letters", tuple(_letter_line(letter) for letter in index.letters_to(contact))),
        Block("People", tuple(people)),
        Block("Fields", _field_lines(contact)),
    )
    return Card(
        contact.name,
        ", ".join([f"{standing.stage}{since}", *badges]),
        " · ".join(filter(None, facts)),
        blocks,
        str(contact.path),
    )


def _due_lines(outlook: Outlook, record: Contact | Company) -> tuple[Line, ...]:
    from infoview_md.core.agenda import Horizon, agenda_of

    return tuple(
        (action.due.isoformat(), action.kind.label, action.command)
        for action in agenda_of(record, outlook, Horizon.WEEK)
    )


def _event_line(event: Event) -> Line:
    time = f" {event.time:%H:%M}" if event.time else ""
    named = ", ".join(link.text for link in event.links)
    what = " ".join(filter(None, [str(event.kind), event.qualifier, event.channel]))
    text = event.text.replace("\n", " ")
    return (f"{event.date}{time}", what, ": ".join(filter(None, [named, text])))


def _promises_with(outlook: Outlook, contact: Contact) -> list[Promise]:
    talks = outlook.index.interviews_with(contact)
    return [*contact.promises, *(promise for talk in talks for promise in talk.promises)]


def _promise_lines(promises: Iterable[Promise]) -> tuple[Line, ...]:
    return tuple(
        (
            str(promise.state),
            "they" if promise.theirs else "I",
            promise.due.isoformat() if promise.due else "",
            promise.text,
        )
        for promise in promises
    )


def _talk_line(talk: Interview) -> Line:
    start = talk.start.isoformat(" ", "minutes") if talk.start else "no date yet"
    return (start, talk.medium or talk.status, talk.takeaway or talk.goal)


def _letter_line(letter: Letter) -> Line:
    sent = letter.sent.isoformat()[:10] if letter.sent else "draft"
    return (sent, letter.kind, letter.subject)


def _field_lines(record: Record) -> tuple[Line, ...]:
    from infoview_md.core.schema import BY_KEY, as_texts

    return tuple(
        (key.replace("_", " "), ", ".join(as_texts(getattr(record, key))))
        for key in BY_KEY
        if key not in SHOWN_ELSEWHERE and as_texts(getattr(record, key, None))
    )


def _company_card(outlook: Outlook, company: Company) -> Card:
    standing = outlook.companies[company.path]
    people = tuple(
        (person.name, str(outlook.standing(person).stage), person.role)
        for person in outlook.index.people_of(company)
    )
    clock = [(str(reason.line or ""), reason.sentence) for reason in standing.why]
    if standing.ask_next and standing.next_best:
        clock.append((standing.ask_next.isoformat(), f"ask {standing.next_best.name} next"))
    facts = [company.status, ", ".join(company.areas), company.location, company.country]
    blocks = (
        Block("Due", _due_lines(outlook, company)),
        Block("People", people),
        Block("Clock", tuple(clock)),
        Block("Fields", _field_lines(company)),
    )
    return Card(
        company.name,
        str(standing.state),
        " · ".join(filter(None, facts)),
        blocks,
        str(company.path),
    )


def _interview_card(outlook: Outlook, talk: Interview) -> Card:
    from infoview_md.core.query import find_values

    start = talk.start.isoformat(" ", "minutes") if talk.start else "no date yet"
    names = ", ".join(find_values(outlook, talk, "contact"))
    blocks = (
        Block("Promises", _promise_lines(talk.promises)),
        Block("Fields", _field_lines(talk)),
    )
    title = f"{start} with {names}" if names else f"{talk.name}, with nobody"
    return Card(title, talk.status, talk.goal, blocks, str(talk.path))


def _letter_card(outlook: Outlook, letter: Letter) -> Card:
    sent = f"sent {letter.sent.isoformat()[:16]}" if letter.sent else "draft"
    body = tuple((line,) for line in letter.body.split("\n"))
    path = outlook.index.resolve(letter.to)
    person = outlook.index.records.get(path) if path else None
    to = f"to {person.name}" if person else ""
    blocks = (Block("Text", body), Block("Fields", _field_lines(letter)))
    return Card(
        letter.subject or letter.name, sent, f"{letter.kind} {to}".strip(), blocks, str(letter.path)
    )


_CARDS = {
    "contact": _contact_card,
    "company": _company_card,
    "interview": _interview_card,
    "letter": _letter_card,
}
