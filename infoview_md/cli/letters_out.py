"""letters approve and letters send: the drafts that wait, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from infoview_md.cli.ask import choose
from infoview_md.cli.changes import settle
from infoview_md.cli.letter_approve import approve
from infoview_md.cli.letter_left import find_unsettled, leaving_of
from infoview_md.cli.letter_notes import find_draft
from infoview_md.cli.letter_out import hand_over, split_door
from infoview_md.cli.letter_show import put_letter, tell_faults
from infoview_md.cli.letter_wish import Wish
from infoview_md.cli.letters_batch import (
    Item,
    Outcome,
    State,
    Stop,
    desk_of,
    find_items,
    hold_back,
    refuse_unasked,
    run_batch,
)
from infoview_md.cli.output import tell
from infoview_md.errors import ProblemsFound, Refused, UsageError

if TYPE_CHECKING:
    from infoview_md.cli.app import App
    from infoview_md.cli.letter_desk import Desk

MANY = 10
"""How many letters leave in one batch at most: what one person can have read today."""


def approve_drafts(app: App, names: Sequence[str], yes: bool, dry_run: bool, as_json: bool) -> None:
    """Approve the drafts that wait, each shown and asked about."""
    refuse_unasked(app, yes, dry_run)
    if not dry_run:
        settle(app)
    is_asked = not (yes or dry_run)

    def work(item: Item) -> Outcome:
        desk = desk_of(app, item, rebinds=True)
        if not is_asked:
            tell_faults(desk)
        elif not _agree(app, desk):
            return Outcome(State.PASSED, _note(desk))
        approve(app, desk, None, dry_run)
        return Outcome(State.APPROVED, _note(desk))

    items = [item for item in find_items(app, names) if not _is_approved(app, item)]
    if not items:
        tell("no draft waits to be approved; see infoview letters due")
    run_batch(app, items, work, as_json, quiet=not is_asked)


def _agree(app: App, desk: Desk) -> bool:
    put_letter(desk)
    tell_faults(desk)
    return _answer(app, f"Approve this {desk.word} to {desk.draft.address or 'nobody'}?")


def _answer(app: App, question: str) -> bool:
    """Yes or no; Stop for `quit`."""
    answer = choose(app, question, "no", "yes", "quit")
    if answer == "quit":
        raise Stop
    return answer == "yes"


def hand_over_approved(
    app: App, names: Sequence[str], via: str, yes: bool, dry_run: bool, as_json: bool
) -> None:
    """Hand the approved drafts to a door, each asked about, MANY at most.

    No door gets what may have left, or left and is not recorded: the person settles it first.
    """
    refuse_unasked(app, yes, dry_run)
    if not dry_run:
        settle(app)
    door, target = split_door(app, via)
    if target:
        raise UsageError(f"--via {via}: a batch has no one target; say --via {door}")
    items = [item for item in find_items(app, names) if _was_approved(app, item)]
    if not items:
        tell("no approved letter waits; approve the drafts with infoview letters approve")
    is_asked = not (yes or dry_run)

    def work(item: Item) -> Outcome:
        if held := hold_back(app, item):
            return held
        desk = desk_of(app, item)
        if known := find_unsettled(app, leaving_of(desk)):
            return Outcome(State.UNSETTLED, _note(desk), known.advice)
        question = f"{door}: {item.contact.name} <{desk.draft.address}>, “{desk.draft.subject}”?"
        if is_asked and not _answer(app, question):
            return Outcome(State.PASSED, _note(desk))
        return _hand(app, item, desk, Wish(via=door, yes=True, dry_run=dry_run))

    run_batch(app, items[:MANY], work, as_json, quiet=not is_asked)
    if len(items) > MANY:
        tell(f"{len(items) - MANY} more wait; run it again")


def _hand(app: App, item: Item, desk: Desk, wish: Wish) -> Outcome:
    note = _note(desk)
    try:
        hand_over(app, desk, wish)
    except SystemExit as end:
        if end.code != ProblemsFound.exit_code:
            raise
        return Outcome(State.FAILED, note, "it was shown, and has faults")
    letter = app.index.letters.get(desk.written.path) if desk.written else None
    return Outcome(State.SENT if letter and letter.sent else State.HANDED, note)


def _note(desk: Desk) -> str:
    return str(desk.written.path) if desk.written else ""


def _was_approved(app: App, item: Item) -> bool:
    """Whether a draft was approved at some time; an edit since is told when it is handed over.

    So is what cannot be read.
    """
    from infoview_md.letters.approval import read_approval

    try:
        letter = find_draft(app, item.contact, item.word, item.about)
    except Refused:
        return True
    return letter is not None and read_approval(letter) is not None


def _is_approved(app: App, item: Item) -> bool:
    """Whether it is approved as it stands; what cannot be read is not."""
    from infoview_md.errors import InfoviewError
    from infoview_md.letters.approval import is_approved

    try:
        desk = desk_of(app, item)
    except InfoviewError:
        return False
    letter = desk.written
    return letter is not None and is_approved(letter) and letter.address == desk.draft.address
