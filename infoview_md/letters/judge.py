"""judge(): a draft and the vault around it → what it breaks of the rules in force."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from infoview_md.core.addresses import usable_channels
from infoview_md.core.channels import EMAIL
from infoview_md.core.letter_kind import find_letter_kind
from infoview_md.core.links import Link
from infoview_md.core.model import Company, Contact, Letter
from infoview_md.core.outlook import Outlook
from infoview_md.core.restraint import Restraint, find_restraint
from infoview_md.letters.claims import find_untimely, find_untruths
from infoview_md.letters.compose import Draft
from infoview_md.letters.lint import Finding, LintContext, lint
from infoview_md.letters.lint.context import Mailing, Sibling
from infoview_md.letters.slots import SLOTS, Occasion


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a letter's note, or whoever sends it, knows beside its text.

    `about` links whom the letter tells of, `address` is where the note says it goes, `attachments`
    are the names of the files that go along; of a letter that left (`is_sent`) nothing holds back.
    The lines say where recipient, subject and text stand; without a note they are counted as the
    letter is printed: `To:`, `Subject:`, an empty line, the text.
    """

    about: tuple[Link, ...] = ()
    address: str = ""
    attachments: tuple[str, ...] = ()
    is_sent: bool = False
    head_line: int = 1
    subject_line: int = 2
    body_line: int = 4


PRINTED = Sheet()
"""A letter as it is printed, with no note of its own."""


def make_sheet(
    letter: Letter | None,
    *,
    attachments: tuple[str, ...] = (),
    head_line: int = 1,
    subject_line: int = 2,
    body_line: int = 4,
) -> Sheet:
    """What the note of a letter, if it has one, knows beside its text; and where that stands."""
    return Sheet(
        about=letter.about if letter else (),
        address=letter.address if letter else "",
        attachments=attachments,
        is_sent=letter is not None and letter.sent is not None,
        head_line=head_line,
        subject_line=subject_line,
        body_line=body_line,
    )


def judge(
    draft: Draft, occasion: Occasion, outlook: Outlook, sheet: Sheet = PRINTED
) -> tuple[Finding, ...]:
    """What a letter breaks of the rules in force, but for what its gaps say already."""
    context = make_context(draft, occasion, outlook, sheet)
    return tuple(finding for finding in lint(context) if not _is_told(finding, draft))


def make_context(
    draft: Draft, occasion: Occasion, outlook: Outlook, sheet: Sheet = PRINTED
) -> LintContext:
    """What the rules look at: the letter, and all that the vault knows about it."""
    index, contact = outlook.index, occasion.contact
    is_free = sheet.is_sent or not contact.name
    word = draft.word or find_letter_kind(draft.kind, draft.template).word
    about = tuple(dict.fromkeys(find_about(draft, sheet, outlook)))
    people = [one for one in about if isinstance(one, Contact)]
    return LintContext(
        kind=draft.kind,
        subject=draft.subject,
        body=draft.body,
        contact=contact,
        pack=occasion.pack,
        owner=occasion.owner,
        company=occasion.company,
        referrer=occasion.referrer,
        interview=occasion.interview,
        about=about,
        named=occasion.named,
        word=word,
        people=index.names_of_people,
        given_names=index.given_names,
        companies=index.names_of_companies,
        siblings=tuple(_find_siblings(contact, outlook)),
        mailing=_make_mailing(draft, contact, sheet),
        restraint=Restraint() if is_free else find_restraint(contact, outlook),
        untruths=() if is_free else tuple(find_untruths(word, contact, people, outlook)),
        untimely=() if is_free else tuple(find_untimely(word, occasion, outlook)),
        attachments=sheet.attachments,
        language=draft.language,
        max_words=draft.max_words,
        head_line=sheet.head_line,
        subject_line=sheet.subject_line,
        body_line=sheet.body_line,
    )


def find_about(draft: Draft, sheet: Sheet, outlook: Outlook) -> Iterator[Contact | Company]:
    """Whom a letter tells of, each person with where they work."""
    index = outlook.index
    linked = [index.records[path] for path in map(index.resolve, sheet.about) if path is not None]
    for record in (*draft.about, *linked):
        if isinstance(record, Company):
            yield record
        elif isinstance(record, Contact):
            yield record
            if (company := index.company_of(record)) is not None:
                yield company


def _find_siblings(contact: Contact, outlook: Outlook) -> Iterator[Sibling]:
    """The letters to everybody else at the contact's company."""
    company = outlook.index.company_of(contact)
    for person in outlook.index.people_of(company) if company else ():
        if person.path != contact.path:
            for letter in outlook.index.letters_to(person):
                yield Sibling(person.name, letter.body, letter.sent is not None)


def _make_mailing(draft: Draft, contact: Contact, sheet: Sheet) -> Mailing:
    ways = (contact.email, contact.links, contact.phone, contact.channels)
    usable = {one.address: one for one in usable_channels(*ways, contact.events)}
    ever = usable.keys() if not (contact.channels or contact.events) else _ever_written(contact)
    address = sheet.address or draft.address
    known = {one.casefold(): way for one, way in usable.items()}
    way = known.get(address.casefold())
    return Mailing(
        address=draft.address,
        channel=draft.channel,
        written=sheet.address,
        known=tuple(usable),
        bounced=tuple(sorted(ever - usable.keys())),
        is_guessed=way is not None and way.is_guessed,
    )


def _ever_written(contact: Contact) -> Set[str]:
    """Every address that stands in the contact's note, whether it works or not."""
    fields = usable_channels(contact.email, contact.links, contact.phone, (), ())
    logged = (text for event in contact.events for text in EMAIL.findall(event.text))
    return {*(one.address for one in fields), *(line.address for line in contact.channels), *logged}


TOLD_BY_GAPS = {
    "L11": ("windows",),
    "L14": ("why_you",),
    "L20": ("takeaway", "next_step"),
    "about": ("other.email",),
    "stage": ("said", "talk.time"),
}
"""The slots whose gap says already what a rule would say of the letter."""


def _is_told(finding: Finding, draft: Draft) -> bool:
    """True for what a gap says already, in the list with where to fill it in, or in the text."""
    slots = TOLD_BY_GAPS.get(finding.rule, ())
    if slots:
        shown = (f"[{SLOTS[slot].label}:" in draft.body for slot in slots)
        return any(gap.slot in slots for gap in draft.gaps) or any(shown)
    return finding.rule == "L17" and any(gap.text in finding.sentence for gap in draft.gaps)
