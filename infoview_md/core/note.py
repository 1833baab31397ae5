"""Note, Value: one file's text split into fields with places, and body."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import PurePosixPath
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from infoview_md.core.problem import Problem, make_problem
from infoview_md.core.yaml_events import SURROGATE, FrontMatterFault, make_fault, read_events

MAX_NOTE_BYTES = 5_000_000
MAX_FRONT_MATTER_BYTES = 64 * 1024

OPENING = re.compile(r"\A\ufeff?---[ \t]*\r?(?:\n|\Z)")
# What other programs do not take for a front matter either, yet a person meant as one.
MISPLACED = re.compile(r"\A\ufeff?\s*--+[ \t]*[\r\n]+[a-z_]+:[ \t\r\n]")
CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
# What YAML forbids, what only some YAML readers take for a line end (a lone CR, NEL, LS, PS; here a
# line ends at \n alone), and a second BOM: each would make two keys of one value, or one of none.
UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
    "|\r(?!\n)"
)


class Shape(Enum):
    """How a field's value is written."""

    SCALAR = "scalar"
    LIST = "list"
    NESTED = "nested"


@dataclass(frozen=True, slots=True)
class Value:
    """One scalar as typed: its text, its place (from 1) and its span in the note's text."""

    raw: str
    line: int
    column: int
    start: int
    end: int
    plain: bool = True

    @property
    def is_null(self) -> bool:
        """True where YAML's core schema reads nothing: no text, `~` or `null`, unquoted."""
        return self.plain and self.raw in NULLS


@dataclass(frozen=True, slots=True)
class Field:
    """One key of the front matter: its values (one of a scalar, any number of a list).

    `end` is where all that is written for it ends, nested or null as it may be; `in_brackets` says
    that it stands in a `[list]` or in `{braces}`; `long_texts` are the spans of its scalars that
    run over several lines, where a `#` may begin a line and yet no comment.
    """

    key: Value
    values: tuple[Value, ...]
    shape: Shape
    end: int = 0
    in_brackets: bool = False
    long_texts: tuple[tuple[int, int], ...] = ()

    @property
    def raws(self) -> list[str]:
        """The texts of all values."""
        return [value.raw for value in self.values]


@dataclass(frozen=True, slots=True)
class Note:
    """One Markdown file: its text, the fields of its front matter, and where its body begins.

    `fields` holds what could be read; `is_broken` says that the rest could not, so that nothing
    may be concluded from a key that is missing.
    """

    path: PurePosixPath
    text: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    body_start: int = 0
    problems: tuple[Problem, ...] = ()
    digest: str = ""
    is_broken: bool = False

    @property
    def body(self) -> str:
        """Everything below the front matter."""
        return self.text[self.body_start :]

    @property
    def body_line(self) -> int:
        """The line, from 1, on which the body begins."""
        return self.text.count("\n", 0, self.body_start) + 1

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of a character of the text; only `\\n` ends a line."""
        return self.text.count("\n", 0, offset) + 1, offset - self.text.rfind("\n", 0, offset)


def digest_of(data: bytes) -> str:
    """The digest by which a change to a file is noticed."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


class NoteHandler(YAMLHandler):
    """python-frontmatter's YAML handler with this format's law: values stay what was typed.

    `frontmatter.loads(text, handler=NoteHandler())` gives scripts the fields that the program
    itself sees: strings, and lists of strings. Writing through it is not supported, because a dump
    re-sorts keys and drops comments.
    """

    def detect(self, text: str) -> bool:
        """True where the text opens with a line of three dashes (a BOM may stand before it)."""
        return OPENING.match(text) is not None

    def split(self, text: str) -> tuple[str, str]:
        """The front matter between the fences, and the body below; ValueError if it never ends."""
        span = find_front_matter(text)
        if span is None:
            raise ValueError("the front matter has no closing line")
        start, end, body = span
        return text[start:end], text[body:]

    def load(self, fm: str, **_: object) -> dict[str, Any]:
        """The fields as strings and lists of strings; ValueError for what cannot be read."""
        fields: dict[str, Field] = {}
        try:
            for entry in _read_fields(_FrontMatter(fm, 0, len(fm))):
                fields.setdefault(entry.key.raw, entry)
        except FrontMatterFault as fault:
            raise ValueError(fault.message) from None
        return {
            key: found.raws if found.shape is Shape.LIST else next(iter(found.raws), None)
            for key, found in fields.items()
            if found.shape is not Shape.NESTED
        }


def find_front_matter(text: str) -> tuple[int, int, int] | None:
    """Offsets of the front matter's start and end and of the body; None if it never closes."""
    opening = OPENING.match(text)
    if opening is None:
        return (0, 0, 0)
    closing = CLOSING.search(text, opening.end())
    if closing is None:
        return None
    return opening.end(), closing.start(), min(closing.end() + 1, len(text))


def decode_note(path: PurePosixPath, data: bytes) -> Note:
    """The note in these bytes; bytes that are no text make a note that is one located problem."""
    if len(data) > MAX_NOTE_BYTES:
        problem = make_problem("note-too-large", path, too_large(len(data)))
    else:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            problem = _encoding_problem(path, data, error.start)
        else:
            return parse_note(path, text, digest_of(data))
    return Note(path, "", problems=(problem,), digest=digest_of(data), is_broken=True)


def too_large(size: int) -> str:
    """The sentence for a note over the limit."""
    return f"the note has {size:,} bytes, the limit is {MAX_NOTE_BYTES:,}; split it"


def _encoding_problem(path: PurePosixPath, data: bytes, offset: int) -> Problem:
    above = data[:offset].decode("utf-8")
    is_utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    what = "the file is UTF-16" if is_utf16 else f"byte 0x{data[offset]:02x} is not UTF-8"
    place = Note(path, above).place(offset=len(above))
    return make_problem("encoding", path, f"{what}; save the note as UTF-8", *place)


def parse_note(path: PurePosixPath, text: str, digest: str | None = None) -> Note:
    """Split a note's text into fields with places, and body.

    Takes text from a file, an editor's buffer or a git blob alike, never raises: every fault is a
    problem of the note, and the fields above the fault are kept.
    """
    digest = digest or digest_of(text.encode("utf-8", "surrogatepass"))
    fault = _find_unreadable(text)
    span = None if fault else find_front_matter(text)
    if span is None:
        message = "the front matter has no closing --- line; add one below its last key"
        fault = fault or FrontMatterFault("front-matter-open", message, 0)
        place = Note(path, text).place(fault.offset)
        problem = make_problem(fault.code, path, fault.message, *place)
        return Note(path, text, {}, len(text), (problem,), digest, is_broken=True)
    start, end, body = span
    fields, problems, is_broken = _collect_fields(path, _FrontMatter(text, start, end))
    return Note(path, text, fields, body, tuple(problems), digest, is_broken)


def _find_unreadable(text: str) -> FrontMatterFault | None:
    if (at := text.find("\0")) >= 0:
        return FrontMatterFault("nul", "a NUL character stands here; delete it", at)
    if not text.isascii() and (found := SURROGATE.search(text)):
        return FrontMatterFault("encoding", "half a character stands here", found.start())
    if MISPLACED.match(text) and not OPENING.match(text):
        message = "a front matter begins with --- at the very top, and its lines end in LF or CRLF"
        return FrontMatterFault("front-matter-shape", message, 0)
    return None


class _FrontMatter:
    """The text between the fences, and where in the note it stands."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.source, self.base = text[start:end], start
        self.line_starts = [0, *(found.end() for found in re.finditer("\n", self.source))]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column in the note; above a front matter stands one line, its fence."""
        row = bisect_right(self.line_starts, offset)
        return row + bool(self.base), offset - self.line_starts[row - 1] + 1

    def value(self, event: Any) -> Value:
        """The scalar of an event; one in block style ends with its last line that is not blank."""
        start, end = event.start_mark.index, event.end_mark.index
        if event.style in ("|", ">"):
            lines = self.source[start:end].split("\n")
            while not lines[-1].strip():
                lines.pop()
            end = start + len("\n".join(lines).rstrip("\r"))
        plain = event.style in ("", None)
        return Value(event.value, *self.place(start), self.base + start, self.base + end, plain)

    def end_of_bracket(self, event: Any) -> int:
        """The offset behind a closing bracket; 0 for a list or map in lines, which just ends."""
        start, end = event.start_mark.index, event.end_mark.index
        return self.base + end if end > start else 0


def _collect_fields(
    path: PurePosixPath, matter: _FrontMatter
) -> tuple[dict[str, Field], list[Problem], bool]:
    """The fields that can be read, their problems, and whether the rest could not be read."""
    fields: dict[str, Field] = {}
    problems: list[Problem] = []
    try:
        for entry in _read_fields(matter):
            first, key = fields.setdefault(entry.key.raw, entry).key, entry.key
            if first is not key:
                message = f"`{key.raw}` stands on line {first.line} already, which counts"
                problems.append(make_problem("duplicate-key", path, message, key.line, key.column))
    except FrontMatterFault as fault:
        line, column = matter.place(fault.offset)
        problems.append(make_problem(fault.code, path, fault.message, line, column))
        for name, one in [*fields.items()]:
            if one.shape is Shape.NESTED and one.key.line == line:
                del fields[name]  # half of a value, as in `company: [[Acme]] GmbH`
        return fields, problems, True
    return fields, problems, False


def _read_fields(matter: _FrontMatter) -> Iterator[Field]:
    """The top-level keys of a front matter, one after the other, from one pass over the events."""
    _check_source(matter.source)
    events = read_events(matter.source)
    first = next(events, None)
    if first is None:
        return
    if not isinstance(first, yaml.MappingStartEvent):
        raise make_fault(first, "front-matter-shape", "the front matter is not `key: value` lines")
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        if not isinstance(event, yaml.ScalarEvent):
            raise make_fault(event, "key-shape", "a key must be a plain word")
        key = matter.value(event)
        if key.raw == "<<" and key.plain:
            raise make_fault(event, "yaml-alias", "no merge keys (`<<`); write the fields out")
        yield _read_value(matter, key, events, bool(first.flow_style))
    if second := next(events, None):
        raise make_fault(second, "front-matter-shape", "a second YAML document begins here")


def _read_value(matter: _FrontMatter, key: Value, events: Iterator[Any], in_braces: bool) -> Field:
    """The value after a key: a scalar, a list of scalars, or something nested (skipped whole)."""
    event = next(events)
    if isinstance(event, yaml.ScalarEvent):
        value = matter.value(event)
        values = () if value.plain and value.raw in NULLS else (value,)
        spans = ((value.start, value.end),) if _is_long(event) else ()
        return Field(key, values, Shape.SCALAR, value.end, in_braces, spans)
    shape = Shape.LIST if isinstance(event, yaml.SequenceStartEvent) else Shape.NESTED
    in_brackets = in_braces or bool(event.flow_style)
    items: list[Value] = []
    long_texts: list[tuple[int, int]] = []
    depth, end = 1, key.end
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            depth, shape = depth + 1, Shape.NESTED
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            end = matter.end_of_bracket(event) or end
            if not depth:
                break
        else:
            value = matter.value(event)
            end = value.end
            if _is_long(event):
                long_texts.append((value.start, end))
            if depth == 1:
                items.append(value)
    kept = () if shape is Shape.NESTED else tuple(item for item in items if not item.is_null)
    return Field(key, kept, shape, end, in_brackets, tuple(long_texts))


def _is_long(event: Any) -> bool:
    return bool(event.end_mark.line > event.start_mark.line)


def _check_source(source: str) -> None:
    if (size := len(source.encode("utf-8"))) > MAX_FRONT_MATTER_BYTES:
        message = f"{size:,} bytes of front matter, the limit is {MAX_FRONT_MATTER_BYTES:,}"
        raise FrontMatterFault("front-matter-too-large", message, 0)
    if odd := UNPRINTABLE.search(source):
        message = f"the control character U+{ord(odd[0]):04X} stands here; delete it"
        raise FrontMatterFault("yaml-character", message, odd.start())
