"""infoview tick: a promise is paid, or dropped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import click

from infoview_md.cli.app import App, Command, pass_app
from infoview_md.cli.changes import change
from infoview_md.cli.fields import dry_run_option, reading_at
from infoview_md.cli.options import example, name_argument
from infoview_md.cli.output import put, tell
from infoview_md.cli.today import tell_next
from infoview_md.errors import Ambiguous, Busy, NotFound

if TYPE_CHECKING:
    from infoview_md.core.edit import Edit
    from infoview_md.core.model import Record
    from infoview_md.core.promises import Promise


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open promise, and the note it stands in."""

    path: PurePosixPath
    promise: Promise

    def __str__(self) -> str:
        whose = "them" if self.promise.theirs else "me"
        due = f" @{self.promise.due}" if self.promise.due else ""
        return f"{self.path}:{self.promise.line}: {whose}: {self.promise.text}{due}"


@click.command(
    "tick",
    cls=Command,
    epilog=example(
        "infoview tick ingrid",
        "infoview tick ingrid introduce kari",
        "infoview tick ingrid 2 --drop",
    ),
)
@name_argument("contact", "interview")
@click.argument("words", nargs=-1)
@click.option("--drop", is_flag=True, help="It is off: write [-] instead of [x].")
@dry_run_option
@pass_app
def tick_command(app: App, name: str, words: tuple[str, ...], drop: bool, dry_run: bool) -> None:
    """Tick the open promise in the notes of NAME that holds all WORDS.

    NAME is a contact, whose conversations count as well, or one conversation. Where several fit
    they are listed with numbers, and a number may stand in place of WORDS.
    """
    from infoview_md.core.model import Contact, Kind

    record = app.index.get(name, Kind.CONTACT, Kind.INTERVIEW)
    waiting = _choose(record, list(_find_waiting(app, record)), words)
    box = "-" if drop else "x"
    paths = change(app, lambda: [_tick(app, waiting, box)], dry_run=dry_run)
    if dry_run:
        return
    if paths:
        put(f"{'dropped' if drop else 'paid'}: {waiting.promise.text}")
    people = [record.path] if isinstance(record, Contact) else _people_at(app, waiting.path)
    for path in people[:1]:
        tell_next(app, path)


def _find_waiting(app: App, record: Record) -> Iterator[Waiting]:
    """The open promises of a note and, for a contact, of the notes of their conversations."""
    from infoview_md.core.model import Contact, Interview
    from infoview_md.core.promises import PromiseState

    talks = app.index.interviews_with(record) if isinstance(record, Contact) else ()
    for note in (record, *talks):
        if isinstance(note, (Contact, Interview)):
            for promise in note.promises:
                if promise.state is PromiseState.OPEN:
                    yield Waiting(note.path, promise)


def _choose(record: Record, waiting: list[Waiting], words: tuple[str, ...]) -> Waiting:
    """The one promise that is meant; NotFound or Ambiguous, with those there are."""
    if not waiting:
        raise NotFound(f"{record.name} has no open promise; see `infoview show`")
    if len(words) == 1 and words[0].isdecimal() and 1 <= int(words[0]) <= len(waiting):
        return waiting[int(words[0]) - 1]
    fitting = [one for one in waiting if _holds(one.promise, words)]
    if len(fitting) == 1:
        return fitting[0]
    for number, one in enumerate(waiting, 1):
        if not fitting or one in fitting:
            tell(f"{number}  {one}")
    said = f"“{' '.join(words)}”"
    if not fitting:
        raise NotFound(f"no open promise holds {said}; those above are open: say a number")
    what = (
        f"{said} may be {len(fitting)} promises" if words else f"{len(fitting)} promises are open"
    )
    raise Ambiguous(f"{what}; say the number, or more of the words", list(map(str, fitting)))


def _holds(promise: Promise, words: tuple[str, ...]) -> bool:
    from infoview_md.core.folding import plain

    text = plain(promise.text)
    return all(plain(word) in text for word in words)


def _tick(app: App, waiting: Waiting, box: str) -> Edit:
    """The edit that sets the box; the promise is looked for again, wherever it stands now."""
    from infoview_md.core.ticking import tick

    reading = reading_at(app, waiting.path)
    wanted = replace(waiting.promise, line=0)
    lines = [
        one.promise.line
        for one in _find_waiting(app, app.index.records[waiting.path])
        if one.path == waiting.path and replace(one.promise, line=0) == wanted
    ]
    if not lines:
        raise Busy(f"{waiting.path}: the promise was changed meanwhile; look again")
    nearest = min(lines, key=lambda line: abs(line - waiting.promise.line))
    return tick(reading.note, nearest, box)


def _people_at(app: App, path: PurePosixPath) -> list[PurePosixPath]:
    """Who takes part in a conversation."""
    talk = app.index.interviews.get(path)
    links = talk.contacts if talk is not None else ()
    found = (app.index.resolve(link) for link in links)
    return [one for one in found if one in app.index.contacts and one is not None]
