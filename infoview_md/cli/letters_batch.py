"""Batches of letters: each shown and asked about; one that fails does not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, redirect_stdout
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from infoview_md.cli.changes import keep_up
from infoview_md.cli.letter_desk import Desk, take_up
from infoview_md.cli.letter_notes import find_waiting, people_of, word_of
from infoview_md.cli.output import Row, put_rows, tell
from infoview_md.errors import (
    Busy,
    ConfigFault,
    InfoviewError,
    NotDurable,
    ProblemsFound,
    Refused,
    ServiceMissing,
)

if TYPE_CHECKING:
    from infoview_md.cli.app import App
    from infoview_md.core.model import Contact
    from infoview_md.letters.render import Renderer

LONG = 10
"""From so many letters on, a bar shows how far it is."""

TITLES = {"state": "State", "who": "To", "kind": "Letter", "note": "Note", "why": "Why"}


class State(StrEnum):
    """What became of one letter of a batch."""

    DRAFTED = "drafted"
    APPROVED = "approved"
    HANDED = "handed over"
    SENT = "sent"
    WAITING = "waiting"
    PASSED = "passed over"
    HELD = "held back"
    UNSETTLED = "unsettled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Item:
    """One letter of a batch: to whom, of which kind, and whom it tells of."""

    contact: Contact
    word: str
    about: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it: the state, the note where there is one, and why."""

    state: State
    note: str = ""
    why: str = ""


class Stop(Exception):
    """The person has had enough, or nothing that follows could succeed."""


@dataclass(slots=True)
class Batch:
    """What a batch did so far; `faulty` counts the letters that were left with faults.

    `unsettled` counts those that left or may have, and are no fault to mend.
    """

    rows: list[Row] = field(default_factory=list)
    faulty: int = 0
    unsettled: int = 0

    def note(self, item: Item, outcome: Outcome) -> None:
        """Keep what became of a letter."""
        self.rows.append(
            {
                "state": str(outcome.state),
                "who": item.contact.name,
                "path": str(item.contact.path),
                "kind": item.word,
                "about": [person.name for person in item.about],
                "note": outcome.note or None,
                "why": outcome.why,
            }
        )
        self.faulty += outcome.state is State.FAILED
        self.unsettled += outcome.state is State.UNSETTLED

    def finish(self, as_json: bool, broken: InfoviewError | None = None) -> None:
        """Print what became of each; raises what broke it, else ends with 1 where one failed."""
        put_rows(self.rows, TITLES, "json" if as_json else None)
        if broken is not None:
            raise broken
        if self.unsettled:
            tell(f"{self.unsettled} left, or may have (above); settle first: infoview outbox")
        if self.faulty:
            many = self.faulty > 1
            mend = "mend them" if many else "mend it"
            tell(f"{self.faulty} letter{'s' * many} failed (above); {mend}, then run it again")
        if self.faulty or self.unsettled:
            raise SystemExit(ProblemsFound.exit_code)


Work = Callable[[Item], Outcome]


def run_batch(app: App, items: Sequence[Item], work: Work, as_json: bool, quiet: bool) -> None:
    """Do the work for each letter; what fails is told, and the others go on.

    A service that is not set up, or cannot be reached, ends the batch, since it would fail each of
    the others too; so does a disk or a vault that cannot be written to, whose error is raised once
    what was done is listed.
    """
    import sys

    batch = Batch()
    broken: InfoviewError | None = None
    elsewhere = redirect_stdout(sys.stderr) if as_json else nullcontext()
    with elsewhere, _bar(len(items), quiet) as step:
        for item in items:
            try:
                batch.note(item, work(item))
            except (ConfigFault, ServiceMissing) as missing:
                batch.note(item, Outcome(_state_of(missing), why=missing.message))
                break
            except (Busy, NotDurable) as fault:
                batch.note(item, Outcome(State.FAILED, why=fault.message))
                broken = fault
                break
            except InfoviewError as fault:
                batch.note(item, Outcome(State.FAILED, why=fault.message))
            except Stop:
                break
            finally:
                step()
    batch.finish(as_json, broken)


def _state_of(missing: InfoviewError) -> State:
    """A letter that broke off at the last moment may have left: nothing to mend and send again."""
    from infoview_md.mail.smtp import Unknown

    return State.UNSETTLED if isinstance(missing, Unknown) else State.FAILED


@contextmanager
def _bar(count: int, quiet: bool) -> Iterator[Callable[[], None]]:
    """A bar on standard error where it is a terminal and nothing is asked there."""
    import sys

    if not quiet or count < LONG or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    # What is printed stays where it was going to.
    bar = Progress(console=Console(stderr=True), transient=True, redirect_stdout=False)
    with bar as progress:
        task = progress.add_task("letters", total=count)
        yield lambda: progress.advance(task)


def refuse_unasked(app: App, yes: bool, dry_run: bool) -> None:
    """Refused where nobody can be asked and neither `--yes` nor `--dry-run` was said."""
    if not (yes or dry_run or app.may_ask):
        raise Refused("nobody can be asked here; say --yes, or look with --dry-run")


def find_items(app: App, names: Sequence[str]) -> list[Item]:
    """The drafts that wait for these contacts, for anybody without names, each kind once."""
    from infoview_md.cli.letter_desk import find_contact

    chosen = {find_contact(app, name).path: None for name in names} or app.index.contacts
    found: dict[tuple[str, str, str], Item] = {}
    for path in chosen:
        contact = app.index.contacts[path]
        for letter in find_waiting(app, contact):
            item = Item(contact, word_of(letter), people_of(app, letter))
            about = ", ".join(str(person.path) for person in item.about)
            found[str(path), item.word, about] = item
    return list(found.values())


def desk_of(
    app: App, item: Item, renderer: Renderer | None = None, *, rebinds: bool = False
) -> Desk:
    """The letter of an item as it stands now; see `take_up`."""
    return keep_up(
        app,
        lambda: take_up(
            app, item.contact, item.word, about=item.about, rebinds=rebinds, renderer=renderer
        ),
    )


def counts_as_request(item: Item) -> bool:
    """Whether R5 counts a letter: it asks somebody new."""
    from infoview_md.core.event import EventKind
    from infoview_md.core.letter_kind import BY_WORD, OTHER

    return BY_WORD.get(item.word, OTHER).event is EventKind.REQUEST


def hold_back(app: App, item: Item, waiting: int = 0) -> Outcome | None:
    """R5: what to say of a letter that today has no room for; `waiting` requests count as sent."""
    from infoview_md.core.restraint import room_for

    if counts_as_request(item) and room_for(item.contact, app.outlook) <= waiting:
        return Outcome(State.HELD, why="as many new people as R5 allows were asked today")
    return None
