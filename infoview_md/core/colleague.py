"""Colleague: one person of a company: whether they were asked, answered, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from infoview_md.core.event import EventKind
from infoview_md.core.model import Contact
from infoview_md.core.pipeline import ASKS, Standing, is_reachable
from infoview_md.core.stage import Stage
from infoview_md.core.steps import Step
from infoview_md.core.transitions import UNASKED

BOOSTING = frozenset({Stage.SCHEDULING, Stage.SCHEDULED, Stage.MET, Stage.IN_TOUCH})
"""The stages of somebody through whom a company is covered."""
APPROACHED = frozenset(
    {Stage.REQUESTED, Stage.DEFERRED, Stage.REDIRECTED, Stage.DECLINED, Stage.SILENT}
)
"""The stages that nobody reaches unasked, where a hand-written stage or a `was` says no more."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """One person of a company, with their standing."""

    contact: Contact
    standing: Standing

    @property
    def is_boosting(self) -> bool:
        """True while the company is covered through this person."""
        return self.standing.stage in BOOSTING

    @property
    def boosted(self) -> date | None:
        """The day this person last began to cover the company; None for never, or a day unknown."""
        at = self._find_boost()
        return None if at is None else self.standing.steps[at].event.date

    @property
    def was_asked(self) -> bool:
        """True for anybody who was ever asked, as far as log or field tell."""
        steps = self.standing.steps
        return any(map(_is_approach, steps)) if steps else self.standing.stage in APPROACHED

    @property
    def has_bounced(self) -> bool:
        """True where the last thing that mattered is that the letter came back."""
        moves = (step for step in reversed(self.standing.steps) if step.moved)
        last = next(moves, None)
        return last is not None and last.event.kind is EventKind.BOUNCE

    @property
    def is_reachable(self) -> bool:
        """True with a usable channel."""
        return is_reachable(self.contact)

    def asked_since(self, day: date | None) -> bool:
        """True where this person was asked on that day or later, and has not boosted since.

        None for the day asks for ever: no booster yet.
        """
        if day is None:
            return self.was_asked
        boost = self._find_boost()
        later = self.standing.steps[0 if boost is None else boost + 1 :]
        return any(_is_approach(step) and step.event.date >= day for step in later)

    def _find_boost(self) -> int | None:
        """Which step last led to covering the company."""
        boosts = [
            at
            for at, step in enumerate(self.standing.steps)
            if step.after in BOOSTING and step.before not in BOOSTING
        ]
        return boosts[-1] if boosts else None


def _is_approach(step: Step) -> bool:
    match step.event.kind:
        case EventKind.WAS:
            return step.after in APPROACHED
        case EventKind.REPLY:
            return step.begins  # they answer what the log does not hold
        case kind:
            return kind in ASKS and step.moved


@dataclass(frozen=True, slots=True)
class Opening:
    """A first letter to somebody: a request that began a thread, or took up one put off.

    `released` is the day on which a `reply no` or a bounce put an end to the waiting.
    """

    who: Contact
    asked: date
    released: date | None = None


def find_openings(colleague: Colleague) -> list[Opening]:
    """The first letters to somebody, in order.

    A nudge never is one; where a log begins with a nudge, the letter before it has no date.
    """
    openings: list[Opening] = []
    for step, opens in _mark_openings(colleague.standing.steps):
        if opens:
            openings.append(Opening(colleague.contact, step.event.date))
        elif openings and openings[-1].released is None and _releases(step):
            last = openings[-1]
            openings[-1] = Opening(last.who, last.asked, step.event.date)
    return openings


def find_last_approach(colleague: Colleague) -> date | None:
    """The last day on which somebody was asked in any way, as far as the log tells."""
    asked = filter(_is_approach, reversed(colleague.standing.steps))
    return next((step.event.date for step in asked), None)


def _mark_openings(steps: tuple[Step, ...]) -> Iterator[tuple[Step, bool]]:
    """Each step, and whether it is a first letter.

    That is a request from where nothing asked still stands, and the first one of a thread that
    began otherwise, say with a talk.
    """
    asked = False
    for step in steps:
        asked = asked and not step.begins
        is_first = not asked or step.before is Stage.DEFERRED or step.before in UNASKED
        yield step, step.asks and is_first
        asked = asked or step.event.kind in ASKS


def _releases(step: Step) -> bool:
    event = step.event
    is_no = event.kind is EventKind.REPLY and event.qualifier == "no"
    return step.moved and (is_no or event.kind is EventKind.BOUNCE)
