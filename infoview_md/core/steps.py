"""Step: one event of a log, where it found things and where it left them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from infoview_md.core.event import UNSETTLED, Event, EventKind
from infoview_md.core.stage import Stage
from infoview_md.core.transitions import UNASKED, find_next, settle
from infoview_md.core.workdays import add_weeks

OPENERS = frozenset({EventKind.REQUEST, EventKind.MET, EventKind.SCHEDULED, EventKind.PROPOSE})
ENDED = UNASKED | {Stage.DECLINED, Stage.REDIRECTED, Stage.SILENT, Stage.IN_TOUCH}
"""Where no thread is under way, so that leaving it begins one."""
FIRST_WORDS = OPENERS | {EventKind.NUDGE, EventKind.REPLY, EventKind.RESCHEDULED}
HOLDERS = frozenset({EventKind.BOUNCE, EventKind.REOPEN})
"""What leads back to `ready` or `identified` without ending the thread."""


@dataclass(frozen=True, slots=True)
class Step:
    """One event, its kind settled, with the stage before and after it.

    `moved`: the event table has a row for it here, even if to the same stage. `begins`: it opens a
    thread. `reminds`: it is a nudge, or a request that counts as one.
    """

    event: Event
    before: Stage
    after: Stage
    moved: bool = False
    begins: bool = False
    reminds: bool = False

    @property
    def asks(self) -> bool:
        """True for a request that is no reminder."""
        return self.event.kind is EventKind.REQUEST and not self.reminds


def walk(events: Iterable[Event], fields: Stage, dormant_weeks: int | None) -> Iterator[Step]:
    """Take the events of a log one after the other, in the order in which they count.

    `fields` is where the contact's fields put them; a request more than `dormant_weeks` (R16) after
    the last event begins anew. Notes are no steps: they say nothing about where things stand.
    """
    at = _Position(fields)
    for raw in events:
        if raw.kind is EventKind.NOTE:
            continue
        step = _take(settle(raw, at.stage), at, fields, dormant_weeks)
        at = at.after(step)
        yield step


@dataclass(frozen=True, slots=True)
class _Position:
    """Where the walk stands: `held` means that a thread goes on although fields decide."""

    stage: Stage
    last: Event | None = None
    has_thread: bool = False
    held: bool = False

    def after(self, step: Step) -> _Position:
        has_thread = self.has_thread or step.begins
        held = step.event.kind in HOLDERS if step.moved else self.held
        return _Position(step.after, step.event, has_thread, held)


def _take(event: Event, at: _Position, fields: Stage, dormant_weeks: int | None) -> Step:
    target = find_next(event, at.stage, fields)
    after = at.stage if target is None else target
    is_anew = _is_anew(event, at, dormant_weeks)
    reminds = event.kind is EventKind.NUDGE or (
        event.kind is EventKind.REQUEST and at.stage is Stage.REQUESTED and not is_anew
    )
    begins = target is not None and (is_anew or _begins_thread(event.kind, at))
    return Step(event, at.stage, after, target is not None, begins, reminds)


def _is_anew(event: Event, at: _Position, dormant_weeks: int | None) -> bool:
    """A request so long after the last event that it is a first one again."""
    if event.kind is not EventKind.REQUEST or at.last is None or dormant_weeks is None:
        return False
    if event.word in UNSETTLED and at.has_thread:
        return False
    return event.date > add_weeks(at.last.date, dormant_weeks)


def _begins_thread(kind: EventKind, at: _Position) -> bool:
    """Whether an event that moves something does so in a thread of its own."""
    if kind is EventKind.REOPEN:
        return True
    if not at.has_thread:
        # There is none to go on with: the log began with a `was`, or with a time set elsewhere.
        return kind in FIRST_WORDS
    if at.held:
        return False
    if at.stage in UNASKED and kind in (EventKind.NUDGE, EventKind.REPLY):
        return True
    return kind in OPENERS and at.stage in ENDED
