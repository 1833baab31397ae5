"""L04: no referrer named who did not agree to it."""

from __future__ import annotations

from collections.abc import Iterator

from infoview_md.core.pack import Rule
from infoview_md.letters.lint.context import Hit, LintContext
from infoview_md.letters.lint.l03_referrer import referrer_names
from infoview_md.letters.lint.names import find_namings, is_within, words_of


def check_permission(context: LintContext, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001
    """Without `may_use_name`, neither subject nor body names anyone of `referred_by`."""
    if context.contact.may_use_name or not context.contact.referred_by:
        return
    names = _find_secret_names(context)
    for text, in_subject in context.parts:
        for naming in find_namings(text, names):
            yield Hit(
                f"{naming.name} is named, but has not agreed to it; ask first, then set"
                " `may_use_name: true`",
                naming.start,
                in_subject=in_subject,
            )


def _find_secret_names(context: LintContext) -> list[str]:
    """What the referrers are called, but for what the addressee and the owner are called, too."""
    contact, owner = context.contact, context.owner
    names = referrer_names(context)
    for link in contact.referred_by[1:]:
        names += [link.text, link.text.partition(" ")[0]]
    open_texts = [
        words_of(text)
        for text in (
            *(contact.name, contact.given, contact.salutation, *contact.aliases),
            *(owner.name, owner.given, owner.signature),
        )
    ]
    return [name for name in names if not is_within(words_of(name), open_texts)]
