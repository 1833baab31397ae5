"""Outlook: every standing of a vault at one moment: index, packs, calendars and today."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath

from infoview_md.core.company import Colleague, CompanyStanding, stand_company
from infoview_md.core.event import EventKind
from infoview_md.core.facts import Aspect, ComputedFacts, Fact, Facts
from infoview_md.core.index import Index
from infoview_md.core.model import Company, Contact, Kind, Owner, Record, Tie
from infoview_md.core.pack import Pack
from infoview_md.core.pipeline import Standing, stand
from infoview_md.core.recording import remember, remembered_property
from infoview_md.core.source import Source
from infoview_md.core.workdays import Calendars, DaysOff, as_day
from infoview_md.errors import ConfigFault

FRIEND_PACK = "friend"


@dataclass(frozen=True)
class Outlook:
    """What agenda, report, show and why are computed from: values only, the clock among them.

    `forced_pack` is the caller's choice (`--rules`), `default_pack` the vault's.
    """

    index: Index
    owner: Owner
    areas: tuple[str, ...]
    packs: Mapping[str, Pack]
    default_pack: str
    forced_pack: str
    calendars: Calendars
    today: date
    standings: Mapping[PurePosixPath, Standing]
    companies: Mapping[PurePosixPath, CompanyStanding]
    make_facts: Callable[[Outlook], Facts[Outlook]]

    def pack_of(self, record: Record) -> Pack:
        """The pack in force: the caller's, the note's own, `friend` for a friend, the vault's."""
        return choose_pack(record, self.packs, self.default_pack, self.forced_pack)

    def days_off(self, contact: Contact) -> DaysOff:
        """The days off of the contact's country, else the company's, else the owner's."""
        company = self.index.company_of(contact)
        return self._calendar(contact.country or (company.country if company else ""))

    def company_days_off(self, company: Company) -> DaysOff:
        """The days off of the company's country, else the owner's."""
        return self._calendar(company.country)

    def standing(self, contact: Contact) -> Standing:
        """Where things stand with a contact."""
        return self.standings[contact.path]

    @property
    def source(self) -> Source:
        """What all of it rests on."""
        return self.index.source

    @remembered_property
    def facts(self) -> Facts[Outlook]:
        """What is known of single notes, of which lists and counts of all are made."""
        return self.make_facts(self)

    @remembered_property
    def asked_today(self) -> frozenset[PurePosixPath]:
        """R5: who got a first letter today, logged or not logged yet, by the path of their note.

        A letter to nobody known stands there by its own path.
        """
        found = (*self.facts.all(ASKED), *self.facts.all(LEFT))
        return frozenset(PurePosixPath(fact.text) for fact in found)

    def _calendar(self, country: str) -> DaysOff:
        return self.calendars.get(country or self.owner.country) or DaysOff()


def compute_facts(outlook: Outlook) -> Facts[Outlook]:
    """The facts of an outlook, worked out when they are asked for."""
    return ComputedFacts(outlook, outlook.source)


def find_asked(outlook: Outlook, path: PurePosixPath) -> Iterator[Fact]:
    """Whether a first letter was logged today."""
    steps = outlook.standings[path].steps
    if any(step.asks and step.event.date == outlook.today for step in steps):
        yield Fact(text=str(path))


def find_left(outlook: Outlook, path: PurePosixPath) -> Iterator[Fact]:
    """Whom a first letter was sent to today, by the letter's own note."""
    letter = outlook.index.letters[path]
    if letter.sent is None or as_day(letter.sent) != outlook.today:
        return
    if letter.letter_kind.event is EventKind.REQUEST:
        yield Fact(text=str(outlook.index.resolve(letter.to) or path))


ASKED = Aspect("asked", Kind.CONTACT, find_asked)
LEFT = Aspect("left", Kind.LETTER, find_left)


def choose_pack(
    record: Record, packs: Mapping[str, Pack], default_pack: str, forced_pack: str = ""
) -> Pack:
    """The pack in force for a note; ConfigFault where the caller's or the vault's does not exist.

    An unknown pack in the note's own `rules` is passed over: one misspelt note must not stop the
    whole vault, and `check` reports it.
    """
    own = record.rules if record.rules in packs else ""
    friend = isinstance(record, Contact) and record.tie is Tie.FRIEND and FRIEND_PACK in packs
    name = forced_pack or own or (FRIEND_PACK if friend else default_pack)
    try:
        return packs[name]
    except KeyError:
        known = ", ".join(sorted(packs))
        raise ConfigFault(f"there is no rule pack “{name}”; there are {known}") from None


def countries_of(index: Index, owner: Owner) -> frozenset[str]:
    """The countries whose days off matter to the vault."""
    return frozenset({owner.country, *index.source.countries()} - {""})


def build_outlook(
    index: Index,
    *,
    owner: Owner,
    areas: tuple[str, ...],
    packs: Mapping[str, Pack],
    calendars: Calendars,
    today: date,
    default_pack: str = "classic",
    forced_pack: str = "",
    make_facts: Callable[[Outlook], Facts[Outlook]] = compute_facts,
) -> Outlook:
    """The outlook of a vault; each standing in it is worked out when it is asked for."""
    outlook = Outlook(
        index=index,
        owner=owner,
        areas=areas,
        packs=packs,
        default_pack=default_pack,
        forced_pack=forced_pack,
        calendars=calendars,
        today=today,
        standings={},
        companies={},
        make_facts=make_facts,
    )
    outlook = replace(outlook, standings=_Standings(outlook))
    return replace(outlook, companies=_CompanyStandings(outlook))


def with_index(outlook: Outlook, index: Index) -> Outlook:
    """The outlook as it would be if the notes were these."""
    return build_outlook(
        index,
        owner=outlook.owner,
        areas=outlook.areas,
        packs=outlook.packs,
        calendars=outlook.calendars,
        today=outlook.today,
        default_pack=outlook.default_pack,
        forced_pack=outlook.forced_pack,
    )


class _Standings(Mapping[PurePosixPath, Standing]):
    """The contacts' standings, each worked out when it is asked for."""

    def __init__(self, outlook: Outlook) -> None:
        self._outlook = outlook
        self._contacts = outlook.index.contacts
        self._stand = remember(outlook.index.source, self._work_out)

    def __getitem__(self, path: PurePosixPath) -> Standing:
        return self._stand(path)

    def __iter__(self) -> Iterator[PurePosixPath]:
        return iter(self._contacts)

    def __len__(self) -> int:
        return len(self._contacts)

    def _work_out(self, path: PurePosixPath) -> Standing:
        contact = self._contacts[path]
        return stand(contact, self._outlook.pack_of(contact))


class _CompanyStandings(Mapping[PurePosixPath, CompanyStanding]):
    """The companies' standings, each worked out when it is asked for."""

    def __init__(self, outlook: Outlook) -> None:
        self._outlook = outlook
        self._companies = outlook.index.companies
        self._stand = remember(outlook.index.source, self._work_out)

    def __getitem__(self, path: PurePosixPath) -> CompanyStanding:
        return self._stand(path)

    def __iter__(self) -> Iterator[PurePosixPath]:
        return iter(self._companies)

    def __len__(self) -> int:
        return len(self._companies)

    def _work_out(self, path: PurePosixPath) -> CompanyStanding:
        outlook = self._outlook
        company = self._companies[path]
        people = outlook.index.people_of(company)
        return stand_company(
            company,
            [Colleague(person, outlook.standing(person)) for person in people],
            outlook.pack_of(company),
            outlook.company_days_off(company),
            outlook.today,
        )
