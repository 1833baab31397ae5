"""R5: no more new requests a day than the pack says."""

from __future__ import annotations

from collections.abc import Iterator

from infoview_md.core.pack import Rule
from infoview_md.letters.lint.context import ASKING, Hit, LintContext


def check_enough_today(context: LintContext, rule: Rule) -> Iterator[Hit]:
    """A request leaves on a day with fewer of them than the rule's value."""
    count = context.restraint.asked_today
    if context.kind in ASKING and isinstance(rule.value, int) and count >= rule.value:
        yield Hit(
            f"{count} request{'s' * (count != 1)} left today, the limit is {rule.value}; keep this"
            " one for tomorrow",
            in_head=True,
        )
