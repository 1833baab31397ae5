"""fix_stage: what the log says, as the note's `stage:`."""

from __future__ import annotations

from infoview_md.core.edit import Edit
from infoview_md.core.outlook import Outlook
from infoview_md.core.problem import Problem
from infoview_md.core.surgery import set_stage
from infoview_md.errors import Refused


def fix_stage(outlook: Outlook, problem: Problem) -> tuple[Edit, ...]:
    """The edit that writes the log's stage; none where the note cannot be edited safely."""
    index = outlook.index
    contact = index.contacts[problem.path]
    stage, note = outlook.standing(contact).stage, index.readings[problem.path].note
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
