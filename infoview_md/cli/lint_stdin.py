"""Lint of a letter that has no note: text from standard input, with or without a head."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from infoview_md.cli.letter_faults import LetterFault
from infoview_md.cli.output import tell
from infoview_md.errors import NotFound, UsageError

if TYPE_CHECKING:
    from infoview_md.cli.app import App
    from infoview_md.core.model import Contact, Letter
    from infoview_md.letters.judge import Sheet
    from infoview_md.letters.slots import Occasion

PATH = PurePosixPath("-")
HEADER = re.compile(r"(?P<name>to|subject)[ \t]*:[ \t]*(?P<value>.*)", re.IGNORECASE)
ADDRESS = re.compile(r"[ \t]*<(?P<address>[^<>]*)>[ \t]*$")


def lint_text(app: App, text: str, to: str | None, kind: str | None) -> list[LetterFault]:
    """The faults of a letter given as text; what is left out for want of a contact is told."""
    from infoview_md.letters.compose import Draft, find_address
    from infoview_md.letters.judge import make_context
    from infoview_md.letters.lint import find_left_out, lint

    letter, sheet = _read(app, text)
    word = kind or letter.kind or "request"
    contact = _find_contact(app, letter, to)
    occasion = _occasion(app, letter, contact)
    address = find_address(occasion.contact)
    draft = Draft(
        kind=_kind_of(word),
        to_name=occasion.contact.name,
        address=address.address if address else "",
        channel=address.medium if address else "",
        subject=letter.subject,
        body=letter.body,
        template=letter.template,
        language=_language(app, letter),
    )
    context = make_context(draft, occasion, app.outlook, sheet)
    if left_out := find_left_out(context):
        rules = ", ".join(left_out)
        tell(f"nobody is named to whom it goes, so {rules} are left out; name them with --to")
    shift = _column_of(text, sheet.subject_line, letter.subject) - 1
    return [
        LetterFault(letter, replace(found, column=found.column + shift))
        if found.line == sheet.subject_line != sheet.body_line and found.line != sheet.head_line
        else LetterFault(letter, found)
        for found in lint(context)
    ]


def _column_of(text: str, line: int, subject: str) -> int:
    """The column at which the subject begins on its line; 1 where it cannot be seen there."""
    lines = text.removeprefix("\ufeff").split("\n")
    return max(lines[line - 1].find(subject), 0) + 1 if subject else 1


def _read(app: App, text: str) -> tuple[Letter, Sheet]:
    """The letter in a text, and where its parts stand."""
    from infoview_md.letters.judge import make_sheet

    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    letter = _read_note(app, text) or _read_mail(text)
    lines = {found["name"].lower(): number for number, found in _headers(text)}
    top = text.find(letter.body) if letter.body else 0
    return letter, make_sheet(
        letter,
        head_line=lines.get("to", 1),
        subject_line=lines.get("subject", 1),
        body_line=text.count("\n", 0, max(top, 0)) + 1,
    )


def _headers(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    """The `To:` and `Subject:` lines above the first empty line, each with its number."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            return
        if found := HEADER.match(line):
            yield number, found


def _read_note(app: App, text: str) -> Letter | None:
    """The letter of a text with a front matter; None for any other."""
    from infoview_md.core.index import build_index
    from infoview_md.core.note import parse_note

    if not text.startswith("---\n"):
        return None
    note = parse_note(PurePosixPath("letters/-.md"), text)
    if note.problems:
        raise UsageError(f"the letter's front matter cannot be read: {note.problems[0].message}")
    index = build_index([note], app.config.keys)
    letter = next(iter(index.letters.values()), None)
    return replace(letter, path=PATH) if letter else None


def _read_mail(text: str) -> Letter:
    """A letter as `infoview letter` prints it; without a head all of it is the text."""
    from infoview_md.core.links import parse_link
    from infoview_md.core.model import Letter

    heads = {found["name"].lower(): found["value"].strip() for _, found in _headers(text)}
    body = text.partition("\n\n")[2] if heads else text
    name = ADDRESS.sub("", heads.get("to", ""))
    return Letter(
        path=PATH,
        name="-",
        to=parse_link(name) if name else None,
        subject=heads.get("subject", ""),
        body=body.strip(),
    )


def _find_contact(app: App, letter: Letter, to: str | None) -> Contact | None:
    """Who is named with `--to`, else whom the letter itself names; None for nobody known."""
    from infoview_md.core.model import Contact, Kind

    name = to or (letter.to.target if letter.to else "")
    try:
        found = app.index.get(name, Kind.CONTACT) if name else None
    except NotFound:
        if to:
            raise
        return None
    return found if isinstance(found, Contact) else None


def _occasion(app: App, letter: Letter, contact: Contact | None) -> Occasion:
    from infoview_md.core.model import Contact
    from infoview_md.letters.occasion import make_occasion, under_rules_of
    from infoview_md.letters.slots import Occasion

    outlook = app.outlook
    if contact is not None:
        return under_rules_of(letter, make_occasion(contact, outlook), outlook)
    return Occasion(
        contact=Contact(path=PATH, name=""),
        owner=outlook.owner,
        pack=outlook.pack_of(letter),
        today=outlook.today,
    )


def _kind_of(word: str) -> str:
    """The field word of a kind as it may be typed (`intro-made` is an `intro`); UsageError."""
    from infoview_md.core.letter_kind import BY_WORD
    from infoview_md.core.values import did_you_mean

    kinds = {letter.kind for letter in BY_WORD.values()}
    if word in BY_WORD:
        return BY_WORD[word].kind
    if word not in kinds:
        known = sorted({*BY_WORD, *kinds})
        raise UsageError(f"there is no letter “{word}”; there are {', '.join(known)}"
                         f"{did_you_mean(word, known)}")  # fmt: skip
    return word


def _language(app: App, letter: Letter) -> str:
    from infoview_md.errors import TemplateFault
    from infoview_md.letters.template import parse_template
    from infoview_md.vault.shipped import read_templates

    if not letter.template:
        return ""
    try:
        return parse_template(letter.template, read_templates(app.vault.root)).language
    except TemplateFault:
        return ""
