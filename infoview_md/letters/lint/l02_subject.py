"""L02: a subject, and a short one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from infoview_md.core.pack import Level, Rule
from infoview_md.letters.lint.context import Hit, LintContext, Replacement
from infoview_md.letters.lint.l01_length import count_words
from infoview_md.letters.wording import strip_reply_mark

GAP = re.compile(r"\[[^\[\]\n]*:[^\[\]\n]*\]")
DOUBLED = re.compile(r"\s*re\s*:\s*(?:(?:re|aw|sv|antw)\s*:\s*)+", re.IGNORECASE)


def check_subject(context: LintContext, rule: Rule) -> Iterator[Hit]:
    """No subject breaks the rule; one of more than `warn` words is a warning.

    `Re:` is no word, and what a gap asks for is one.
    """
    subject = strip_reply_mark(GAP.sub("…", context.subject).strip())
    words = count_words(subject)
    if not words and not GAP.search(context.subject):
        yield Hit("the letter has no subject; say in a few words what it is about", in_subject=True)
        return
    if doubled := DOUBLED.match(context.subject):
        yield Hit(
            f"the subject piles up reply marks: “{doubled[0].rstrip()}”; one is enough",
            level=Level.WARNING,
            in_subject=True,
            fix=Replacement(0, doubled.end(), "Re: ", in_subject=True),
        )
    if rule.warn is not None and words > rule.warn:
        yield Hit(
            f"the subject has {words} words, the limit is {rule.warn}; say it shorter",
            level=Level.WARNING,
            in_subject=True,
        )
