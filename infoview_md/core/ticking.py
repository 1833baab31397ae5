"""tick: the box of a task item is set, and nothing else."""

from __future__ import annotations

from infoview_md.core.edit import Edit, Splice
from infoview_md.core.note import Note
from infoview_md.core.promises import find_tasks
from infoview_md.core.proof import check_whole, prove_text
from infoview_md.core.sections import LineCounter
from infoview_md.errors import Refused, UsageError


def tick(note: Note, line: int, box: str = "x") -> Edit:
    """The edit that sets the box of the task item on a line of the note, counted from 1.

    No change where the box is as asked. Refused where no task item stands on that line: code and
    comments hold none.
    """
    if len(box) != 1 or not box.isprintable() or box in "[]":
        raise UsageError(f"{box!r} does not fit into a task's box; give one character, such as x")
    check_whole(note)
    counter = LineCounter(note.text)
    for task in find_tasks(note):
        at = task.start("box")
        if counter.line_of(at) == line:
            break
    else:
        raise Refused(f"{note.path}:{line}: no task item stands here; look at the note again")
    if note.text[at] == box:
        return Edit(note.path, note.digest)
    edit = Edit(note.path, note.digest, (Splice(at, at + 1, box),))
    prove_text(note, edit, {})
    return edit
