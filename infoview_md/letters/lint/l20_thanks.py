"""L20: thanks that name one thing learned, and what I will do with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from infoview_md.core.pack import Rule
from infoview_md.letters.lint.context import Hit, LintContext
from infoview_md.letters.lint.l14_why_you import is_said
from infoview_md.letters.lint.sentences import find_sentences, flatten
from infoview_md.letters.wording import one_line

# Where no note says what was learned, a sentence must: “what you said about …”.
LEARNED = re.compile(
    r"\bi(?:'ve| have)?(?: \w+)? (?:learn(?:ed|t)|realis?z?ed|understood|took away|took from)\b"
    r"|\b(?:i (?:now|finally) (?:see|understand|know)|stayed with me|stuck with me|made me (?:see"
    r"|think|rethink|understand)|opened my eyes|taught me|showed me|what (?:struck|surprised) me)\b"
    r"|\byour (?:\w+ )?(?:advice|point|story|remark|tip|example|explanation|suggestion|account"
    r"|warning|description|insight|view)s? (?:to|on|about|that|of|into|how)\b"
    r"|\b(?:what|how) you (?:said|told|explained|described|mentioned|showed)\b"
    r"|\byou (?:told|showed|taught|explained|pointed|suggested|warned|advised|recommended"
    r"|described)\b"
)
WILL_DO = re.compile(
    r"\bi(?:'ll| will| shall|'m going to| am going to| plan to| intend to| mean to|'m about to"
    r"| am about to)(?: (?:also|now|first|next|then|start by|begin by|go and))? "
    r"(?!(?:let you know|be in touch|keep in touch|stay in touch|not|never|keep you|remember|always"
    r"|certainly|be glad|be grateful|be happy|look forward|write again|see you)\b)\w+"
    r"|\bi(?:'ve| have)(?: already| just| since)? (?:begun|started|ordered|signed up|written to"
    r"|contacted|booked|registered|downloaded|bought|read|tried|asked|applied|drawn|changed|set)\b"
    r"|\bmy next step\b|\b(?:next week|tomorrow|tonight|this week|on \w+day)(?:,)? i\b"
)


def check_thanks(context: LintContext, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001
    """The `takeaway` and the `next_step` of the talk, or a sentence for each, are in the letter."""
    talk = context.interview
    takeaway = one_line(talk.takeaway) if talk else ""
    next_step = one_line(talk.next_step) if talk else ""
    yield from _check(
        context, LEARNED, takeaway, "what you learned", "`takeaway`", "“what you said about …”"
    )
    yield from _check(
        context, WILL_DO, next_step, "what you will do with it", "`next_step`", "“I will …”"
    )


def _check(
    context: LintContext, pattern: re.Pattern[str], known: str, what: str, field: str, example: str
) -> Iterator[Hit]:
    if known:
        if not is_said(known, context.body):
            yield Hit(f"the letter does not say {what} ({field}: {known})")
    elif context.is_english and not _has(pattern, context.body):
        yield Hit(
            f"the letter does not say {what}; write it into {field} of the talk and into the"
            f" letter, such as {example}"
        )


def _has(pattern: re.Pattern[str], body: str) -> bool:
    sentences = (" ".join(one.text.lower().split()) for one in find_sentences(flatten(body)))
    return any(pattern.search(sentence) for sentence in sentences)
