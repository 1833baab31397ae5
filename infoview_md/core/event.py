"""Event: what one log line says happened, and the words it may say it with."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from infoview_md.core.frozen import dataclass
from infoview_md.core.links import Link
from infoview_md.core.pattern import SPACES, pattern
from infoview_md.core.stage import Stage


class EventKind(StrEnum):
    """What a log line says happened."""

    REQUEST = "request"
    NUDGE = "nudge"
    THANKS = "thanks"
    UPDATE = "update"
    TOUCH = "touch"
    REPLY = "reply"
    BOUNCE = "bounce"
    PROPOSE = "propose"
    SCHEDULED = "scheduled"
    RESCHEDULED = "rescheduled"
    CANCELLED = "cancelled"
    NO_SHOW = "no-show"
    MET = "met"
    REFERRAL = "referral"
    INTRO = "intro"
    REFERENCE = "reference"
    WAS = "was"
    CLOSE = "close"
    REOPEN = "reopen"
    NOTE = "note"


QUALIFIERS: dict[EventKind, tuple[str, ...]] = {
    EventKind.REPLY: ("yes", "no", "later", "refer"),
    EventKind.INTRO: ("asked", "agreed", "made"),
    EventKind.REFERENCE: ("asked", "agreed", "briefed", "used", "declined"),
    EventKind.WAS: tuple(Stage),
}
"""The qualifiers of an event; that of `was` is a stage. Only `reply` may stand without one."""

CHANNELS = ("email", "linkedin", "phone", "video", "in-person", "post", "form", "other")

EVERYDAY: dict[str, EventKind] = {
    "followed up": EventKind.NUDGE,
    "interviewed": EventKind.MET,
    "talked": EventKind.MET,
    "held": EventKind.MET,
    "thanked": EventKind.THANKS,
    "wrote": EventKind.TOUCH,
    "emailed": EventKind.TOUCH,
}
"""Everyday words that count as events in a file."""

UNSETTLED = frozenset({"wrote", "emailed"})
"""Words whose event depends on what was asked before; until that is known they are a `touch`."""

WORDS: dict[str, EventKind] = {kind.value: kind for kind in EventKind} | EVERYDAY

TALKS = frozenset({EventKind.SCHEDULED, EventKind.RESCHEDULED})
"""The events that may say when the talk is to be: `for DATE TIME`."""

NEEDS_QUALIFIER = frozenset({EventKind.INTRO, EventKind.REFERENCE, EventKind.WAS})
NEEDS_LINK = frozenset({EventKind.REFERRAL, EventKind.INTRO})

_LINKED_IN_TEXT = frozenset(
    {EventKind.REFERRAL, EventKind.INTRO, EventKind.SCHEDULED, EventKind.MET}
)
_RUNS_OF_SPACE = pattern(f"[{SPACES}]+")


@dataclass(frozen=True, slots=True)
class Event:
    """One log line. `line` counts from 1 in the file; `qualifier` of `was` is the stage's name.

    `word` is the everyday word that stood for the event, in lower case, else empty. `wrote` and
    `emailed` (`UNSETTLED`) are read as `touch`; whoever reads the log in order makes them
    `request` where nothing was asked yet, and `nudge` while a request is open.
    `at` is when a `scheduled` talk is to be, a bare date where no time was given. `text` has one
    space between words, and one line each for the log line and the lines indented below it.
    The links' offsets are 0: where links stand, `find_references` knows.
    """

    kind: EventKind
    date: dt.date
    line: int
    time: dt.time | None = None
    qualifier: str = ""
    channel: str = ""
    links: tuple[Link, ...] = ()
    until: dt.date | None = None
    at: dt.datetime | dt.date | None = None
    text: str = ""
    word: str = ""


def takes_links_of_text(kind: EventKind, qualifier: str) -> bool:
    """Whether the links of the text count where the head has none."""
    return kind in _LINKED_IN_TEXT or (kind is EventKind.REPLY and qualifier == "refer")


def single_spaced(text: str) -> str:
    """One space for every run of spaces, tabs and no-break spaces, and none at the ends."""
    # Where all can be printed, there is no other space than the plain one.
    if "  " in text or not text.isprintable():
        text = _RUNS_OF_SPACE.sub(" ", text)
    return text.strip(" ")
