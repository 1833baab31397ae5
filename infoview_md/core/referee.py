"""Referee: what somebody agreed to say of the owner, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from infoview_md.core.event import Event, EventKind


class RefereeState(StrEnum):
    """How far a reference has come."""

    ASKED = "asked"
    AGREED = "agreed"
    BRIEFED = "briefed"
    DECLINED = "declined"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Referee:
    """What the `reference` lines of a log come to: `scope` is what for, in the person's words.

    `agreed` is the day of the agreement and `until` its last day; None where it has no end.
    """

    state: RefereeState
    scope: str = ""
    agreed: date | None = None
    until: date | None = None


AGREEING = frozenset({RefereeState.AGREED, RefereeState.BRIEFED})


def find_referee(events: Iterable[Event], today: date) -> Referee | None:
    """What the `reference` lines of a log come to today; None where there are none.

    Every `agreed` is an agreement of its own, to be briefed anew; asking again does not undo one.
    """
    referee: Referee | None = None
    for event in events:
        if event.kind is EventKind.REFERENCE:
            referee = _take(referee, event)
    is_over = referee and referee.state in AGREEING and referee.until and referee.until < today
    return replace(referee, state=RefereeState.EXPIRED) if referee and is_over else referee


def _take(referee: Referee | None, event: Event) -> Referee | None:
    has_agreed = referee is not None and referee.state in AGREEING
    match event.qualifier:
        case "agreed":
            return Referee(RefereeState.AGREED, event.text, event.date, event.until)
        case "declined":
            return Referee(RefereeState.DECLINED)
        case "asked" if not has_agreed:
            return Referee(RefereeState.ASKED)
        case "briefed" if referee is not None and has_agreed:
            return replace(referee, state=RefereeState.BRIEFED)
    return referee
