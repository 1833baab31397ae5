"""Letter faults: what the drafts of a vault break of the rules in force, as problems of `check`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from infoview_md.errors import Refused

if TYPE_CHECKING:
    from infoview_md.cli.app import App
    from infoview_md.core.model import Letter
    from infoview_md.core.note import Note
    from infoview_md.core.problem import Problem

CODE = "letter-rule"


def find_letter_problems(app: App) -> Iterator[Problem]:
    """The faults of every draft, each as severe as the pack in force makes the rule.

    A sent letter is frozen and not judged any more; nor is one whose note or recipient cannot be
    read, which other checks say.
    """
    from infoview_md.cli.letter_notes import is_marked_sent
    from infoview_md.vault.shipped import read_templates

    drafts = [
        letter
        for path, letter in app.index.letters.items()
        if letter.sent is None
        and not letter.is_broken
        and not is_marked_sent(app.index.readings[path].note)
    ]
    templates = read_templates(app.vault.root) if drafts else {}
    for letter in drafts:
        yield from _lint_note(app, letter, templates)


def _lint_note(app: App, letter: Letter, templates: dict[str, str]) -> Iterator[Problem]:
    from infoview_md.core.problem import Problem, Severity
    from infoview_md.letters.judge import judge
    from infoview_md.letters.occasion import make_occasion, under_rules_of
    from infoview_md.letters.written import draft_of_note

    path = app.index.resolve_among(letter.to, app.index.contacts)
    if path is None:
        return
    try:
        occasion = make_occasion(app.index.contacts[path], app.outlook)
        occasion = under_rules_of(letter, occasion, app.outlook)
        draft = draft_of_note(letter, templates, occasion, keep_lines=True)
    except Refused:  # broken, or off limits
        return
    note = app.index.readings[letter.path].note
    (line, column), body_line = _place_subject(app, note), _place_body(note)
    for found in judge(draft, occasion, app.outlook, line, body_line):
        message = f"{found.rule}: {found.sentence}{f' (says: {found.source})' * bool(found.source)}"
        shift = column - 1 if found.line == line else 0
        severity = Severity(str(found.level))
        yield Problem(CODE, severity, message, letter.path, found.line, found.column + shift)


def _place_subject(app: App, note: Note) -> tuple[int, int]:
    """Line and column of the subject's text; the top of a note that has none."""
    words = [key for key, ours in app.config.keys.fields.items() if ours == "subject"]
    for key in ("subject", *words):
        if (field := note.fields.get(key)) is not None:
            value = field.values[0] if field.values else field.key
            return value.line, value.column + (not value.plain)
    return 1, 1


def _place_body(note: Note) -> int:
    """The line on which the text of the letter begins, after the blank lines above it."""
    body = note.body
    blank = body[: len(body) - len(body.lstrip())]
    return note.body_line + blank.count("\n")
