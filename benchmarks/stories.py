"""Stories: what happened with a person, line by line, and what is due because of it.

A quiet story asks for nothing within the week; of one that is due the kind and the day are known,
for the days of its log were chosen so. The rules are those of docs/rules.md, counted here by hand:
a nudge after seven business days (R2), thanks after one day (R8), and so on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from random import Random

from benchmarks.days import FAR, TODAY, on_workday, shift, workday

Line = tuple[date, str]
Due = tuple[str, date]

REQUEST = "09:10 request email [[{request}]]: 20 minutes, at a time that suits"
YES = "reply yes: free after the 16th"
SCHEDULED = "scheduled [[{talk}]] for {talk_day} 14:00"
MET = "met video [[{talk}]]: 24 minutes – she offered the extra four"
MET_ONLY = "met video [[{talk}]]"
THANKS = "thanks email [[{thanks}]]"
WEEKS = {"A": 4, "B": 12, "C": 26}
TOLD = shift(TODAY, -20)
"""When everybody who named somebody last heard what became of it; old stories end before."""


@dataclass(frozen=True, slots=True)
class Story:
    """A log, what comes with it, and what is due: kinds and days as `infoview today` has them.

    `talk` is the day of the conversation's note, `letter` that of a letter no line mentions.
    `is_old` marks whose news were told to whoever named them; `tells` asks for somebody who named
    them and has not heard yet.
    """

    stage: str
    lines: tuple[Line, ...] = ()
    due: tuple[Due, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    promise: str = ""
    talk: date | None = None
    status: str = "confirmed"
    has_goal: bool = True
    has_learned: bool = True
    next_step: str = ""
    letter: date | None = None
    is_old: bool = False
    tells: bool = False


def _asked(day: date) -> tuple[Line, ...]:
    return ((day, REQUEST),)


def _held(met: date, line: str = MET) -> tuple[Line, ...]:
    return (
        *_asked(shift(met, -14)),
        (shift(met, -8), YES),
        (shift(met, -7), SCHEDULED),
        (met, line),
    )


def _long_ago(rng: Random) -> date:
    return shift(TODAY, -rng.randrange(60, 150))


# -- quiet: nothing is due within the week ---------------------------------------------------------


def in_touch(rng: Random) -> Story:
    """Asked, met, thanked, and told what came of it."""
    begin = _long_ago(rng)
    met = shift(begin, 14)
    lines = (*_held(met), (shift(met, 1), THANKS), (TOLD, "update: sent her the paper"))
    return Story("in-touch", lines, talk=met, is_old=True, fields={"tier": "C"})


def naming(rng: Random) -> Story:
    """The same, and they named somebody, who is an earlier person of the vault."""
    quiet = in_touch(rng)
    line = (shift(quiet.talk or TODAY, 2), "referral [[{other}]]: runs the grid side")
    lines = (*quiet.lines[:-1], line, quiet.lines[-1])
    return replace(quiet, lines=lines)


def silent(rng: Random) -> Story:
    begin = _long_ago(rng)
    lines = (
        *_asked(begin),
        (shift(begin, 9), "nudge email: the same, shorter"),
        (shift(begin, 18), "nudge email"),
        (shift(begin, 30), "close: let go kindly"),
    )
    return Story("silent", lines, is_old=True)


def declined(rng: Random) -> Story:
    begin = _long_ago(rng)
    answer = (shift(begin, 5), "update email: thanked for the plain word")
    lines = (*_asked(begin), (shift(begin, 4), "reply no: not this year"), answer)
    return Story("declined", lines, is_old=True)


def deferred(rng: Random) -> Story:
    return later(date(2027, 2, 1), _long_ago(rng))


def redirected(rng: Random) -> Story:
    begin = _long_ago(rng)
    refer = (shift(begin, 5), "reply refer [[{other}]]: knows the grid side better")
    lines = (*_asked(begin), refer, (TOLD, "update email: told what came of it"))
    return Story("redirected", lines, is_old=True)


def off_limits(rng: Random) -> Story:
    begin = _long_ago(rng)
    lines = (*_asked(begin), (shift(begin, 3), "reply no: please do not write again"))
    return Story("off-limits", lines, fields={"do_not_contact": "true"})


def identified(_rng: Random) -> Story:
    return Story("identified", fields={"not_before": f"{FAR}"})


def ready(_rng: Random) -> Story:
    return Story("ready", fields={"not_before": f"{FAR}"})


def just_asked(_rng: Random) -> Story:
    """Asked yesterday: the nudge is due on the day after the week."""
    return Story("requested", _asked(workday(TODAY, -1)))


def proposing(_rng: Random) -> Story:
    asked = shift(TODAY, -12)
    yesterday = (workday(TODAY, -1), "propose email: two windows next week")
    return Story("scheduling", (*_asked(asked), (shift(asked, 9), YES), yesterday))


def set_for_later(_rng: Random) -> Story:
    return talk(shift(TODAY, 16))


def met_and_snoozed(_rng: Random) -> Story:
    met = shift(TODAY, -3)
    return Story("met", _held(met), talk=met, fields={"not_before": f"{FAR}"})


# -- due on a day ----------------------------------------------------------------------------------


def thank(day: date) -> Story:
    """R8: one day after the talk."""
    day = min(day, shift(TODAY, 1))
    met = shift(day, -1)
    return Story("met", _held(met), (("thank", day),), talk=met)


def tell(_day: date) -> Story:
    """R10: whoever named them hears of the talk on the next business day."""
    return replace(thank(TODAY), tells=True)


def answer(day: date) -> Story:
    """R14: one business day after the reply."""
    day = on_workday(min(day, workday(TODAY, 1)))
    replied = workday(day, -1)
    lines = (*_asked(shift(replied, -6)), (replied, YES))
    return Story("scheduling", lines, (("answer", day),))


def nudge(day: date) -> Story:
    """R2: seven business days after the letter."""
    day = on_workday(day)
    return Story("requested", _asked(workday(day, -7)), (("nudge", day),))


def let_go(day: date) -> Story:
    """R3: two nudges, and the silence after the last one."""
    day = on_workday(day)
    last = workday(day, -7)
    lines = (
        *_asked(shift(last, -21)),
        (shift(last, -10), "nudge email: the same, shorter"),
        (last, "nudge email"),
    )
    return Story("requested", lines, (("let-go", day),))


def talk(day: date) -> Story:
    """A talk with nothing left to prepare."""
    day = max(day, TODAY)
    begin = shift(TODAY, -20)
    lines = (*_asked(begin), (shift(begin, 12), YES), (shift(begin, 13), SCHEDULED))
    return Story("scheduled", lines, (("talk", day),), talk=day)


def confirm(day: date) -> Story:
    """R6: the business day before the talk."""
    story = talk(day)
    due = ("confirm", workday(max(day, TODAY), -1))
    return replace(story, due=(*story.due, due), status="tentative")


def brief(day: date) -> Story:
    """A talk whose note has no goal."""
    story = talk(day)
    due = ("brief", workday(max(day, TODAY), -1))
    return replace(story, due=(*story.due, due), has_goal=False)


def log_talk(day: date) -> Story:
    """A talk that is over, and nothing says what became of it."""
    day = min(day, shift(TODAY, -1))
    return replace(talk(TODAY), talk=day, due=(("log", day),))


def log_letter(day: date) -> Story:
    """A letter that left, and no line mentions it."""
    day = min(day, shift(TODAY, -1))
    met = shift(TODAY, -60)
    lines = (*_held(met), (shift(met, 1), THANKS))
    return Story("in-touch", lines, (("log", day),), {"tier": "C"}, talk=met, letter=day)


def debrief(day: date) -> Story:
    """R7: a talk of which nothing was written down."""
    met = min(day, shift(TODAY, -1))
    lines = (*_held(met, MET_ONLY), (shift(met, 1), THANKS))
    return Story("in-touch", lines, (("debrief", met),), {"tier": "C"}, talk=met, has_learned=False)


def promise(day: date) -> Story:
    """Mine, dated; written in one of three ways."""
    met = shift(TODAY, -50)
    lines = (*_held(met), (shift(met, 1), THANKS))
    written = ("@{0}", "📅 {0}", "[due:: {0}]")[day.toordinal() % 3].format(day)
    return Story(
        "in-touch",
        lines,
        (("promise", day),),
        {"tier": "C"},
        promise=f"- [ ] me: send the paper {written}",
        talk=met,
    )


def their_promise(day: date) -> Story:
    """R11: theirs, undated, seven days after the talk."""
    day = min(day, shift(TODAY, 6))
    met = shift(day, -7)
    lines = (*_held(met), (shift(met, 1), THANKS))
    step = "- [ ] them: name somebody at the grid company"
    return Story("in-touch", lines, (("promise", day),), {"tier": "C"}, talk=met, next_step=step)


def keep(day: date) -> Story:
    """R9: weeks by tier after the last sign of life."""
    tier = "ABC"[day.toordinal() % 3]
    touched = shift(day, -7 * WEEKS[tier])
    met = shift(touched, -30)
    lines = (*_held(met), (shift(met, 1), THANKS), (touched, "touch email: a greeting"))
    return Story("in-touch", lines, (("stay-in-touch", day),), {"tier": tier}, talk=met)


def later(day: date, begin: date | None = None) -> Story:
    """They asked to wait until that day."""
    begin = begin or shift(TODAY, -90)
    lines = (
        *_asked(begin),
        (shift(begin, 5), f"reply later until {day}: busy until the tender is out"),
        (shift(begin, 6), "update email: glad to wait"),
    )
    return Story("deferred", lines, (("stay-in-touch", day),), is_old=True)


# -- who is open, which only some firms have: somebody else there may be asked in their place ------


def open_ready() -> Story:
    """To be asked as soon as a day has room for it (R5)."""
    return Story("ready")


def open_identified() -> Story:
    """To be found out about."""
    return Story("identified", due=(("research", TODAY),))


def asked_in_vain(day: date) -> Story:
    """R1: three business days later somebody else there is to be asked; R2 runs besides."""
    asked = workday(_until_asked(day), -3)
    return Story("requested", _asked(asked), (("nudge", workday(asked, 7)),))


def ask_else(day: date) -> Story:
    """Who is to be asked in place of somebody silent."""
    return Story("ready", due=(("ask-else", _until_asked(day)),))


def _until_asked(day: date) -> date:
    """Who was asked today would count for today's requests, so nobody was."""
    return on_workday(min(day, workday(TODAY, 2)))


QUIET: Mapping[Callable[[Random], Story], int] = {
    in_touch: 260,
    naming: 60,
    silent: 250,
    declined: 110,
    deferred: 60,
    redirected: 50,
    off_limits: 10,
    identified: 90,
    ready: 30,
    just_asked: 20,
    proposing: 8,
    set_for_later: 10,
    met_and_snoozed: 6,
}
DUE: tuple[Callable[[date], Story], ...] = (
    thank, tell, answer, nudge, let_go, talk, confirm, brief, log_talk, log_letter, debrief,
    promise, their_promise, keep, later,
)  # fmt: skip
OFTEN_DUE = 5
"""How often each of them comes in a deck: by this, about one person in fourteen is due."""


Deck = list[Callable[[], Story]]


def deal(rng: Random) -> Deck:
    """One deck of stories in any order, each as often as it happens."""
    return _shuffle(rng, [draw for draw, often in QUIET.items() for _ in range(often)], OFTEN_DUE)


def deal_one_each(rng: Random) -> Deck:
    """A small deck with every story in it once."""
    return _shuffle(rng, [*QUIET], 1)


def _shuffle(rng: Random, quiet: Iterable[Callable[[Random], Story]], often_due: int) -> Deck:
    deck: Deck = [partial(draw, rng) for draw in quiet]
    deck += (partial(_fall_due, rng, draw) for draw in DUE for _ in range(often_due))
    rng.shuffle(deck)
    return deck


def _fall_due(rng: Random, draw: Callable[[date], Story]) -> Story:
    return draw(draw_day(rng))


def draw_day(rng: Random) -> date:
    """A day on which something is due: late, today, or within the week."""
    return shift(TODAY, rng.choice((-4, -1, 0, 0, 0, 1, 2, 3, 6, 7)))
