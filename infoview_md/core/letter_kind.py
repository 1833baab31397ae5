"""LetterKind: every letter there is, by the word for it, and what the log says once it left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from infoview_md.core.event import Event, EventKind
from infoview_md.core.frozen import dataclass
from infoview_md.core.links import Link


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A kind of letter: the word on the command line, and the event that sending it is.

    `kind` is what the field of that name holds, and `word` the template's name: of a kind with
    several letters (`intro`: asked, made) each has a word of its own. `names_other` marks a letter
    that is about somebody else, whom the field `about` links.
    """

    word: str
    kind: str
    event: EventKind
    help: str
    qualifier: str = ""
    names_other: bool = False


LETTERS: tuple[LetterKind, ...] = (
    LetterKind("request", "request", EventKind.REQUEST, "ask for a short talk"),
    LetterKind("nudge", "nudge", EventKind.NUDGE, "remind, kindly, of a request"),
    LetterKind("hand-over", "hand-over", EventKind.REQUEST, "ask somebody else at the company"),
    LetterKind("answer", "answer", EventKind.PROPOSE, "answer a yes, with two or three times"),
    LetterKind("answer-no", "answer", EventKind.TOUCH, "thank them for a clear no"),
    LetterKind("answer-later", "answer", EventKind.TOUCH, "say that later is fine"),
    LetterKind("answer-refer", "answer", EventKind.THANKS, "thank for the name they gave"),
    LetterKind("confirm", "confirm", EventKind.TOUCH, "confirm the talk, the day before"),
    LetterKind("reschedule", "reschedule", EventKind.PROPOSE, "ask for another time"),
    LetterKind("cancel", "cancel", EventKind.CANCELLED, "call a talk off"),
    LetterKind("thanks", "thanks", EventKind.THANKS, "thank for the talk"),
    LetterKind("update", "update", EventKind.UPDATE, "tell what came of their advice"),
    LetterKind(
        "update-wrote", "update", EventKind.UPDATE, "tell the referrer: I wrote", names_other=True
    ),
    LetterKind(
        "update-met", "update", EventKind.UPDATE, "tell the referrer: we talked", names_other=True
    ),
    LetterKind(
        "update-unreached",
        "update",
        EventKind.UPDATE,
        "tell the referrer: I could not reach them",
        names_other=True,
    ),
    LetterKind("close", "close", EventKind.CLOSE, "let go, kindly"),
    LetterKind("touch", "touch", EventKind.TOUCH, "a light sign of life"),
    LetterKind(
        "intro-asked",
        "intro",
        EventKind.INTRO,
        "ask for an introduction",
        qualifier="asked",
        names_other=True,
    ),
    LetterKind(
        "intro-made",
        "intro",
        EventKind.INTRO,
        "introduce two people who agreed to it",
        qualifier="made",
        names_other=True,
    ),
    LetterKind("reference-asked", "reference", EventKind.REFERENCE, "ask for a reference", "asked"),
    LetterKind("reference-briefed", "reference", EventKind.REFERENCE, "brief a referee", "briefed"),
    LetterKind("reference-thanked", "reference", EventKind.THANKS, "thank a referee"),
    LetterKind("other", "other", EventKind.TOUCH, "any other letter"),
)
"""Every letter, in the order in which they come up."""

BY_WORD: Mapping[str, LetterKind] = {letter.word: letter for letter in LETTERS}
OTHER = BY_WORD["other"]


def find_letter_kind(kind: str, template: str = "") -> LetterKind:
    """The letter that a note's `kind` and `template` speak of; `other` where nothing is known.

    `intro` made from the template `intro-made`, or `intro-made-formal`, is the word `intro-made`.
    """
    words = [word for word, letter in BY_WORD.items() if letter.kind == kind]
    fitting = [word for word in words if template == word or template.startswith(f"{word}-")]
    plain = [word for word in words if word == kind]
    found = max(fitting, key=len, default="") or next(iter(plain or words), "")
    return BY_WORD.get(found, OTHER)


def make_sent_event(
    kind: str,
    template: str,
    day: date,
    *,
    channel: str = "",
    about: Sequence[Link] = (),
    letter: Link | None = None,
    text: str = "",
) -> Event:
    """What the log says of a letter that left: the event, its qualifier, and what it links.

    Of a letter that tells of somebody (`names_other`) the line links whom, before the letter: that
    is how a referrer's line says which of their referrals it pays for. A `hand-over` may mention
    the colleague who was asked first, but is no event of theirs.
    """
    said = find_letter_kind(kind, template)
    linked = tuple(about) if said.names_other else ()
    return Event(
        said.event,
        day,
        0,
        qualifier=said.qualifier,
        channel=channel,
        links=(*linked, *([letter] if letter else [])),
        text=text,
    )
