"""L08: one clear ask that can be answered yes."""

from __future__ import annotations

from collections.abc import Iterator

from infoview_md.core.pack import Level, Rule
from infoview_md.letters.lint.asks import find_asks
from infoview_md.letters.lint.context import Hit, LintContext, quote
from infoview_md.letters.lint.sentences import find_sentences, flatten


def check_ask(context: LintContext, rule: Rule) -> Iterator[Hit]:
    """As many asks as the rule's value, in most packs one; over `warn` question marks a warning."""
    body = flatten(context.body)
    asks = find_asks(find_sentences(body))
    wanted = rule.value if isinstance(rule.value, int) else 1
    if not asks:
        yield Hit("the letter asks nothing that can be answered with yes; ask “Would you have …?”")
    elif len(asks) > wanted:
        extra = asks[wanted]
        yield Hit(f"the letter asks {len(asks)} things; leave out {quote(extra.text)}", extra.start)
    marks = body.count("?")
    if rule.warn is not None and marks > rule.warn:
        yield Hit(
            f"the letter has {marks} question marks, the limit is {rule.warn}; keep the rest for"
            " the conversation",
            body.rindex("?"),
            Level.WARNING,
        )
