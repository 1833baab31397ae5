"""The event table: what each event of a log does to a stage."""

from __future__ import annotations

from dataclasses import dataclass, replace

from infoview_md.core.event import UNSETTLED, Event, EventKind
from infoview_md.core.stage import Stage

ANY = frozenset(Stage)
BEFORE_MET = ANY - {Stage.MET, Stage.IN_TOUCH, Stage.OFF_LIMITS}
"""Where an answer still leads to a talk: the stages that lead up to one, and those of a talk that
did not come about. Off limits is no step of the way."""
UNASKED = frozenset({Stage.IDENTIFIED, Stage.READY})
"""Where a contact's fields decide: nothing that was asked still stands."""
NUDGED = UNASKED | {Stage.DEFERRED, Stage.REQUESTED}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table. `target` is None where the contact's fields decide."""

    sources: frozenset[Stage]
    target: Stage | None
    phrase: str


TABLE: dict[tuple[EventKind, str], Row] = {
    (EventKind.REQUEST, ""): Row(ANY, Stage.REQUESTED, "asked"),
    (EventKind.NUDGE, ""): Row(NUDGED, Stage.REQUESTED, "reminded"),
    (EventKind.REPLY, ""): Row(BEFORE_MET, Stage.SCHEDULING, "they answered"),
    (EventKind.REPLY, "yes"): Row(BEFORE_MET, Stage.SCHEDULING, "they said yes"),
    (EventKind.REPLY, "later"): Row(BEFORE_MET, Stage.DEFERRED, "they said later"),
    (EventKind.REPLY, "refer"): Row(BEFORE_MET, Stage.REDIRECTED, "they named someone else"),
    (EventKind.REPLY, "no"): Row(BEFORE_MET, Stage.DECLINED, "they said no"),
    (EventKind.PROPOSE, ""): Row(BEFORE_MET, Stage.SCHEDULING, "times were proposed"),
    (EventKind.BOUNCE, ""): Row(frozenset({Stage.REQUESTED}), None, "the letter came back"),
    (EventKind.SCHEDULED, ""): Row(ANY, Stage.SCHEDULED, "a time is set"),
    (EventKind.RESCHEDULED, ""): Row(ANY, Stage.SCHEDULED, "another time is set"),
    (EventKind.CANCELLED, ""): Row(
        frozenset({Stage.SCHEDULED}), Stage.SCHEDULING, "the talk was called off"
    ),
    (EventKind.NO_SHOW, ""): Row(
        frozenset({Stage.SCHEDULED}), Stage.SCHEDULING, "the talk did not take place"
    ),
    (EventKind.MET, ""): Row(ANY, Stage.MET, "talked"),
    (EventKind.THANKS, ""): Row(frozenset({Stage.MET}), Stage.IN_TOUCH, "thanked"),
    (EventKind.CLOSE, ""): Row(ANY, Stage.SILENT, "let go"),
    (EventKind.REOPEN, ""): Row(ANY, None, "taken up again"),
}
"""Pipeline stages by event and qualifier; `was` says its stage itself, all other events move
nothing."""


def find_row(event: Event) -> Row | None:
    """The row for an event, None for one that moves nothing; an odd qualifier counts as none."""
    if event.kind is EventKind.WAS:
        known = event.qualifier in ANY
        return Row(ANY, Stage(event.qualifier), "where things stood") if known else None
    return TABLE.get((event.kind, event.qualifier)) or TABLE.get((event.kind, ""))


def find_next(event: Event, stage: Stage, fields: Stage) -> Stage | None:
    """Where an event leads from a stage, None where it moves nothing.

    `fields` is `ready` or `identified`, whichever the contact's fields say.
    """
    row = find_row(event)
    if row is None or stage not in row.sources:
        return None
    return row.target or fields


def settle(event: Event, stage: Stage) -> Event:
    """The event with its kind decided, where an everyday word left that open.

    `wrote` is a request where nothing was asked yet, a nudge while requested, else a touch: a word
    that loose never asks anew somebody who already answered.
    """
    if event.word not in UNSETTLED:
        return event
    if stage in UNASKED:
        return replace(event, kind=EventKind.REQUEST)
    return replace(event, kind=EventKind.NUDGE if stage is Stage.REQUESTED else EventKind.TOUCH)
