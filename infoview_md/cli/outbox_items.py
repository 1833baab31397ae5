"""OutboxItem: a letter whose sending needs a look: unknown, not recorded, sent twice, failed."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from infoview_md.core.sending import Fate, Sending, Step
from infoview_md.errors import Ambiguous, NotFound

if TYPE_CHECKING:
    from infoview_md.cli.app import App
    from infoview_md.cli.output import Row
    from infoview_md.core.model import Letter


class State(StrEnum):
    """What is the matter with a letter; the most urgent first."""

    UNKNOWN = "unknown"
    TWICE = "sent twice"
    NOT_RECORDED = "not recorded"
    FAILED = "not sent"


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """What the journal says of a letter, and its note, None where that is gone."""

    state: State
    sending: Sending
    letter: Letter | None

    @property
    def name(self) -> str:
        """How to name it on the command line: its note, else its Message-ID."""
        return self.letter.stem if self.letter else self.sending.message_id

    @property
    def advice(self) -> str:
        """What to do about it."""
        settle = f"infoview outbox settle {shlex.quote(self.name)}"
        message_id = self.sending.message_id
        if self.state is State.UNKNOWN:
            return f"look for {message_id} in your Sent folder, then: {settle} --sent or --not-sent"
        if self.state is State.TWICE:
            return f"it left from two copies of the vault; once you know: {settle} --sent"
        if self.state is State.NOT_RECORDED:
            return f"it left, but its note and the log do not say so: {settle} --sent"
        return "it has not left, and may be sent again"

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


def find_items(app: App) -> list[OutboxItem]:
    """Everything in the journal that needs a look, the most urgent first."""
    from infoview_md.vault.journal import read_journal

    letters: dict[str, list[Letter]] = {}
    for letter in app.index.letters.values():
        letters.setdefault(letter.message_id, []).append(letter)
    found = [
        OutboxItem(state, sending, tried)
        for sending in read_journal(app.vault.root)
        for tried in [_find_tried(letters.get(sending.message_id, ()), sending)]
        for state in _judge(sending, tried)
    ]
    order = list(State)
    return sorted(found, key=lambda item: order.index(item.state))


def _find_tried(letters: Sequence[Letter], sending: Sending) -> Letter | None:
    """The note with the Message-ID; where it was copied, the one that was tried."""
    tried = (one for one in letters if str(one.path) == sending.letter)
    return next(tried, letters[0] if letters else None)


def _judge(sending: Sending, letter: Letter | None) -> Iterator[State]:
    """What is the matter; a note that says it was sent is the person's last word."""
    waits = letter is not None and letter.sent is None
    if sending.doubles:
        yield State.TWICE
    if sending.fate is Fate.UNKNOWN and (waits or letter is None):
        yield State.UNKNOWN
    elif sending.fate is Fate.SENT and waits:
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
    if item.letter is None:
        return False
    to = app.index.resolve(item.letter.to)
    paths = {item.letter.path, *([to] if to else [])}
    try:
        return app.index.get(name).path in paths
    except (NotFound, Ambiguous):
        return False
