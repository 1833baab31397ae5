"""L05: no request for a job, an opening, an internship."""

from __future__ import annotations

from collections.abc import Iterator

from infoview_md.core.pack import Rule
from infoview_md.letters.lint.context import Hit, LintContext, quote
from infoview_md.letters.lint.jobs import find_job_talk
from infoview_md.letters.lint.sentences import Sentence, find_sentences, flatten


def check_job_request(context: LintContext, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001
    """No sentence asks for a job; one that says it does not ask for one is none."""
    for sentence, in_subject in find_all_sentences(context):
        asking = [talk for talk in find_job_talk(sentence.text) if not talk.is_denied]
        if asking:
            yield Hit(
                f"{quote(sentence.text, asking[0].start)} asks for a job; ask to learn instead",
                sentence.start + asking[0].start,
                in_subject=in_subject,
            )


def find_all_sentences(context: LintContext) -> Iterator[tuple[Sentence, bool]]:
    """The subject, as one sentence, and those of the body; with whether it is the subject."""
    yield Sentence(flatten(context.subject), 0), True
    for sentence in find_sentences(flatten(context.body)):
        yield sentence, False
