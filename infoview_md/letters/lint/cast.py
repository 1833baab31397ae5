"""Cast: everybody and everything a letter may name, and the part that each plays in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from infoview_md.core.links import Link, find_links
from infoview_md.core.model import Company, Contact
from infoview_md.letters.lint.context import LintContext
from infoview_md.letters.lint.names import is_within, words_of

Words = tuple[str, ...]


class Part(Enum):
    """What somebody is to a letter."""

    ADDRESSEE = "addressee"
    OWNER = "owner"
    REFERRER = "referrer"
    ABOUT = "about"
    EMPLOYER = "employer"
    PAST = "past"
    LINKED = "linked"


@dataclass(frozen=True, slots=True)
class Cast:
    """The texts whose names belong into a letter, as words, by the part their owner plays."""

    texts: tuple[tuple[Part, Words], ...]

    @property
    def own(self) -> list[Words]:
        """Every text in which a name may stand to belong into the letter."""
        return [words for _, words in self.texts]

    def parts_of(self, name: str) -> frozenset[Part]:
        """The parts in which a name belongs into the letter; none for a stranger's."""
        return frozenset(part for part, words in self.texts if is_within(name, (words,)))


def find_cast(context: LintContext) -> Cast:
    """The addressee, their company, the owner, the referrers, and whoever is linked."""
    return Cast(
        tuple(
            (part, words)
            for part, text in _list_texts(context)
            if text and (words := words_of(text))
        )
    )


def names_of(contact: Contact) -> tuple[str, ...]:
    """What a person is called, in full, by file, by given name and otherwise."""
    names = (contact.name, contact.stem, contact.first_name, contact.salutation, *contact.aliases)
    return tuple(filter(None, names))


def _list_texts(context: LintContext) -> Iterator[tuple[Part, str]]:
    contact, company = context.contact, context.company
    yield from _as(Part.ADDRESSEE, names_of(contact))
    yield from _as(Part.EMPLOYER, _names_of_company(contact.company, company))
    yield from _as(Part.OWNER, (context.owner.name, context.owner.given))
    yield from _as(Part.LINKED, _words_of_owner(context))
    yield from _as(Part.PAST, (*contact.past_roles, contact.role, *contact.school))
    for link in contact.referred_by:
        yield from _as(Part.REFERRER, (link.text, link.target))
    if context.referrer:
        yield from _as(Part.REFERRER, names_of(context.referrer))
    for one in context.about:
        named = names_of(one) if isinstance(one, Contact) else (one.name, one.stem, *one.aliases)
        yield from _as(Part.ABOUT, named)
    links = (*find_links(contact.why_you), *(link for e in contact.events for link in e.links))
    yield from _as(Part.LINKED, (text for link in links for text in (link.text, link.target)))
    yield from _as(Part.LINKED, (contact.why_you, *_words_of_talk(context)))


def _as(part: Part, texts: Iterable[str]) -> Iterator[tuple[Part, str]]:
    return ((part, text) for text in texts)


def _names_of_company(link: Link | None, company: Company | None) -> Iterator[str]:
    if link:
        yield from (link.text, link.target)
    if company:
        yield from (company.name, company.stem, *company.aliases)


def _words_of_owner(context: LintContext) -> Iterator[str]:
    """What the owner says of themselves, in every language."""
    owner = context.owner
    yield from (owner.intro, owner.learning, owner.positioning, owner.signature, *owner.school)
    for words in owner.other_words.values():
        yield from words.values()


def _words_of_talk(context: LintContext) -> Iterator[str]:
    if context.interview:
        talk = context.interview
        yield from (talk.takeaway, talk.next_step, talk.goal)
