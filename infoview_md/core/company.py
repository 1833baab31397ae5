"""CompanyStanding: where a company's round of asking stands (the 3B7 clock)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from infoview_md.core.clocks import is_spent
from infoview_md.core.colleague import Colleague, Opening, find_last_approach, find_openings
from infoview_md.core.model import Company, Contact
from infoview_md.core.next_person import find_advocacy, find_next_best
from infoview_md.core.pack import Pack
from infoview_md.core.pipeline import Reason
from infoview_md.core.stage import Stage
from infoview_md.core.workdays import DaysOff, add_workdays

__all__ = ["Colleague", "CompanyStanding", "CompanyState", "stand_company"]

GIVEN_UP = frozenset({Stage.DECLINED, Stage.REDIRECTED, Stage.SILENT})
WAITED_FOR = frozenset({Stage.REQUESTED, Stage.DEFERRED})


class CompanyState(StrEnum):
    """Where the round of asking stands in one company."""

    UNTOUCHED = "untouched"
    ASKING = "asking"
    COVERED = "covered"
    EXHAUSTED = "exhausted"


@dataclass(frozen=True, slots=True)
class CompanyStanding:
    """A company's state, and when and whom to ask next.

    `ask_next` is the day "ask someone else" falls due (None unless asking), `next_best` the
    person to ask then (while untouched, to ask first), `booster` the one who ended the round,
    `latest_request` the day of the latest first letter there. `why` has no lines: they are those
    of several notes, so its sentences name the people.
    """

    state: CompanyState
    booster: Contact | None = None
    latest_request: date | None = None
    ask_next: date | None = None
    next_best: Contact | None = None
    advocacy: float = 0
    why: tuple[Reason, ...] = ()


def stand_company(
    company: Company, people: Sequence[Colleague], pack: Pack, off: DaysOff, today: date
) -> CompanyStanding:
    """Read the standings of a company's people into one of the company; off-limits never count.

    `off` are the company's days off, by which R1 (and R2, for whoever was asked in vain) counts.
    """
    counted = [person for person in people if person.standing.stage is not Stage.OFF_LIMITS]
    latest = _find_latest(counted)
    standing = replace(
        _find_state(counted, pack, off, today),
        latest_request=latest[0].asked if latest else None,
        advocacy=find_advocacy(company, counted),
    )
    if standing.state in (CompanyState.ASKING, CompanyState.UNTOUCHED):
        standing = replace(standing, next_best=find_next_best(counted, today))
    if standing.state is CompanyState.ASKING and latest and pack.is_on("R1"):
        due, reason = max(
            (_find_due(opening, pack, off) for opening in latest), key=lambda found: found[0]
        )
        standing = replace(standing, ask_next=due, why=(*standing.why, reason))
    return standing


def _find_state(
    people: Sequence[Colleague], pack: Pack, off: DaysOff, today: date
) -> CompanyStanding:
    """The first of the four states that fits."""
    if booster := _find_booster(people):
        standing = booster.standing
        since = f" since {standing.since}" if standing.since else ""
        why = f"{booster.contact.name} is {standing.stage}{since}, so {CompanyState.COVERED}"
        return _make(CompanyState.COVERED, why, booster.contact)
    if why := _explain_exhausted(people, pack, off, today):
        return _make(CompanyState.EXHAUSTED, f"{why}, so {CompanyState.EXHAUSTED}")
    ended = max((day for person in people if (day := person.boosted)), default=None)
    asked = [person.contact.name for person in people if person.asked_since(ended)]
    after = f" since the last booster, {ended}" if ended else ""
    if asked:
        verb = "was" if len(asked) == 1 else "were"
        why = f"{', '.join(asked)} {verb} asked{after}, so {CompanyState.ASKING}"
        return _make(CompanyState.ASKING, why)
    return _make(CompanyState.UNTOUCHED, f"nobody was asked{after}, so {CompanyState.UNTOUCHED}")


def _make(state: CompanyState, sentence: str, booster: Contact | None = None) -> CompanyStanding:
    return CompanyStanding(state, booster, why=(Reason(0, sentence),))


def _find_booster(people: Sequence[Colleague]) -> Colleague | None:
    """The first to cover the company; a day that no log knows is taken for the earliest."""
    boosting = [person for person in people if person.is_boosting]
    return min(
        boosting, key=lambda p: (p.boosted or date.min, p.contact.name.casefold()), default=None
    )


def _explain_exhausted(people: Sequence[Colleague], pack: Pack, off: DaysOff, today: date) -> str:
    """Why nobody is left to ask or to wait for; empty where somebody is."""
    asked = [person for person in people if person.was_asked]
    if not asked:
        return ""
    # Who was asked without a channel in the note was reached somehow, and may still answer.
    left = [
        person
        for person in people
        if (person.is_reachable or person.standing.stage in WAITED_FOR)
        and person.standing.stage not in GIVEN_UP
        and not is_spent(person.standing, pack, off, today)
    ]
    if all(person.has_bounced for person in asked):
        # Who bounced may have a second address, but somebody else comes first.
        unasked = [person for person in left if not person.was_asked]
        return "" if unasked else "all letters came back"
    return "" if left else "everyone declined, named another, fell silent or was asked in vain"


def _find_latest(people: Sequence[Colleague]) -> list[Opening]:
    """The first letters of the latest day on which any was sent.

    Where no log holds one, but only what must have followed, that stands for it.
    """
    openings = [opening for person in people for opening in find_openings(person)]
    openings = openings or [
        Opening(person.contact, day) for person in people if (day := find_last_approach(person))
    ]
    latest = max((opening.asked for opening in openings), default=None)
    return [opening for opening in openings if opening.asked == latest]


def _find_due(opening: Opening, pack: Pack, off: DaysOff) -> tuple[date, Reason]:
    """When somebody else may be asked: after R1, or at once after a no or a bounce."""
    name, days = opening.who.name, pack.number("R1")
    silence = add_workdays(opening.asked, days, off)
    if opening.released is not None and opening.released < silence:
        sentence = f"{name} said no or could not be reached on {opening.released}, so ask at once"
        return opening.released, Reason(0, sentence)
    sentence = f"{name} was asked on {opening.asked}: {days} business days (R1) end on {silence}"
    return silence, Reason(0, sentence)
