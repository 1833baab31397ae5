"""Language: what the notes put into a letter is in the letter's own language."""

from __future__ import annotations

from collections.abc import Iterator

from infoview_md.core.folding import fold
from infoview_md.core.pack import Level, Rule
from infoview_md.letters.lint.context import Hit, LintContext, quote
from infoview_md.letters.lint.l14_why_you import WORD, is_said
from infoview_md.letters.tongue import TONGUES, Tongue, primary
from infoview_md.letters.wording import one_line

LANGUAGE = Rule(
    id="language",
    title="a letter is in one language",
    level=Level.WARNING,
    source="the words of the field itself",
)
FEWEST = 3
"""How many common words of a language there must be, before a sentence is said to be in it."""


def check_language(context: LintContext, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001
    """No `why_you`, `takeaway` or `next_step` is plainly in another language than the letter."""
    own = TONGUES.get(primary(context.language))
    if own is None:
        return
    talk = context.interview
    for field, said in (
        ("why_you", context.contact.why_you),
        ("takeaway", talk.takeaway if talk else ""),
        ("next_step", talk.next_step if talk else ""),
    ):
        value = one_line(said)
        other = find_other_tongue(value, own) if value else None
        if other is not None and is_said(value, context.body):
            yield Hit(
                f"`{field}` is in {other.name}, and the letter in {own.name}: {quote(value)}",
                max(0, context.body.find(value[1:].rstrip(".!")) - 1),
            )


def find_other_tongue(text: str, own: Tongue) -> Tongue | None:
    """The language a text is plainly in, by its commonest words; None for its own, or in doubt."""
    # No word has a blank, so that the text can be folded as one.
    words = WORD.findall(fold(text)) if text.isascii() else [*map(fold, WORD.findall(text))]
    ours = sum(map(own.common.__contains__, words))
    for other in TONGUES.values():
        theirs = sum(map(other.common.__contains__, words))
        if other is not own and theirs >= FEWEST and theirs > 2 * ours:
            return other
    return None
