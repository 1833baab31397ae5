"""L03: the referrer in the first sentence after the greeting."""

from __future__ import annotations

from collections.abc import Iterator

from infoview_md.core.pack import Rule
from infoview_md.letters.lint.context import Hit, LintContext
from infoview_md.letters.lint.names import WORD_NAMES, find_namings
from infoview_md.letters.lint.sentences import find_greeting, find_sentences, flatten


def check_referrer(context: LintContext, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001
    """Where the first of `referred_by` may be named, the first sentence names them."""
    contact = context.contact
    if not (contact.referred_by and contact.may_use_name):
        return
    body = flatten(context.body)
    sentences = find_sentences(body)
    names = referrer_names(context)
    if not sentences or not find_namings(sentences[0].text, names):
        start = sentences[0].start if sentences else find_greeting(body)[1]
        yield Hit(
            f"the first sentence does not name {names[0]}, who sent you and may be named",
            start,
        )


def referrer_names(context: LintContext) -> list[str]:
    """What the first referrer is called, the full name first; a given name counts, if it is one."""
    link = context.contact.referred_by[0]
    if (referrer := context.referrer) is None:
        names = [link.text, link.text.partition(" ")[0]]
    else:
        names = [referrer.name, link.text, *referrer.aliases, referrer.first_name]
    return [name for name in names if name and name.casefold() not in WORD_NAMES]
