"""Clocks: the day on which each timing rule falls due, from a standing and a pack.

Every function gives None where its clock does not run: the stage is another, the date it would run
from is not known, or the pack sets the rule's level to `off`. R16 is `pipeline.dormant_on`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from infoview_md.core.event import Event, EventKind
from infoview_md.core.pack import Pack
from infoview_md.core.pipeline import Standing
from infoview_md.core.stage import Stage
from infoview_md.core.workdays import DaysOff, add_days, add_weeks, add_workdays

MINE = frozenset(
    {
        EventKind.REQUEST,
        EventKind.NUDGE,
        EventKind.THANKS,
        EventKind.UPDATE,
        EventKind.TOUCH,
        EventKind.PROPOSE,
        EventKind.SCHEDULED,
        EventKind.RESCHEDULED,
        EventKind.CANCELLED,
        EventKind.MET,
        EventKind.CLOSE,
        EventKind.REOPEN,
    }
)
"""The events that answer a reply: I wrote, or the talk was arranged, held or given up."""
THANKED = frozenset({EventKind.THANKS, EventKind.CLOSE, EventKind.REOPEN, EventKind.WAS})


# -- waiting for an answer -------------------------------------------------------------------------


def nudge_due(standing: Standing, pack: Pack, off: DaysOff) -> date | None:
    """R2: when to remind somebody who does not answer; None where R3 allows no more nudges."""
    return None if is_capped(standing, pack) else _silence_over(standing, pack, off)


def let_go_due(standing: Standing, pack: Pack, off: DaysOff) -> date | None:
    """R3, R2: when the last nudge has had its silence, and closing kindly is all that is left."""
    return _silence_over(standing, pack, off) if is_capped(standing, pack) else None


def is_spent(standing: Standing, pack: Pack, off: DaysOff, today: date) -> bool:
    """R3, R2: as many nudges as the pack allows, and the silence after the last one past."""
    due = let_go_due(standing, pack, off)
    return due is not None and today > due


def is_capped(standing: Standing, pack: Pack) -> bool:
    """R3: whether they were reminded as often as the pack allows."""
    return pack.is_on("R3") and standing.nudges >= pack.number("R3")


def _silence_over(standing: Standing, pack: Pack, off: DaysOff) -> date | None:
    asked = standing.last_ask or standing.since
    if standing.stage is not Stage.REQUESTED or asked is None or not pack.is_on("R2"):
        return None
    return add_workdays(asked, pack.number("R2"), off)


def answer_due(standing: Standing, pack: Pack, off: DaysOff) -> date | None:
    """R14: when to answer their last reply; None where a line of mine stands below it."""
    reply = find_unanswered(standing)
    return (
        add_workdays(reply.date, pack.number("R14"), off) if reply and pack.is_on("R14") else None
    )


def find_unanswered(standing: Standing) -> Event | None:
    """The last reply, if I have not done anything since."""
    if standing.stage is Stage.OFF_LIMITS:
        return None
    kinds = MINE | {EventKind.REPLY, EventKind.WAS}
    last = next((event for event in reversed(standing.events) if event.kind in kinds), None)
    return last if last and last.kind is EventKind.REPLY else None


# -- around a talk ---------------------------------------------------------------------------------


def confirm_due(day: date, pack: Pack, off: DaysOff) -> date | None:
    """R6: when to confirm a meeting on `day`; the business days count back from it."""
    return add_workdays(day, -pack.number("R6"), off) if pack.is_on("R6") else None


def debrief_due(day: date, pack: Pack) -> date | None:
    """R7: when to write down what was learned on `day`."""
    return add_days(day, pack.number("R7")) if pack.is_on("R7") else None


def thanks_due(standing: Standing, pack: Pack) -> date | None:
    """R8: when to thank for the oldest talk that was not thanked for."""
    met = _find_unthanked(standing)
    return add_days(met, pack.number("R8")) if met and pack.is_on("R8") else None


def thanks_late(standing: Standing, pack: Pack) -> date | None:
    """R8: the last day on which the thank-you is not late yet; None where the pack has no limit."""
    met, limit = _find_unthanked(standing), pack.rules["R8"].warn if "R8" in pack.rules else None
    return add_days(met, limit) if met and limit is not None and pack.is_on("R8") else None


def _find_unthanked(standing: Standing) -> date | None:
    """The day of the first talk since I last thanked, let go, or took up again."""
    met: date | None = None
    for step in standing.steps:
        if step.event.kind in THANKED:
            met = None
        is_met = step.event.kind is EventKind.MET or (
            step.event.kind is EventKind.WAS and step.after is Stage.MET
        )
        if is_met and met is None:
            met = step.event.date
    return None if standing.stage is Stage.OFF_LIMITS else met


def ask_after_due(day: date, pack: Pack) -> date | None:
    """R11: when to ask after an undated promise that was made on `day`."""
    return add_days(day, pack.number("R11")) if pack.is_on("R11") else None


def tell_due(days: Iterable[date], pack: Pack, off: DaysOff) -> date | None:
    """R10: when a referrer hears of their referrals, bundled: `days` are those of what to tell."""
    first = min(days, default=None)
    return add_workdays(first, pack.number("R10"), off) if first and pack.is_on("R10") else None


# -- for the long run ------------------------------------------------------------------------------


def touch_due(standing: Standing, tier: str, pack: Pack) -> date | None:
    """R9: when a sign of life falls due, by tier.

    Who said `later` is due at their `until`, or where they gave none, like tier A.
    """
    touched = standing.last_touch or standing.since
    if standing.stage is Stage.DEFERRED:
        until, tier = _find_until(standing.events), "A"
    elif standing.stage is Stage.IN_TOUCH:
        until = None
    else:
        return None
    if until is not None or touched is None or not pack.is_on("R9"):
        return until
    return add_weeks(touched, pack.weeks(tier))


def _find_until(events: Iterable[Event]) -> date | None:
    """The day that the last `reply later` asks to wait for."""
    later = [e for e in events if e.kind is EventKind.REPLY and e.qualifier == "later"]
    return later[-1].until if later else None
