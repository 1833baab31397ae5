"""check_stage: `stage:` keys that differ from the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from infoview_md.core.edit import Edit
from infoview_md.core.index import Index
from infoview_md.core.model import Contact
from infoview_md.core.outlook import Outlook
from infoview_md.core.problem import Problem, make_problem
from infoview_md.core.stage import Stage
from infoview_md.core.surgery import set_stage
from infoview_md.errors import Refused


def check_stage(outlook: Outlook) -> Iterator[Problem]:
    """A `stage:` that is not what the log says; without a log the key itself is the truth."""
    for path, contact in outlook.index.contacts.items():
        stage = outlook.standings[path].stage
        if contact.stage is None or not contact.events or contact.stage is stage:
            continue
        says = "`do_not_contact`" if contact.do_not_contact else "the log"
        message = f"stage: {contact.stage}, but {says} says {stage} and wins; write stage: {stage}"
        problem = make_problem("stage-differs", path, message, contact.stage_line)
        yield replace(problem, fix=_make_fix(outlook.index, contact, stage))


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
