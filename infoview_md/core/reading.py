"""read_record: a note and the field table → a record, and every fault as a problem."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import cast

from infoview_md.core.channels import parse_channels
from infoview_md.core.links import Link, find_links
from infoview_md.core.log import parse_log
from infoview_md.core.model import Company, Contact, Interview, Kind, Letter, Record
from infoview_md.core.note import Field, Note, Shape, Value
from infoview_md.core.problem import Problem, make_problem
from infoview_md.core.promises import parse_promises
from infoview_md.core.schema import (
    BY_KEY,
    FOLDERS,
    NOT_TYPED,
    SAME_AS,
    STATUSES,
    TODAY,
    FieldSpec,
    FieldType,
    Keys,
    Reader,
    fields_of,
)
from infoview_md.core.sections import find_sections
from infoview_md.core.values import (
    Misread,
    did_you_mean,
    is_message_id,
    reads_differently,
    word_reader,
)

NO_KEYS = Keys()
Fields = Mapping[str, Field]
Row = tuple[str, FieldSpec, Reader, bool]
"""A field of a kind of note: its key, its row of the table, its reader, and whether it is text."""
NESTED = Shape.NESTED
UNREAD = object()
"""Stands for the value of a field that has none."""
KINDS = {str(kind): kind for kind in Kind}
TODAY_NAME = str(TODAY)


def find_kind(note: Note, keys: Keys = NO_KEYS) -> Kind | None:
    """What a note is: its `type:` decides, without one its folder; None for none of ours."""
    return _find_kind(note, _our_fields(note, keys), keys)


def _find_kind(note: Note, fields: Fields, keys: Keys) -> Kind | None:
    if str(note.path) == TODAY_NAME:
        return None
    written = fields.get("type")
    if written is not None and written.values:
        word = written.values[0].raw.strip().casefold()
        kind = keys.types.get(word) or KINDS.get(word)
        # A misspelt type must not make a person vanish from the lists: the folder speaks for it.
        return kind or (folder_kind(note.path) if did_you_mean(word, tuple(Kind)) else None)
    return folder_kind(note.path)


def folder_kind(path: PurePosixPath) -> Kind | None:
    """What the folder says a note is; READMEs, indexes and folder notes are nothing of ours."""
    *folders, _ = str(path).split("/")
    stem = path.stem.casefold()
    if not folders or stem in NOT_TYPED or stem == folders[-1].casefold():
        return None
    return FOLDERS.get(folders[0].casefold())


def read_record(note: Note, keys: Keys = NO_KEYS) -> tuple[Record | None, tuple[Problem, ...]]:
    """The record a note holds, and all its problems; (None, …) for a note that is none of ours."""
    fields = _our_fields(note, keys)
    kind = _find_kind(note, fields, keys)
    if kind is None:
        return None, _read_foreign(note, keys)
    problems = [*note.problems, *_type_problems(note, keys)]
    values: dict[str, object] = {"path": note.path, "name": note.path.stem}
    for row in _ROWS[kind]:
        if (field := fields.get(row[0])) is not None:
            reading = _read_field(note, row, field, problems)
            if reading is not UNREAD:
                values[row[0]] = reading
    if note.problems:
        values.update(_doubled_stops(note, kind))
    if note.is_broken:
        values["is_broken"] = True
    record, found = _MAKERS[kind](note, fields, values)
    return record, (*problems, *found)


def _doubled_stops(note: Note, kind: Kind) -> dict[str, object]:
    """A stop sign that stands twice stops: which of the two is meant cannot be known."""
    doubled = [p.message for p in note.problems if p.code == "duplicate-key"]
    stops = (spec.key for spec in fields_of(kind) if spec.stop)
    return {key: True for key in stops if any(m.startswith(f"`{key}`") for m in doubled)}


def _our_fields(note: Note, keys: Keys) -> Fields:
    """The note's fields under our names; our own spelling wins, unless nothing stands there."""
    others = (*SAME_AS.items(), *keys.fields.items()) if keys.fields else SAME_AS.items()
    renamed = [(ours, note.fields[key]) for key, ours in others if key in note.fields]
    if not renamed:
        return note.fields
    fields = dict(note.fields)
    for ours, field in renamed:
        if ours not in fields or not (fields[ours].values or _is_nested(fields[ours])):
            fields[ours] = field
    return fields


def written_key(note: Note, keys: Keys, ours: str) -> str:
    """The key under which a note holds the field that we call `ours`, or would hold it."""
    if ours in note.fields:
        return ours
    others = (key for key, meant in (*keys.fields.items(), *SAME_AS.items()) if meant == ours)
    return next((key for key in others if key in note.fields), ours)


def _is_nested(field: Field) -> bool:
    return field.shape is Shape.NESTED


def _read_foreign(note: Note, keys: Keys) -> tuple[Problem, ...]:
    """A note of no known type is silent; a broken front matter there is one warning."""
    inside = folder_kind(note.path) is not None
    if note.is_broken and not inside:
        first = note.problems[0]
        return (
            make_problem(
                "front-matter-elsewhere", note.path, first.message, first.line, first.column
            ),
        )
    return (*(note.problems if inside else ()), *_type_problems(note, keys))


def _type_problems(note: Note, keys: Keys) -> tuple[Problem, ...]:
    """A `type:` that is none of ours matters only in our folders, or where it is nearly one."""
    written = note.fields.get("type")
    if written is None:
        return ()
    is_one = written.shape is not Shape.NESTED and len(written.values) <= 1
    if not is_one and find_kind(note, keys) is not None:
        return (_shape_problem(note, BY_KEY["type"], written, False),)
    if not written.values:
        return ()
    value, words = written.values[0], tuple(KINDS)
    word = value.raw.strip().casefold()
    if word in KINDS or word in keys.types:
        return ()
    hint = did_you_mean(word, words)
    if not hint and folder_kind(note.path) is None:
        return ()
    message = f"type: “{value.raw}” is none of {', '.join(words)}{hint}"
    return (make_problem("unknown-type", note.path, message, value.line, value.column),)


def _read_field(note: Note, row: Row, field: Field, problems: list[Problem]) -> object:
    """The field's value, UNREAD where it has none; its problems are added to the others."""
    _, spec, _, _ = row
    if field.shape is NESTED:
        return _read_nested(note, spec, field, problems)
    values = field.values
    if len(values) > 1 and not spec.many:
        values = tuple(value for value in values if value.raw.strip())
        if len(values) > 1:
            problems.append(_shape_problem(note, spec, field, False))
            if spec.stop:
                return True
            values = values[:1]
    if not spec.many:
        return _read_one(note, row, values[0], problems) if values else UNREAD
    read = [_read_one(note, row, value, problems) for value in values]
    return tuple([one for one in read if one is not UNREAD])


def _read_one(note: Note, row: Row, value: Value, problems: list[Problem]) -> object:
    """One value as its field's type; UNREAD where it is blank or none of that type."""
    _, spec, read, is_text = row
    raw = value.raw.strip()
    if not raw:
        return UNREAD
    try:
        reading = read(raw)
    except Misread as fault:
        message = f"{spec.key}: {fault}"
        problems.append(make_problem(fault.code, note.path, message, value.line, value.column))
        return True if spec.stop else UNREAD  # a stop sign that cannot be read still stops
    if is_text and value.plain and reads_differently(value.raw):
        message = (
            f"{spec.key}: other programs do not read {value.raw} as text; put quotes around it"
        )
        problems.append(make_problem("yaml-reading", note.path, message, value.line, value.column))
    return reading


def _read_nested(note: Note, spec: FieldSpec, field: Field, problems: list[Problem]) -> object:
    """A map or a list in a list is a fault; what can be told from it all the same."""
    links = _unquoted_links(note, field) if spec.type in _LINKABLE else []
    problems.append(_shape_problem(note, spec, field, bool(links)))
    if links and spec.type in _LINK_TYPES:
        return tuple(links) if spec.many else links[0]
    return True if spec.stop else UNREAD


_LINK_TYPES = frozenset({FieldType.LINK, FieldType.LINKS})
_LINKABLE = _LINK_TYPES | {FieldType.TEXT}  # a sentence may begin with a link
_TEXT_TYPES = frozenset({FieldType.TEXT, FieldType.LIST})


def read_value(spec: FieldSpec, raw: str, kind: Kind) -> object:
    """One value of a field as its type; Misread where it is none."""
    return _reader(spec, kind)(raw)


def _reader(spec: FieldSpec, kind: Kind) -> Reader:
    return _STATUS_READERS[kind] if spec.key == "status" else spec.read


_STATUS_READERS = {kind: word_reader(words) for kind, words in STATUSES.items()}
_ROWS: Mapping[Kind, tuple[Row, ...]] = {
    kind: tuple(
        (spec.key, spec, _reader(spec, kind), spec.type in _TEXT_TYPES)
        for spec in fields_of(kind)
        if spec.key != "type"
    )
    for kind in Kind
}


def _shape_problem(note: Note, spec: FieldSpec, field: Field, unquoted: bool) -> Problem:
    line, column = field.key.line, field.key.column
    if unquoted:
        message = f'{spec.key}: put quotes around the link: {spec.key}: "[[…]]"'
        return make_problem("unquoted-link", note.path, message, line, column)
    wanted = "a list of single values" if spec.many else "one value"
    message = f"{spec.key}: {wanted} belongs here, not {_SHAPES[field.shape]}"
    return make_problem("bad-shape", note.path, message, line, column)


_SHAPES = {Shape.LIST: "a list", Shape.NESTED: "a map or a nested list", Shape.SCALAR: "a value"}


def _unquoted_links(note: Note, field: Field) -> list[Link]:
    """The links of a field whose brackets YAML took for lists: they are read all the same."""
    rest = note.text[field.key.end : note.body_start]
    end = next(
        (
            at
            for at, char in enumerate(rest)
            if at and rest[at - 1] == "\n" and char not in " \t-\r\n#"
        ),
        len(rest),
    )
    return find_links(rest[:end])


def _make_company(
    _note: Note, _fields: Fields, values: dict[str, object]
) -> tuple[Record, tuple[Problem, ...]]:
    return Company(**values), ()  # type: ignore[arg-type]


def _make_contact(
    note: Note, fields: Fields, values: dict[str, object]
) -> tuple[Record, tuple[Problem, ...]]:
    log = parse_log(note)
    promises, promise_problems = parse_promises(note)
    channels, channel_problems = parse_channels(note)
    written = fields.get("stage")
    values |= {
        "events": log.events,
        "promises": promises,
        "channels": channels,
        "stage_line": written.key.line if written else 0,
    }
    record = Contact(**values)  # type: ignore[arg-type]
    return record, (*log.problems, *promise_problems, *channel_problems)


def _make_interview(
    note: Note, fields: Fields, values: dict[str, object]
) -> tuple[Record, tuple[Problem, ...]]:
    promises, problems = parse_promises(note)
    values["promises"] = promises
    values["has_debrief"] = any(
        not section.is_empty
        for title in ("Learned", "Debrief")
        for section in find_sections(note, title)
    )
    if not note.is_broken and not cast("tuple[Link, ...]", values.get("contacts", ())):
        problems += (_missing(note, fields, "contacts", "nobody takes part"),)
    return Interview(**values), problems  # type: ignore[arg-type]


def _make_letter(
    note: Note, fields: Fields, values: dict[str, object]
) -> tuple[Record, tuple[Problem, ...]]:
    values["body"] = note.body.strip()
    letter = Letter(**values)  # type: ignore[arg-type]
    problems = tuple(_id_problems(note, fields, letter))
    if not note.is_broken and letter.to is None:
        problems += (_missing(note, fields, "to", "nobody is written to"),)
    return letter, problems


def _id_problems(note: Note, fields: Fields, letter: Letter) -> Iterator[Problem]:
    """A Message-ID that is none is kept as it is: a letter that may have left is known by it."""
    if letter.message_id and not is_message_id(letter.message_id):
        value = fields["message_id"].values[0]
        message = (
            f"message_id: “{letter.message_id}” is no Message-ID, such as <word@domain>; "
            "mend it, or take the line out"
        )
        yield make_problem("bad-message-id", note.path, message, value.line, value.column)


def _missing(note: Note, fields: Fields, key: str, sentence: str) -> Problem:
    line = fields[key].key.line if key in fields else 1
    message = f'{sentence}; add {key}: "[[Name]]" to the front matter'
    return make_problem("missing-field", note.path, message, line)


_MAKERS = {
    Kind.COMPANY: _make_company,
    Kind.CONTACT: _make_contact,
    Kind.INTERVIEW: _make_interview,
    Kind.LETTER: _make_letter,
}
