"""R2: silence before a nudge to the same person."""

from __future__ import annotations

from collections.abc import Iterator

from infoview_md.core.pack import Rule
from infoview_md.letters.lint.context import Hit, LintContext

REMINDING = "nudge"


def check_silence(context: LintContext, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001
    """A reminder waits until they have had the days that the rule gives them to answer."""
    day = context.restraint.nudge_from
    if day is not None and context.kind == REMINDING:
        yield Hit(
            f"{context.contact.name} was asked a short while ago; do not remind them before {day}",
            in_head=True,
        )
