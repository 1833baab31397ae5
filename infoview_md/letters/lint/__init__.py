"""lint(): a letter against the rules in force; one rule a file, in this table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from infoview_md.core.pack import Level, Rule
from infoview_md.letters.lint.context import Finding, Hit, LintContext
from infoview_md.letters.lint.l01_length import check_length
from infoview_md.letters.lint.l02_subject import check_subject
from infoview_md.letters.lint.l03_referrer import check_referrer
from infoview_md.letters.lint.l04_permission import check_permission
from infoview_md.letters.lint.l05_job_request import check_job_request
from infoview_md.letters.lint.l06_stance import check_stance
from infoview_md.letters.lint.l08_ask import check_ask
from infoview_md.letters.lint.l09_time import check_time
from infoview_md.letters.lint.l10_their_time import check_their_time
from infoview_md.letters.lint.l13_learning import check_learning
from infoview_md.letters.lint.l14_why_you import check_why_you
from infoview_md.letters.lint.l17_unresolved import check_unresolved
from infoview_md.letters.lint.l20_thanks import check_thanks
from infoview_md.letters.lint.l21_formal import check_formal

__all__ = ["ENGLISH_ONLY", "RULES", "Finding", "LintContext", "lint"]

Check = Callable[[LintContext, Rule], Iterator[Hit]]

RULES: Mapping[str, Check] = {
    "L01": check_length,
    "L02": check_subject,
    "L03": check_referrer,
    "L04": check_permission,
    "L05": check_job_request,
    "L06": check_stance,
    "L08": check_ask,
    "L09": check_time,
    "L10": check_their_time,
    "L13": check_learning,
    "L14": check_why_you,
    "L17": check_unresolved,
    "L20": check_thanks,
    "L21": check_formal,
}
"""Every rule that is checked, by its id. Levels, numbers and kinds of letter come from the pack."""

ENGLISH_ONLY = frozenset({"L05", "L06", "L08", "L09", "L10", "L13", "L21"})
"""Rules that read English sentences; a letter in another language is not judged by them."""


def lint(context: LintContext) -> tuple[Finding, ...]:
    """What a letter breaks of the rules in force, in the order of the text, the subject first."""
    found = [
        (hit, rule)
        for rule_id, check in RULES.items()
        if (rule := context.pack.rules.get(rule_id)) and _applies(rule, context)
        for hit in check(context, rule)
    ]
    found.sort(key=lambda pair: (not pair[0].in_subject, pair[0].start, pair[1].id))
    return tuple(_make_finding(context, hit, rule) for hit, rule in found)


def _applies(rule: Rule, context: LintContext) -> bool:
    """Whether a rule is on, for letters of this kind, and in a language it can read."""
    if rule.level is Level.OFF or (rule.letters and context.kind not in rule.letters):
        return False
    return context.is_english or rule.id not in ENGLISH_ONLY


def _make_finding(context: LintContext, hit: Hit, rule: Rule) -> Finding:
    text = context.subject if hit.in_subject else context.body
    first = context.subject_line if hit.in_subject else context.body_line
    return Finding(
        rule=rule.id,
        level=_level(hit, rule),
        sentence=hit.sentence,
        line=first + text.count("\n", 0, hit.start),
        column=hit.start - text.rfind("\n", 0, hit.start),
        source=rule.source,
    )


def _level(hit: Hit, rule: Rule) -> Level:
    """A limit's own level; but a pack that calls the rule an info means its limits, too."""
    if hit.level is None or rule.level is Level.INFO:
        return rule.level
    return hit.level
