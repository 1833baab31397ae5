"""Log lines that do not fit what stands before them: warnings, never a refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from infoview_md.core.event import Event, EventKind
from infoview_md.core.model import CLOSE_TIES, Contact
from infoview_md.core.problem import Problem, make_problem
from infoview_md.core.stage import Stage
from infoview_md.core.steps import Step
from infoview_md.core.transitions import UNASKED

Oddity = tuple[Event, str]
"""A line, and the sentence that says what is odd about it."""

ASKING = frozenset({EventKind.REQUEST, EventKind.NUDGE})
SETTING = frozenset({EventKind.SCHEDULED, EventKind.RESCHEDULED})
DROPPING = frozenset({EventKind.CANCELLED, EventKind.NO_SHOW})
ENDING = frozenset({EventKind.MET, EventKind.CLOSE, EventKind.REOPEN})
HELPFUL = SETTING | {EventKind.REPLY, EventKind.PROPOSE, EventKind.MET, EventKind.REFERRAL}
HELPFUL_QUALIFIERS = {EventKind.INTRO: {"agreed", "made"}, EventKind.REFERENCE: {"agreed", "used"}}
BARELY_BEGUN = UNASKED | {Stage.REQUESTED}
MET_STAGES = frozenset({Stage.MET, Stage.IN_TOUCH})


def find_sequence_problems(contact: Contact, steps: Sequence[Step]) -> tuple[Problem, ...]:
    """The lines of a log that do not fit what stands before them, in the order of the file."""
    odd = [oddity for find in FINDERS for oddity in find(contact, steps)]
    return tuple(
        make_problem("log-sequence", contact.path, sentence, event.line)
        for event, sentence in sorted(odd, key=lambda oddity: oddity[0].line)
    )


def _find_lone_nudges(_: Contact, steps: Sequence[Step]) -> Iterator[Oddity]:
    asked = False
    for step in steps:
        kind = step.event.kind
        asked = asked and not (step.begins and kind is not EventKind.NUDGE)
        if kind is EventKind.NUDGE and not asked:
            yield step.event, "a `nudge` with no request before it; log the request on a line above"
        if kind is EventKind.WAS:
            asked = step.after not in UNASKED
        asked = asked or kind in ASKING


def _find_loose_appointments(_: Contact, steps: Sequence[Step]) -> Iterator[Oddity]:
    # What fell through may be set anew, but not fall through twice.
    is_set = was_set = False
    for step in steps:
        kind = step.event.kind
        lacks = (kind in DROPPING and not is_set) or (kind is EventKind.RESCHEDULED and not was_set)
        if lacks:
            yield step.event, f"a `{kind}` with nothing scheduled; log `scheduled` on a line above"
        if kind is EventKind.WAS:
            is_set = step.after is Stage.SCHEDULED
            was_set = is_set or step.after is Stage.SCHEDULING
        elif kind in SETTING:
            is_set = was_set = True
        elif kind in DROPPING:
            is_set = False
        elif kind in ENDING:
            is_set = was_set = False


def _find_groundless_thanks(_: Contact, steps: Sequence[Step]) -> Iterator[Oddity]:
    helped = False
    for step in steps:
        if step.event.kind is EventKind.THANKS and not helped:
            yield step.event, "`thanks` with nothing before it to thank for; log what they did"
        helped = helped or is_help(step)


def is_help(step: Step) -> bool:
    """True for what somebody did that one can thank them for."""
    event = step.event
    if event.kind is EventKind.WAS:
        return step.after not in BARELY_BEGUN
    return event.kind in HELPFUL or event.qualifier in HELPFUL_QUALIFIERS.get(event.kind, ())


def _find_early_references(contact: Contact, steps: Sequence[Step]) -> Iterator[Oddity]:
    if contact.effective_tie in CLOSE_TIES:
        return
    met = False
    for step in steps:
        event = step.event
        if event.kind is EventKind.REFERENCE and event.qualifier == "asked" and not met:
            yield event, "`reference asked` before `met`; talk first, conviction comes of knowing"
        met = met or event.kind is EventKind.MET
        met = met or (event.kind is EventKind.WAS and step.after in MET_STAGES)


FINDERS: tuple[Callable[[Contact, Sequence[Step]], Iterator[Oddity]], ...] = (
    _find_lone_nudges,
    _find_loose_appointments,
    _find_groundless_thanks,
    _find_early_references,
)
