"""lint(): a letter against the rules in force; one rule a file, in this table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from infoview_md.core.pack import Level, Pack, Rule
from infoview_md.letters.lint.claims import ABOUT, STAGE, check_about, check_stage
from infoview_md.letters.lint.context import Finding, Hit, LintContext
from infoview_md.letters.lint.kept import keep
from infoview_md.letters.lint.l01_length import check_length
from infoview_md.letters.lint.l02_subject import check_subject
from infoview_md.letters.lint.l03_referrer import check_referrer
from infoview_md.letters.lint.l04_permission import check_permission
from infoview_md.letters.lint.l05_job_request import check_job_request
from infoview_md.letters.lint.l06_stance import check_stance
from infoview_md.letters.lint.l07_resume import check_resume
from infoview_md.letters.lint.l08_ask import check_ask
from infoview_md.letters.lint.l09_time import check_time
from infoview_md.letters.lint.l10_their_time import check_their_time
from infoview_md.letters.lint.l11_times import check_times
from infoview_md.letters.lint.l12_booking import check_booking
from infoview_md.letters.lint.l13_learning import check_learning
from infoview_md.letters.lint.l14_why_you import check_why_you
from infoview_md.letters.lint.l15_same_letter import check_same_letter
from infoview_md.letters.lint.l16_worn import check_worn
from infoview_md.letters.lint.l17_unresolved import check_unresolved
from infoview_md.letters.lint.l18_advice import check_advice
from infoview_md.letters.lint.l19_grade import check_grade
from infoview_md.letters.lint.l20_thanks import check_thanks
from infoview_md.letters.lint.l21_formal import check_formal
from infoview_md.letters.lint.language import LANGUAGE, check_language
from infoview_md.letters.lint.mailing import ADDRESS, check_mailing
from infoview_md.letters.lint.r02_silence import check_silence
from infoview_md.letters.lint.r04_live_thread import check_live_thread
from infoview_md.letters.lint.r05_enough_today import check_enough_today
from infoview_md.letters.lint.r15_rest import check_rest

__all__ = ["ENGLISH_ONLY", "RULES", "Finding", "LintContext", "find_left_out", "lint"]

Check = Callable[[LintContext, Rule], Iterator[Hit]]

RULES: Mapping[str, Check] = {
    "L01": check_length,
    "L02": check_subject,
    "L03": check_referrer,
    "L04": check_permission,
    "L05": check_job_request,
    "L06": check_stance,
    "L07": check_resume,
    "L08": check_ask,
    "L09": check_time,
    "L10": check_their_time,
    "L11": check_times,
    "L12": check_booking,
    "L13": check_learning,
    "L14": check_why_you,
    "L15": check_same_letter,
    "L16": check_worn,
    "L17": check_unresolved,
    "L18": check_advice,
    "L19": check_grade,
    "L20": check_thanks,
    "L21": check_formal,
}
"""Every rule that is checked, by its id. Levels, numbers and kinds of letter come from the pack."""

AROUND: Mapping[str, Check] = {
    "R2": check_silence,
    "R4": check_live_thread,
    "R5": check_enough_today,
    "R15": check_rest,
}
"""Rules of timing that hold a letter back, whatever it says."""

NEEDS_ADDRESSEE = frozenset({"L03", "L04", "L14", "L15", "L18", *AROUND})
"""Rules about the addressee, which say nothing of a letter to nobody known."""

ENGLISH_ONLY = frozenset(
    {"L05", "L06", "L07", "L08", "L09", "L10", "L11", "L13", "L16", "L19", "L21"}
)
"""Rules that read English sentences; a letter in another language is not judged by them."""


def lint(context: LintContext) -> tuple[Finding, ...]:
    """What a letter breaks of the rules in force, in the order of the text.

    What is about the recipient comes first, then the subject, then the body.
    """
    found = [(hit, rule) for rule, check in _in_force(context) for hit in check(context, rule)]
    found.sort(key=lambda pair: (*_place(pair[0]), pair[1].id))
    return tuple(_make_finding(context, hit, rule) for hit, rule in found)


def find_left_out(context: LintContext) -> tuple[str, ...]:
    """The rules that would bind the letter, did one know to whom it goes."""
    if context.has_addressee:
        return ()
    return tuple(
        rule.id
        for rule in map(context.pack.rules.get, sorted(NEEDS_ADDRESSEE))
        if rule is not None and is_bound(rule, context)
    )


def _in_force(context: LintContext) -> Sequence[tuple[Rule, Check]]:
    """The rules that bind a letter, each with its check; those of no pack bind every letter."""
    known = _bound_under(context.pack)
    sort = (context.kind, context.is_english, context.has_addressee)
    if sort not in known:
        known[sort] = tuple(_find_bound(context))
    return known[sort]


@keep
def _bound_under(_: Pack) -> dict[tuple[str, bool, bool], tuple[tuple[Rule, Check], ...]]:
    """What is known so far of the rules of a pack, by the sort of letter."""
    return {}


def _find_bound(context: LintContext) -> Iterator[tuple[Rule, Check]]:
    for rule_id, check in (*RULES.items(), *AROUND.items()):
        rule = context.pack.rules.get(rule_id)
        is_known = context.has_addressee or rule_id not in NEEDS_ADDRESSEE
        if rule is not None and is_known and is_bound(rule, context):
            yield rule, check
    yield from ((ADDRESS, check_mailing), (ABOUT, check_about), (STAGE, check_stage))
    yield LANGUAGE, check_language


def is_bound(rule: Rule, context: LintContext) -> bool:
    """Whether a rule is on, for letters of this kind, and in a language it can read."""
    if rule.level is Level.OFF or (rule.letters and context.kind not in rule.letters):
        return False
    return context.is_english or rule.id not in ENGLISH_ONLY


def _place(hit: Hit) -> tuple[bool, bool, int]:
    return (not hit.in_head, not hit.in_subject, hit.start)


def _make_finding(context: LintContext, hit: Hit, rule: Rule) -> Finding:
    text = context.subject if hit.in_subject else context.body
    first = context.subject_line if hit.in_subject else context.body_line
    return Finding(
        rule=rule.id,
        level=_level(hit, rule),
        sentence=hit.sentence,
        line=context.head_line if hit.in_head else first + text.count("\n", 0, hit.start),
        column=1 if hit.in_head else hit.start - text.rfind("\n", 0, hit.start),
        source=rule.source,
        fix=hit.fix,
    )


def _level(hit: Hit, rule: Rule) -> Level:
    """A limit's own level; but a pack that calls the rule an info means its limits, too."""
    if hit.level is None or rule.level is Level.INFO:
        return rule.level
    return hit.level
