"""The long run: staying in touch, and telling referrers what became of their referrals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from infoview_md.core.agenda.action import Action, ActionKind
from infoview_md.core.agenda.making import command_for, make_action
from infoview_md.core.clocks import tell_due, touch_due
from infoview_md.core.event import Event, EventKind
from infoview_md.core.links import format_link
from infoview_md.core.model import Contact
from infoview_md.core.outlook import Outlook
from infoview_md.core.stage import Stage
from infoview_md.core.steps import Step

TELLING = frozenset({EventKind.UPDATE, EventKind.THANKS})


def find_keeping(contact: Contact, outlook: Outlook) -> Iterator[Action]:
    """R9: a sign of life by tier; whoever said `later` hears again at the day they named."""
    standing, pack = outlook.standing(contact), outlook.pack_of(contact)
    due = touch_due(standing, contact.tier, pack)
    if due is None:
        return
    if standing.stage is Stage.DEFERRED:
        why = f"they said later on {standing.since}: take it up again (R9)"
        command = command_for(contact, outlook, "letter", "nudge")
    else:
        tier = contact.tier or "C"
        why = f"last touch {standing.last_touch or standing.since}, tier {tier} (R9)"
        command = command_for(contact, outlook, "log", "touch")
    yield make_action(
        ActionKind.STAY_IN_TOUCH, contact, outlook, due=due, rule="R9", why=why, command=command
    )


def find_referrer_debts(referrer: Contact, outlook: Outlook) -> Iterator[Action]:
    """R10: one bundled debt a referrer, for all of their referrals there is news of."""
    news = [
        (person, day)
        for person in outlook.index.referred_by(referrer)
        if not person.is_broken and (day := _find_untold(person, referrer, outlook)) is not None
    ]
    due = tell_due((day for _, day in news), outlook.pack_of(referrer), outlook.days_off(referrer))
    if due is None:
        return
    names = ", ".join(person.name for person, _ in news)
    table = outlook.index.table
    links = ", ".join(format_link(person.path, table) for person, _ in news)
    yield make_action(
        ActionKind.TELL_REFERRER,
        referrer,
        outlook,
        due=due,
        rule="R10",
        why=f"gave you {names}: tell what came of it (R10)",
        command=command_for(referrer, outlook, "log", f"update {links}"),
    )


def _find_untold(person: Contact, referrer: Contact, outlook: Outlook) -> date | None:
    """The day of the first news of a referral that the referrer has not heard.

    On one day the telling counts as the later one. What happened before the `referral` line that
    named the person was no news of a referral.
    """
    log = outlook.standing(referrer).events
    named = [
        event.date
        for event in log
        if event.kind is EventKind.REFERRAL
        and any(outlook.index.resolve(link) == person.path for link in event.links)
    ]
    told = [e.date for e in log if e.kind in TELLING and _is_about(e, person, outlook)]
    since, heard = min(named, default=date.min), max(told, default=date.min)
    news = (step.event.date for step in outlook.standing(person).steps if _is_news(step))
    return min((day for day in news if day >= since and day > heard), default=None)


def _is_news(step: Step) -> bool:
    """`met`, `close`, or a `reply no` that made them decline."""
    if step.event.kind is EventKind.REPLY:
        return step.moved and step.after is Stage.DECLINED
    return step.event.kind in (EventKind.MET, EventKind.CLOSE)


def _is_about(event: Event, person: Contact, outlook: Outlook) -> bool:
    """A line that links the referral, or no person at all (a link to the letter is no person)."""
    people = {
        path
        for link in event.links
        if (path := outlook.index.resolve(link)) in outlook.index.contacts
    }
    return not people or person.path in people
