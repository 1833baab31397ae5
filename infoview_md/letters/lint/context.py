"""LintContext, Hit, Finding: what a rule looks at, what it says, and what the person reads."""

from __future__ import annotations

from dataclasses import dataclass

from infoview_md.core.model import Company, Contact, Interview, Owner
from infoview_md.core.pack import Level, Pack
from infoview_md.core.restraint import Restraint
from infoview_md.letters.lint.kept import keep

ASKING = frozenset({"request", "hand-over"})
"""The kinds of letter that ask somebody for a talk; a hand-over is a request to somebody else."""


@dataclass(frozen=True, slots=True)
class Sibling:
    """A letter to a colleague of the addressee: who got it or will, and its text."""

    to_name: str
    body: str
    is_sent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """Where a letter goes, and what the vault knows of that address.

    `written` is the address in the letter's own note, `known` the usable ones of the contact and
    `bounced` those that came back.
    """

    address: str = ""
    channel: str = ""
    written: str = ""
    known: tuple[str, ...] = ()
    bounced: tuple[str, ...] = ()
    is_guessed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LintContext:
    """One letter, and what must be known to judge it.

    `people` and `companies` are the names and aliases of everybody and everything in the vault, the
    addressee's own included, and `given_names` pairs what people are called with their names.
    `referrer` is the first of `referred_by`, `interview` the talk that the letter follows, `about`
    whom it tells of, with where they work, and `named` whom the addressee named; `untruths` are
    sentences on what it tells of others and is not so, `untimely` on why it is odd as things stand
    with the addressee. `word` is what the
    kind is called on the command line (`answer-no`). `language` and `max_words` are those of the
    letter's template, `attachments` the names of the files that go along. `head_line`,
    `subject_line` and `body_line` say where recipient, subject and body stand in their file. A
    contact without a name stands for an addressee nobody knows.
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
    about: tuple[Contact | Company, ...] = ()
    named: tuple[str, ...] = ()
    word: str = ""
    people: tuple[str, ...] = ()
    given_names: tuple[tuple[str, str], ...] = ()
    companies: tuple[str, ...] = ()
    siblings: tuple[Sibling, ...] = ()
    mailing: Mailing = Mailing()
    restraint: Restraint = Restraint()  # noqa: RUF009 - frozen
    untruths: tuple[str, ...] = ()
    untimely: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    language: str = ""
    max_words: int | None = None
    head_line: int = 1
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

    @property
    def signatures(self) -> tuple[str, ...]:
        """What the owner may write below a letter, in every language."""
        return signatures_of(self.owner)

    @property
    def has_addressee(self) -> bool:
        """False where nobody knows to whom the letter goes."""
        return bool(self.contact.name)


@keep
def signatures_of(owner: Owner) -> tuple[str, ...]:
    """What an owner may write below a letter, in every language."""
    others = (words.get("signature", "") for words in owner.other_words.values())
    said = (owner.signature, *others, owner.name, owner.given)
    return tuple(dict.fromkeys(filter(None, said)))


@dataclass(frozen=True, slots=True)
class Replacement:
    """A fix: put `text` in place of the characters `start:end` of the body, or of the subject."""

    start: int
    end: int
    text: str
    in_subject: bool = False

    def apply(self, text: str) -> str:
        """The body, or the subject, after the fix."""
        return text[: self.start] + self.text + text[self.end :]


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule found: a sentence, and the offset in the body (or the subject) it is about.

    `level` is the rule's own where None; a limit named `warn` or `error` brings its own.
    `in_head` marks what is about the recipient and no word of the letter. `fix` is there only
    where it is certain.
    """

    sentence: str
    start: int = 0
    level: Level | None = None
    in_subject: bool = False
    in_head: bool = False
    fix: Replacement | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a letter breaks: how much it matters, a sentence, the place, and who says so.

    Lines and columns count from 1, columns in characters; `source` is the rule's in the pack.
    `fix` is the one change that mends it, where there is but one.
    """

    rule: str
    level: Level
    sentence: str
    line: int
    column: int
    source: str
    fix: Replacement | None = None

    def tell(self, path: str) -> str:
        """`path:LINE:COLUMN: level L05: sentence (says: source)`."""
        source = f" (says: {self.source})" if self.source else ""
        place = f"{path}:{self.line}:{self.column}"
        return f"{place}: {self.level} {self.rule}: {self.sentence}{source}"


def quote(text: str, start: int = 0, most: int = 72) -> str:
    """The words of a letter as a finding shows them: on one line, not too many, from `start` on."""
    if len(text) <= most:
        start = 0
    shown = " ".join(text[start:].split())
    short = shown if len(shown) <= most else f"{shown[: most - 1].rstrip()}…"
    return f"“{'… ' if start else ''}{short}”"
