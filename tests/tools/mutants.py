"""Mutants: good letters in which one name was swapped for another of the same vault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product

from infoview_md.core.event import Event, EventKind
from infoview_md.core.folding import fold
from infoview_md.core.letter_kind import BY_WORD
from infoview_md.core.model import Contact
from infoview_md.core.outlook import Outlook
from infoview_md.errors import InfoviewError
from infoview_md.letters.compose import Draft, compose
from infoview_md.letters.judge import make_context
from infoview_md.letters.lint import LintContext, lint
from infoview_md.letters.lint.cast import find_cast
from infoview_md.letters.lint.misplaced import ADDRESS
from infoview_md.letters.lint.names import find_namings
from infoview_md.letters.occasion import make_occasion
from infoview_md.letters.render import open_renderer
from infoview_md.letters.situation import Occasion

RULES = ("L03", "L04", "L14", "L17")
"""The rules that are to notice a wrong name."""
WINDOWS = (datetime(2026, 12, 1, 10), datetime(2026, 12, 3, 14))
WRITTEN = {
    "outcome": "I tried it on old data, and it held.",
    "news": "The map you told me of is public now.",
    "reason": "You both count what others guess.",
    "purpose": "A team that plans for storms may ask how I work.",
}
"""What a person writes where only they can know."""


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something with a name: what it is called, by the form of the name."""

    key: str
    full: tuple[str, ...]
    given: str = ""
    is_person: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """Every form."""
        return tuple(filter(None, (*self.full, self.given)))


@dataclass(frozen=True, slots=True)
class Mutant:
    """A letter with one name swapped, and what was done to it."""

    context: LintContext
    word: str
    old: str
    new: str

    def __str__(self) -> str:
        who = self.context.contact.name
        text = f"{self.context.subject}\n{self.context.body}"
        return f"{self.word} to {who}: {self.old} → {self.new}\n{text}"


def list_entities(outlook: Outlook) -> list[Entity]:
    """Everybody and everything in a vault, the owner too."""
    index, owner = outlook.index, outlook.owner
    people = [
        Entity(str(one.path), tuple(dict.fromkeys((one.name, *one.aliases))), one.first_name)
        for one in index.contacts.values()
    ]
    firms = [
        Entity(str(one.path), tuple(dict.fromkeys((one.name, *one.aliases))), is_person=False)
        for one in index.companies.values()
    ]
    return [*people, *firms, Entity("owner", (owner.name,), owner.given)]


def write_letters(outlook: Outlook, texts: Mapping[str, str]) -> Iterator[tuple[str, LintContext]]:
    """Every finished letter that the vault allows, of every kind, as the rules see it."""
    with open_renderer(texts) as renderer:
        for contact, word in product(outlook.index.contacts.values(), BY_WORD):
            for about in list_about(contact, outlook, word):
                try:
                    occasion = suppose(word, make_occasion(contact, outlook, about, WINDOWS))
                    draft = write(compose(word, texts, occasion, renderer))
                except InfoviewError:
                    continue
                if not draft.gaps:
                    yield word, make_context(draft, occasion, outlook)


def suppose(word: str, occasion: Occasion) -> Occasion:
    """The occasion, had they answered, and agreed to be introduced: the names matter here."""
    is_answer = word.startswith("answer")
    said = Event(EventKind.REPLY, occasion.today, 1, qualifier="no") if is_answer else None
    return replace(occasion, agreed=True, reply=occasion.reply or said)


def list_about(contact: Contact, outlook: Outlook, word: str) -> Sequence[tuple[Contact, ...]]:
    """Whom a letter of a kind can be about: whom the vault says, a referral, or a colleague."""
    index = outlook.index
    if word.startswith("intro"):
        others = [one for one in index.contacts.values() if one.path != contact.path]
        return [(one,) for one in (*index.referred_by(contact)[:1], others[len(contact.name) % 7])]
    company = index.company_of(contact)
    if word == "hand-over" and company:
        return [(one,) for one in index.people_of(company) if one.path != contact.path][:2]
    return [()]


def write(draft: Draft) -> Draft:
    """The draft with the sentences that only a person can write."""
    body = draft.body
    gaps = []
    for gap in draft.gaps:
        if gap.slot in WRITTEN:
            body = body.replace(gap.text, WRITTEN[gap.slot])
        else:
            gaps.append(gap)
    return replace(draft, body=body, gaps=tuple(gaps))


def find_faults(context: LintContext, *rules: str) -> list[str]:
    """What the rules that look at names find, each as its sentence."""
    wanted = {rule: context.pack.rules[rule] for rule in (rules or RULES)}
    pack = replace(context.pack, rules=wanted)
    return [one.tell("-") for one in lint(replace(context, pack=pack)) if one.rule in wanted]


def choose_hard(context: LintContext, entities: list[Entity]) -> list[Entity]:
    """Those who belong into the letter themselves, in another place than the one swapped."""
    cast = find_cast(context)
    return [one for one in entities if any(map(cast.parts_of, one.names))]


def mutate(
    word: str, context: LintContext, entities: list[Entity], others: list[Entity] | None = None
) -> Iterator[Mutant]:
    """The letter with each of its names swapped in turn for each other entity's.

    `others` are those to swap them for, all where it is None. A given name for a given name, a name
    in full for one in full, and a company for a person, too.
    """
    forms: dict[str, list[Entity]] = {}
    for one in entities:
        for name in one.names:
            forms.setdefault(name, []).append(one)
    for in_subject in (True, False):
        text = context.subject if in_subject else context.body
        addresses = [match.span() for match in ADDRESS.finditer(text)]
        for naming in find_namings(text, tuple(forms), words_too=True):
            if any(start <= naming.start < end for start, end in addresses):
                continue
            old = text[naming.start : naming.end]
            called = forms[naming.name]
            for other in entities if others is None else others:
                for new in _swaps(called, other, naming.name, old):
                    swapped = text[: naming.start] + new + text[naming.end :]
                    changed = {"subject" if in_subject else "body": swapped}
                    yield Mutant(replace(context, **changed), word, old, new)  # type: ignore[arg-type]


def _swaps(called: Sequence[Entity], new: Entity, name: str, text: str) -> Iterator[str]:
    """What stands in the place of a name; nothing for one who is called the same."""
    if any(one.key == new.key for one in called):
        return
    is_given = any(name == one.given for one in called)
    known = {fold(known) for one in called for known in one.names}
    for other in (new.given,) if is_given and new.given else new.full:
        if other and fold(other) not in known and fold(other) != fold(text):
            yield other
