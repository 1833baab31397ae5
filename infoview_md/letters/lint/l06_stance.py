"""L06: the job stance: say that it is not a job request, or say nothing of jobs."""

from __future__ import annotations

from collections.abc import Iterator

from infoview_md.core.pack import Rule
from infoview_md.letters.lint.context import Hit, LintContext, quote
from infoview_md.letters.lint.job_words import MENTION
from infoview_md.letters.lint.jobs import find_job_talk
from infoview_md.letters.lint.l05_job_request import find_all_sentences
from infoview_md.letters.lint.sentences import find_sentences, flatten

YET = ("yet", "just yet", "for now", "so far")


def check_stance(context: LintContext, rule: Rule) -> Iterator[Hit]:
    """`disclaim`: a sentence of the body denies it; `silent`: nothing mentions a job at all.

    A nudge answers to `silent` alone: the request it reminds of has said the rest.
    """
    if rule.value == "silent":
        yield from _find_mentions(context)
    elif context.kind != "nudge" and not any(
        disclaims(sentence.text) for sentence in find_sentences(flatten(context.body))
    ):
        yield Hit(
            "the letter does not say that it is no job request; add “I am not asking for a job.”"
        )


def disclaims(sentence: str) -> bool:
    """True where a sentence says that no job is asked for; “not yet” does not say so."""
    is_put_off = sentence.lower().rstrip(" .!\"'").endswith(YET)
    return not is_put_off and any(talk.is_denied for talk in find_job_talk(sentence))


def _find_mentions(context: LintContext) -> Iterator[Hit]:
    for sentence, in_subject in find_all_sentences(context):
        if MENTION.search(sentence.text.lower()) or find_job_talk(sentence.text):
            yield Hit(
                f"{quote(sentence.text)} speaks of a job, and this pack says not to mention any",
                sentence.start,
                in_subject=in_subject,
            )
