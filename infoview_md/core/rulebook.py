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


def _number(rule: str, title: str, unit: str, judged: str, *limits: str) -> KnownRule:
    return KnownRule(rule, title, Measure.NUMBER, unit, limits=limits, judged=judged)


TIMING = (
    _number(
        "R1",
        "silence before writing to someone else at the same company",
        "business days",
        "From the latest request at the company, whoever got it; at once after a no or a bounce.",
    ),
    _number(
        "R2",
        "silence before a nudge to the same person",
        "business days",
        "From the last `request` or `nudge` in the log.",
    ),
    _number(
        "R3",
        "nudges in one thread, then close kindly",
        "nudges",
        "The `nudge` lines since the `request` that began the thread.",
    ),
    _number(
        "R4",
        "live threads in one company at a time",
        "threads",
        "People there who are requested, scheduling, scheduled or met; friends, colleagues and"
        " referred people may be asked all the same.",
    ),
    _number("R5", "new requests a day", "requests", "The `request` lines of today in all logs."),
    _number(
        "R6",
        "confirm before the meeting",
        "business days",
        "Counted back from the day of the talk.",
    ),
    _number(
        "R7",
        "debrief after the meeting",
        "days",
        "From `met`, until something is written under Learned or Debrief, or in `outcomes`.",
    ),
    _number(
        "R8",
        "thank-you after the meeting; late after `warn`",
        "days",
        "From `met` to `thanks`.",
        "warn",
    ),
    KnownRule(
        "R9",
        "stay in touch, by tier",
        Measure.PARTS,
        "weeks",
        parts=TIERS,
        judged="From the last touch, by the contact's `tier`; without one it is C.",
    ),
    _number(
        "R10",
        "tell the referrer what became of their referral",
        "business days",
        "From `met`, `declined` or `close` of whoever was referred, to an `update` or `thanks`.",
    ),
    _number(
        "R11",
        "ask after something they promised",
        "days",
        "From the talk, for a promise that names no day.",
    ),
    _number(
        "R12",
        "free time between two interviews",
        "minutes",
        "Between the end of one talk and the start of the next.",
    ),
    _number(
        "R13",
        "time asked for, and hard stop",
        "minutes",
        "What the templates write where a letter names the time.",
    ),
    _number("R14", "answer a reply", "business days", "From `reply` to anything that answers it."),
    _number("R15", "rest after `close` before a new request", "days", "From the last `close`."),
    _number(
        "R16", "out of touch this long is dormant", "weeks", "From the last touch of either side."
    ),
)

REQUEST = ("request", "hand-over")
"""Letters that ask for a talk. To whoever gets it, a hand-over is a first request."""
FIRST = ("request", "hand-over", "nudge")
"""Letters before a yes."""
WITH_ANSWER = (*FIRST, "answer")
BUT_REFERENCES = (
    *(*WITH_ANSWER, "confirm", "reschedule", "cancel", "thanks", "update", "close", "touch"),
    *("intro", "other"),
)
"""All but letters to a referee, who must know which position it is for."""

LETTERS = (
    KnownRule(
        "L01",
        "body length",
        unit="words in the body",
        limits=("warn", "error"),
        letters=FIRST,
        judged="Words between blanks, greeting and signature included; a template may set its own"
        " limit with `max_words`.",
    ),
    KnownRule(
        "L02",
        "subject present, short",
        unit="words in the subject",
        limits=("warn",),
        judged="No subject breaks the rule, `Re:` alone is none; more words than `warn` are a"
        " warning.",
    ),
    KnownRule(
        "L03",
        "the referrer in the first sentence after the greeting",
        letters=REQUEST,
        judged="The first of `referred_by`, where `may_use_name` is set.",
    ),
    KnownRule(
        "L04",
        "no referrer named without `may_use_name`",
        judged="Every name of everybody in `referred_by`, in the subject and the text.",
    ),
    KnownRule(
        "L05",
        "no request for a job, an opening, an internship",
        letters=BUT_REFERENCES,
        judged="Sentence by sentence, with its negations: “I am not asking about a job” is none.",
    ),
    KnownRule(
        "L06",
        "job stance",
        Measure.WORD,
        words=("disclaim", "silent"),
        letters=FIRST,
        judged="`disclaim`: a sentence of a request says that no job is asked for. `silent`: no"
        " letter before a yes mentions one, not even to say so.",
    ),
    KnownRule(
        "L07",
        "résumé",
        Measure.WORD,
        words=("on-request", "never", "attach"),
        letters=WITH_ANSWER,
        judged="`on-request`: none attached, but offering it is allowed. `never`: not a word of it."
        " `attach`: one is attached.",
    ),
    KnownRule(
        "L08",
        "one clear ask that can be answered yes; at most `warn` question marks",
        Measure.NUMBER,
        "asks",
        limits=("warn",),
        limit_unit="question marks",
        letters=REQUEST,
        judged="Questions and polite sentences that ask a favour; “which …?” asks none.",
    ),
    KnownRule(
        "L09",
        "a bounded time is named",
        Measure.NUMBER,
        "minutes",
        limits=("error",),
        letters=REQUEST,
        judged="The longest time in the sentences that ask; a range counts as its end.",
    ),
    KnownRule(
        "L10",
        "at a time that suits them",
        letters=REQUEST,
        judged="A sentence leaves the choice of the time to them.",
    ),
    KnownRule(
        "L11",
        "times offered in a first letter; two or three windows after a yes",
        Measure.PARTS,
        "times",
        parts=TIMES,
        letters=WITH_ANSWER,
        judged="Days and hours named: at most `first` of them before a yes, from `least` to `most`"
        " in the answer to one.",
    ),
    KnownRule(
        "L12",
        "no booking link",
        letters=WITH_ANSWER,
        judged="Links to calendars that have others book themselves in.",
    ),
    KnownRule(
        "L13",
        "what I want to learn: challenges, opportunities, the field",
        letters=REQUEST,
        judged="A sentence says what I wish to learn; one that asks for a job does not count.",
    ),
    KnownRule(
        "L14",
        "`why_you`: something specific to this person",
        letters=REQUEST,
        judged="`why_you` is filled in, and at least half of its own words stand in the letter.",
    ),
    KnownRule(
        "L15",
        "not the same letter as to a colleague",
        unit="% of 5-word shingles shared",
        limits=("warn",),
        judged="Against each letter to somebody else at the same company.",
    ),
    KnownRule("L16", "no worn phrases", judged="A list of phrases, in subject and text."),
    KnownRule(
        "L17",
        "nothing unresolved, nobody else's name unless linked",
        judged="Braces, brackets, TODO, empty values; names of people and companies of the vault.",
    ),
    KnownRule(
        "L18",
        "the addressee sells advice",
        letters=FIRST,
        judged="Their role, company and tags: consultants, coaches, advisers.",
    ),
    KnownRule(
        "L19",
        "plain words",
        unit="reading grade",
        limits=("warn",),
        judged="The grade of a reading formula over the text.",
    ),
    KnownRule(
        "L20",
        "names one thing learned and what I will do with it",
        letters=("thanks",),
        judged="`takeaway` and `next_step` of the talk, each at least half of its own words in the"
        " letter; without a talk, a sentence for each.",
    ),
    KnownRule(
        "L21",
        "says no obligation, length and agenda",
        Measure.WORD,
        words=("friends", "everyone"),
        letters=REQUEST,
        judged="A sentence that leaves them free to say no, a time in minutes, and what it is"
        " about. `friends`: only where `tie` is `friend`.",
    ),
)

RULEBOOK: dict[str, KnownRule] = {rule.id: rule for rule in (*TIMING, *LETTERS)}
"""Every rule there is, by its id: timing R1–R16, letters L01–L21."""
