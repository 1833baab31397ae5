"""check_stage: `stage:` keys that differ from the log."""

from __future__ import annotations

from collections.abc import Iterator

from infoview_md.core.outlook import Outlook
from infoview_md.core.problem import Problem, make_problem


def check_stage(outlook: Outlook) -> Iterator[Problem]:
    """A `stage:` that is not what the log says; without a log the key itself is the truth."""
    for path, contact in outlook.index.contacts.items():
        stage = outlook.standings[path].stage
        if contact.stage is None or not contact.events or contact.stage is stage:
            continue
        message = f"stage: {contact.stage}, but the log says {stage}; the log wins"
        yield make_problem("stage-differs", path, message, contact.stage_line)
