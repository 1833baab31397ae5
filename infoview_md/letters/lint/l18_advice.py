"""L18: the addressee sells advice."""

from __future__ import annotations

from collections.abc import Iterator

from infoview_md.core.pack import Rule
from infoview_md.letters.lint.context import Hit, LintContext


def check_advice(context: LintContext, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001
    """No first letter asks somebody for free what they live on (`sells_advice`)."""
    if context.contact.sells_advice:
        yield Hit(
            f"{context.contact.name} sells advice (`sells_advice`); ask what it costs, or ask"
            " somebody else",
            in_head=True,
        )
