"""infoview list: companies, contacts, interviews or letters that fit a query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import click

from infoview_md.cli.app import App, Command, always, pass_app
from infoview_md.cli.options import example, format_options
from infoview_md.cli.output import Row, format_row, is_drawn, put_formatted, put_rows
from infoview_md.errors import UsageError

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from infoview_md.core.facts import Fact
    from infoview_md.core.model import Company, Contact, Interview, Kind, Letter, Record
    from infoview_md.core.outlook import Outlook

NOUNS = {"companies": "company", "contacts": "contact", "interviews": "interview",
         "letters": "letter"}  # fmt: skip
TITLES: Mapping[str, Mapping[str, str]] = {
    "company": {"name": "Company", "state": "State", "status": "Status", "areas": "Areas",
                "people": "People", "country": "Country"},
    "contact": {"name": "Name", "stage": "Stage", "since": "Since", "company": "Company",
                "role": "Role", "tie": "Tie", "badges": "Badges"},
    "interview": {"start": "Start", "contacts": "With", "company": "Company", "medium": "Medium",
                  "status": "Status", "takeaway": "Takeaway"},
    "letter": {"name": "Letter", "to": "To", "kind": "Kind", "sent": "Sent", "subject": "Subject"},
}  # fmt: skip


def _complete_what(ctx: click.Context, param: click.Parameter, typed: str) -> list[str]:
    return [noun for noun in NOUNS if noun.startswith(typed)]


@click.command(
    "list",
    cls=Command,
    remembers=always,
    epilog=example(
        "infoview list contacts stage:requested",
        'infoview list contacts company:fjordlys -tie:friend "heat pumps"',
        "infoview list companies area:grid status:target --json",
        "infoview list contacts 'due:<=friday' --fields name,stage",
        "infoview list interviews start:2026-11 'fit:>0'",
    ),
)
@click.argument("what", required=False, default="", shell_complete=_complete_what)
@click.argument("query", nargs=-1)
@format_options
@pass_app
def list_command(
    app: App, what: str, query: tuple[str, ...], format: str | None, fields: str, zero: bool
) -> None:
    """List companies, contacts, interviews or letters.

    QUERY is made of KEY:VALUE terms and plain words, all of which must fit; a leading `-` turns a
    term round, and `KEY:` alone asks for an empty field. Dates and numbers can be compared, in
    quotes because of the shell: `'due:<2026-12-01'`, `'fit:>=1'`, `created:2026-11-01..2026-11-30`.
    """
    from infoview_md.core.model import Kind

    kind = Kind(_read_what(what))
    _refuse_unknown_options(query)
    if not (query or fields or zero) and (shown := kept_format(format)):
        _put_everyone(app, kind, shown)
        return
    from infoview_md.core.query import find_records, parse_query

    terms = parse_query(query, kind, app.today)
    records = find_records(app.outlook, kind, terms)
    rows = [make_row(app.outlook, kind, record) for record in records]
    titles = TITLES[kind]
    is_asked = any(term.key == "due" for term in terms)
    if kind is Kind.CONTACT and (is_asked or "due" in fields or format in ("json", "jsonl")):
        rows = _with_due(app, rows)
        titles = {**titles, "due": "Due"} if is_asked else titles
    put_rows(rows, titles, format, fields, zero)


def kept_format(format: str | None) -> str:
    """The format of rows that are made one by one and kept: JSON, or plain lines; empty for none.

    A table is as wide as its widest row, and so is drawn as a whole.
    """
    if format is None:
        return "" if is_drawn() else "plain"
    return format if format in ("json", "plain") else ""


def _put_everyone(app: App, kind: Kind, format: str) -> None:
    """All notes of a kind, each in the row that was made of it when it was last changed."""
    from infoview_md.core.facts import Aspect
    from infoview_md.core.model import Kind

    def find(outlook: Outlook, path: PurePosixPath) -> Iterator[Fact]:
        return find_row(outlook, kind, path, format)

    facts = app.outlook.facts.all(Aspect(f"{format} rows of {kind}", kind, find))
    if kind is Kind.CONTACT and format == "json":
        put_formatted(_add_due(app, facts), format)
    else:
        put_formatted((fact.text for fact in facts), format)


def find_row(outlook: Outlook, kind: Kind, path: PurePosixPath, format: str) -> Iterator[Fact]:
    """The row of one note, by its name."""
    from infoview_md.core.facts import Fact, make_key
    from infoview_md.core.folding import plain

    record = outlook.index.records[path]
    text = format_row(make_row(outlook, kind, record), TITLES[kind], format)
    yield Fact(key=make_key(plain(record.name), str(path)), text=text)


def _add_due(app: App, facts: Iterable[Fact]) -> Iterator[str]:
    """The rows with what falls due first, which depends on what falls due to others."""
    from infoview_md.core.agenda import find_due_marks

    days = find_due_marks(app.outlook)
    for fact in facts:
        day = days.get(fact.key.rpartition("\0")[2])
        yield f'{fact.text},\n    "due": ' + (f'"{day}"' if day else "null")


def _with_due(app: App, rows: Iterable[Row]) -> list[Row]:
    """The rows of contacts with the day on which the first thing falls due to each."""
    from infoview_md.core.agenda import find_due_days

    days = {str(path): day.isoformat() for path, day in find_due_days(app.outlook).items()}
    return [{**row, "due": days.get(str(row["path"]))} for row in rows]


def _read_what(what: str) -> str:
    from infoview_md.core.values import did_you_mean

    word = what.casefold()
    if word in NOUNS or word in NOUNS.values():
        return NOUNS.get(word, word)
    said = f"“{what}” cannot be listed; " if what else ""
    hint = did_you_mean(word, [*NOUNS]) if what else ""
    raise UsageError(f"{said}say what to list: {', '.join(NOUNS)}{hint}")


def _refuse_unknown_options(query: tuple[str, ...]) -> None:
    """A term such as `-tie:friend` looks like an option, so click lets all of them through."""
    for word in query:
        if word.startswith("--"):
            raise UsageError(f"there is no option “{word}”; see `infoview list --help`")


list_command.context_settings = {"ignore_unknown_options": True}


def make_row(outlook: Outlook, kind: Kind, record: Record) -> Row:
    """All fields of a record, and what is computed for it, as one row."""
    from infoview_md.core.schema import as_texts, fields_of

    row: dict[str, str | int | list[str] | None] = {
        "name": record.name,
        "path": str(record.path),
    }
    for spec in fields_of(kind):
        if spec.key in ("type", "name"):
            continue
        texts = as_texts(getattr(record, spec.key))
        row[spec.key] = list(texts) if spec.many else next(iter(texts), None)
    row.update(_COMPUTED[kind](outlook, record))  # type: ignore[operator]
    return row


def _company_row(outlook: Outlook, company: Company) -> Row:
    standing = outlook.companies[company.path]
    people = outlook.index.people_of(company)
    return {
        "state": str(standing.state),
        "people": len(people),
        "advocacy": standing.advocacy,
        "ask_next": standing.ask_next.isoformat() if standing.ask_next else None,
    }


def _contact_row(outlook: Outlook, contact: Contact) -> Row:
    from infoview_md.core.pipeline import find_badges

    standing = outlook.standing(contact)
    company = outlook.index.company_of(contact)
    badges = find_badges(contact, standing, outlook.pack_of(contact), outlook.today)
    return {
        "stage": str(standing.stage),
        "since": standing.since.isoformat() if standing.since else None,
        "company": company.name if company else contact.company.text if contact.company else None,
        "tie": str(contact.effective_tie),
        "badges": list(badges),
        "last_touch": standing.last_touch.isoformat() if standing.last_touch else None,
    }


def _interview_row(outlook: Outlook, talk: Interview) -> Row:
    from infoview_md.core.query import find_values

    return {
        "start": talk.start.isoformat(" ", "minutes") if talk.start else None,
        "contacts": list(find_values(outlook, talk, "contact")),
        "company": list(find_values(outlook, talk, "company")),
    }


def _letter_row(outlook: Outlook, letter: Letter) -> Row:
    from infoview_md.letters.approval import is_approved

    path = outlook.index.resolve(letter.to)
    person = outlook.index.records.get(path) if path else None
    return {
        "to": person.name if person else letter.to.text if letter.to else None,
        "sent": letter.sent.isoformat() if letter.sent else None,
        "state": "sent" if letter.sent else "approved" if is_approved(letter) else "draft",
    }


_COMPUTED = {
    "company": _company_row,
    "contact": _contact_row,
    "interview": _interview_row,
    "letter": _letter_row,
}
