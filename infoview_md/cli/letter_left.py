"""What the journal knows of a letter that is to leave: it left, may have, or another one did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from infoview_md.cli.letter_notes import is_first, word_of
from infoview_md.cli.outbox_items import OutboxItem, State, find_items, find_recipient
from infoview_md.cli.output import tell
from infoview_md.core.sending import Fate, Sending
from infoview_md.errors import Refused

if TYPE_CHECKING:
    from infoview_md.cli.app import App
    from infoview_md.cli.doors import Handing
    from infoview_md.cli.letter_desk import Desk
    from infoview_md.core.model import Contact, Letter


@dataclass(frozen=True, slots=True)
class Leaving:
    """A letter that is to leave: its note, None where it is still to be made, and its words.

    `asks` marks a first letter, which is one of a kind with any other.
    """

    contact: Contact
    word: str
    asks: bool
    note: Letter | None
    address: str
    subject: str
    body: str

    @property
    def seal(self) -> str:
        """The seal on its words and its address."""
        from infoview_md.letters.approval import make_seal

        return make_seal(self.address, self.subject, self.body)

    @property
    def name(self) -> str:
        """What to call it in a sentence."""
        return str(self.note.path) if self.note else f"the {self.word} to {self.contact.name}"


def leaving_of(desk: Desk) -> Leaving:
    """The letter on the desk."""
    draft, note = desk.draft, desk.written
    words = draft.address, draft.subject, draft.body
    return Leaving(
        desk.contact, word_of(note) if note else desk.word, is_first(draft), note, *words
    )


def leaving_by(handing: Handing) -> Leaving:
    """The letter that a door has been handed."""
    envelope, letter = handing.envelope, handing.letter
    words = envelope.to, envelope.subject, envelope.body
    return Leaving(handing.contact, word_of(letter), is_first(letter), letter, *words)


def ask_journal(app: App, leaving: Leaving, *, is_word: bool = False) -> OutboxItem | None:
    """The outbox's item of a letter that left with these very words, and is not recorded yet.

    None where nothing is in its way. Refused where it may have left, or left with other words;
    where another of the kind, or with the same words, to the same person did and nothing says so;
    where it is a copy of one that left. With `is_word` the person says that it left, which settles
    one of which nobody knew.
    """
    _refuse_copy(app, leaving)
    items = _find_open(app)
    own = next((one for one in items if _is_own(one, leaving)), None)
    if own is not None:
        is_same = _says_what_left(own, leaving)
        if is_same and (is_word or own.state is State.NOT_RECORDED):
            return own
        raise Refused(f"{leaving.name}: {_explain(own, is_same)}")
    other = next((one for one in items if _is_alike(one, leaving)), None)
    if other is not None:
        raise Refused(f"another {leaving.word} to {leaving.contact.name}: {_explain(other, True)}")
    other = next((one for one in items if _has_words(one.sending, one.contact, leaving)), None)
    if other is not None:
        raise Refused(f"{leaving.name} says the same as {other.name}: {_explain(other, True)}")
    _refuse_same_words(app, leaving)
    return None


def find_unsettled(app: App, leaving: Leaving) -> OutboxItem | None:
    """What is in the way of a letter until it is settled: itself, one of its kind, or its words."""
    return next(
        (
            one
            for one in _find_open(app)
            if _is_own(one, leaving)
            or _is_alike(one, leaving)
            or _has_words(one.sending, one.contact, leaving)
        ),
        None,
    )


def _find_open(app: App) -> list[OutboxItem]:
    """The letters that left, or may have, and nothing says so."""
    return [one for one in find_items(app) if one.state in (State.UNKNOWN, State.NOT_RECORDED)]


def warn(app: App, desk: Desk) -> None:
    """Tell what the journal knows of a letter that is only shown."""
    try:
        item = ask_journal(app, leaving_of(desk))
    except Refused as known:
        tell(known.message)
    else:
        if item is not None:
            tell(f"{item.name}: {_explain(item, True)}")


def _is_own(item: OutboxItem, leaving: Leaving) -> bool:
    """Whether it is this letter: by its note, else by its kind and words to the same person."""
    if item.letter is not None:
        return leaving.note is not None and item.letter.path == leaving.note.path
    is_kind = item.sending.kind in ("", leaving.word)
    return is_kind and item.sending.seal == leaving.seal and _is_for(item, leaving)


def _is_for(item: OutboxItem, leaving: Leaving) -> bool:
    return item.contact is not None and item.contact.path == leaving.contact.path


def _is_alike(item: OutboxItem, leaving: Leaving) -> bool:
    """Whether it is one of the kind to the same person; what the journal does not say may be."""
    from infoview_md.core.event import EventKind
    from infoview_md.core.letter_kind import BY_WORD, OTHER

    word = item.sending.kind or (word_of(item.letter) if item.letter else leaving.word)
    is_second = leaving.asks and BY_WORD.get(word, OTHER).event is EventKind.REQUEST
    return _is_for(item, leaving) and (word == leaving.word or is_second)


def _has_words(sending: Sending, contact: Contact | None, leaving: Leaving) -> bool:
    """Whether its subject and text are those of this letter, to the same person.

    Under whatever kind and note; and to whatever address, but where nobody knows the person.
    """
    from infoview_md.letters.approval import make_seal

    said = (leaving.subject, leaving.body)
    records = [r for one in sending.attempts if one.fate is not Fate.NOT_SENT for r in one.records]
    seals = {make_seal(r.to, *said) for r in records if r.to} | {leaving.seal}
    if contact is None or contact.path != leaving.contact.path:
        seals = set() if contact else {leaving.seal}
    return any(record.seal in seals for record in records)


def _says_what_left(item: OutboxItem, leaving: Leaving) -> bool:
    return item.sending.seal == leaving.seal if item.sending.seal else item.is_same


def _explain(item: OutboxItem, is_same: bool) -> str:
    told, to = item.sending.first, item.sending.to
    at = f" at {told.at}" if told and told.at else ""
    if item.state is State.UNKNOWN:
        broke_off = f"an attempt to send it to {to} broke off{at}, and it may have left"
        return f"{broke_off}; {item.advice}"
    if is_same:
        return f"it left{at} to {to}, and nothing says so; record it: {item.settle}"
    return f"what left{at} to {to} said something else; record that: {item.settle}"


def _refuse_copy(app: App, leaving: Leaving) -> None:
    """A letter whose note was copied from one that left is not that one, and would never leave."""
    from infoview_md.vault.journal import find_sending

    note = leaving.note
    if note is None or not note.message_id:
        return
    others = (one for path, one in app.index.letters.items() if path != note.path)
    twin = next((one for one in others if one.message_id == note.message_id), None)
    if twin is None:
        return
    sending = find_sending(app.vault.root, note.message_id)
    if sending.fate is not Fate.NOT_SENT and sending.letter != str(note.path):
        raise Refused(
            f"{note.path} has the message_id of {twin.path}, as a copy would; take that line out "
            "of it, and hand it over again"
        )


def _refuse_same_words(app: App, leaving: Leaving) -> None:
    """Refused for the words of a letter to them that left, or may have, and whose note is gone."""
    from infoview_md.vault.journal import read_journal

    known = {letter.message_id for letter in app.index.letters.values()}
    for sending in read_journal(app.vault.root):
        told = sending.first
        if sending.message_id in known or not told or sending.fate is Fate.NOT_SENT:
            continue
        if _has_words(sending, find_recipient(app, sending, None), leaving):
            raise Refused(
                f"{leaving.name}: these very words left at {told.at} to {sending.to}; write what "
                "is new, or delete it"
            )
