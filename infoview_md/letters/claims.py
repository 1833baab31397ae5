"""Claims: what a letter says has happened, and the log does not say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from infoview_md.core.event import EventKind
from infoview_md.core.model import CLOSE_TIES, Contact
from infoview_md.core.outlook import Outlook
from infoview_md.core.pipeline import ASKS
from infoview_md.core.referee import AGREEING
from infoview_md.core.sequence import BARELY_BEGUN, is_help
from infoview_md.core.stage import LIVE, Stage
from infoview_md.core.transitions import UNASKED
from infoview_md.letters.fitting import TALKED
from infoview_md.letters.occasion import has_agreed
from infoview_md.letters.situation import Occasion

TO_REFERRERS = frozenset({"update-wrote", "update-met", "update-unreached"})
SAYS_WROTE = frozenset({"update-wrote", "hand-over"})
SAYS_UNREACHED = frozenset({"update-met", "update-unreached"})
INTROS = frozenset({"intro-asked", "intro-made"})
NEEDS_TALK = frozenset({"confirm", "reschedule", "cancel"})
UNANSWERED = frozenset({Stage.REQUESTED, Stage.SCHEDULING, Stage.DEFERRED})


# -- of others -----------------------------------------------------------------------------------


def find_untruths(
    word: str, contact: Contact, people: Iterable[Contact], outlook: Outlook
) -> Iterator[str]:
    """What a letter to `contact` says of the people it tells of, and their notes do not."""
    for person in people:
        if person.path == contact.path:
            yield f"the letter goes to {contact.name}, and tells them of themselves"
        elif word in INTROS and person.do_not_contact:
            yield f"{person.name} is not to be contacted, nor to be introduced"
        elif word == "intro-made" and not has_agreed(contact, person, outlook):
            yield (
                f"nobody says that {contact.name} and {person.name} want to meet; ask both, then"
                f" log `intro agreed [[{person.stem}]]`"
            )
        elif word in TO_REFERRERS and not _is_referral(person, contact, outlook):
            yield (
                f"{contact.name} did not name {person.name}; if they did, log it: `referral`"
                f" in the note of {contact.name}, or fill in `referred_by`"
            )
        elif fault := _find_false_news(word, person, outlook):
            yield fault


def _find_false_news(word: str, person: Contact, outlook: Outlook) -> str:
    """Why what the letter says became of somebody is not so; empty where it is."""
    is_met = was_met(person, outlook)
    if word == "update-met" and is_met:
        return ""
    if word in SAYS_WROTE | SAYS_UNREACHED and not _was_asked(person, outlook):
        return f"you have not written to {person.name}: their log has no `request`"
    if word in SAYS_UNREACHED and is_met:
        return f"you have talked with {person.name}; tell it: update-met"
    if word in SAYS_UNREACHED and (stage := outlook.standing(person).stage) in LIVE:
        return f"{person.name} is {stage}: it may yet come to a talk; `close` it first, or wait"
    return ""


def _is_referral(person: Contact, contact: Contact, outlook: Outlook) -> bool:
    """Whether the contact gave the owner this name."""
    if person in outlook.index.referred_by(contact):
        return True
    replies = (event for event in contact.events if event.kind is EventKind.REPLY)
    links = (link for event in replies if event.qualifier == "refer" for link in event.links)
    return any(outlook.index.resolve(link) == person.path for link in links)


def was_met(person: Contact, outlook: Outlook) -> bool:
    """Whether the owner has talked with somebody, by the log, or by the stage where none is."""
    standing = outlook.standing(person)
    if not standing.steps:
        return standing.stage in TALKED
    return any(
        step.event.kind is EventKind.MET
        or (step.event.kind is EventKind.WAS and step.after in TALKED)
        for step in standing.steps
    )


def _was_asked(person: Contact, outlook: Outlook) -> bool:
    standing = outlook.standing(person)
    if not standing.steps:
        return standing.stage not in UNASKED | {Stage.OFF_LIMITS}
    return any(
        step.event.kind in ASKS or (step.event.kind is EventKind.WAS and step.after not in UNASKED)
        for step in standing.steps
    )


# -- of the addressee ----------------------------------------------------------------------------


def find_untimely(word: str, occasion: Occasion, outlook: Outlook) -> Iterator[str]:
    """Why a letter of this kind makes no sense as things stand with its addressee."""
    if word in CONTRADICTIONS and (fault := CONTRADICTIONS[word](occasion, outlook)):
        yield fault


def _contradicts_close(occasion: Occasion, outlook: Outlook) -> str:
    contact = occasion.contact
    stage = outlook.standing(contact).stage
    if stage in UNANSWERED:
        return ""
    if stage is Stage.SILENT:
        return f"you let go of {contact.name} already"
    return f"a `close` lets go of somebody who does not answer, and {contact.name} is {stage}"


def _contradicts_request(occasion: Occasion, outlook: Outlook) -> str:
    contact = occasion.contact
    if outlook.standing(contact).stage is not Stage.DECLINED:
        return ""
    return f"{contact.name} said no; do not ask again"


def _contradicts_nudge(occasion: Occasion, outlook: Outlook) -> str:
    contact, pack = occasion.contact, occasion.pack
    if outlook.standing(contact).stage is Stage.SILENT:
        return f"you let go of {contact.name} already; do not remind them"
    if pack.is_on("R3") and occasion.nudges >= pack.number("R3"):
        return f"you reminded {contact.name} as often as R3 allows; `close` kindly"
    return _contradicts_request(occasion, outlook)


def _contradicts_reference(occasion: Occasion, outlook: Outlook) -> str:
    contact = occasion.contact
    if occasion.referee is not None and occasion.referee.state in AGREEING:
        return f"{contact.name} has agreed to be a referee already; brief them: reference-briefed"
    if contact.effective_tie in CLOSE_TIES or was_met(contact, outlook):
        return ""
    return f"you have not talked with {contact.name} yet; talk first, conviction comes of knowing"


def _contradicts_talk(occasion: Occasion, outlook: Outlook) -> str:  # noqa: ARG001
    if occasion.talk is not None:
        return ""
    return f"no talk with {occasion.contact.name} is ahead; log `scheduled`, with its day"


def _contradicts_thanks(occasion: Occasion, outlook: Outlook) -> str:
    standing = outlook.standing(occasion.contact)
    has_helped = any(map(is_help, standing.steps)) or standing.stage not in BARELY_BEGUN
    if has_helped or occasion.interview is not None:
        return ""
    return f"the log has nothing to thank {occasion.contact.name} for; log what they did"


def _contradicts_answer(*fitting: str) -> Callable[[Occasion, Outlook], str]:
    def contradicts(occasion: Occasion, outlook: Outlook) -> str:
        said = occasion.said
        is_asked = "yes" in fitting and outlook.standing(occasion.contact).stage is Stage.SCHEDULING
        is_named = "refer" in fitting and bool(said and occasion.named)
        if said in fitting or is_asked or is_named:
            return ""
        name, wanted = occasion.contact.name, " or ".join(fitting)
        found = f"`reply {said}`" if said else "no `reply`"
        return f"it answers a `reply {wanted}`, and the log of {name} has {found}"

    return contradicts


CONTRADICTIONS: Mapping[str, Callable[[Occasion, Outlook], str]] = {
    "answer": _contradicts_answer("yes"),
    "answer-no": _contradicts_answer("no"),
    "answer-later": _contradicts_answer("later"),
    "answer-refer": _contradicts_answer("refer"),
    "request": _contradicts_request,
    "hand-over": _contradicts_request,
    "nudge": _contradicts_nudge,
    **dict.fromkeys(sorted(NEEDS_TALK), _contradicts_talk),
    "thanks": _contradicts_thanks,
    "close": _contradicts_close,
    "reference-asked": _contradicts_reference,
}
"""Why each letter would be odd; empty where it is not. The others say nothing of the past."""
