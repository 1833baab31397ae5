"""letters due: drafts of everything that `infoview today` asks a letter for."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from infoview_md.cli.ask import choose
from infoview_md.cli.letter_drafts import write_draft
from infoview_md.cli.letter_show import put_letter, tell_faults
from infoview_md.cli.letters_batch import (
    Item,
    Outcome,
    State,
    Stop,
    counts_as_request,
    desk_of,
    hold_back,
    refuse_unasked,
    run_batch,
)
from infoview_md.cli.output import tell
from infoview_md.errors import InfoviewError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infoview_md.cli.app import App
    from infoview_md.cli.letter_desk import Desk
    from infoview_md.core.model import Contact
    from infoview_md.letters.render import Renderer


def draft_due(app: App, yes: bool, dry_run: bool, as_json: bool) -> None:
    """Draft every letter that is due, each shown and asked about; R5 limits new requests.

    A draft that is there already is left as it is, so that the command goes on where it stopped.
    Where nobody is asked, a letter with gaps is not drafted: what it lacks is told instead.
    """
    refuse_unasked(app, yes, dry_run)
    from infoview_md.letters.render import open_renderer
    from infoview_md.vault.shipped import read_templates

    is_asked = not (yes or dry_run)
    items = list(find_due(app))
    if not items:
        tell("no letter is due; see infoview today")
    # One process for all of them, begun before a bar starts a thread.
    with open_renderer(read_templates(app.vault.root)) as renderer:
        drafting = _Drafting(app, renderer, is_asked, dry_run)
        run_batch(app, items, drafting.draft, as_json, quiet=not is_asked)


def find_due(app: App) -> Iterator[Item]:
    """What `infoview today` asks a letter for, in its order, each letter once."""
    from infoview_md.core.agenda import Horizon, build_agenda

    seen: set[Item] = set()
    for action in build_agenda(app.outlook, Horizon.TODAY):
        words = shlex.split(action.command)
        if words[:2] != ["infoview", "letter"] or len(words) < 4:
            continue
        item = Item(_contact(app, words[2]), words[3], _about(app, words[4:]))
        if item not in seen:
            seen.add(item)
            yield item


def _contact(app: App, name: str) -> Contact:
    from infoview_md.cli.letter_desk import find_contact

    return find_contact(app, name)


def _about(app: App, words: list[str]) -> tuple[Contact, ...]:
    named = pairwise(words)
    return tuple(_contact(app, name) for option, name in named if option == "--about")


def _find_lacking(desk: Desk) -> str:
    """What a letter has to wait for, because its draft would keep the gap for good; or empty.

    What is only written into the letter itself is nothing to wait for.
    """
    from infoview_md.letters.slots import SLOTS, Home

    written_in = {name for name, slot in SLOTS.items() if slot.home is Home.TEXT}
    gaps = [gap for gap in desk.draft.gaps if gap.slot not in written_in]
    if not gaps:
        return ""
    first, *more = gaps
    others = f", and {len(more)} more" if more else ""
    return f"{first.place}: {first.sentence}{others}"


@dataclass(slots=True)
class _Drafting:
    """The work of one run: `asking` counts the requests that wait as drafts, for R5."""

    app: App
    renderer: Renderer
    is_asked: bool
    dry_run: bool
    asking: int = 0

    def draft(self, item: Item) -> Outcome:
        """Draft one letter, unless it waits already, R5 is reached, or the person says no."""
        if held := hold_back(self.app, item, self.asking):
            return held
        desk = desk_of(self.app, item, self.renderer)
        if desk.written is not None:
            self.asking += counts_as_request(item)
            return Outcome(State.WAITING, str(desk.written.path), "a draft is there already")
        if not self.is_asked and (lacking := _find_lacking(desk)):
            return Outcome(State.FAILED, why=lacking)
        answer = self._ask(desk)
        if answer == "quit":
            raise Stop
        if answer == "no":
            return Outcome(State.PASSED)
        self.asking += counts_as_request(item)
        return self._write(desk, edits=answer == "edit")

    def _ask(self, desk: Desk) -> str:
        if not self.is_asked:
            return "yes"
        put_letter(desk)
        tell_faults(desk)
        question = f"Draft this {desk.word} to {desk.contact.name}?"
        likely, other = ("no", "yes") if desk.count_faults else ("yes", "no")
        return choose(self.app, question, likely, other, "edit", "quit")

    def _write(self, desk: Desk, edits: bool) -> Outcome:
        path = write_draft(self.app, desk, self.dry_run)
        if edits and path is not None:
            self._edit(str(path))
        count = desk.count_faults
        why = f"{count} fault{'s' * (count > 1)} to mend in it" if count else ""
        return Outcome(State.DRAFTED, str(path or ""), why)

    def _edit(self, path: str) -> None:
        from infoview_md.cli.edit import open_editor

        try:
            open_editor(self.app, self.app.vault.root / path)
        except InfoviewError as fault:  # the draft is there; the others go on
            tell(fault.message)
        self.app.forget_index()
