"""Today.md: ticked lines become log lines, and the list is written anew."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from infoview_md.cli.app import App
from infoview_md.cli.changes import change
from infoview_md.cli.output import put, tell
from infoview_md.errors import ChangedMeanwhile, InfoviewError, NotFound, Refused

if TYPE_CHECKING:
    from infoview_md.core.agenda import Horizon
    from infoview_md.core.checklist import Block
    from infoview_md.core.edit import Edit
    from infoview_md.core.note import Note
    from infoview_md.core.ticked import Ticked


@dataclass(slots=True)
class Written:
    """What one plan does, to be told once it is written; `state` is Today.md as it leaves it."""

    edits: list[Edit] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    due: int = 0
    state: str = ""


def write_today(app: App, horizon: Horizon, dry_run: bool) -> None:
    """Settle what is ticked in Today.md and write the list anew; tell what became of it."""
    written = settle_today(app, horizon, dry_run)
    for sentence in written.told:
        tell(sentence)
    if not dry_run:
        put(f"Today.md: {written.due or 'nothing'} due")


def settle_today(app: App, horizon: Horizon, dry_run: bool = False) -> Written:
    """Make log lines of what is ticked in Today.md and write the list anew, in one transaction.

    The person has ticked each line, so that nothing is asked before many notes change.
    """
    written = Written()

    def plan() -> list[Edit]:
        nonlocal written
        written = _plan(app, horizon)
        return written.edits

    change(app, plan, dry_run=dry_run, yes=True)
    return written


def look_at_ticks(app: App) -> tuple[str, bool]:
    """The digest of Today.md as it is now, and whether a line in it is ticked."""
    from infoview_md.core.checklist import read_block

    note = _read(app)
    digest = note.digest if note is not None else ""
    return digest, any(line.is_ticked for line in read_block(note).lines)


def _plan(app: App, horizon: Horizon) -> Written:
    from infoview_md.core.agenda import build_agenda
    from infoview_md.core.checklist import edit_block, format_heading, format_rows, read_block
    from infoview_md.core.note import digest_of
    from infoview_md.core.outcome import index_after
    from infoview_md.core.schema import TODAY
    from infoview_md.core.ticked import find_ticked

    note = _read(app)
    block = read_block(note)
    ticked = find_ticked(block.lines, app.outlook)
    written = Written()
    _log(app, ticked, written)
    _tick(app, ticked, written)
    outlook = app.outlook_of(index_after(app.index, written.edits))
    open_lines = [line for line in block.lines if not line.is_ticked]
    stays = [line for line, _ in ticked.stays]
    actions = build_agenda(outlook, horizon)
    rows, lost = format_rows(actions, outlook, open_lines, stays)
    head = [format_heading(f"{app.today:%A} {app.today.isoformat()}", len(actions)), ""]
    moved = [*block.foreign, *lost, *_words_of_settled(ticked)]
    edit = edit_block(note, block, TODAY, head + rows, moved)
    written.edits.append(edit)
    written.state = digest_of(edit.apply(note.text if note else "").encode("utf-8"))
    written.due = len(actions)
    _tell_rest(ticked, block, written)
    return written


def _read(app: App) -> Note | None:
    from infoview_md.core.proof import CONFLICT
    from infoview_md.core.schema import TODAY

    try:
        note = app.vault.read_note(TODAY)
    except NotFound:
        return None
    if note.is_broken and (not note.text or "\0" in note.text):
        raise Refused(f"{note.problems[0]}; then try again")
    if CONFLICT.search(note.text):
        raise Refused(f"{TODAY}: a git merge is not settled here; settle it first")
    return note


def _log(app: App, ticked: Ticked, written: Written) -> None:
    """The log lines, for one contact after the other; what is refused stays ticked."""
    from infoview_md.cli.log_lines import log_edit
    from infoview_md.core.log import format_event

    for path, found in ticked.events.items():
        try:
            written.edits.append(log_edit(app, path, [event for _, event in found]))
        except ChangedMeanwhile:
            raise  # all is planned anew
        except InfoviewError as error:
            ticked.stays += ((line, error.message) for line, _ in found)
        else:
            name = app.index.contacts[path].name
            written.told += (f"{name}: {format_event(event)}" for _, event in found)


def _tick(app: App, ticked: Ticked, written: Written) -> None:
    from infoview_md.core.ticking import tick

    for line, path, number in ticked.promises:
        note = app.index.readings[path].note
        try:
            written.edits.append(tick(note, number))
        except ChangedMeanwhile:
            raise
        except InfoviewError as error:
            ticked.stays.append((line, error.message))
        else:
            written.told.append(f"{path}:{number}: ticked")


def _words_of_settled(ticked: Ticked) -> list[str]:
    """Lines whose words went into no log line."""
    settled = [*(line for line, _ in ticked.known), *(line for line, *_ in ticked.promises)]
    stays = {id(line) for line, _ in ticked.stays}
    return [line.raw for line in settled if line.words and id(line) not in stays]


def _tell_rest(ticked: Ticked, block: Block, written: Written) -> None:
    for line, why in ticked.known:
        written.told.append(f"Today.md: “{line.said.strip()}”: {why}; nothing was logged")
    for line, why in ticked.stays:
        written.told.append(f"Today.md: “{line.said.strip()}” stays: {why}")
    if block.foreign:
        written.told.append(
            f"Today.md: {len(block.foreign)} lines between the marks were yours; "
            "they stand below the list now"
        )
