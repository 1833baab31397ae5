"""R15: a rest after `close` before a new request."""

from __future__ import annotations

from collections.abc import Iterator

from infoview_md.core.pack import Rule
from infoview_md.letters.lint.context import ASKING, Hit, LintContext


def check_rest(context: LintContext, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001
    """A request waits until the rest after the last `close` is over."""
    until = context.restraint.rests_until
    if until is not None and context.kind in ASKING:
        yield Hit(
            f"you let go of {context.contact.name} a short while ago; leave them in peace until"
            f" {until}",
            in_head=True,
        )
