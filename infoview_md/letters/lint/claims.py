"""Claims: a letter says nothing of others, or of its addressee, that the log does not bear out."""

from __future__ import annotations

from collections.abc import Iterator

from infoview_md.core.pack import Level, Rule
from infoview_md.letters.lint.context import Hit, LintContext

ABOUT = Rule(
    id="about",
    title="what the letter tells of others is so",
    level=Level.ERROR,
    source="the logs of the people it tells of",
)
STAGE = Rule(
    id="stage",
    title="the letter fits how things stand",
    level=Level.WARNING,
    source="the log in the contact's note",
)
"""No expert has a say in these, so they stand in no pack."""


def check_about(context: LintContext, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001
    """Nobody is told of as named, written to, met or given up who was not."""
    yield from (Hit(sentence, in_head=True) for sentence in context.untruths)


def check_stage(context: LintContext, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001
    """No thanks for nothing, no answer to nobody, no letting go of who has come."""
    yield from (Hit(sentence, in_head=True) for sentence in context.untimely)
