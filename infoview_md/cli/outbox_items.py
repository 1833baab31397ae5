"""OutboxItem: a letter whose sending needs a look: unknown, not recorded, sent twice, failed."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from infoview_md.cli.letter_notes import word_of
from infoview_md.core.sending import Fate, Sending, Step
from infoview_md.errors import Ambiguous, NotFound

if TYPE_CHECKING:
    from infoview_md.cli.app import App
    from infoview_md.cli.output import Row
    from infoview_md.core.edit import Edit
    from infoview_md.core.event import Event
    from infoview_md.core.letter_kind import LetterKind
    from infoview_md.core.model import Contact, Letter


class State(StrEnum):
    """What is the matter with a letter; the most urgent first."""

    UNKNOWN = "unknown"
    TWICE = "sent twice"
    NOT_RECORDED = "not recorded"
    FAILED = "not sent"


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """What the journal says of a letter, its note, and whom it is for; None where they are gone.

    `is_same` tells whether the note says what left, as far as that is known.
    """

    state: State
    sending: Sending
    letter: Letter | None
    contact: Contact | None
    is_same: bool = True

    @property
    def name(self) -> str:
        """How to name it on the command line: its note, else its Message-ID."""
        return self.letter.stem if self.letter else self.sending.message_id

    @property
    def advice(self) -> str:
        """What to do about it."""
        if self.state is State.UNKNOWN:
            return ask_settle(self.name, self.sending.message_id)
        if self.state is State.TWICE:
            is_sure = all(one.fate is Fate.SENT for one in self.sending.doubles)
            twice = "left twice" if is_sure else "left, and may have left twice"
            return f"it {twice}, from two copies of the vault; once you know: {self.settle}"
        if self.state is State.NOT_RECORDED:
            words = "its note and the log do not say so" if self.is_same else "with other words"
            return f"it left, but {words}: {self.settle}"
        return "it has not left, and may be sent again"

    @property
    def settle(self) -> str:
        """The command that records that it left."""
        return f"infoview outbox settle {shlex.quote(self.name)} --sent"

    def as_row(self) -> Row:
        """The item for a list, or as JSON."""
        told = self.sending.first
        return {
            "state": str(self.state),
            "letter": str(self.letter.path) if self.letter else self.sending.letter,
            "to": self.sending.to,
            "at": told.at if told else "",
            "said": told.said if told else "",
            "message_id": self.sending.message_id,
            "attempts": len(self.sending.attempts),
            "advice": self.advice,
        }


def ask_settle(name: str, message_id: str) -> str:
    """What to do about a letter of which nobody knows whether it left."""
    settle = f"infoview outbox settle {shlex.quote(name)}"
    where = f"look for {message_id} in your Sent folder"
    return f"{where}, then: {settle} --sent, or {settle} --not-sent"


def find_items(app: App) -> list[OutboxItem]:
    """Everything in the journal that needs a look, the most urgent first."""
    from infoview_md.vault.journal import read_journal

    letters: dict[str, list[Letter]] = {}
    for letter in app.index.letters.values():
        letters.setdefault(letter.message_id, []).append(letter)
    found = [
        item
        for sending in read_journal(app.vault.root)
        for item in _make_items(app, sending, letters.get(sending.message_id, ()))
    ]
    order = list(State)
    return sorted(found, key=lambda item: order.index(item.state))


def _make_items(app: App, sending: Sending, letters: Sequence[Letter]) -> Iterator[OutboxItem]:
    letter = _find_tried(letters, sending)
    contact = find_recipient(app, sending, letter)
    is_known = letter is not None or _is_recorded(app, sending, contact)
    if contact is not None and not is_known:
        letter = _find_undone(app, sending, contact)
    is_same = letter is None or letter.sent is not None or says_same(app, sending, letter)
    for state in _judge(sending, letter, is_known):
        yield OutboxItem(state, sending, letter, contact, is_same)


def _is_recorded(app: App, sending: Sending, contact: Contact | None) -> bool:
    """Whether a letter without a note is recorded all the same, or is for nobody we know."""
    return contact is None or sending.is_told or is_logged(app, sending, contact)


def find_recipient(app: App, sending: Sending, letter: Letter | None) -> Contact | None:
    """Whom it was sent to: by the path of then, by the note's word, by the address."""
    contacts = app.index.contacts
    path = PurePosixPath(sending.contact)
    if path not in contacts and letter is not None:
        path = app.index.resolve(letter.to) or path
    if path in contacts:
        return contacts[path]
    to = sending.to.casefold()
    return next((one for one in contacts.values() if to in map(str.casefold, one.email)), None)


def _find_undone(app: App, sending: Sending, contact: Contact) -> Letter | None:
    """The draft with the kind and words that left, from which an undo took the Message-ID."""
    drafts = (
        one
        for one in app.index.letters_to(contact)
        if not (one.sent or one.message_id) and sending.kind in ("", word_of(one))
    )
    return next((one for one in drafts if sending.seal and says_same(app, sending, one)), None)


def says_same(app: App, sending: Sending, letter: Letter) -> bool:
    """Whether a note says what left, and to the same address, as far as the journal knows."""
    from infoview_md.letters.approval import make_seal
    from infoview_md.letters.compose import find_address

    contact = app.index.contacts.get(app.index.resolve(letter.to) or letter.path)
    known = find_address(contact) if contact else None
    address = letter.address or (known.address if known else "")
    if not sending.seal:
        return not (address and sending.to) or address.casefold() == sending.to.casefold()
    return make_seal(address, letter.subject, letter.body) == sending.seal


def is_logged(app: App, sending: Sending, contact: Contact) -> bool:
    """Whether the log has the line of a letter whose note is gone: one that links it still, or one
    of its kind and day that links no other.
    """
    stem = PurePosixPath(sending.letter).stem
    told = sending.first
    moment = read_moment(told.at) if told else None
    day = app.to_owner(moment).date() if moment else None
    kind = find_sent_kind(sending).event
    for event in app.outlook.standing(contact).events:
        if any(link.target.rpartition("/")[2] == stem for link in event.links):
            return True
        letters = {app.index.resolve(link) for link in event.links} & app.index.letters.keys()
        if sending.kind and (event.kind, event.date) == (kind, day) and not letters:
            return True
    return False


def is_of_line(app: App, sending: Sending, line: Event) -> bool:
    """Whether a line of the log may be what a letter was logged with: of its kind, and of a day on
    which it left, or was said to have left.
    """
    left = [record for one in sending.attempts if one.fate is Fate.SENT for record in one.records]
    moments = [moment for record in left if (moment := read_moment(record.at))]
    days = {(app.to_owner(one) if one.tzinfo else one).date() for one in moments}
    return line.date in days and line.kind is find_sent_kind(sending).event


def find_sent_kind(sending: Sending) -> LetterKind:
    """What letter it was that the journal tells of.

    Of an introduction only the note knew who was introduced: without it, it is any other letter.
    """
    from infoview_md.core.event import EventKind
    from infoview_md.core.letter_kind import BY_WORD, OTHER

    said = BY_WORD.get(sending.kind, OTHER)
    return OTHER if said.event is EventKind.INTRO else said


def settle_as(app: App, sending: Sending, step: Step) -> Edit:
    """The edit of the journal that holds the person's word on a letter, as of now."""
    from infoview_md.vault.journal import settle_edit

    at = app.moment.isoformat() if app.is_real_day else app.today.isoformat()
    return settle_edit(app.vault.state, sending, step, at)


def read_moment(at: str) -> datetime | None:
    """A time of the journal; None where it is none."""
    try:
        return datetime.fromisoformat(at)
    except ValueError:
        return None


def _find_tried(letters: Sequence[Letter], sending: Sending) -> Letter | None:
    """The note with the Message-ID; where it was copied, the one that was tried."""
    tried = (one for one in letters if str(one.path) == sending.letter)
    return next(tried, letters[0] if letters else None)


def _judge(sending: Sending, letter: Letter | None, is_known: bool) -> Iterator[State]:
    """What is the matter; a note that says it was sent is the person's last word.

    `is_known` tells of a letter whose note is gone that it is recorded all the same, or cannot be.
    """
    waits = letter is not None and letter.sent is None
    if sending.doubles:
        yield State.TWICE
    if sending.fate is Fate.UNKNOWN and (waits or letter is None):
        yield State.UNKNOWN
    elif sending.fate is Fate.SENT and (waits or not is_known):
        yield State.NOT_RECORDED
    elif sending.fate is Fate.NOT_SENT and waits and _is_told(sending):
        yield State.FAILED


def _is_told(sending: Sending) -> bool:
    """Whether the last attempt failed by itself; what the person settled, they know."""
    last = sending.attempts[-1].last
    return not last.by_person and last.step in (Step.FAILED, Step.REFUSED, Step.INTENT)


def get_item(app: App, name: str) -> OutboxItem:
    """The item that a person means: by its note, its recipient's name, or its Message-ID.

    Raises NotFound where nothing in the outbox answers to it, Ambiguous where several do.
    """
    items = [item for item in find_items(app) if item.state is not State.FAILED]
    found = [item for item in items if _answers(app, item, name)]
    ids = {item.sending.message_id: item for item in reversed(found)}
    if not ids:
        known = ", ".join(shlex.quote(item.name) for item in items) or "nothing"
        raise NotFound(f"nothing in the outbox is called “{name}”; there is {known}")
    if len(ids) > 1:
        names = [item.name for item in ids.values()]
        raise Ambiguous(f"“{name}” may be {' or '.join(names)}; say which", names)
    return next(iter(ids.values()))


def _answers(app: App, item: OutboxItem, name: str) -> bool:
    if name in (item.name, item.sending.message_id, item.sending.message_id.strip("<>")):
        return True
    paths = {one.path for one in (item.letter, item.contact) if one}
    try:
        return app.index.get(name).path in paths
    except (NotFound, Ambiguous):
        return False
