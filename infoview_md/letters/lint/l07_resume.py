"""L07: the résumé: on request, never, or attached, as the pack says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from infoview_md.core.pack import Rule
from infoview_md.letters.lint.clauses import find_clauses
from infoview_md.letters.lint.context import Hit, LintContext, quote
from infoview_md.letters.lint.l05_job_request import find_all_sentences

# Without its accents, `resume` is a noun only behind a word that says so.
RESUME = re.compile(
    r"(?<![\w.])(?:r[ée]sumés?|résumes?|cvs?|c\.v\.|curricul(?:um|a) vitae|lebenslauf)(?!\w)"
    r"|\b(?:my|an?|the|this|no|of|your|his|her|attached|enclosed|current|updated|short|full)"
    r"(?: (?:attached|enclosed|current|updated|short|full|one-page))? (?:resume|resumé)\b",
    re.IGNORECASE,
)
ENCLOSED = re.compile(
    r"\b(?:(?:i|i've|i have|have|we|we have)(?: also| just)? (?:attached|enclosed|appended)"
    r"|(?:is|are|it's) (?:\w+ )?(?:attached|enclosed|appended)"
    r"(?! to (?!this|the (?:mail|letter)))"
    r"|(?:attached|enclosed) (?:is|are|you|please|to this|find|here|below|herewith|my|for your)"
    r"|(?:find|see|please see) (?:\w+ ){0,4}?(?:attached|enclosed)"
    r"|i(?:'m| am) (?:attaching|enclosing)|(?:see|in|open|read) the attachments?"
    r"|(?:as|in) (?:an? )?attachment|(?:the|my) (?:attached|enclosed))\b",
    re.IGNORECASE,
)
REQUESTED = re.compile(
    r"\b(?:as (?:you )?(?:asked|requested|wished|promised)|you (?:asked|wanted) (?:for|to see)"
    r"|you requested|at your request)\b",
    re.IGNORECASE,
)
# What offers it and does not send it: “happy to send my résumé, should it help”.
OFFERED = re.compile(
    r"\b(?:on request|upon request|if (?:you|it|that|useful|helpful|needed)|should (?:you|it)"
    r"|happy to|glad to|can send|could send|will send|would send|may i send|shall i send"
    r"|would you like)\b",
    re.IGNORECASE,
)
SENT = re.compile(
    r"\b(?:here is|here's|below is|see|find|linked|link to|look at|(?:is|are) (?:\w+ )?"
    r"(?:at|on|here|below)|https?://|www\.)",
    re.IGNORECASE,
)


def check_resume(context: LintContext, rule: Rule) -> Iterator[Hit]:
    """`on-request`: it may be offered; `never`: not a word of it; `attach`: it goes along."""
    if rule.value == "attach":
        yield from _check_attached(context)
        return
    if context.attachments:
        yield Hit(
            f"{', '.join(context.attachments)} would go along; nothing does with a first letter",
            in_head=True,
        )
    for sentence, in_subject in find_all_sentences(context):
        at = _find_fault(sentence.text, is_never=rule.value == "never")
        if at is not None:
            advice = "leave it out" if rule.value == "never" else "send it only when they ask"
            yield Hit(
                f"{quote(sentence.text, at)} brings a résumé along; {advice}",
                sentence.start + at,
                in_subject=in_subject,
            )


# The letters of a batch share most of their sentences, here and in the rules that follow.
@lru_cache(maxsize=256)
def _find_fault(text: str, is_never: bool) -> int | None:
    """Where a sentence encloses something, or brings or so much as names the résumé."""
    named = RESUME.search(text)
    enclosed = ENCLOSED.search(text)
    if named and is_never:
        return named.start()
    if not (named or enclosed) or REQUESTED.search(text):
        return None
    if enclosed and not _is_denied(text, enclosed.start()):
        return enclosed.start()
    if named and SENT.search(text) and not OFFERED.search(text):
        return None if _is_denied(text, named.start()) else named.start()
    return None


def _is_denied(text: str, at: int) -> bool:
    """True for “I have not attached a résumé”."""
    clauses = [clause for clause in find_clauses(text) if clause.start <= at]
    return bool(clauses) and clauses[-1].is_negated(at - clauses[-1].start + 1)


def _check_attached(context: LintContext) -> Iterator[Hit]:
    says_so = any(
        RESUME.search(one.text) and ENCLOSED.search(one.text)
        for one, _ in find_all_sentences(context)
    )
    if not (context.attachments or says_so):
        yield Hit("no résumé goes along; these rules want it attached, and the letter to say so")
