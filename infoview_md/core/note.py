"""Note, Value: one file's text split into fields with places, and body."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate
from pathlib import PurePosixPath

from infoview_md.core.digest import MAX_NOTE_BYTES, digest_of
from infoview_md.core.frozen import dataclass, field
from infoview_md.core.pattern import pattern
from infoview_md.core.problem import Problem, make_problem
from infoview_md.core.written import Field, FrontMatterFault, Shape, Value, find_surrogate

__all__ = [
    "MAX_NOTE_BYTES",
    "Field",
    "Note",
    "Shape",
    "Value",
    "decode_note",
    "digest_of",
    "find_front_matter",
    "parse_note",
    "too_large",
]

OPENING = pattern(r"\ufeff?---[ \t]*\r?(?:\n|\Z)")
# What other programs do not take for a front matter either, yet a person meant as one.
MISPLACED = pattern(r"\ufeff?\s*--+[ \t]*[\r\n]+[a-z_]+:[ \t\r\n]")
# The line end before it is part of the pattern, so that the search may leap from line to line.
CLOSING = pattern(r"\n(?:---|\.\.\.)[ \t]*\r?(?=\n|\Z)")


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
        return find_place(self.text, offset)


def find_place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of a character of a text; only `\\n` ends a line."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def find_line_starts(text: str) -> list[int]:
    """The offset at which each line of a text begins, and that behind its end."""
    return [0, *accumulate(len(line) + 1 for line in text.split("\n"))]


def find_front_matter(text: str) -> tuple[int, int, int] | None:
    """Offsets of the front matter's start and end and of the body; None if it never closes."""
    opening = OPENING.match(text)
    if opening is None:
        return (0, 0, 0)
    begin = opening.end()
    closing = CLOSING.search(text, begin - 1)
    if closing is None:
        return None
    return begin, closing.start() + 1, min(closing.end() + 1, len(text))


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
            return _parse(path, text, digest_of(data), is_decoded=True)
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
    return _parse(path, text, digest, is_decoded=False)


def _parse(path: PurePosixPath, text: str, digest: str, is_decoded: bool) -> Note:
    fault = _find_unreadable(text, is_decoded)
    span = None if fault else find_front_matter(text)
    if span is None:
        message = "the front matter has no closing --- line; add one below its last key"
        fault = fault or FrontMatterFault("front-matter-open", message, 0)
        problem = _fault_problem(path, text, fault, 0)
        return Note(path, text, {}, len(text), (problem,), digest, True)
    start, end, body = span
    fields: dict[str, Field] = {}
    problems: list[Problem] = []
    is_broken = start < end and not _collect_fields(path, text, (start, end), fields, problems)
    return Note(path, text, fields, body, tuple(problems), digest, is_broken)


def _find_unreadable(text: str, is_decoded: bool) -> FrontMatterFault | None:
    if (at := text.find("\0")) >= 0:
        return FrontMatterFault("nul", "a NUL character stands here; delete it", at)
    # What was decoded from UTF-8 holds none.
    if not (is_decoded or text.isascii()) and (at := find_surrogate(text)) >= 0:
        return FrontMatterFault("encoding", "half a character stands here", at)
    if not text.startswith("---\n") and MISPLACED.match(text) and not OPENING.match(text):
        message = "a front matter begins with --- at the very top, and its lines end in LF or CRLF"
        return FrontMatterFault("front-matter-shape", message, 0)
    return None


def _fault_problem(path: PurePosixPath, text: str, fault: FrontMatterFault, start: int) -> Problem:
    return make_problem(fault.code, path, fault.message, *find_place(text, start + fault.offset))


def _collect_fields(
    path: PurePosixPath,
    text: str,
    span: tuple[int, int],
    fields: dict[str, Field],
    problems: list[Problem],
) -> bool:
    """Add the fields that can be read, and their problems; False where the rest cannot be read."""
    # Imported with the first front matter: YAML is a large part of a short command's time.
    from infoview_md.core.front_matter import read_fields

    start, end = span
    try:
        for entry in read_fields(text[start:end], start):
            first, key = fields.setdefault(entry.key.raw, entry).key, entry.key
            if first is not key:
                message = f"`{key.raw}` stands on line {first.line} already, which counts"
                problems.append(make_problem("duplicate-key", path, message, key.line, key.column))
    except FrontMatterFault as fault:
        problem = _fault_problem(path, text, fault, start)
        problems.append(problem)
        for name, one in [*fields.items()]:
            if one.shape is Shape.NESTED and one.key.line == problem.line:
                del fields[name]  # half of a value, as in `company: [[Acme]] GmbH`
        return False
    return True
