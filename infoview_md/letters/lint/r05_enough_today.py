"""R5: no more new requests a day than the pack says."""

from __future__ import annotations

from collections.abc import Iterator

from infoview_md.core.pack import Rule
from infoview_md.letters.lint.context import ASKING, Hit, LintContext


def check_enough_today(context: LintContext, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001
    """A request leaves on a day that has room for one under the contact's rules."""
    if context.kind in ASKING and context.restraint.room <= 0:
        yield Hit(
            "as many new requests as R5 allows left today; keep this one for tomorrow", in_head=True
        )
