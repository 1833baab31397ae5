"""LintContext, Hit, Finding: what a rule looks at, what it says, and what the person reads."""

from __future__ import annotations

from dataclasses import dataclass

from infoview_md.core.model import Company, Contact, Interview, Owner
from infoview_md.core.pack import Level, Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class LintContext:
    """One letter, and what must be known to judge it.

    `people` and `companies` are the names and aliases of everybody and everything in the vault, the
    addressee's own included; `referrer` is the first of `referred_by`, and `interview` the talk
    that the letter follows, where there was one. `language` and `max_words` are those of the
    letter's template. `subject_line` and `body_line` say where subject and body stand in their
    file, so that findings have its line numbers.
    """

    kind: str
    subject: str
    body: str
    contact: Contact
    pack: Pack
    owner: Owner = Owner()  # noqa: RUF009 - frozen
    company: Company | None = None
    referrer: Contact | None = None
    interview: Interview | None = None
    people: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    language: str = ""
    max_words: int | None = None
    subject_line: int = 1
    body_line: int = 1

    @property
    def parts(self) -> tuple[tuple[str, bool], ...]:
        """Subject and body, each with whether it is the subject."""
        return ((self.subject, True), (self.body, False))

    @property
    def is_english(self) -> bool:
        """True where the template says so, or says nothing."""
        return self.language.casefold().partition("-")[0] in ("", "en")


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule found: a sentence, and the offset in the body (or the subject) it is about.

    `level` is the rule's own where None; a limit named `warn` or `error` brings its own.
    """

    sentence: str
    start: int = 0
    level: Level | None = None
    in_subject: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a letter breaks: how much it matters, a sentence, the place, and who says so.

    Lines and columns count from 1; `source` is the rule's in the pack.
    """

    rule: str
    level: Level
    sentence: str
    line: int
    column: int
    source: str


def quote(text: str, start: int = 0, most: int = 72) -> str:
    """The words of a letter as a finding shows them: on one line, not too many, from `start` on."""
    if len(text) <= most:
        start = 0
    shown = " ".join(text[start:].split())
    short = shown if len(shown) <= most else f"{shown[: most - 1].rstrip()}…"
    return f"“{'… ' if start else ''}{short}”"
