"""The rules a pack may set: identity, title, unit, and what a value looks like."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

TIERS = ("A", "B", "C")
TIMES = ("first", "least", "most")
"""L11: times offered in a first letter, and the fewest and the most of them after a yes."""
MOST = 9999
"""The largest number a rule takes: beyond it a typing error is likelier than a conviction."""


class Level(StrEnum):
    """How a broken rule is reported."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    OFF = "off"


class Measure(StrEnum):
    """What the value of a rule is."""

    NOTHING = "nothing"
    NUMBER = "number"
    WORD = "word"
    PARTS = "parts"


@dataclass(frozen=True, slots=True)
class KnownRule:
    """What never differs between experts: the question. What they answer stands in packs.

    `words` are the values of a rule whose value is a word, `parts` the numbers of one that has
    several; `limits` names which of `warn` and `error` it has; `limit_unit` says what they count
    where that is not the value's unit; `letters` are the kinds of letter it is about, none meaning
    every kind. `judged` says in a sentence how a letter is held against it.
    """

    id: str
    title: str
    measure: Measure = Measure.NOTHING
    unit: str = ""
    words: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    limit_unit: str = ""
    letters: tuple[str, ...] = ()
    judged: str = ""


def _number(rule: str, title: str, unit: str, *limits: str) -> KnownRule:
    return KnownRule(rule, title, Measure.NUMBER, unit, limits=limits)


TIMING = (
    _number("R1", "silence before writing to someone else at the same company", "business days"),
    _number("R2", "silence before a nudge to the same person", "business days"),
    _number("R3", "nudges in one thread, then close kindly", "nudges"),
    _number("R4", "live threads in one company at a time", "threads"),
    _number("R5", "new requests a day", "requests"),
    _number("R6", "confirm before the meeting", "business days"),
    _number("R7", "debrief after the meeting", "days"),
    _number("R8", "thank-you after the meeting; late after `warn`", "days", "warn"),
    KnownRule("R9", "stay in touch, by tier", Measure.PARTS, "weeks", parts=TIERS),
    _number("R10", "tell the referrer what became of their referral", "business days"),
    _number("R11", "ask after something they promised", "days"),
    _number("R12", "free time between two interviews", "minutes"),
    _number("R13", "time asked for, and hard stop", "minutes"),
    _number("R14", "answer a reply", "business days"),
    _number("R15", "rest after `close` before a new request", "days"),
    _number("R16", "out of touch this long is dormant", "weeks"),
)

REQUEST = ("request", "hand-over")
"""Letters that ask for a talk. To whoever gets it, a hand-over is a first request."""
FIRST = ("request", "hand-over", "nudge")
"""Letters before a yes."""
WITH_ANSWER = (*FIRST, "answer")

LETTERS = (
    KnownRule(
        "L01", "body length", unit="words in the body", limits=("warn", "error"), letters=FIRST
    ),
    KnownRule("L02", "subject present, short", unit="words in the subject", limits=("warn",)),
    KnownRule("L03", "the referrer in the first sentence after the greeting", letters=REQUEST),
    KnownRule("L04", "no referrer named without `may_use_name`"),
    KnownRule("L05", "no request for a job, an opening, an internship"),
    KnownRule("L06", "job stance", Measure.WORD, words=("disclaim", "silent"), letters=REQUEST),
    KnownRule(
        "L07", "résumé", Measure.WORD, words=("on-request", "never", "attach"), letters=WITH_ANSWER
    ),
    KnownRule(
        "L08",
        "one clear ask that can be answered yes; at most `warn` question marks",
        Measure.NUMBER,
        "asks",
        limits=("warn",),
        limit_unit="question marks",
        letters=REQUEST,
    ),
    KnownRule(
        "L09",
        "a bounded time is named",
        Measure.NUMBER,
        "minutes",
        limits=("error",),
        letters=REQUEST,
    ),
    KnownRule("L10", "at a time that suits them", letters=REQUEST),
    KnownRule(
        "L11",
        "times offered in a first letter; two or three windows after a yes",
        Measure.PARTS,
        "times",
        parts=TIMES,
        letters=WITH_ANSWER,
    ),
    KnownRule("L12", "no booking link", letters=WITH_ANSWER),
    KnownRule("L13", "what I want to learn: challenges, opportunities, the field", letters=REQUEST),
    KnownRule("L14", "`why_you`: something specific to this person", letters=REQUEST),
    KnownRule(
        "L15",
        "not the same letter as to a colleague",
        unit="% of 5-word shingles shared",
        limits=("warn",),
    ),
    KnownRule("L16", "no worn phrases"),
    KnownRule("L17", "nothing unresolved, nobody else's name unless linked"),
    KnownRule("L18", "the addressee sells advice", letters=FIRST),
    KnownRule("L19", "plain words", unit="reading grade", limits=("warn",)),
    KnownRule("L20", "names one thing learned and what I will do with it", letters=("thanks",)),
    KnownRule(
        "L21",
        "says no obligation, length and agenda",
        Measure.WORD,
        words=("friends", "everyone"),
        letters=REQUEST,
    ),
)

RULEBOOK: dict[str, KnownRule] = {rule.id: rule for rule in (*TIMING, *LETTERS)}
"""Every rule there is, by its id: timing R1–R16, letters L01–L21."""
