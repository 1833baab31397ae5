"""Stage from one note; standing from the order of its log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from infoview_md.core.addresses import usable_channels
from infoview_md.core.event import Event, EventKind
from infoview_md.core.model import Contact
from infoview_md.core.pack import Pack
from infoview_md.core.problem import Problem
from infoview_md.core.referee import RefereeState, find_referee
from infoview_md.core.sequence import find_sequence_problems
from infoview_md.core.stage import Stage
from infoview_md.core.steps import Step, walk
from infoview_md.core.transitions import find_row
from infoview_md.core.workdays import add_weeks

ASKS = frozenset({EventKind.REQUEST, EventKind.NUDGE})
TALKING = frozenset(
    {EventKind.PROPOSE, EventKind.SCHEDULED, EventKind.RESCHEDULED, EventKind.MET, EventKind.REPLY}
)
TOUCHES = ASKS | TALKING | {EventKind.THANKS, EventKind.UPDATE, EventKind.TOUCH}
"""The signs of life in either direction, which R9 and R16 run from."""

SHOWN_REFEREES = frozenset({RefereeState.AGREED, RefereeState.EXPIRED, RefereeState.BRIEFED})


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the derivation: the log line (0 for the fields), and what it did."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Thread:
    """One attempt at a conversation, from the line that opened it; without the log's notes."""

    events: tuple[Event, ...]

    @property
    def began(self) -> date:
        """The day the thread began."""
        return self.events[0].date


@dataclass(frozen=True, slots=True)
class Standing:
    """Where things stand with one contact, and the log lines that say so; no clock in it.

    `since` is the date of the event that led to the stage; None where only fields decide.
    `thread` is the last one, `last_ask` its last request or nudge, and `nudges` counts inside it;
    `last_touch` is the last sign of life in either direction. `steps` are all events but notes,
    with what each did.
    """

    stage: Stage
    since: date | None = None
    thread: Thread | None = None
    threads: tuple[Thread, ...] = ()
    nudges: int = 0
    last_ask: date | None = None
    last_touch: date | None = None
    why: tuple[Reason, ...] = ()
    problems: tuple[Problem, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        """The log without its notes; an everyday word has become the event it stands for."""
        return tuple(step.event for step in self.steps)


def stand(contact: Contact, pack: Pack) -> Standing:
    """Read a contact's fields and log into a standing; of the pack only R16 matters here."""
    fields, reason = _read_fields(contact)
    dormant_weeks = pack.number("R16") if pack.is_on("R16") else None
    steps = tuple(walk(contact.events, fields, dormant_weeks))
    in_threads = _split_threads(steps)
    current = in_threads[-1] if in_threads else ()
    threads = tuple(Thread(tuple(step.event for step in part)) for part in in_threads)
    stage, why = _decide(contact, steps, fields, reason)
    return Standing(
        stage=stage,
        since=None if contact.do_not_contact else _find_since(steps),
        thread=threads[-1] if threads else None,
        threads=threads,
        nudges=sum(step.reminds for step in current),
        last_ask=_find_last(current, ASKS),
        last_touch=_find_last(steps, TOUCHES),
        why=why,
        problems=find_sequence_problems(contact, steps),
        steps=steps,
    )


def _read_fields(contact: Contact) -> tuple[Stage, Reason]:
    """Where the fields alone put somebody: ready with a usable channel and `why_you`."""
    reachable = is_reachable(contact)
    if reachable and contact.why_you:
        return Stage.READY, Reason(0, f"a usable channel and `why_you`, so {Stage.READY}")
    lacking = "no `why_you`" if reachable else "no usable channel"
    return Stage.IDENTIFIED, Reason(0, f"{lacking}, so {Stage.IDENTIFIED}")


def is_reachable(contact: Contact) -> bool:
    """True with an address that is not known to fail, a URL in `links`, or a phone."""
    return bool(
        usable_channels(
            contact.email, contact.links, contact.phone, contact.channels, contact.events
        )
    )


def _decide(
    contact: Contact, steps: Sequence[Step], fields: Stage, reason: Reason
) -> tuple[Stage, tuple[Reason, ...]]:
    """The stage, and what it rests on; a hand-written one counts where the log has no event."""
    if contact.do_not_contact:
        stop = Reason(0, f"`do_not_contact: true`, so {Stage.OFF_LIMITS} whatever the log says")
        return Stage.OFF_LIMITS, (stop,)
    if steps:
        return steps[-1].after, (reason, *_explain(steps))
    if contact.stage is not None:
        sentence = f"`stage: {contact.stage}` written by hand, and no event in the log"
        return contact.stage, (Reason(contact.stage_line, sentence),)
    return fields, (reason,)


def _explain(steps: Sequence[Step]) -> Iterator[Reason]:
    threads = 0
    for step in steps:
        threads += step.begins
        event, row = step.event, find_row(step.event)
        if row is None or not step.moved:
            continue
        said = " ".join(filter(None, (event.kind, event.qualifier)))
        link = "still" if step.after is step.before else "so"
        again = ", in a new thread" if step.begins and threads > 1 else ""
        yield Reason(event.line, f"{event.date} {said}: {row.phrase}, {link} {step.after}{again}")


def _split_threads(steps: Sequence[Step]) -> list[list[Step]]:
    threads: list[list[Step]] = []
    for step in steps:
        if step.begins:
            threads.append([])
        if threads:
            threads[-1].append(step)
    return threads


def _find_since(steps: Sequence[Step]) -> date | None:
    """The day the stage was entered; a first letter after years enters `requested` anew."""
    for step in reversed(steps):
        if step.after is not step.before or (step.asks and step.begins):
            return step.event.date
    return None


def _find_last(steps: Sequence[Step], kinds: frozenset[EventKind]) -> date | None:
    return next((step.event.date for step in reversed(steps) if step.event.kind in kinds), None)


def dormant_on(standing: Standing, pack: Pack) -> date | None:
    """R16: the day from which a contact in touch counts as dormant; None where none will come."""
    touched = standing.last_touch or standing.since
    if standing.stage is not Stage.IN_TOUCH or touched is None or not pack.is_on("R16"):
        return None
    return add_weeks(touched, pack.number("R16"))


def find_badges(contact: Contact, standing: Standing, pack: Pack, today: date) -> tuple[str, ...]:
    """What is shown beside the stage: `referee agreed|expired|briefed`, `dormant`."""
    referee = find_referee(contact.events, today)
    quiet = dormant_on(standing, pack)
    badges = []
    if referee is not None and referee.state in SHOWN_REFEREES:
        badges.append(f"referee {referee.state}")
    if quiet is not None and today >= quiet:
        badges.append("dormant")
    return tuple(badges)
