"""judge(): a draft and the vault around it → what it breaks of the rules in force."""

from __future__ import annotations

from collections.abc import Sequence

from infoview_md.core.model import Kind
from infoview_md.core.outlook import Outlook
from infoview_md.letters.compose import Draft
from infoview_md.letters.gaps import Gap
from infoview_md.letters.lint import Finding, LintContext, lint
from infoview_md.letters.slots import Occasion


def judge(
    draft: Draft,
    occasion: Occasion,
    outlook: Outlook,
    subject_line: int = 2,
    body_line: int = 4,
) -> tuple[Finding, ...]:
    """What a letter breaks of the rules in force, but for what its gaps say already.

    Without lines they are counted as the letter is printed: `To:`, `Subject:`, an empty line, the
    text.
    """
    context = make_context(draft, occasion, outlook, subject_line, body_line)
    return tuple(finding for finding in lint(context) if not _is_told(finding, draft.gaps))


def make_context(
    draft: Draft, occasion: Occasion, outlook: Outlook, subject_line: int = 2, body_line: int = 4
) -> LintContext:
    """What the rules look at: the letter, and all that the vault knows about it."""
    index = outlook.index
    return LintContext(
        kind=draft.kind,
        subject=draft.subject,
        body=draft.body,
        contact=occasion.contact,
        pack=occasion.pack,
        owner=occasion.owner,
        company=occasion.company,
        referrer=occasion.referrer,
        people=tuple(name for one in index.named(Kind.CONTACT) for name in one.names),
        companies=tuple(name for one in index.named(Kind.COMPANY) for name in one.names),
        language=draft.language,
        max_words=draft.max_words,
        subject_line=subject_line,
        body_line=body_line,
    )


def _is_told(finding: Finding, gaps: Sequence[Gap]) -> bool:
    """True for what a gap says already, and says with where to fill it in."""
    if finding.rule == "L14":
        return any(gap.slot == "why_you" for gap in gaps)
    return finding.rule == "L17" and any(gap.text in finding.sentence for gap in gaps)
