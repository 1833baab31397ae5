"""The letter on the desk: to whom and of which kind, a draft or made anew, and its faults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from infoview_md.cli.letter_faults import lint_letter
from infoview_md.cli.letter_notes import (
    find_draft,
    find_waiting,
    people_of,
    refuse_unread,
    word_of,
)
from infoview_md.errors import Busy, TemplateFault, UsageError

if TYPE_CHECKING:
    from infoview_md.cli.app import App
    from infoview_md.core.model import Contact, Letter
    from infoview_md.letters.compose import Draft
    from infoview_md.letters.lint import Finding
    from infoview_md.letters.render import Renderer
    from infoview_md.letters.slots import Occasion


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One letter as it would leave now.

    `word` and `handle` are what kind and contact are called on the command line. `draft` is the
    person's own text where a note waits (`written`), else made anew. `texts` are the template
    texts, and `about` are those whom it tells of.
    """

    word: str
    handle: str
    about: tuple[Contact, ...]
    occasion: Occasion
    texts: Mapping[str, str]
    draft: Draft
    written: Letter | None
    findings: tuple[Finding, ...]

    @property
    def contact(self) -> Contact:
        """To whom it goes."""
        return self.occasion.contact

    @property
    def count_faults(self) -> int:
        """How many gaps and errors keep it from being finished."""
        return len(self.draft.gaps) + sum(one.level == "error" for one in self.findings)


def find_contact(app: App, name: str) -> Contact:
    """The contact of a name; UsageError for a note of another kind."""
    from infoview_md.core.model import Contact, Kind

    contact = app.index.get(name, Kind.CONTACT)
    if not isinstance(contact, Contact):
        raise UsageError(f"{contact.path} is no contact")
    return contact


def choose_word(app: App, contact: Contact) -> str:
    """The kind of letter where none was named: of the draft that waits, else what the stage asks.

    Raises UsageError, with the kinds there are, where several drafts wait, or none and no letter
    follows from the stage; and Refused where one that waits cannot be read.
    """
    from infoview_md.letters.compose import choose_kind, refuse_off_limits
    from infoview_md.letters.fitting import kinds_for

    refuse_off_limits(contact)
    waiting = find_waiting(app, contact)
    refuse_unread(app, waiting)
    words = list(dict.fromkeys(map(word_of, waiting)))
    if len(words) == 1:
        return words[0]
    if words:
        raise UsageError(
            f"drafts of {', '.join(words)} wait for {contact.name}; name the kind you mean"
        )
    fitting = kinds_for(contact, app.outlook)
    return choose_kind(contact, app.outlook.standing(contact).stage, fitting)


def take_up(
    app: App,
    contact: Contact,
    word: str,
    *,
    about: Sequence[Contact] = (),
    windows: Sequence[datetime] = (),
    attachments: Sequence[str] = (),
    rebinds: bool = False,
    renderer: Renderer | None = None,
) -> Desk:
    """The letter of a kind to a contact: the draft that waits, else one made anew, and its faults.

    `attachments` are the names of the files that are to go along, `renderer` one of a batch. With
    `rebinds` the address in the note does not count, because it is about to be set anew. Raises
    Refused for a contact who is off limits, or a note that cannot be read, and for an introduction
    to somebody off limits; UsageError for a letter that tells somebody of themselves; Busy where
    somebody's note went meanwhile.
    """
    from infoview_md.core.agenda.commands import handle_of
    from infoview_md.letters.compose import compose
    from infoview_md.letters.judge import Sheet, judge
    from infoview_md.letters.occasion import under_rules_of
    from infoview_md.letters.written import draft_of_note
    from infoview_md.vault.shipped import read_templates

    contact, *about = (_as_now(app, one) for one in (contact, *about))
    texts = renderer.texts if renderer else read_templates(app.vault.root)
    written = find_draft(app, contact, word, about)
    if written is not None:
        about = about or people_of(app, written)
    _refuse_about(word, contact, about)
    occasion = _occasion(app, contact, about, windows)
    if written is None:
        draft = compose(word, texts, occasion, renderer)
        findings = judge(draft, occasion, app.outlook, Sheet(attachments=tuple(attachments)))
    else:
        occasion = under_rules_of(written, occasion, app.outlook)
        draft = draft_of_note(written, texts, occasion)
        judged = replace(written, address="") if rebinds else written
        faults = lint_letter(app, judged, texts, attachments)
        findings = tuple(fault.finding for fault in faults)
    return Desk(
        word=word,
        handle=handle_of(app.index, contact),
        about=tuple(about) or draft.about,
        occasion=occasion,
        texts=texts,
        draft=draft,
        written=written,
        findings=findings,
    )


def _as_now(app: App, contact: Contact) -> Contact:
    """The contact as the note says now, which may have been read again since it was looked up."""
    now = app.index.contacts.get(contact.path)
    if now is None:
        raise Busy(f"{contact.path} was deleted or renamed meanwhile; nothing was changed")
    return now


def _refuse_about(word: str, contact: Contact, about: Sequence[Contact]) -> None:
    """UsageError for a letter of its own addressee, Refused for bringing in who is off limits."""
    from infoview_md.letters.claims import INTROS
    from infoview_md.letters.compose import refuse_off_limits

    for person in about:
        if person.path == contact.path:
            raise UsageError(f"--about: the letter goes to {contact.name}; name somebody else")
        if word in INTROS:
            refuse_off_limits(person)


def make_fresh(desk: Desk) -> Draft | None:
    """The letter made anew beside the person's draft; None where no template makes one."""
    from infoview_md.letters.compose import compose

    try:
        return compose(desk.word, desk.texts, desk.occasion)
    except TemplateFault:
        return None


def _occasion(
    app: App, contact: Contact, about: Sequence[Contact], windows: Sequence[datetime]
) -> Occasion:
    from infoview_md.letters.occasion import make_occasion

    return make_occasion(contact, app.outlook, tuple(about), tuple(windows))
