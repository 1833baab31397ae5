"""Replies: what came back to letters of a vault, as proposals that a person decides on."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath

from infoview_md.core.channels import EMAIL
from infoview_md.core.event import Event, EventKind
from infoview_md.core.index import Index
from infoview_md.core.model import Contact
from infoview_md.mail.bounces import Bounce, find_bounces
from infoview_md.mail.mail_text import read_excerpt
from infoview_md.mail.message import Automatic, Mail, parse_mail
from infoview_md.mail.source import Found

TOLD = frozenset(
    {
        EventKind.REPLY,
        EventKind.PROPOSE,
        EventKind.SCHEDULED,
        EventKind.RESCHEDULED,
        EventKind.CANCELLED,
        EventKind.REFERRAL,
    }
)
"""What a log says of a day on which a mail came; such a mail is not proposed again.

Our own letters are logged as two of these, too: those lines say nothing of a mail.
"""


RETRYING = dt.timedelta(days=5)
"""So long a server goes on trying (RFC 5321, 4.5.4.1)."""


class What(StrEnum):
    """What a mail is to its contact."""

    REPLY = "reply"
    AUTOMATIC = "auto-reply"
    BOUNCE = "bounce"
    DELAY = "delay"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A mail that came back, and whom it is about; what a log says of it is the person's choice.

    `moment` is when it came on the owner's clock, None where it does not say; `letter` is the
    letter it answers, None where only the address told. `address` is the one that failed, for a
    bounce and a delay; `excerpt` are the first lines of it.
    """

    what: What
    contact: PurePosixPath
    mail: Mail
    moment: dt.datetime | None
    letter: PurePosixPath | None = None
    address: str = ""
    status: str = ""
    excerpt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Whom a vault writes to: its letters by Message-ID, its contacts by address, and who we are.

    An address that two contacts share is nobody's.
    """

    letters: Mapping[str, tuple[PurePosixPath, PurePosixPath]]
    contacts: Mapping[str, PurePosixPath]
    own: frozenset[str]


def build_correspondence(index: Index, own: Iterable[str]) -> Correspondence:
    """Join the letters and the addresses of a vault; `own` are the addresses we write from."""
    letters: dict[str, tuple[PurePosixPath, PurePosixPath]] = {}
    for letter in index.letters.values():
        contact = index.resolve(letter.to)
        if letter.message_id and contact is not None and contact in index.contacts:
            letters[letter.message_id] = (letter.path, contact)
    owners: defaultdict[str, list[PurePosixPath]] = defaultdict(list)
    for person in index.contacts.values():
        for address in addresses_of(person):
            owners[address].append(person.path)
    ours = frozenset(address.lower() for address in own if address)
    alone = {a: paths[0] for a, paths in owners.items() if len(paths) == 1 and a not in ours}
    return Correspondence(letters, alone, ours)


def addresses_of(contact: Contact) -> frozenset[str]:
    """Every mail address of a contact, working or not, in lower case."""
    written = (*contact.email, *(line.address for line in contact.channels))
    return frozenset(found[0].lower() for text in written if (found := EMAIL.search(text)))


@dataclass(frozen=True, slots=True)
class Search:
    """What mails are looked at with: the vault, and its owner's clock (zone None: the system's)."""

    index: Index
    known: Correspondence
    zone: dt.tzinfo | None
    since: dt.date
    today: dt.date


def propose(found: Found, search: Search) -> tuple[Proposal, ...]:
    """What a mail is to the vault: mostly nothing; several proposals for a report of bounces.

    Nothing for a mail from before `since`, one of ours, and one of which the log speaks already.
    The body is read only where the header says that it matters. Raises ServiceMissing where a
    server goes away.
    """
    mail = parse_mail(found.head, found.place)
    moment = None
    if mail.date is not None:
        moment = mail.date.astimezone(search.zone).replace(tzinfo=None)
        if moment.date() < search.since:
            return ()
    # A file that went meanwhile was moved by a mail program, and comes next time.
    with suppress(OSError):
        if mail.automatic is Automatic.REPORT:
            return tuple(_propose_bounces(mail, moment, found, search))
        return tuple(_propose_reply(mail, moment, found, search))
    return ()


def _propose_reply(
    mail: Mail, moment: dt.datetime | None, found: Found, search: Search
) -> Iterator[Proposal]:
    known = search.known
    # A copy of what we sent ourselves answers our first letter too.
    if mail.sender in known.own or mail.message_id in known.letters:
        return
    letter, contact = next(
        (known.letters[one] for one in mail.answers if one in known.letters),
        (None, known.contacts.get(mail.sender)),
    )
    if contact is None or mail.automatic is Automatic.LIST:
        return
    what = What.REPLY if mail.automatic is Automatic.NO else What.AUTOMATIC
    proposal = Proposal(what=what, contact=contact, mail=mail, moment=moment, letter=letter)
    if not is_logged(proposal, search):
        yield replace(proposal, excerpt=read_excerpt(found.read()))


def _propose_bounces(
    mail: Mail, moment: dt.datetime | None, found: Found, search: Search
) -> Iterator[Proposal]:
    for bounce in find_bounces(found.read()):
        whose = _find_whose(bounce, search.known)
        if whose is None:
            continue
        letter, contact = whose
        theirs = addresses_of(search.index.contacts[contact])
        sent_to = search.index.letters[letter].address.lower() if letter else ""
        # A letter that was passed on may fail at an address that no note knows.
        address = next(
            (one for one in (*bounce.recipients, sent_to) if one in theirs), bounce.recipients[0]
        )
        proposal = Proposal(
            what=What.BOUNCE if bounce.is_final else What.DELAY,
            contact=contact,
            mail=mail,
            moment=moment,
            letter=letter,
            address=address,
            status=bounce.status,
        )
        if not is_logged(proposal, search):
            yield proposal


def _find_whose(
    bounce: Bounce, known: Correspondence
) -> tuple[PurePosixPath | None, PurePosixPath] | None:
    """The letter that came back and its contact, else whose address it is; None for neither."""
    if bounce.message_id in known.letters:
        return known.letters[bounce.message_id]
    contacts = (known.contacts.get(address) for address in bounce.recipients)
    contact = next((found for found in contacts if found is not None), None)
    return None if contact is None else (None, contact)


def choose_last(proposals: Iterable[Proposal], today: dt.date) -> list[Proposal]:
    """The proposals, oldest first, one for a contact and day.

    Of several mails of a day the last counts, and a person's reply before a machine's.
    """
    last: dict[tuple[object, ...], Proposal] = {}
    for proposal in sorted(proposals, key=_order):
        what = What.REPLY if proposal.what is What.AUTOMATIC else proposal.what
        last[(proposal.contact, day_of(proposal, today), what, proposal.address)] = proposal
    return sorted(last.values(), key=lambda found: (_order(found)[1:], str(found.contact)))


def _order(proposal: Proposal) -> tuple[bool, dt.datetime]:
    return proposal.what is not What.AUTOMATIC, proposal.moment or dt.datetime.max


def day_of(proposal: Proposal, today: dt.date) -> dt.date:
    """The day a mail came, today at the latest: a clock that runs ahead is not ours."""
    return min(proposal.moment.date(), today) if proposal.moment else today


def is_logged(proposal: Proposal, search: Search) -> bool:
    """Whether a mail needs no more telling, because its contact's log speaks of it.

    An answer is known by a line of its day: an answer, or a note by mail; but not by the line of a
    letter of ours, nor by one from an hour before it came. A bounce is known where the log has one
    of the address, that day or later; a delay also once the server has given up (`RETRYING`), and
    an automatic answer once the person answered, that day or later.
    """
    day = day_of(proposal, search.today)
    events = search.index.contacts[proposal.contact].events
    if proposal.what in (What.BOUNCE, What.DELAY):
        is_over = proposal.what is What.DELAY and search.today - day > RETRYING
        return is_over or any(_names(event, proposal.address, day) for event in events)
    is_machine = proposal.what is What.AUTOMATIC
    return any(
        (event.date == day or (is_machine and event.date > day))
        and (event.kind in TOLD or (event.kind is EventKind.NOTE and event.channel == "email"))
        and not _is_ours(event, search.index)
        and not _is_before(event, proposal)
        for event in events
    )


def _is_ours(event: Event, index: Index) -> bool:
    """Whether an event is a letter of ours that left: it links one that is logged as such."""
    letters = (index.letters.get(path) for path in map(index.resolve, event.links) if path)
    return any(letter and letter.letter_kind.event is event.kind for letter in letters)


def _is_before(event: Event, proposal: Proposal) -> bool:
    """Whether an event has an hour, and the mail came after it; the log's are to the minute."""
    moment = proposal.moment
    if moment is None or event.time is None:
        return False
    return dt.datetime.combine(event.date, event.time) < moment.replace(second=0, microsecond=0)


def _names(event: Event, address: str, day: dt.date) -> bool:
    """Whether an event is a bounce of an address, from a day on; one without any is of all."""
    text = event.text.lower()
    is_named = address in text or not EMAIL.search(text)
    return event.kind is EventKind.BOUNCE and event.date >= day and is_named
