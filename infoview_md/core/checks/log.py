"""check_log: log lines that do not fit together, or lie in the future."""

from __future__ import annotations

from collections.abc import Iterator

from infoview_md.core.index import Reading
from infoview_md.core.model import Contact
from infoview_md.core.outlook import Outlook
from infoview_md.core.problem import Problem, make_problem


def check_log(outlook: Outlook, reading: Reading) -> Iterator[Problem]:
    """What the derivation of each standing stumbled over, and lines dated after today."""
    contact = reading.record
    if not isinstance(contact, Contact):
        return
    yield from outlook.standing(contact).problems
    for event in contact.events:
        if event.date > outlook.today:
            message = f"{event.kind} is dated {event.date}, after today ({outlook.today})"
            yield make_problem("log-future", contact.path, message, event.line)
