"""kinds_for(): which letters make sense for a contact as things stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from infoview_md.core.agenda.keeping import find_news
from infoview_md.core.clocks import find_unanswered, is_capped
from infoview_md.core.event import EventKind
from infoview_md.core.letter_kind import BY_WORD
from infoview_md.core.model import CLOSE_TIES, Contact, Tie
from infoview_md.core.outlook import Outlook
from infoview_md.core.referee import AGREEING, find_referee
from infoview_md.core.stage import Stage
from infoview_md.letters.occasion import find_next_talk

TALKED = frozenset({Stage.MET, Stage.IN_TOUCH})
ASKABLE = frozenset({Stage.IDENTIFIED, Stage.READY, Stage.IN_TOUCH, Stage.SILENT, Stage.DEFERRED})


def kinds_for(contact: Contact, outlook: Outlook) -> tuple[str, ...]:
    """The words of the letters that make sense for a contact, in the order of the table.

    Who is off limits gets none. That a letter makes sense says nothing about whether it is due.
    """
    if contact.do_not_contact or contact.is_broken:
        return ()
    fits = (word for word in BY_WORD if word in FITTING and FITTING[word](contact, outlook))
    return tuple(fits)


def _stage(contact: Contact, outlook: Outlook) -> Stage:
    return outlook.standing(contact).stage


def _has_talked(contact: Contact, outlook: Outlook) -> bool:
    has_met = any(event.kind is EventKind.MET for event in contact.events)
    return has_met or (contact.tie in CLOSE_TIES and _stage(contact, outlook) in TALKED)


def _may_be_asked(contact: Contact, outlook: Outlook) -> bool:
    return _stage(contact, outlook) in ASKABLE and not _has_talked(contact, outlook)


def _may_hand_over(contact: Contact, outlook: Outlook) -> bool:
    """Somebody else at their company was asked."""
    company = outlook.index.company_of(contact)
    people = outlook.index.people_of(company) if company else ()
    asked = any(
        _stage(one, outlook) in (Stage.REQUESTED, Stage.SILENT)
        for one in people
        if one.path != contact.path
    )
    is_new = _stage(contact, outlook) in (Stage.IDENTIFIED, Stage.READY)
    return asked and is_new and contact.effective_tie is Tie.STRANGER


def _replied(qualifier: str) -> Callable[[Contact, Outlook], bool]:
    def fits(contact: Contact, outlook: Outlook) -> bool:
        reply = find_unanswered(outlook.standing(contact))
        return reply is not None and reply.qualifier == qualifier

    return fits


def _has_news(word: str) -> Callable[[Contact, Outlook], bool]:
    def fits(contact: Contact, outlook: Outlook) -> bool:
        return any(news.word == word for _, news in find_news(contact, outlook))

    return fits


def _was_met_in_this_thread(contact: Contact, outlook: Outlook) -> bool:
    thread = outlook.standing(contact).thread
    return thread is not None and any(event.kind is EventKind.MET for event in thread.events)


def _is_referee(contact: Contact, outlook: Outlook) -> bool:
    referee = find_referee(contact.events, outlook.today)
    return referee is not None and referee.state in AGREEING


def _is_waiting(contact: Contact, outlook: Outlook) -> bool:
    return _stage(contact, outlook) in (Stage.REQUESTED, Stage.SCHEDULING)


def _has_talk_ahead(contact: Contact, outlook: Outlook) -> bool:
    return find_next_talk(contact, outlook) is not None


def _is_in_touch(contact: Contact, outlook: Outlook) -> bool:
    return _stage(contact, outlook) is Stage.IN_TOUCH


def _may_remind(contact: Contact, outlook: Outlook) -> bool:
    if is_capped(outlook.standing(contact), outlook.pack_of(contact)):
        return False
    return _is_waiting(contact, outlook) or _stage(contact, outlook) is Stage.DEFERRED


FITTING: Mapping[str, Callable[[Contact, Outlook], bool]] = {
    "request": _may_be_asked,
    "hand-over": _may_hand_over,
    "nudge": _may_remind,
    "answer": lambda contact, outlook: _stage(contact, outlook) is Stage.SCHEDULING,
    "answer-no": _replied("no"),
    "answer-later": _replied("later"),
    "answer-refer": _replied("refer"),
    "confirm": _has_talk_ahead,
    "reschedule": _has_talk_ahead,
    "cancel": _has_talk_ahead,
    "thanks": _was_met_in_this_thread,
    "update": _is_in_touch,
    "update-wrote": _has_news("update-wrote"),
    "update-met": _has_news("update-met"),
    "update-unreached": _has_news("update-unreached"),
    "close": _is_waiting,
    "touch": _is_in_touch,
    "intro-asked": _is_in_touch,
    "intro-made": _is_in_touch,
    "reference-asked": lambda contact, outlook: (
        _is_in_touch(contact, outlook) and not _is_referee(contact, outlook)
    ),
    "reference-briefed": _is_referee,
    "reference-thanked": _is_referee,
}
"""For whom each letter makes sense; `other` has no template, and fits nobody by itself."""
