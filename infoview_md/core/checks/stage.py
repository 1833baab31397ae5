"""check_stage: `stage:` keys that differ from the log."""

from __future__ import annotations

from collections.abc import Iterator

from infoview_md.core.index import Reading
from infoview_md.core.model import Contact
from infoview_md.core.outlook import Outlook
from infoview_md.core.problem import Problem, make_problem


def check_stage(outlook: Outlook, reading: Reading) -> Iterator[Problem]:
    """A `stage:` that is not what the log says; without a log the key itself is the truth."""
    contact = reading.record
    if not isinstance(contact, Contact) or contact.stage is None or not contact.events:
        return
    stage = outlook.standing(contact).stage
    if contact.stage is not stage:
        says = "`do_not_contact`" if contact.do_not_contact else "the log"
        message = f"stage: {contact.stage}, but {says} says {stage} and wins; write stage: {stage}"
        yield make_problem("stage-differs", contact.path, message, contact.stage_line)
