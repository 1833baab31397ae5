"""Who to ask next in a company, and how much its people would speak for the owner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from infoview_md.core.colleague import Colleague
from infoview_md.core.folding import fold
from infoview_md.core.model import CLOSE_TIES, Company, Contact, Tie
from infoview_md.core.stage import Stage
from infoview_md.core.transitions import UNASKED

CLOSENESS = {
    Tie.FRIEND: 0,
    Tie.COLLEAGUE: 0,
    Tie.REFERRED: 1,
    Tie.ALUMNI: 2,
    Tie.WEAK: 3,
    Tie.DORMANT: 3,
    Tie.STRANGER: 4,
}
"""Referred before alumni before weak and dormant before strangers; who needs no introduction at
all comes first."""

KNOWN_TIES = frozenset({Tie.ALUMNI, Tie.REFERRED, Tie.DORMANT, Tie.WEAK})


def find_next_best(people: Sequence[Colleague], today: date) -> Contact | None:
    """The person to ask next: by usable channel, tie, `why_you`, and name.

    Not who was asked already, is snoozed, has no address left that works, or whose note is broken,
    so that a stop sign may be lost in it.
    """
    open_ones = [person for person in people if _may_be_asked(person, today)]
    return min(open_ones, key=_preference).contact if open_ones else None


def _may_be_asked(person: Colleague, today: date) -> bool:
    contact = person.contact
    is_snoozed = contact.not_before is not None and contact.not_before > today
    is_lost = person.has_bounced and not person.is_reachable
    return person.standing.stage in UNASKED and not (is_snoozed or is_lost or contact.is_broken)


def _preference(person: Colleague) -> tuple[bool, int, bool, str, str]:
    contact = person.contact
    return (
        not person.is_reachable,
        CLOSENESS[contact.effective_tie],
        not contact.why_you,
        fold(contact.name),
        str(contact.path),
    )


def find_advocacy(company: Company, people: Sequence[Colleague]) -> float:
    """The LAMP list's advocacy, 0–3: as set, else by how well people there are known.

    3 for somebody in touch, a friend or a colleague; 2 for alumni, referred, dormant or weak ties
    with a usable channel; 1 for anyone, 0 for nobody.
    """
    if company.advocacy is not None:
        return company.advocacy
    return max(map(_rate, people), default=0)


def _rate(person: Colleague) -> int:
    tie = person.contact.effective_tie
    if person.standing.stage is Stage.IN_TOUCH or tie in CLOSE_TIES:
        return 3
    return 2 if tie in KNOWN_TIES and person.is_reachable else 1
