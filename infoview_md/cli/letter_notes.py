"""Letter notes: which drafts wait, and the file of a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from infoview_md.errors import Refused

if TYPE_CHECKING:
    from infoview_md.cli.app import App
    from infoview_md.cli.letter_desk import Desk
    from infoview_md.core.edit import Edit
    from infoview_md.core.fields import FieldValue
    from infoview_md.core.model import Contact, Letter
    from infoview_md.core.note import Note

FOLDER = "letters"
OTHER = "other"
EMPTY = "---\ntype: letter\nto:\nkind:\ntemplate:\nsubject:\n---\n"


def find_waiting(app: App, contact: Contact) -> list[Letter]:
    """The letters to a contact that did not leave yet."""
    return [letter for letter in app.index.letters_to(contact) if letter.sent is None]


def find_draft(
    app: App, contact: Contact, word: str, about: Sequence[Contact] = ()
) -> Letter | None:
    """The latest unsent letter of a kind to a contact; Refused where that cannot be known.

    With `about`, one that tells of these people.
    """
    wanted = {person.path for person in about}
    drafts = [
        draft
        for draft in find_waiting(app, contact)
        if is_of_word(draft, word)
        and (not wanted or wanted == {app.index.resolve(link) for link in draft.about})
    ]
    if not drafts:
        return None
    note = app.index.readings[drafts[-1].path].note
    if drafts[-1].is_broken or is_marked_sent(note):
        raise Refused(f"{note.path}: whether it left cannot be read; mend its front matter first")
    return drafts[-1]


def is_of_word(letter: Letter, word: str) -> bool:
    """Whether a letter is what is called so on the command line.

    A kind that only a template of the vault knows is `other` in the note.
    """
    from infoview_md.core.letter_kind import BY_WORD

    if word in BY_WORD and word != OTHER:
        return letter.letter_kind.word == word
    return letter.kind == OTHER and f"{letter.template}-".startswith(f"{word}-")


def word_of(letter: Letter) -> str:
    """What a letter's kind is called on the command line; of a kind of one's own, its template."""
    known = letter.letter_kind.word
    return letter.template or known if letter.kind == OTHER else known


def is_marked_sent(note: Note) -> bool:
    """True where `sent:` holds something that is no day."""
    field = note.fields.get("sent")
    return field is not None and any(raw.strip() for raw in field.raws)


def note_edit(app: App, desk: Desk, fields: Mapping[str, FieldValue]) -> Edit:
    """The edit that sets fields of the letter's note, which is made where there is none.

    Made from `app.index` as it is now, so that it can be planned anew.
    """
    from infoview_md.core.surgery import set_fields

    waiting = find_draft(app, desk.contact, desk.word, desk.about)
    if waiting is None:
        return _new_letter(app, desk, fields)
    return set_fields(app.index.readings[waiting.path].note, fields)


def _new_letter(app: App, desk: Desk, more: Mapping[str, FieldValue]) -> Edit:
    from infoview_md.core.edit import Edit, Splice
    from infoview_md.core.links import format_link
    from infoview_md.core.note import parse_note
    from infoview_md.core.schema import LETTER_KINDS
    from infoview_md.core.surgery import new_note
    from infoview_md.letters.provenance import make_provenance

    draft, table = desk.draft, app.index.table
    path = _free_path(app, desk.contact, desk.word)
    fields: dict[str, FieldValue] = {
        "to": format_link(desk.contact.path, table),
        "kind": draft.kind if draft.kind in LETTER_KINDS else OTHER,
        "template": draft.template,
        "subject": draft.subject,
    }
    if desk.about:
        fields["about"] = [format_link(person.path, table) for person in desk.about]
    head = new_note(parse_note(path, EMPTY), {**fields, **more}, path)
    origin = make_provenance(draft.template, desk.texts, desk.occasion)
    text = f"{head.apply('')}\n{draft.body.rstrip()}\n\n{origin}\n"
    return Edit(path, None, (Splice(0, 0, text),))


def _free_path(app: App, contact: Contact, word: str) -> PurePosixPath:
    """`letters/DATE NAME KIND.md`, numbered where a letter of that day has the name already."""
    taken = {path.name.casefold() for path in app.index.readings}
    stem = f"{app.today} {contact.stem} {word}"
    number = 2
    name = stem
    while f"{name}.md".casefold() in taken:
        name = f"{stem} {number}"
        number += 1
    return PurePosixPath(FOLDER, f"{name}.md")
