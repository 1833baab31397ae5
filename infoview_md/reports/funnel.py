"""Funnel: of everyone who was asked, how many answered, met, were thanked, are in touch."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from statistics import median

from infoview_md.core.facts import Fact
from infoview_md.core.log import Event, EventKind
from infoview_md.core.model import Contact
from infoview_md.core.outlook import Outlook
from infoview_md.core.stage import Stage
from infoview_md.core.workdays import add_weeks
from infoview_md.reports.intervals import Share, make_share

ASKS = frozenset({EventKind.REQUEST, EventKind.NUDGE})
ANSWERS = frozenset(
    {
        EventKind.REPLY,
        EventKind.PROPOSE,
        EventKind.SCHEDULED,
        EventKind.RESCHEDULED,
        EventKind.MET,
    }
)
# Where a log that began later says that things stood: who was there had been asked before.
WAS_ASKED = frozenset({Stage.REQUESTED, Stage.SILENT})
WAS_ANSWERED = frozenset(
    {Stage.SCHEDULING, Stage.SCHEDULED, Stage.DEFERRED, Stage.REDIRECTED, Stage.DECLINED}
)
WAS_MET = frozenset({Stage.MET})


class Milestone(StrEnum):
    """How far a request has led, one after the other."""

    ASKED = "asked"
    ANSWERED = "answered"
    MET = "met"
    THANKED = "thanked"
    IN_TOUCH = "in touch"


@dataclass(frozen=True, slots=True)
class Journey:
    """What became of asking one person: the milestones, and the calendar days to the answer.

    `asked` is the day of the ask that an answer is waited for, `is_undated` says that the log does
    not know it. `days` is None where nobody answered, or for an undated ask.
    """

    reached: frozenset[Milestone] = frozenset()
    asked: date | None = None
    is_undated: bool = False
    days: int | None = None


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """One milestone: how many reached it, out of those who reached the one before and of all."""

    milestone: Milestone
    count: int
    of_previous: Share
    of_asked: Share


@dataclass(frozen=True, slots=True)
class Funnel:
    """The milestones in order, and how long answers took."""

    steps: tuple[FunnelStep, ...]
    median_days: float | None
    answers_timed: int


JOURNEY = "journey"


def find_journey(contact: Contact, outlook: Outlook, since: date | None = None) -> Iterator[Fact]:
    """How far asking this person has led, if they were ever asked."""
    journey = read_journey(contact, outlook, since)
    if Milestone.ASKED in journey.reached:
        yield Fact(JOURNEY, text=json.dumps([sorted(journey.reached), journey.days]))


def build_funnel(journeys: Mapping[str, int]) -> Funnel:
    """Count everyone who was ever asked, by their logs and not by where they stand now.

    `journeys` says how often there is each that `find_journey` found.
    """
    reached: Counter[str] = Counter()
    days: list[int] = []
    for text, count in journeys.items():
        milestones, waited = json.loads(text)
        reached.update(dict.fromkeys(milestones, count))
        days += [waited] * count if waited is not None else []
    return Funnel(tuple(_make_steps(reached)), float(median(days)) if days else None, len(days))


def _make_steps(reached: Mapping[str, int]) -> Iterator[FunnelStep]:
    asked = previous = reached.get(Milestone.ASKED, 0)
    for milestone in Milestone:
        count = reached.get(milestone, 0)
        yield FunnelStep(milestone, count, make_share(count, previous), make_share(count, asked))
        previous = count


def read_journey(contact: Contact, outlook: Outlook, since: date | None = None) -> Journey:
    """How far asking this person has led; no milestone counts without the one before it."""
    journey = Journey() if since is not None else _read_beginning(contact)
    for number, thread in enumerate(outlook.standing(contact).threads):
        if since is not None and thread.began < since:
            continue
        if number:  # the second round is waited for anew
            journey = replace(journey, asked=None, is_undated=False)
        for event in thread.events:
            journey = _follow(journey, event)
    if Milestone.THANKED in journey.reached and _is_in_touch(contact, outlook):
        return replace(journey, reached=journey.reached | {Milestone.IN_TOUCH})
    return journey


def _read_beginning(contact: Contact) -> Journey:
    """What a `was STAGE` line says about the time before the log; its days nobody noted."""
    words = {event.qualifier for event in contact.events if event.kind is EventKind.WAS}
    reached: set[Milestone] = set()
    if words & (WAS_ASKED | WAS_ANSWERED | WAS_MET):
        reached.add(Milestone.ASKED)
    if words & (WAS_ANSWERED | WAS_MET):
        reached.add(Milestone.ANSWERED)
    if words & WAS_MET:
        reached.add(Milestone.MET)
    return Journey(frozenset(reached), is_undated=bool(reached))


def _follow(journey: Journey, event: Event) -> Journey:
    """The journey after one more event."""
    reached, kind = journey.reached, event.kind
    if kind in ASKS and journey.asked is None and not journey.is_undated:
        return replace(journey, reached=reached | {Milestone.ASKED}, asked=event.date)
    if kind in ANSWERS and Milestone.ASKED in reached:
        gained = (
            {Milestone.ANSWERED, Milestone.MET} if kind is EventKind.MET else {Milestone.ANSWERED}
        )
        days = journey.days
        if Milestone.ANSWERED not in reached and journey.asked is not None:
            days = (event.date - journey.asked).days
        return replace(journey, reached=reached | gained, days=days)
    if kind is EventKind.THANKS and Milestone.MET in reached:
        return replace(journey, reached=reached | {Milestone.THANKED})
    return journey


def _is_in_touch(contact: Contact, outlook: Outlook) -> bool:
    """True for a sign of life within R16, where nobody has let go."""
    standing = outlook.standing(contact)
    if standing.stage in (Stage.SILENT, Stage.OFF_LIMITS) or standing.last_touch is None:
        return False
    weeks = outlook.pack_of(contact).number("R16")
    return add_weeks(standing.last_touch, weeks) >= outlook.today
