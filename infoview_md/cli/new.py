"""infoview new: a note for a company, a contact or a conversation."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import click

from infoview_md.cli.app import App, Command, pass_app, shared_options
from infoview_md.cli.ask import ask, ask_list, confirm
from infoview_md.cli.changes import change
from infoview_md.cli.options import complete_name, example
from infoview_md.cli.output import put, tell
from infoview_md.cli.today import tell_next
from infoview_md.core.model import Kind
from infoview_md.core.schema import FieldSpec, fields_of
from infoview_md.errors import Refused

if TYPE_CHECKING:
    from infoview_md.core.note import Note

Answers = dict[str, str | tuple[str, ...]]

FOLDER = {Kind.COMPANY: "companies", Kind.CONTACT: "contacts", Kind.INTERVIEW: "interviews"}
HIDDEN = frozenset({"type", "name", "aliases", "stage", "rules"})


class NewGroup(click.Group):
    """The three kinds of note one makes by hand."""

    command_class = Command


@click.group(
    "new",
    cls=NewGroup,
    params=shared_options(),
    epilog=example(
        'infoview new company "Fjordlys Energi" --area grid --motivation 3',
        'infoview new contact "Ingrid Solheim" --company fjordlys --email ingrid@fjordlys.example',
        "infoview new interview ingrid --start 2026-11-30T15:00 --medium video",
    ),
)
def new_command() -> None:
    """Make a note for a company, a contact or a conversation.

    Every field is a flag. At a terminal the most important ones are asked for; the rest can be
    added in any editor.
    """


def field_options(kind: Kind) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """One flag a field, made from the field table, and those all three commands share."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        function = click.option("--dry-run", is_flag=True, help="Show the note, write nothing.")(
            click.option("--edit", is_flag=True, help="Open the note in your editor.")(function)
        )
        for spec in reversed(fields_of(kind)):
            if spec.key not in HIDDEN:
                function = _field_option(spec)(function)
        return function

    return decorate


def _field_option(spec: FieldSpec) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    flag = "--" + spec.key.replace("_", "-")
    names = [flag, spec.key]
    if spec.key in ("areas", "tags", "links"):
        names.insert(1, flag.removesuffix("s"))
    complete = {"company": ("company",), "referred_by": ("contact",), "contacts": ("contact",)}
    return click.option(
        *names,
        multiple=spec.many,
        default=None if not spec.many else (),
        metavar=spec.type.split()[0].upper() if not spec.words else "WORD",
        help=spec.help,
        is_flag=False,
        shell_complete=complete_name(*complete[spec.key]) if spec.key in complete else None,
    )


@new_command.command(
    "company", epilog=example('infoview new company "Fjordlys Energi" --area grid --motivation 3')
)
@click.argument("name", required=False)
@field_options(Kind.COMPANY)
@pass_app
def new_company(app: App, /, name: str | None, edit: bool, dry_run: bool, **fields: Any) -> None:
    """Make a note for a company."""
    from infoview_md.core.agenda.commands import handle_of, make_command

    name = _need_name(app, name, "Name of the company")
    answers: Answers = {**fields}
    answers["areas"] = ask_list(app, "Areas of interest", fields["areas"])
    answers["website"] = ask(app, "Web site", fields["website"])
    answers["motivation"] = _ask_field(
        app, Kind.COMPANY, "motivation", "How much do you want to work there, 0-3",
        fields["motivation"],
    )  # fmt: skip
    answers["status"] = fields["status"] or "target"
    path = make_note(app, Kind.COMPANY, name, answers, dry_run)
    _finish(app, path, edit, dry_run)
    if not dry_run:
        known_as = handle_of(app.index, app.index.records[path])
        tell(f"next: {make_command('new', 'contact', '--company', known_as)}")


@new_command.command(
    "contact",
    epilog=example(
        'infoview new contact "Ingrid Solheim" --company fjordlys --email ingrid@fjordlys.example',
        'infoview new contact "Kari Lunde" --referred-by ingrid --may-use-name true',
    ),
)
@click.argument("name", required=False)
@field_options(Kind.CONTACT)
@pass_app
def new_contact(app: App, /, name: str | None, edit: bool, dry_run: bool, **fields: Any) -> None:
    """Make a note for a person; one at an unknown company offers to make the company, too."""
    from infoview_md.core.filenames import make_file_name

    name = _need_name(app, name, "Name of the person")
    answers: Answers = {**fields}
    company = ask(app, "Company", fields["company"])
    answers["role"] = ask(app, "What they do there", fields["role"])
    answers["email"] = ask_list(app, "Mail address", fields["email"])
    answers["why_you"] = ask(app, f"Why {name}? One sentence for the letter", fields["why_you"])
    answers["company"] = _company_link(app, company, dry_run) if company else ""
    if answers["company"] == f"[[{make_file_name(name)}]]":
        # The person's own note will have that name, too.
        answers["company"] = f"[[{FOLDER[Kind.COMPANY]}/{make_file_name(name)}]]"
    answers["referred_by"] = tuple(_link(app, one, Kind.CONTACT) for one in fields["referred_by"])
    path = make_note(app, Kind.CONTACT, name, answers, dry_run)
    _finish(app, path, edit, dry_run)
    if not dry_run:
        tell_next(app, path)


@new_command.command(
    "interview",
    epilog=example(
        "infoview new interview ingrid --start 2026-11-30T15:00 --medium video",
        'infoview new interview ingrid --takeaway "Forecasts fail at the seams." '
        '--next-step "I will read up on ENTSO-E."',
    ),
)
@click.argument("names", nargs=-1, required=True, shell_complete=complete_name("contact"))
@field_options(Kind.INTERVIEW)
@pass_app
def new_interview(
    app: App, /, names: tuple[str, ...], edit: bool, dry_run: bool, **fields: Any
) -> None:
    """Make a note for a conversation with the contacts NAMES, planned or held.

    Where the hour is not known, `--start` may be the day alone.
    """
    from infoview_md.core.links import format_link
    from infoview_md.core.values import DATE, Misread, read_date
    from infoview_md.errors import UsageError

    people = [app.index.get(name, Kind.CONTACT) for name in names]
    answers: Answers = {**fields}
    answers["contacts"] = tuple(format_link(person.path, app.index.table) for person in people)
    start = fields["start"] or app.today.isoformat()
    if DATE.fullmatch(start):
        try:
            read_date(start)
        except Misread as fault:
            raise UsageError(f"--start: {fault}") from None
        answers.pop("start")  # the hour is not known; the day stands in the note's name
    day = start[:10]
    path = make_note(app, Kind.INTERVIEW, f"{day} {people[0].stem}", answers, dry_run)
    _finish(app, path, edit, dry_run)
    if not dry_run:
        tell_next(app, people[0].path)


def _need_name(app: App, name: str | None, question: str) -> str:
    found = ask(app, question, name)
    if not found:
        raise click.UsageError(f"missing NAME: {question.lower()}")
    return found


def _ask_field(app: App, kind: Kind, key: str, question: str, given: str | None) -> str:
    """The flag's answer or the person's, who is asked again for what the field cannot hold."""
    from infoview_md.core.reading import read_value
    from infoview_md.core.values import Misread

    spec = next(spec for spec in fields_of(kind) if spec.key == key)
    while True:
        answer = ask(app, question, given)
        if not answer or given is not None:
            return answer
        try:
            read_value(spec, answer, kind)
        except Misread as fault:
            tell(str(fault))
        else:
            return answer


def make_note(
    app: App, kind: Kind, name: str, answers: Mapping[str, Any], dry_run: bool = False
) -> PurePosixPath:
    """Write a new note of a kind from its plain template; its path in the vault."""
    from infoview_md.core.filenames import make_file_name
    from infoview_md.core.surgery import new_note

    stem = make_file_name(_tell_apart(app, kind, name, answers))
    path = PurePosixPath(FOLDER[kind], f"{stem}.md")
    fields = {
        key: value
        for key, value in answers.items()
        if value not in (None, "", ()) and key != "type"
    }
    if stem != name:
        fields["name"] = name
    if path in app.index.readings:
        raise Refused(f"{path} is there already; infoview edit {shlex.quote(stem)}")
    template = _read_template(app, kind)
    check_answers(kind, fields)
    change(app, lambda: [new_note(template, fields, path)], dry_run=dry_run)
    return path


def _read_template(app: App, kind: Kind) -> Note:
    """The plain note that is copied for a kind: the vault's own, else ours."""
    from infoview_md.core.note import parse_note
    from infoview_md.vault.shipped import read_templates

    text = read_templates(app.vault.root)[kind]
    return parse_note(PurePosixPath("templates", f"{kind}.md"), text)


def _tell_apart(app: App, kind: Kind, name: str, answers: Mapping[str, Any]) -> str:
    """A second person of one name, at another company, is told apart by it: `Anna Berg (Nova)`."""
    from infoview_md.core.filenames import make_file_name
    from infoview_md.core.folding import fold
    from infoview_md.core.links import parse_link

    path = PurePosixPath(FOLDER[kind], f"{make_file_name(name)}.md")
    known, company = app.index.contacts.get(path), parse_link(answers.get("company") or "")
    if kind is not Kind.CONTACT or known is None or company is None:
        return name
    is_there = known.company is not None and fold(known.company.text) == fold(company.text)
    return name if is_there else f"{name} ({company.text})"


def check_answers(kind: Kind, fields: Mapping[str, Any]) -> None:
    """Refuse a flag whose value its field cannot hold, before anything is written."""
    from infoview_md.core.reading import read_value
    from infoview_md.core.values import Misread
    from infoview_md.errors import UsageError

    for spec in fields_of(kind):
        given = fields.get(spec.key, ())
        for raw in (given,) if isinstance(given, str) else given:
            try:
                read_value(spec, raw, kind)
            except Misread as fault:
                flag = "--" + spec.key.replace("_", "-")
                raise UsageError(f"{flag}: {fault}") from None


def _company_link(app: App, company: str, dry_run: bool) -> str:
    from infoview_md.core.agenda.commands import make_command
    from infoview_md.core.filenames import make_file_name
    from infoview_md.errors import NotFound

    try:
        return _link(app, company, Kind.COMPANY, strict=True)
    except NotFound:
        pass
    if app.may_ask and confirm(app, f"There is no company “{company}” yet. Make a note for it?"):
        make_note(app, Kind.COMPANY, company, {"status": "target"}, dry_run)
    else:
        command = make_command("new", "company", company)
        tell(f"there is no company “{company}” yet; make it: {command}")
    return f"[[{make_file_name(company)}]]"


def _link(app: App, name: str, kind: Kind, strict: bool = False) -> str:
    """The link to a note the person named; to a note still to be made, where there is none."""
    from infoview_md.core.filenames import make_file_name
    from infoview_md.core.links import format_link, parse_link
    from infoview_md.errors import NotFound

    link = parse_link(name)
    try:
        record = app.index.get(link.target if link else name, kind)
    except NotFound:
        if strict:
            raise
        return f"[[{make_file_name(name)}]]"
    return format_link(record.path, app.index.table)


def _finish(app: App, path: PurePosixPath, edit: bool, dry_run: bool) -> None:
    if dry_run:
        return
    put(str(path))
    if edit:
        from infoview_md.cli.edit import open_editor

        open_editor(app, app.vault.root / path)
        app.forget_index()
