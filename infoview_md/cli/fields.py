"""infoview set, unset, add, remove: fields of any note, without opening it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import click

from infoview_md.cli.app import App, Command, pass_app
from infoview_md.cli.changes import change, note_now
from infoview_md.cli.options import complete_name, example, name_argument
from infoview_md.cli.output import put, tell
from infoview_md.cli.today import tell_next
from infoview_md.errors import Busy, InfoviewError, NotFound, Refused, UsageError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from infoview_md.core.edit import Edit
    from infoview_md.core.field_entry import Entry
    from infoview_md.core.index import Reading
    from infoview_md.core.model import Record
    from infoview_md.core.quoting import Scalar
    from infoview_md.core.schema import FieldSpec

Make = Callable[["Reading"], "Edit"]
"""What is to be done to a note, from what it says when it is done."""

ENDED = {"ignore_unknown_options": True}
"""A value may begin with a dash, as in `set talk fit -1`."""

LIKE_AN_OPTION = re.compile(r"--[a-z]")


def _complete_key(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from infoview_md.core.model import Kind
    from infoview_md.core.schema import BY_KEY, fields_of

    kind = _kind_named(ctx)
    specs = fields_of(Kind(kind)) if kind else tuple(BY_KEY.values())
    return [CompletionItem(s.key, help=s.help) for s in specs if s.key.startswith(typed)]


def _kind_named(ctx: click.Context) -> str:
    """The kind of the note that NAME means, as far as it can be told while typing."""
    from infoview_md.core.index import kind_of

    app = ctx.find_object(App) or App()
    try:
        return str(kind_of(app.index.get(ctx.params.get("name") or "")))
    except InfoviewError:
        return ""


def _complete_value(ctx: click.Context, param: click.Parameter, typed: str) -> list[str]:
    from infoview_md.core.meaning import WANTED
    from infoview_md.core.schema import BY_KEY, STATUSES, FieldType

    spec = BY_KEY.get(ctx.params.get("key") or "")
    if spec is None:
        return []
    if spec.key in WANTED:
        return complete_name(WANTED[spec.key])(ctx, param, typed)
    words = ("true", "false") if spec.type is FieldType.CHECKBOX else spec.words
    if spec.key == "status":
        words = next((w for k, w in STATUSES.items() if k == _kind_named(ctx)), words)
    return [word for word in words if word.startswith(typed)]


key_argument = click.argument("key", shell_complete=_complete_key)
values_argument = click.argument(
    "values", nargs=-1, required=True, metavar="VALUE...", shell_complete=_complete_value
)
dry_run_option = click.option("--dry-run", is_flag=True, help="Show the change, write nothing.")


@click.command(
    "set",
    cls=Command,
    context_settings=ENDED,
    epilog=example(
        "infoview set ingrid tier A",
        "infoview set ingrid why_you Your talk on storms has stayed with me.",
        'infoview set "kari lunde" company fjordlys',
        "infoview set fjordlys areas grid storage",
        'infoview set "2026-11-30 Kari Lunde" start friday 15:00',
    ),
)
@name_argument()
@key_argument
@values_argument
@dry_run_option
@pass_app
def set_command(app: App, name: str, key: str, values: tuple[str, ...], dry_run: bool) -> None:
    """Set the field KEY of the note NAME, and touch nothing else in it.

    What the field cannot hold is refused. Dates take words (`friday`, `in 2 weeks`), links a name,
    lists several values, which replace those that are there. A key that the format does not know
    is yours, and holds a text.
    """
    record, entry = _find(app, name, key, "set")
    _refuse_stage(record, entry)
    value = _read(app, record, entry, values)

    def make(reading: Reading) -> Edit:
        from infoview_md.core.surgery import set_fields

        return set_fields(reading.note, {_key_in(app, reading, key): value})

    _change(app, record, make, dry_run, entry)


@click.command(
    "unset",
    cls=Command,
    epilog=example("infoview unset ingrid not_before", "infoview unset fjordlys posting advocacy"),
)
@name_argument()
@click.argument("keys", nargs=-1, required=True, metavar="KEY...", shell_complete=_complete_key)
@dry_run_option
@pass_app
def unset_command(app: App, name: str, keys: tuple[str, ...], dry_run: bool) -> None:
    """Take the fields KEY away from the note NAME, each with its line."""
    from infoview_md.core.reading import folder_kind

    found = [_find(app, name, key, "unset") for key in keys]
    record = found[0][0]
    fields = note_now(app, record.path).fields
    for _, entry in found:
        if entry.key not in fields:
            has = ", ".join(fields) or "no fields"
            raise NotFound(f"{record.path} has no `{entry.key}`; it has {has}")
        if entry.key == "type" and folder_kind(record.path) is None:
            raise Refused(f"{record.path} would be no note of ours without `type`; edit it by hand")

    def make(reading: Reading) -> Edit:
        from infoview_md.core.surgery import unset_fields

        return unset_fields(reading.note, *(_key_in(app, reading, key) for key in keys))

    _change(app, record, make, dry_run, *(entry for _, entry in found))


@click.command(
    "add",
    cls=Command,
    context_settings=ENDED,
    epilog=example(
        "infoview add ingrid email ingrid@example.org",
        "infoview add fjordlys tags storage",
        "infoview add kari referred_by ingrid",
    ),
)
@name_argument()
@key_argument
@values_argument
@dry_run_option
@pass_app
def add_command(app: App, name: str, key: str, values: tuple[str, ...], dry_run: bool) -> None:
    """Add values to the list KEY of the note NAME; what is there already is not added again."""
    record, entry = _find(app, name, key, "add")
    if not entry.is_list:
        raise UsageError(f"`{entry.key}` holds one value; infoview set replaces it")
    value = _read(app, record, entry, values, as_list=True)
    added = value if isinstance(value, list) else [value]

    def make(reading: Reading) -> Edit:
        from infoview_md.core.surgery import add_values

        return add_values(reading.note, _key_in(app, reading, key), added)

    _change(app, record, make, dry_run, entry)


@click.command(
    "remove",
    cls=Command,
    context_settings=ENDED,
    epilog=example("infoview remove ingrid tags later", "infoview remove kari referred_by ingrid"),
)
@name_argument()
@key_argument
@values_argument
@dry_run_option
@pass_app
def remove_command(app: App, name: str, key: str, values: tuple[str, ...], dry_run: bool) -> None:
    """Take values out of the list KEY of the note NAME; a link may be given by its name."""
    record, entry = _find(app, name, key, "remove")
    if not entry.is_list:
        raise UsageError(f"`{entry.key}` holds one value; infoview unset takes it away")
    _refuse_options(values)

    def make(reading: Reading) -> Edit:
        from infoview_md.core.surgery import remove_values

        written = _key_in(app, reading, key)
        raws = [_find_raw(app, reading, written, entry, value) for value in values]
        return remove_values(reading.note, written, raws)

    _change(app, record, make, dry_run, entry)


def _find_raw(app: App, reading: Reading, key: str, entry: Entry, typed: str) -> str:
    """The value of a list that was meant, as it stands there; NotFound with those there are."""
    from infoview_md.core.folding import fold
    from infoview_md.core.links import parse_link
    from infoview_md.core.schema import FieldType

    field = reading.note.fields.get(key)
    raws = field.raws if field is not None else []
    for raw in raws:
        if fold(raw) == fold(typed):
            return raw
    if entry.spec is not None and entry.spec.type is FieldType.LINKS:
        path = app.index.get(typed).path
        for raw in raws:
            if app.index.resolve(parse_link(raw)) == path:
                return raw
    place = f"{reading.note.path}: {key}"
    raise NotFound(f"{place} has no “{typed}”; it has {', '.join(raws) or 'nothing'}")


# -- what the commands share -----------------------------------------------------------------------


def _find(app: App, name: str, key: str, verb: str) -> tuple[Record, Entry]:
    """The note and the field that were named; a hint where another key may have been meant."""
    from infoview_md.core.field_entry import find_entry
    from infoview_md.core.index import kind_of

    record = app.index.get(name)
    note = note_now(app, record.path)
    entry = find_entry(note, kind_of(record), key, app.config.keys)
    if entry.spec is None and entry.key not in note.fields:
        _refuse_split_name(app, name, key, verb)
    if entry.hint:
        tell(entry.hint)
    return record, entry


def _refuse_split_name(app: App, name: str, key: str, verb: str) -> None:
    """A name of two words without quotes must not make a key of the second."""
    try:
        found = app.index.get(f"{name} {key}")
    except InfoviewError:
        return
    raise UsageError(f'put the name in quotes: infoview {verb} "{found.name}"')


def _key_in(app: App, reading: Reading, key: str) -> str:
    """The key as the note writes it now."""
    from infoview_md.core.field_entry import find_entry
    from infoview_md.core.reading import find_kind

    kind = find_kind(reading.note, app.config.keys)
    if kind is None:
        raise Busy(f"{reading.note.path} is of no kind any more; nothing was changed")
    return find_entry(reading.note, kind, key, app.config.keys).key


def _refuse_stage(record: Record, entry: Entry) -> None:
    """A `stage:` beside a log is a copy of what the log says."""
    from infoview_md.core.agenda.commands import make_command
    from infoview_md.core.model import Contact

    if entry.spec and entry.spec.key == "stage" and isinstance(record, Contact) and record.events:
        command = make_command("log", record.name)
        raise Refused(f"{record.path}: the log decides the stage; say what happened: {command} …")


def _read(
    app: App, record: Record, entry: Entry, words: Sequence[str], as_list: bool = False
) -> Scalar | list[Scalar]:
    from infoview_md.core.field_entry import read_entry
    from infoview_md.core.index import kind_of
    from infoview_md.core.values import did_you_mean

    def find_link(typed: str, spec: FieldSpec) -> str:
        return _find_link(app, typed, spec)

    _refuse_options(words)
    value = read_entry(entry, words, kind_of(record), app.today, find_link, as_list)
    if entry.spec is not None and entry.spec.key == "rules" and value not in app.packs:
        packs = sorted(app.packs)
        hint = did_you_mean(str(value), packs)
        raise UsageError(f"rules: “{value}” is none of {', '.join(packs)}{hint}")
    return value


def _refuse_options(words: Sequence[str]) -> None:
    """A mistyped `--dry-run` must not end up in the note."""
    if option := next((word for word in words if LIKE_AN_OPTION.match(word)), None):
        raise UsageError(f"there is no option “{option}”; a value cannot begin with two dashes")


def _find_link(app: App, typed: str, spec: FieldSpec) -> str:
    """The link to the note that was named; one in brackets may lead to a note still to be made."""
    from infoview_md.core.links import format_link, parse_link
    from infoview_md.core.meaning import WANTED

    wanted = WANTED[spec.key]
    link = parse_link(typed) if typed.startswith("[[") else None
    try:
        record = app.index.get(typed, wanted)
    except NotFound as fault:
        if link is None:
            raise
        tell(fault.message)
        return typed
    return format_link(record.path, app.index.table, link.shown if link else "")


def reading_at(app: App, path: PurePosixPath) -> Reading:
    """The note as it stands now; Busy where it went meanwhile."""
    reading = app.index.readings.get(path)
    if reading is None or reading.record is None:
        raise Busy(f"{path} was deleted or renamed meanwhile; nothing was changed")
    return reading


def field_edits(app: App, path: PurePosixPath, make: Make) -> list[Edit]:
    """The edit of a note's fields, and what brings a `stage:` beside a log in line with it."""
    from infoview_md.core.edit import Edit
    from infoview_md.core.model import Contact
    from infoview_md.core.note import parse_note
    from infoview_md.core.pipeline import stand
    from infoview_md.core.surgery import set_stage

    reading = reading_at(app, path)
    note, edit = reading.note, make(reading)
    after = app.index.with_note(parse_note(path, edit.apply(note.text)))
    contact = after.contacts.get(path)
    if not isinstance(contact, Contact) or contact.stage is None or not contact.events:
        return [edit]
    stage = stand(contact, app.outlook.pack_of(contact)).stage
    keys = ("stage", *(k for k, ours in app.config.keys.fields.items() if ours == "stage"))
    key = next((key for key in keys if key in note.fields), "stage")
    splice = set_stage(note, stage, key) if contact.stage is not stage else None
    return [edit, Edit(path, note.digest, (splice,))] if splice else [edit]


def _change(app: App, record: Record, make: Make, dry_run: bool, *entries: Entry) -> None:
    """Write the edit, print the fields as they stand then, and tell what is due next."""
    paths = change(app, lambda: field_edits(app, record.path, make), dry_run=dry_run)
    if dry_run:
        return
    if not paths:
        tell(f"{record.path} says so already; nothing was changed")
    reading = app.index.readings.get(record.path)
    if reading is None:  # by another program, and what was asked for is done
        tell(f"{record.path} was deleted or renamed right after it was changed")
        return
    fields = reading.note.fields
    for entry in entries:
        field = fields.get(entry.key)
        put(f"{record.name}: {entry.key}: {', '.join(field.raws)}" if field else
            f"{record.name}: no {entry.key}")  # fmt: skip
    tell_next(app, record.path)
