"""check_stage: `stage:` keys that differ from the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from infoview_md.core.edit import Edit
from infoview_md.core.index import Index, Reading
from infoview_md.core.model import Contact
from infoview_md.core.outlook import Outlook
from infoview_md.core.problem import Problem, make_problem
from infoview_md.core.stage import Stage
from infoview_md.core.surgery import set_stage
from infoview_md.errors import Refused


def check_stage(outlook: Outlook, reading: Reading) -> Iterator[Problem]:
    """A `stage:` that is not what the log says; without a log the key itself is the truth."""
    for problem in find_stage_fault(outlook, reading):
        contact = outlook.index.contacts[reading.path]
        stage = outlook.standing(contact).stage
        yield replace(problem, fix=_make_fix(outlook.index, contact, stage))


def find_stage_fault(outlook: Outlook, reading: Reading) -> Iterator[Problem]:
    """The same without its fix, for which the note's text is needed."""
    contact = reading.record
    if not isinstance(contact, Contact) or contact.stage is None or not contact.events:
        return
    stage = outlook.standing(contact).stage
    if contact.stage is not stage:
        says = "`do_not_contact`" if contact.do_not_contact else "the log"
        message = f"stage: {contact.stage}, but {says} says {stage} and wins; write stage: {stage}"
        yield make_problem("stage-differs", contact.path, message, contact.stage_line)


def _make_fix(index: Index, contact: Contact, stage: Stage) -> tuple[Edit, ...]:
    """The edit that writes the log's stage; none where the note cannot be edited safely."""
    note = index.readings[contact.path].note
    names = [key for key, ours in index.keys.fields.items() if ours == "stage"]
    for key in ("stage", *names):
        if key not in note.fields or note.fields[key].key.line != contact.stage_line:
            continue
        try:
            splice = set_stage(note, stage, key)
        except Refused:
            return ()
        return (Edit(note.path, note.digest, (splice,)),) if splice else ()
    return ()
