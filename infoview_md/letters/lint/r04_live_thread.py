"""R4: no second live thread in a company."""

from __future__ import annotations

from collections.abc import Iterator

from infoview_md.core.pack import Rule
from infoview_md.letters.lint.context import ASKING, Hit, LintContext


def check_live_thread(context: LintContext, rule: Rule) -> Iterator[Hit]:
    """A request goes where fewer threads are live than the rule's value; it only warns."""
    live, next_ask = context.restraint.live, context.restraint.next_ask
    most = rule.value if isinstance(rule.value, int) else 1
    if context.kind not in ASKING or len(live) < max(most, 1):
        return
    where = context.company.name if context.company else "their company"
    verb = "has" if len(live) == 1 else "have"
    wait = f"wait until {next_ask}" if next_ask else "bring that to an end first"
    yield Hit(f"{', '.join(live)} at {where} {verb} a live thread; {wait}", in_head=True)
