"""Letter notes: which drafts wait for somebody, and what each is called on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from infoview_md.errors import Refused

if TYPE_CHECKING:
    from infoview_md.cli.app import App
    from infoview_md.core.model import Contact, Letter
    from infoview_md.core.note import Note
    from infoview_md.letters.compose import Draft

OTHER = "other"


def find_waiting(app: App, contact: Contact) -> list[Letter]:
    """The letters to a contact that did not leave yet."""
    return [letter for letter in app.index.letters_to(contact) if letter.sent is None]


def find_draft(
    app: App, contact: Contact, word: str, about: Sequence[Contact] = ()
) -> Letter | None:
    """The latest unsent letter of a kind to a contact; Refused where that cannot be known.

    With `about`, one that tells of these people. Any letter to them that cannot be read is in the
    way: it may be the very one, and may have left.
    """
    wanted = {person.path for person in about}
    waiting = find_waiting(app, contact)
    refuse_unread(app, waiting)
    drafts = [
        draft
        for draft in waiting
        if is_of_word(draft, word)
        and (not wanted or wanted == {person.path for person in people_of(app, draft)})
    ]
    if not drafts:
        return None
    note = app.index.readings[drafts[-1].path].note
    if is_marked_sent(note):
        raise Refused(f"{note.path}: whether it left cannot be read; mend its front matter first")
    return drafts[-1]


def refuse_unread(app: App, letters: Sequence[Letter]) -> None:
    """Refused where the front matter of one of these letters cannot be read, with its fault."""
    for letter in letters:
        if letter.is_broken:
            fault = app.index.readings[letter.path].note.problems[0]
            raise Refused(
                f"{fault.place}: {fault.message}; mend it first: which letter it is, and whether "
                "it left, cannot be read"
            )


def is_of_word(letter: Letter, word: str) -> bool:
    """Whether a letter is what is called so on the command line.

    Of a kind that only templates of the vault know, any of its templates is.
    """
    from infoview_md.core.letter_kind import BY_WORD

    is_own = letter.kind == OTHER and (word == OTHER or word not in BY_WORD)
    return word == word_of(letter) or (is_own and letter.template.startswith(f"{word}-"))


def is_first(letter: Letter | Draft) -> bool:
    """Whether it asks somebody for a talk: a request, a hand-over, or one by any template.

    Nobody is to have two of them, whatever each is called.
    """
    from infoview_md.core.event import EventKind
    from infoview_md.core.letter_kind import find_letter_kind

    return find_letter_kind(letter.kind, letter.template).event is EventKind.REQUEST


def word_of(letter: Letter) -> str:
    """What a letter's kind is called on the command line.

    A kind that only a template of the vault knows is `other` in the note, and called like the
    template; a letter of no kind is `other`.
    """
    from infoview_md.core.letter_kind import BY_WORD

    is_own = letter.kind == OTHER and letter.template and letter.template not in BY_WORD
    return letter.template if is_own else letter.letter_kind.word


def people_of(app: App, letter: Letter) -> tuple[Contact, ...]:
    """Whom a letter tells of, as far as they have notes."""
    paths = (app.index.resolve(link) for link in letter.about)
    found = (app.index.contacts.get(path) for path in paths if path)
    return tuple(person for person in found if person)


def is_marked_sent(note: Note) -> bool:
    """True where `sent:` holds something that is no day."""
    field = note.fields.get("sent")
    return field is not None and any(raw.strip() for raw in field.raws)
