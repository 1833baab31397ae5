"""RULES: what the lint looks for, one rule a file, listed in a table."""

from __future__ import annotations

from infoview_md.letters.lint.context import Finding, LintContext

__all__ = ["Finding", "LintContext", "lint"]


def lint(context: LintContext) -> tuple[Finding, ...]:
    """Every rule the letter breaks, in order of place."""
    return ()
