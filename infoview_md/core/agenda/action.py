"""Action, ActionKind, Horizon: one thing that is due, and the order in which they are listed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import PurePosixPath

from infoview_md.core.workdays import add_days


class ActionKind(StrEnum):
    """What there is to do, in the order in which it is listed."""

    TALK = "talk"
    LOG = "log"
    ANSWER = "answer"
    DEBRIEF = "debrief"
    THANK = "thank"
    CONFIRM = "confirm"
    BRIEF = "brief"
    PROMISE = "promise"
    TELL_REFERRER = "tell-referrer"
    NUDGE = "nudge"
    ASK_ELSE = "ask-else"
    LET_GO = "let-go"
    STAY_IN_TOUCH = "stay-in-touch"
    REQUEST = "request"
    RESEARCH = "research"

    @property
    def label(self) -> str:
        """The kind in words, as a list shows it."""
        return _LABELS.get(self, self.replace("-", " "))


_LABELS = {
    ActionKind.LOG: "log it",
    ActionKind.TELL_REFERRER: "tell the referrer",
    ActionKind.ASK_ELSE: "ask someone else",
}


class Horizon(StrEnum):
    """How far ahead to look."""

    TODAY = "today"
    WEEK = "week"
    ALL = "all"

    def last_day(self, today: date) -> date:
        """The last day that is still in view; a week is today and the seven days after it."""
        if self is Horizon.TODAY:
            return today
        return add_days(today, 7) if self is Horizon.WEEK else date.max


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: for whom, why, since when, and the command that does it.

    `who` is the person's name and `path` their note. `rule` is the id of the rule that sets the
    date, empty where none does. `late` counts the days past `due`; it is 0 up to `due`, and for a
    thank-you up to the day from which R8 calls it late. `at` is the hour of a talk on the owner's
    clock, without a zone. `command` can be pasted into a shell as it is.
    """

    kind: ActionKind
    who: str
    path: PurePosixPath
    company: str
    why: str
    rule: str
    due: date
    late: int
    at: datetime | None
    command: str
