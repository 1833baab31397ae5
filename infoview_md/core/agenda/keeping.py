"""The long run: staying in touch, and telling referrers what became of their referrals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from infoview_md.core.agenda.action import Action, ActionKind
from infoview_md.core.agenda.making import command_for, make_action
from infoview_md.core.clocks import tell_due, touch_due
from infoview_md.core.event import Event, EventKind
from infoview_md.core.links import format_link, parse_link
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
        command = command_for(contact, outlook, "letter", "touch")
    yield make_action(
        ActionKind.STAY_IN_TOUCH, contact, outlook, due=due, rule="R9", why=why, command=command
    )


@dataclass(frozen=True, slots=True)
class News:
    """What a referrer has not heard of somebody they named: the letter that tells it, since when.

    `is_debt` marks what R10 asks to be told; that one wrote to them may be told, too.
    """

    word: str
    day: date
    is_debt: bool


def find_referrer_debts(referrer: Contact, outlook: Outlook) -> Iterator[Action]:
    """R10: one bundled debt a referrer, for all of their referrals there is news of."""
    debts = [(person, news) for person, news in find_news(referrer, outlook) if news.is_debt]
    due = tell_due(
        (news.day for _, news in debts), outlook.pack_of(referrer), outlook.days_off(referrer)
    )
    if due is None:
        return
    names = ", ".join(person.name for person, _ in debts)
    # By the name that a link has: what is ticked in Today.md is logged with these links.
    links = (parse_link(format_link(person.path, outlook.index.table)) for person, _ in debts)
    about = (word for link in links if link for word in ("--about", link.target))
    yield make_action(
        ActionKind.TELL_REFERRER,
        referrer,
        outlook,
        due=due,
        rule="R10",
        why=f"gave you {names}: tell what came of it (R10)",
        command=command_for(referrer, outlook, "letter", debts[0][1].word, *about),
    )


def find_news(referrer: Contact, outlook: Outlook) -> tuple[tuple[Contact, News], ...]:
    """The referrals of somebody of whom there is news that they have not heard.

    What is owed makes one letter: where there was a talk with one of them, `update-met` tells of
    those who could not be reached as well.
    """
    known = [
        (person, news)
        for person in outlook.index.referred_by(referrer)
        if not person.is_broken and (news := _find_untold(person, referrer, outlook)) is not None
    ]
    is_met = any(news.word == "update-met" for _, news in known)
    return tuple(
        (person, replace(news, word="update-met") if news.is_debt and is_met else news)
        for person, news in known
    )


def _find_untold(person: Contact, referrer: Contact, outlook: Outlook) -> News | None:
    """The first news of a referral that the referrer has not heard: a debt before any other.

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
    steps = [
        step
        for step in outlook.standing(person).steps
        if step.event.date >= since and step.event.date > heard
    ]
    debts = [step.event for step in steps if _is_news(step)]
    if debts:
        is_met = any(event.kind is EventKind.MET for event in debts)
        word = "update-met" if is_met else "update-unreached"
        return News(word, min(event.date for event in debts), True)
    asked = min((step.event.date for step in steps if step.asks), default=None)
    return News("update-wrote", asked, False) if asked else None


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
