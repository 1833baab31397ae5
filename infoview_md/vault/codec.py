"""A Reading as a line of text and back: what the cache keeps of a note instead of parsing it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any

from infoview_md.core.channels import Channel, Trust
from infoview_md.core.event import Event, EventKind
from infoview_md.core.frozen import fields
from infoview_md.core.links import Link
from infoview_md.core.model import Company, Contact, Interview, Letter, Record, Tie
from infoview_md.core.note import Note, Value
from infoview_md.core.problem import Problem, make_problem
from infoview_md.core.promises import Promise, PromiseState
from infoview_md.core.references import Reference
from infoview_md.core.source import Reading
from infoview_md.core.stage import Stage
from infoview_md.vault.cache_faults import Undecodable

Row = list[Any]
CHECKSUM_DIGITS = 8


def encode_reading(reading: Reading) -> str:
    """All there is in a reading but its path and the note's text, as one line.

    A checksum stands in front.
    """
    record = reading.record
    row = [
        *_encode_record(record),
        [REFERENCE.encode(one) for one in reading.references],
        [_encode_problem(one, reading.path) for one in reading.problems],
        *(reading.conflict or ()),
    ]
    text = _write(row)
    return f"{_checksum(text):0{CHECKSUM_DIGITS}x}{text}"


def decode_reading(path: PurePosixPath, text: str, load: Callable[[], Note]) -> Reading:
    """The reading that was encoded, whose note `load` gets; Undecodable for any other text."""
    body = text[CHECKSUM_DIGITS:]
    try:
        if int(text[:CHECKSUM_DIGITS], 16) != _checksum(body):
            raise ValueError("the checksum does not fit")
        kind, row, references, problems, *conflict = json.loads(body)
        return Reading(
            path,
            _decode_record(path, kind, row),
            tuple(map(REFERENCE.decode, references)),
            tuple([make_problem(code, path, *rest) for code, *rest in problems]),
            load,
            _decode_place(*conflict) if conflict else None,
        )
    except (LookupError, RecursionError, TypeError, ValueError) as fault:
        raise Undecodable(str(fault)) from fault


def _checksum(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def _write(row: Row) -> str:
    """Compact JSON; half a character, which no file can hold, is written as an escape."""
    text = _COMPACT(row)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(row, separators=(",", ":"))
    return text


_COMPACT = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


# -- one value ------------------------------------------------------------------------------------

Step = Callable[[Any], Any]
Form = tuple[Step, Step] | tuple[None, None]
"""How a value that is not its default goes into JSON and comes back; None: it goes as it is."""


def _word(words: type[StrEnum]) -> Form:
    """A table is read five times as fast as an enum is called."""
    return str, {str(word): word for word in words}.__getitem__


def _read_moment(text: str) -> datetime | date:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


AS_IS: Form = (None, None)
DATE: Form = (date.isoformat, date.fromisoformat)
DATE_TIME: Form = (datetime.isoformat, datetime.fromisoformat)
MOMENT: Form = (lambda moment: moment.isoformat(), _read_moment)
TIME: Form = (time.isoformat, time.fromisoformat)

# -- values with fields ---------------------------------------------------------------------------


class Layout:
    """How a dataclass is written: the values that are not their field's default, in order.

    A number in front has one bit a field, and says which they are.
    """

    def __init__(self, kind: type[Any], forms: Mapping[str, Form], left_out: str = "") -> None:
        kept = [field for field in fields(kind) if field.name != left_out]
        self.kind = kind
        self.columns = [
            (field.name, 1 << place, field.default, forms[str(field.type)])
            for place, field in enumerate(kept)
        ]
        self.plans: dict[int, tuple[list[str], list[tuple[int, Step]]]] = {}

    def encode(self, value: object) -> Row:
        """The row of a value; a field without a default always stands in it."""
        row: Row = [0]
        for name, bit, default, (write, _) in self.columns:
            found = getattr(value, name)
            if found != default:
                row[0] |= bit
                row.append(found if write is None else write(found))
        return row

    def decode(self, row: Row) -> Any:
        """The value of a row; LookupError, TypeError or ValueError for what is no row of one."""
        return self.kind(**self.decode_fields(row))

    def decode_fields(self, row: Row) -> dict[str, Any]:
        """The fields of a row, for a value that needs more than was kept."""
        given, *written = row
        plan = self.plans.get(given)
        if plan is None:
            plan = self.plans[given] = self._plan(given)
        names, readers = plan
        for place, read in readers:
            written[place] = read(written[place])
        return dict(zip(names, written, strict=True))

    def _plan(self, given: int) -> tuple[list[str], list[tuple[int, Step]]]:
        """The fields that a number stands for; the places of those that JSON has no words for."""
        there = [(name, form[1]) for name, bit, _, form in self.columns if given & bit]
        readers = [(place, read) for place, (_, read) in enumerate(there) if read is not None]
        return [name for name, _ in there], readers


def _many(form: Form) -> Form:
    write, read = form
    if write is None or read is None:
        return list, tuple
    return (
        lambda values: [write(value) for value in values],
        lambda rows: tuple([read(row) for row in rows]),
    )


def _form_of(layout: Layout) -> Form:
    return layout.encode, layout.decode


# By the type that is written in the class: a field of a type without a form cannot be overlooked.
FORMS: dict[str, Form] = {
    **dict.fromkeys(("bool", "float", "int", "int | None", "float | None", "str"), AS_IS),
    **dict.fromkeys(("date | None", "dt.date", "dt.date | None"), DATE),
    **dict.fromkeys(("datetime | date | None", "dt.datetime | dt.date | None"), MOMENT),
    "datetime | None": DATE_TIME,
    "dt.time | None": TIME,
    "tuple[str, ...]": _many(AS_IS),
    "EventKind": _word(EventKind),
    "PromiseState": _word(PromiseState),
    "Stage | None": _word(Stage),
    "Tie | None": _word(Tie),
    "Trust": _word(Trust),
}
LINK = Layout(Link, FORMS)
ONLY_TARGET = 1


def _write_link(link: Link) -> str | Row:
    row = LINK.encode(link)
    return link.target if row[0] == ONLY_TARGET else row


def _read_link(written: str | Row) -> Link:
    return Link(written) if isinstance(written, str) else LINK.decode(written)


LINK_FORM: Form = (_write_link, _read_link)
FORMS |= {"Link": LINK_FORM, "Link | None": LINK_FORM, "tuple[Link, ...]": _many(LINK_FORM)}
FORMS |= {
    "Value | None": _form_of(Layout(Value, FORMS)),
    "tuple[Event, ...]": _many(_form_of(Layout(Event, FORMS))),
    "tuple[Promise, ...]": _many(_form_of(Layout(Promise, FORMS))),
    "tuple[Channel, ...]": _many(_form_of(Layout(Channel, FORMS))),
}
REFERENCE = Layout(Reference, FORMS)
RECORDS = [Layout(kind, FORMS, "path") for kind in (Company, Contact, Interview, Letter)]
LAYOUT = ";".join(
    f"{place}:{field.name}:{field.type}={field.default}"
    for place, kind in enumerate(
        (
            Link,
            Value,
            Event,
            Promise,
            Channel,
            Reference,
            Problem,
            Company,
            Contact,
            Interview,
            Letter,
        )
    )
    for field in fields(kind)
)
"""What the rows mean: text that was encoded under another layout says something else."""


def _encode_record(record: Record | None) -> tuple[int, Row]:
    """Which of the four kinds it is, and its row; no row for a note that is none of ours."""
    if record is None:
        return 0, []
    (found,) = (at for at, layout in enumerate(RECORDS) if layout.kind is type(record))
    return found, RECORDS[found].encode(record)


def _decode_record(path: PurePosixPath, kind: int, row: Row) -> Record | None:
    layout = RECORDS[kind]
    record: Record | None = layout.kind(path=path, **layout.decode_fields(row)) if row else None
    return record


def _decode_place(line: int, column: int) -> tuple[int, int]:
    return line, column


def _encode_problem(problem: Problem, path: PurePosixPath) -> Row:
    plain = make_problem(problem.code, path, problem.message, problem.line, problem.column)
    if problem != plain:
        raise ValueError(f"a problem of {path} that cannot be kept: {problem.code}")
    return [problem.code, problem.message, problem.line, problem.column]
