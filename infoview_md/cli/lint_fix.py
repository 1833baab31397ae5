"""Lint fixes: the changes that mend a letter for certain, as edits of its note."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from infoview_md.cli.letter_faults import find_key

if TYPE_CHECKING:
    from infoview_md.cli.app import App
    from infoview_md.core.edit import Edit, Splice
    from infoview_md.core.model import Letter
    from infoview_md.letters.lint.context import Replacement

AROUND = 24
"""Characters on either side by which a place is found again in a note that holds comments."""


def mend_letter(app: App, letter: Letter, fixes: Sequence[Replacement]) -> list[Edit]:
    """The edits of a letter's note that make the fixes; none for what is not found again."""
    from infoview_md.core.edit import Edit
    from infoview_md.core.surgery import set_fields

    note = app.index.readings[letter.path].note
    splices = [
        splice for fix in fixes if not fix.in_subject for splice in _splice(app, letter, fix)
    ]
    edits = [Edit(note.path, note.digest, tuple(splices))] if splices else []
    subject = letter.subject
    for fix in reversed([fix for fix in fixes if fix.in_subject]):
        subject = fix.apply(subject)
    if subject != letter.subject:
        edits.append(set_fields(note, {find_key(app, note, "subject"): subject}))
    return edits


def _splice(app: App, letter: Letter, fix: Replacement) -> list[Splice]:
    """The fix as a splice of the note's text, where what stands around it is there just once."""
    from infoview_md.core.edit import Splice

    text = app.index.readings[letter.path].note.text
    start = app.index.readings[letter.path].note.body_start
    before = letter.body[max(0, fix.start - AROUND) : fix.start]
    around = before + letter.body[fix.start : fix.end + AROUND]
    at = text.find(around, start)
    if at < 0 or text.find(around, at + 1) >= 0:
        return []
    at += len(before)
    return [Splice(at, at + fix.end - fix.start, fix.text)]
