"""What the journal knows of a letter that is to leave: it left, may have, or another one did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from infoview_md.cli.letter_notes import is_first, word_of
from infoview_md.cli.outbox_items import OutboxItem, State, find_items
from infoview_md.cli.output import tell
from infoview_md.core.sending import Fate
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
    seal: str

    @property
    def name(self) -> str:
        """What to call it in a sentence."""
        return str(self.note.path) if self.note else f"the {self.word} to {self.contact.name}"


def leaving_of(desk: Desk) -> Leaving:
    """The letter on the desk."""
    from infoview_md.letters.approval import make_seal

    draft = desk.draft
    seal = make_seal(draft.address, draft.subject, draft.body)
    return Leaving(desk.contact, desk.word, is_first(draft), desk.written, seal)


def leaving_by(handing: Handing) -> Leaving:
    """The letter that a door has been handed."""
    from infoview_md.letters.approval import make_seal

    envelope = handing.envelope
    seal = make_seal(envelope.to, envelope.subject, envelope.body)
    letter = handing.letter
    return Leaving(handing.contact, word_of(letter), is_first(letter), letter, seal)


def ask_journal(app: App, leaving: Leaving, *, is_word: bool = False) -> OutboxItem | None:
    """The outbox's item of a letter that left with these very words, and is not recorded yet.

    None where nothing is in its way. Refused where it may have left, or left with other words;
    where another of the kind to the same person did and nothing says so; where it is a copy of one
    that left. With `is_word` the person says that it left, which settles one of which nobody knew.
    """
    _refuse_copy(app, leaving)
    items = [one for one in find_items(app) if one.state in (State.UNKNOWN, State.NOT_RECORDED)]
    own = next((one for one in items if _is_own(one, leaving)), None)
    if own is not None:
        is_same = _says_what_left(own, leaving)
        if is_same and (is_word or own.state is State.NOT_RECORDED):
            return own
        raise Refused(f"{leaving.name}: {_explain(own, is_same)}")
    other = next((one for one in items if _is_alike(one, leaving)), None)
    if other is not None:
        raise Refused(f"another {leaving.word} to {leaving.contact.name}: {_explain(other, True)}")
    _refuse_same_words(app, leaving)
    return None


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
    """Whether it is this letter: by its note, else by its words to the same person."""
    if item.letter is not None:
        return leaving.note is not None and item.letter.path == leaving.note.path
    return item.sending.seal == leaving.seal and _is_for(item, leaving)


def _is_for(item: OutboxItem, leaving: Leaving) -> bool:
    return item.contact is not None and item.contact.path == leaving.contact.path


def _is_alike(item: OutboxItem, leaving: Leaving) -> bool:
    """Whether it is one of the kind to the same person; what the journal does not say may be."""
    from infoview_md.core.event import EventKind
    from infoview_md.core.letter_kind import BY_WORD, OTHER

    word = item.sending.kind or (word_of(item.letter) if item.letter else leaving.word)
    is_second = leaving.asks and BY_WORD.get(word, OTHER).event is EventKind.REQUEST
    return _is_for(item, leaving) and (word == leaving.word or is_second)


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
    """Refused for the words and the address of a letter that left, whose note is gone."""
    from infoview_md.vault.journal import read_journal

    known = {letter.message_id for letter in app.index.letters.values()}
    for sending in read_journal(app.vault.root):
        told = sending.first
        if sending.message_id in known or not told:
            continue
        if sending.fate is Fate.SENT and sending.seal == leaving.seal:
            raise Refused(
                f"{leaving.name}: these very words left at {told.at} to {sending.to}; write what "
                "is new, or delete it"
            )
