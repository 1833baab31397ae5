"""Queries: "stage:requested company:acme -tie:friend words" → the records that fit."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from infoview_md.core.agenda import Horizon, agenda_of, find_due_days
from infoview_md.core.company import CompanyState
from infoview_md.core.comparison import Span, has_comparator, read_days, read_numbers
from infoview_md.core.folding import plain
from infoview_md.core.index import Index
from infoview_md.core.links import Link
from infoview_md.core.model import Contact, Interview, Kind, Letter, Record
from infoview_md.core.outlook import Outlook
from infoview_md.core.pipeline import find_badges
from infoview_md.core.schema import BY_KEY, STATUSES, FieldType, as_texts, fields_of
from infoview_md.core.search import find_holders
from infoview_md.core.values import did_you_mean
from infoview_md.errors import UsageError

KEY = re.compile(r"[^\W\d]\w*")
NOWHERE = PurePosixPath()
SHORT = {"tag": "tags", "area": "areas", "alias": "aliases", "in": "company"}


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a query: a field's key (empty = any words of the note), and what it must hold.

    `span` is what the value of a date or a number must lie in.
    """

    key: str
    value: str
    negated: bool = False
    span: Span | None = None


def computed_keys(kind: Kind) -> tuple[str, ...]:
    """The keys of a query that are no fields: they come from the log and the clock."""
    return _COMPUTED[kind]


_COMPUTED: Mapping[Kind, tuple[str, ...]] = {
    Kind.COMPANY: ("state", "person"),
    Kind.CONTACT: ("stage", "badge", "tie", "due"),
    Kind.INTERVIEW: ("company", "contact"),
    Kind.LETTER: ("state",),
}


_DATES = frozenset({FieldType.DATE, FieldType.DATE_TIME})


def comparable_keys(kind: Kind) -> tuple[str, ...]:
    """The keys of a query that hold a date or a number, and so can be compared."""
    fields = (f.key for f in fields_of(kind) if f.type in _DATES or f.type is FieldType.NUMBER)
    return (*fields, *(key for key in computed_keys(kind) if key == "due"))


def parse_query(words: Iterable[str], kind: Kind, today: date | None = None) -> tuple[Term, ...]:
    """Read the words of a query over one kind of note.

    `key:value` matches a field, with quotes around a value of several words; a leading `-` turns a
    term round; `key:` alone asks for the empty field. Dates and numbers can be compared
    (`due:<2026-12-01`, `fit:>=1`, `minutes:20..30`); day words count from `today`, where it is
    given. Raises UsageError for a key there is not, and for a value that can fit nothing.
    """
    try:
        parts = [part for word in words for part in _split(word)]
    except ValueError:
        raise UsageError("a quotation mark in the query is not closed") from None
    return tuple(_parse_term(part, kind, today) for part in parts)


def _split(word: str) -> list[str]:
    """Split a quoted query into its words; an apostrophe inside a word is only an apostrophe."""
    lexer = shlex.shlex(word, posix=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    lexer.quotes = '"'
    lexer.escape = ""
    return list(lexer)


def _parse_term(part: str, kind: Kind, today: date | None) -> Term:
    negated = part.startswith("-") and len(part) > 1
    key, colon, value = part.removeprefix("-").partition(":") if negated else part.partition(":")
    if not colon or not KEY.fullmatch(key) or value.startswith("//"):
        return Term("", key + colon + value, negated)  # a word, an hour, an address of the web
    key = key.casefold()
    key = SHORT.get(key, key)
    known = {spec.key for spec in fields_of(kind)} | set(computed_keys(kind))
    if key not in known:
        keys = ", ".join(sorted(known))
        hint = did_you_mean(key, sorted(known)) or f"; the keys are {keys}"
        raise UsageError(f"a {kind} has no “{key}”{hint}")
    comparable = comparable_keys(kind)
    if has_comparator(value) and key not in comparable:
        raise UsageError(f"{key}: only dates and numbers can be compared: {', '.join(comparable)}")
    if value and key in comparable:
        return Term(key, value, negated, _read_span(key, value, today))
    words = _words_of(key, kind)
    if value and words and not any(_begins(word, value) for word in words):
        # A misspelt stage finds nobody, and looks like an answer: say so instead.
        hint = did_you_mean(value, words)
        raise UsageError(f"{key}: “{value}” is none of {', '.join(words)}{hint}")
    return Term(key, value, negated)


def _read_span(key: str, value: str, today: date | None) -> Span:
    spec = BY_KEY.get(key)
    is_number = spec is not None and spec.type is FieldType.NUMBER
    try:
        return read_numbers(value) if is_number else read_days(value, today)
    except UsageError as fault:
        raise UsageError(f"{key}: {fault}") from None


def _words_of(key: str, kind: Kind) -> tuple[str, ...]:
    """The closed list of what a key of a query can hold; none where it can hold anything."""
    if key == "status":
        return STATUSES[kind]
    if key == "state":
        return _STATES[kind]
    spec = BY_KEY.get(key)
    return spec.words if spec is not None else ()


_STATES: Mapping[Kind, tuple[str, ...]] = {
    Kind.COMPANY: tuple(CompanyState),
    Kind.LETTER: ("draft", "sent"),
}


def _begins(word: str, value: str) -> bool:
    return plain(word).startswith(plain(value))


def find_records(outlook: Outlook, kind: Kind, terms: Iterable[Term]) -> tuple[Record, ...]:
    """The records of one kind that fit every term, by name."""
    terms = tuple(terms)
    records = outlook.index.of_kind(kind)
    # What is due to one depends on all others: it is worked out once, and only when asked for.
    due = find_due_days(outlook) if any(term.key == "due" for term in terms) else {}
    words = {term.value for term in terms if not term.key}
    texts = outlook.index.source.texts
    known = _Known(due, {word: find_holders(texts([word]), word) for word in words})
    fitting = (one for one in records if all(_fits(outlook, one, term, known) for term in terms))
    return tuple(sorted(fitting, key=lambda record: (plain(record.name), str(record.path))))


@dataclass(frozen=True, slots=True)
class _Known:
    """What is worked out once for a whole query: due days by note, and which notes hold words."""

    due: Mapping[PurePosixPath, date]
    holders: Mapping[str, frozenset[PurePosixPath]]


def _fits(outlook: Outlook, record: Record, term: Term, known: _Known) -> bool:
    if term.key == "due" or term.span is not None:
        value = known.due.get(record.path) if term.key == "due" else getattr(record, term.key)
        fits = value is None if term.span is None else term.span.holds(value)
    elif term.key:
        fits = _holds(find_values(outlook, record, term.key), term)
    else:
        fits = record.path in known.holders[term.value]
    return fits is not term.negated


def _holds(values: tuple[str, ...], term: Term) -> bool:
    if not term.value:
        return not values
    spec = BY_KEY.get(term.key)
    if term.key == "state" or (spec is not None and spec.words):
        return any(_begins(value, term.value) for value in values)
    wanted = plain(term.value)
    return any(wanted in plain(value) for value in values)


def find_values(outlook: Outlook, record: Record, key: str) -> tuple[str, ...]:
    """What a record holds under a key of a query, as text; computed keys included."""
    if isinstance(record, Contact):
        if key == "stage":
            return (str(outlook.standing(record).stage),)
        if key == "tie":
            return (str(record.effective_tie),)
        if key == "due":
            days = (action.due for action in agenda_of(record, outlook, Horizon.ALL))
            return as_texts(min(days, default=None))
        if key == "badge":
            standing, pack = outlook.standing(record), outlook.pack_of(record)
            return find_badges(record, standing, pack, outlook.today)
    if isinstance(record, Interview) and key in ("company", "contact"):
        return _people_of(outlook, record, key)
    if key == "state":
        if isinstance(record, Letter):
            return ("sent" if record.sent else "draft",)
        return (str(outlook.companies[record.path].state),)
    if key == "person":
        people = outlook.index.people_of(outlook.index.companies[record.path])
        return tuple(person.name for person in people)
    spec = BY_KEY.get(key)
    if spec is not None and spec.type in (FieldType.LINK, FieldType.LINKS):
        return _names_linked(outlook.index, getattr(record, key))
    return as_texts(getattr(record, key, None))


def _names_linked(index: Index, value: object) -> tuple[str, ...]:
    """All that linked notes may be called: the name, the link's target, and what it shows."""
    links = value if isinstance(value, tuple) else (value,)
    names: list[str] = []
    for link in links:
        if isinstance(link, Link):
            record = index.records.get(index.resolve(link) or NOWHERE)
            names += [record.name] if record is not None else []
            names += [link.target, link.text]
    return tuple(dict.fromkeys(names))


def _people_of(outlook: Outlook, talk: Interview, key: str) -> tuple[str, ...]:
    index = outlook.index
    found = (index.contacts.get(path) for link in talk.contacts if (path := index.resolve(link)))
    people = [person for person in found if person is not None]
    if key == "contact":
        return tuple(person.name for person in people)
    companies = (index.company_of(person) for person in people)
    return tuple(company.name for company in companies if company is not None)
