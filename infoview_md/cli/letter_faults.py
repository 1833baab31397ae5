"""Letter faults: what letters of a vault break of the rules in force, for `check` and `lint`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from infoview_md.errors import Refused

if TYPE_CHECKING:
    from infoview_md.cli.app import App
    from infoview_md.core.model import Letter
    from infoview_md.core.note import Note
    from infoview_md.core.problem import Problem
    from infoview_md.letters.judge import Sheet
    from infoview_md.letters.lint import Finding
    from infoview_md.letters.lint.context import Replacement
    from infoview_md.vault.shipped import TemplateTexts

CODE = "letter-rule"
TEMPLATE = "template"


@dataclass(frozen=True, slots=True)
class LetterFault:
    """A rule that a letter breaks, at its place in the letter's note.

    The finding's line and column are those of the note.
    """

    letter: Letter
    finding: Finding

    def as_problem(self) -> Problem:
        """The fault as `check` and the formats for other programs show it."""
        from infoview_md.core.problem import Problem, Severity

        found = self.finding
        message = f"{found.rule}: {found.sentence}{f' (says: {found.source})' * bool(found.source)}"
        severity = Severity(str(found.level))
        return Problem(CODE, severity, message, self.letter.path, found.line, found.column)


def find_letter_problems(app: App) -> Iterator[Problem]:
    """The templates that cannot be read, and the faults of every draft.

    A draft's are as severe as the pack in force makes the rule.
    """
    from pathlib import PurePosixPath

    from infoview_md.core.problem import make_problem

    templates = read_texts(app)
    for name, fault in templates.faults.items():
        yield make_problem(TEMPLATE, PurePosixPath("templates", f"{name}.md"), fault.sentence, 1)
    for letter in list_drafts(app):
        try:
            faults = lint_letter(app, letter, templates)
        except Refused:  # broken, or off limits
            continue
        yield from (fault.as_problem() for fault in faults)


def list_drafts(app: App) -> list[Letter]:
    """The letters that can still be changed and whose recipient is known.

    A sent letter is frozen and not judged any more; nor is one whose note or recipient cannot be
    read, which other checks say.
    """
    from infoview_md.cli.letter_notes import is_marked_sent

    return [
        letter
        for path, letter in app.index.letters.items()
        if letter.sent is None
        and not letter.is_broken
        and not is_marked_sent(app.index.readings[path].note)
        and app.index.resolve_among(letter.to, app.index.contacts) is not None
    ]


def read_texts(app: App) -> TemplateTexts:
    """The template texts, for what a letter's template says of language and length."""
    from infoview_md.vault.shipped import read_templates

    return read_templates(app.vault.root)


def lint_letter(
    app: App, letter: Letter, templates: Mapping[str, str], attachments: Sequence[str] = ()
) -> list[LetterFault]:
    """What one letter breaks; Refused where its recipient is off limits, unknown, or broken.

    `attachments` are the names of the files that are to go along.
    """
    from dataclasses import replace

    from infoview_md.letters.judge import judge
    from infoview_md.letters.occasion import make_occasion, under_rules_of
    from infoview_md.letters.written import draft_of_note

    path = app.index.resolve_among(letter.to, app.index.contacts)
    if path is None:
        raise Refused(f"{letter.path}: nobody knows to whom it goes; fill in `to`")
    occasion = make_occasion(app.index.contacts[path], app.outlook)
    occasion = under_rules_of(letter, occasion, app.outlook)
    draft = draft_of_note(letter, templates, occasion, keep_places=True)
    sheet, shift = make_sheet_of(app, letter)
    sheet = replace(sheet, attachments=tuple(attachments))
    return [
        LetterFault(letter, replace(found, column=found.column + shift))
        if found.line == sheet.subject_line and found.line != sheet.head_line
        else LetterFault(letter, found)
        for found in judge(draft, occasion, app.outlook, sheet)
    ]


def make_sheet_of(app: App, letter: Letter) -> tuple[Sheet, int]:
    """What the note knows, and how far from the line's beginning its subject stands."""
    from infoview_md.letters.judge import make_sheet

    note = app.index.readings[letter.path].note
    line, column = _place(app, note, "subject")
    return make_sheet(
        letter,
        head_line=_place(app, note, "to")[0],
        subject_line=line,
        body_line=_place_body(note),
    ), column - 1


def find_key(app: App, note: Note, ours: str) -> str:
    """The key under which a note holds one of our fields; ours, where it has none."""
    words = [key for key, meant in app.config.keys.fields.items() if meant == ours]
    return next((key for key in (ours, *words) if key in note.fields), ours)


def _place(app: App, note: Note, ours: str) -> tuple[int, int]:
    """Line and column of a field's text; the top of a note that has none."""
    field = note.fields.get(find_key(app, note, ours))
    if field is None:
        return 1, 1
    value = field.values[0] if field.values else field.key
    return value.line, value.column + (not value.plain)


def _place_body(note: Note) -> int:
    """The line on which the text of the letter begins, after the blank lines above it."""
    body = note.body
    blank = body[: len(body) - len(body.lstrip())]
    return note.body_line + blank.count("\n")


def find_fixes(faults: Sequence[LetterFault]) -> list[Replacement]:
    """The fixes of one letter that go together: of two that overlap the first."""
    fixes = [fault.finding.fix for fault in faults if fault.finding.fix is not None]
    kept: list[Replacement] = []
    for fix in sorted(fixes, key=lambda one: (one.in_subject, one.start, -one.end)):
        last = kept[-1] if kept else None
        if last is None or last.in_subject != fix.in_subject or fix.start >= last.end:
            kept.append(fix)
    return kept
