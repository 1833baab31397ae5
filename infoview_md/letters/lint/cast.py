"""Cast: everybody and everything a letter may name, and the part that each plays in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from infoview_md.core.links import Link, find_links
from infoview_md.core.model import Company, Contact, Owner
from infoview_md.letters.lint.context import LintContext, signatures_of
from infoview_md.letters.lint.kept import keep
from infoview_md.letters.lint.names import stands_in, tight_words_of, words_of

Words = tuple[str, ...]


class Part(Enum):
    """What somebody is to a letter."""

    ADDRESSEE = "addressee"
    OWNER = "owner"
    REFERRER = "referrer"
    ABOUT = "about"
    ABOUT_FIRM = "company of somebody it is about"
    EMPLOYER = "employer"
    PAST = "past"
    LINKED = "linked"

    # Each is one object; an enum would hash its name in Python each time.
    __hash__ = object.__hash__


WEAK = frozenset({Part.PAST, Part.LINKED})
PEOPLE = frozenset({Part.ADDRESSEE, Part.OWNER, Part.REFERRER, Part.ABOUT})
DATED = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Cast:
    """The texts whose names belong into a letter, as words, by the part their owner plays."""

    texts: tuple[tuple[Part, Words], ...]

    def parts_of(self, name: str) -> frozenset[Part]:
        """The parts in which a name belongs into the letter; none for a stranger's.

        Who has a part of their own is not merely linked.
        """
        words, tight = words_of(name), tight_words_of(name)
        parts = frozenset(
            part for part, text in self.texts if stands_in(tight if part in PEOPLE else words, text)
        )
        return parts - WEAK or parts


def find_cast(context: LintContext) -> Cast:
    """The addressee, their company, the owner, the referrers, and whoever is linked."""
    return Cast((*_cast_owner(context.owner), *_read_texts(_list_texts(context))))


@keep
def _cast_owner(owner: Owner) -> tuple[tuple[Part, Words], ...]:
    """The owner's part, the same in each letter."""
    signed = _as(Part.OWNER, signatures_of(owner))
    return tuple(_read_texts((*signed, *_as(Part.LINKED, _words_of_owner(owner)))))


def _read_texts(texts: Iterable[tuple[Part, str]]) -> Iterator[tuple[Part, Words]]:
    for part, text in texts:
        if text and (words := (tight_words_of if part in PEOPLE else words_of)(text)):
            yield part, words


def names_of(contact: Contact) -> tuple[str, ...]:
    """What a person is called, in full, by file, by given name and otherwise."""
    names = (contact.name, contact.stem, contact.first_name, contact.salutation, *contact.aliases)
    return tuple(filter(None, names))


def _list_texts(context: LintContext) -> Iterator[tuple[Part, str]]:
    contact, company = context.contact, context.company
    yield from _as(Part.ADDRESSEE, names_of(contact))
    yield from _as(Part.EMPLOYER, _names_of_company(contact.company, company))
    yield from _as(Part.PAST, (*contact.past_roles, contact.role, *contact.school))
    for link in contact.referred_by:
        yield from _as(Part.REFERRER, (link.text, link.target))
    if context.referrer:
        yield from _as(Part.REFERRER, names_of(context.referrer))
    for one in context.about:
        if isinstance(one, Contact):
            yield from _as(Part.ABOUT, names_of(one))
            yield from _as(Part.ABOUT_FIRM, _names_of_company(one.company, None))
        else:
            yield from _as(Part.ABOUT_FIRM, (one.name, one.stem, *one.aliases))
    links = (*find_links(contact.why_you), *(link for e in contact.events for link in e.links))
    texts = (text for link in links for text in (link.text, link.target))
    # A link to the note of a letter or a talk only dates it.
    yield from _as(Part.LINKED, (text for text in texts if not DATED.match(text)))
    yield from _as(Part.LINKED, context.named)
    yield from _as(Part.LINKED, (contact.why_you, *_words_of_talk(context)))


def _as(part: Part, texts: Iterable[str]) -> Iterator[tuple[Part, str]]:
    return ((part, text) for text in texts)


def _names_of_company(link: Link | None, company: Company | None) -> Iterator[str]:
    if link:
        yield from (link.text, link.target)
    if company:
        yield from (company.name, company.stem, *company.aliases)


def _words_of_owner(owner: Owner) -> Iterator[str]:
    """What the owner says of themselves, in every language."""
    yield from (owner.intro, owner.learning, owner.positioning, *owner.school)
    for words in owner.other_words.values():
        yield from (text for key, text in words.items() if key != "signature")


def _words_of_talk(context: LintContext) -> Iterator[str]:
    if context.interview:
        talk = context.interview
        yield from (talk.takeaway, talk.next_step, talk.goal)
