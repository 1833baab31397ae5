"""Sending: what the journal says of one letter: its attempts, and whether it has left."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

FORMAT = 1


class Step(StrEnum):
    """How far an attempt to send a letter came.

    `committing` is written before the very last bytes go, the ones that make a server accept it.
    """

    INTENT = "intent"
    COMMITTING = "committing"
    SENT = "sent"
    REFUSED = "refused"
    FAILED = "failed"


class Fate(StrEnum):
    """Whether a letter has left, as far as anybody can know."""

    SENT = "sent"
    UNKNOWN = "unknown"
    NOT_SENT = "not sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One line of the journal, complete in itself.

    `attempt` names the attempt among those of all machines; `at` is an ISO time with its zone;
    `letter` and `contact` are the paths of the notes as they were then, `kind` is what the letter
    is called on the command line, and `seal` changes with its words and its address. `said` is the
    server's answer, `by_person` marks the word of the person.
    """

    attempt: str
    step: Step
    at: str
    message_id: str
    letter: str = ""
    to: str = ""
    contact: str = ""
    kind: str = ""
    seal: str = ""
    said: str = ""
    by_person: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to send a letter: its records, in the order in which they were written."""

    name: str
    records: tuple[Record, ...]

    @property
    def fate(self) -> Fate:
        """Sent where anything says so; unknown where it broke off after `committing`."""
        steps = {record.step for record in self.records}
        if Step.SENT in steps:
            return Fate.SENT
        if steps & {Step.REFUSED, Step.FAILED}:
            return Fate.NOT_SENT
        return Fate.UNKNOWN if Step.COMMITTING in steps else Fate.NOT_SENT

    @property
    def last(self) -> Record:
        """The record that settles it, or the last one where nothing did."""
        decided = Step.SENT if self.fate is Fate.SENT else self.records[-1].step
        return next(record for record in reversed(self.records) if record.step is decided)

    @property
    def is_told(self) -> bool:
        """Whether the person has said what became of it."""
        return any(record.by_person for record in self.records)


@dataclass(frozen=True, slots=True)
class Sending:
    """Everything the journals of all machines say of one letter, known by its Message-ID."""

    message_id: str
    attempts: tuple[Attempt, ...] = field(default=())

    @property
    def fate(self) -> Fate:
        """Sent where one attempt was; else unknown where one is; else not sent."""
        fates = {attempt.fate for attempt in self.attempts}
        return next((fate for fate in (Fate.SENT, Fate.UNKNOWN) if fate in fates), Fate.NOT_SENT)

    @property
    def first(self) -> Record | None:
        """The record of the attempt that tells of its fate; None where there was no attempt."""
        fitting = (one for one in self.attempts if one.fate is self.fate)
        return next((one.last for one in fitting), None)

    @property
    def doubles(self) -> tuple[Attempt, ...]:
        """The attempts by which it left or may have, where that is more than once, once for sure.

        Empty where the person has said what became of all of them.
        """
        left = tuple(one for one in self.attempts if one.fate is not Fate.NOT_SENT)
        is_known = self.fate is not Fate.SENT or all(one.is_told for one in left)
        return left if len(left) > 1 and not is_known else ()

    @property
    def letter(self) -> str:
        """The path that its note had when it was last tried."""
        return self._find_last("letter")

    @property
    def to(self) -> str:
        """The address it was last tried to be sent to."""
        return self._find_last("to")

    @property
    def contact(self) -> str:
        """The path that its recipient's note had when it was last tried."""
        return self._find_last("contact")

    @property
    def kind(self) -> str:
        """What its kind is called on the command line."""
        return self._find_last("kind")

    @property
    def seal(self) -> str:
        """The seal on what left, or may have; empty where none is known."""
        fitting = (one for one in self.attempts if one.fate is self.fate)
        return next((r.seal for one in fitting for r in one.records if r.seal), "")

    @property
    def is_told(self) -> bool:
        """Whether the person has said that it left."""
        left = [one for one in self.attempts if one.fate is Fate.SENT]
        return bool(left) and all(one.is_told for one in left)

    def _find_last(self, name: str) -> str:
        """What the last attempt that says it says of this field."""
        values = (getattr(r, name) for one in reversed(self.attempts) for r in one.records)
        return next(filter(None, values), "")


def build_sendings(records: Iterable[Record]) -> tuple[Sending, ...]:
    """The letters that records of any journals tell of, in order of their first records."""
    letters: dict[str, dict[str, list[Record]]] = {}
    for record in sorted(records, key=lambda record: record.at):
        attempts = letters.setdefault(record.message_id, {})
        attempts.setdefault(record.attempt, []).append(record)
    return tuple(
        Sending(message_id, tuple(Attempt(name, tuple(found)) for name, found in attempts.items()))
        for message_id, attempts in letters.items()
    )


def format_record(record: Record) -> str:
    """The record as one line of JSON, without its line end; what is empty is left out."""
    values = {
        "format": FORMAT,
        "attempt": record.attempt,
        "step": str(record.step),
        "at": record.at,
        "message_id": record.message_id,
        "letter": record.letter,
        "to": record.to,
        "contact": record.contact,
        "kind": record.kind,
        "seal": record.seal,
        "said": record.said,
        "by_person": record.by_person,
    }
    return json.dumps({key: value for key, value in values.items() if value})


def parse_records(text: str) -> tuple[Record, ...]:
    """The records of a journal; what is no record, such as a line torn by a crash, is left out.

    That is safe: each record is on the disk before the step it speaks of, so that a torn one
    speaks of a step that was never taken; or, where `sent` is torn, leaves an unknown letter.
    """
    found = (_parse_record(line) for line in text.split("\n"))
    return tuple(record for record in found if record is not None)


def _parse_record(line: str) -> Record | None:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict):
        return None
    texts = {key: value for key, value in values.items() if isinstance(value, str)}
    if not all(texts.get(key) for key in ("attempt", "step", "message_id")):
        return None
    try:
        step = Step(texts["step"])
    except ValueError:  # of a later version: it may mean anything, also that the letter left
        step = Step.COMMITTING
    return Record(
        attempt=texts["attempt"],
        step=step,
        at=texts.get("at", ""),
        message_id=texts["message_id"],
        letter=texts.get("letter", ""),
        to=texts.get("to", ""),
        contact=texts.get("contact", ""),
        kind=texts.get("kind", ""),
        seal=texts.get("seal", ""),
        said=texts.get("said", ""),
        by_person=values.get("by_person") is True,
    )
