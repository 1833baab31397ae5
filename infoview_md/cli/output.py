"""Everything that is printed, and files written for the person outside the vault."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from infoview_md.errors import Refused, UsageError

if TYPE_CHECKING:
    import re
    from pathlib import Path

    from rich.console import Console, RenderableType

# What a terminal obeys or a reader cannot see: a note must not be able to move the cursor, clear
# the screen, or make a name read backwards.
UNSEEN = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
OURS = frozenset({".md", ".toml"})
"""The endings of notes, settings, rules and templates."""
FORMATS = ("table", "plain", "json", "jsonl", "csv")
Cell = str | int | float | bool | None | Sequence[str]
Row = Mapping[str, Cell]


def visible(text: str) -> str:
    """The text with control, bidirectional and zero-width characters as escapes one can see."""
    return _find_unseen().sub(_escape, text)


@cache
def _find_unseen() -> re.Pattern[str]:
    import re  # late, and compiled late: an answer that was kept has been through this

    return re.compile(UNSEEN)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


class ReaderGone(Exception):
    """Whoever read our output has heard enough, as in `infoview list contacts | head`."""


class OutputLost(Refused):
    """What was to be printed cannot be written, as to a full disk."""


def open_closed_streams() -> None:
    """Give a stream that the caller closed (`>&-`) somewhere to write to."""
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


def flush_output() -> None:
    """Write out what was printed; OutputLost where it does not arrive."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise ReaderGone from None
    except OSError as error:
        raise OutputLost(f"the output cannot be written: {error.strerror}; make room") from None


def put(text: str, end: str = "\n") -> None:
    """Print a result to standard output."""
    _put_visible(visible(text) + end)


def _put_visible(text: str) -> None:
    try:
        sys.stdout.write(_encodable(text, sys.stdout.encoding))
    except BrokenPipeError:
        # By another name, because click would take it for a failure.
        raise ReaderGone from None
    except OSError as error:
        raise OutputLost(f"the output cannot be written: {error.strerror}; make room") from None


def put_bytes(data: bytes) -> None:
    """Print a result that is no text for a reader, such as a mail, byte for byte."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise ReaderGone from None
    except OSError as error:
        raise OutputLost(f"the output cannot be written: {error.strerror}; make room") from None


def tell(text: str) -> None:
    """Print anything else, such as an error or a hint, to standard error."""
    with suppress(OSError):
        sys.stdout.flush()
    sys.stderr.write(_encodable(visible(text) + "\n", sys.stderr.encoding))


def tell_bytes(data: bytes) -> None:
    """Print to standard error what was made ready for it before, byte for byte."""
    if data:
        sys.stderr.flush()
        sys.stderr.buffer.write(data)
        sys.stderr.buffer.flush()


def _encodable(text: str, encoding: str | None) -> str:
    """A terminal in a small character set shows `?` for what it lacks; it is no reason to stop."""
    name = encoding or "utf-8"
    return text.encode(name, "replace").decode(name)


def put_json(value: object, indent: int | None = 2) -> None:
    """Print a value as JSON, on one line without `indent`.

    What `visible` would escape is escaped in JSON's own way, so that it reads back as it was.
    """
    import json

    write = json.JSONEncoder(ensure_ascii=False).encode
    text = write(value) if indent is None else _indent(value, write, "\n")
    put(_find_unseen().sub(_escape_json, text))


def _indent(value: object, write: Callable[[object], str], line: str) -> str:
    """JSON as the library indents it by two, which does so ten times as slowly."""
    inner = f"{line}  "
    if isinstance(value, dict) and value:
        rows = (f"{write(key)}: {_indent(one, write, inner)}" for key, one in value.items())
        return f"{{{inner}{f',{inner}'.join(rows)}{line}}}"
    if isinstance(value, (list, tuple)) and value:
        items = (_indent(one, write, inner) for one in value)
        return f"[{inner}{f',{inner}'.join(items)}{line}]"
    return write(value)


def _escape_json(found: re.Match[str]) -> str:
    pairs = found[0].encode("utf-16-be").hex()
    return "".join(f"\\u{pairs[at : at + 4]}" for at in range(0, len(pairs), 4))


def is_drawn() -> bool:
    """True where output goes to a terminal, or FORCE_COLOR says to draw all the same."""
    return sys.stdout.isatty() or bool(os.environ.get("FORCE_COLOR"))


def make_console() -> Console:
    """A console for drawing; colours obey NO_COLOR, FORCE_COLOR and the terminal."""
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False, soft_wrap=False)


def draw(*parts: RenderableType) -> None:
    """Draw with rich; texts in the parts must have gone through `visible`."""
    console = make_console()
    for part in parts:
        console.print(part)


def draw_whole(text: RenderableType) -> None:
    """Draw a line that the terminal may fold, but that stays one line when copied."""
    make_console().print(text, soft_wrap=True)


def put_rows(
    rows: Sequence[Row],
    titles: Mapping[str, str],
    format: str | None = None,
    fields: str = "",
    zero: bool = False,
) -> None:
    """Print rows in one of FORMATS: a table on a terminal, tab-separated where piped.

    `titles` are the columns shown, key to heading; `fields` (comma-separated) chooses among the
    rows' keys; `zero` ends plain rows with NUL for `xargs -0`.
    """
    if fields:
        titles = choose_fields(rows, titles, fields)
    if format in ("json", "jsonl"):
        _put_json_rows(rows, titles if fields else None, format)
    elif format == "csv":
        _put_csv(rows, titles)
    elif zero:
        text = "".join(f"{_line(row, titles)}\0" for row in rows)
        sys.stdout.write(_encodable(text, sys.stdout.encoding))
    elif format == "table" or (format is None and is_drawn()):
        _draw_table(rows, titles)
    else:
        for row in rows:
            put(_line(row, titles))


def put_formatted(rows: Iterable[str], format: str) -> None:
    """Print rows that `format_row` made, as `put_rows` prints them."""
    if format == "json":
        text = "\n  },\n  ".join(rows)
        _put_visible(f"[\n  {text}\n  }}\n]\n" if text else "[]\n")
    else:
        _put_visible("\n".join([*rows, ""]))


def choose_fields(rows: Sequence[Row], titles: Mapping[str, str], fields: str) -> Mapping[str, str]:
    """The columns named in `--fields`; UsageError for one that the rows do not have."""
    known = {**dict.fromkeys(key for row in rows for key in row), **titles}
    chosen = [field.strip() for field in fields.split(",") if field.strip()]
    if not chosen:
        raise UsageError(f"--fields names no column; there are {', '.join(known)}")
    for field in chosen:
        if known and field not in known:
            raise UsageError(f"there is no field “{field}” here; there are {', '.join(known)}")
    return {field: titles.get(field, field) for field in chosen}


def as_cell(value: Cell) -> str:
    """A value as one line of text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, (str, int, float)):
        return " ".join(str(value).split())
    return ", ".join(value)


def _line(row: Row, titles: Mapping[str, str]) -> str:
    return "\t".join(as_cell(row.get(key)) for key in titles)


def format_row(row: Row, titles: Mapping[str, str], format: str) -> str:
    """A row as `put_rows` prints it, for `put_formatted`: as JSON without its closing brace."""
    if format != "json":
        return visible(_line(row, titles))
    import json

    write = json.JSONEncoder(ensure_ascii=False).encode
    text = _indent(dict(row), write, "\n  ").removesuffix("\n  }")
    return _find_unseen().sub(_escape_json, text)


def _put_json_rows(rows: Sequence[Row], titles: Mapping[str, str] | None, format: str) -> None:
    chosen = [{k: row.get(k) for k in titles} if titles else dict(row) for row in rows]
    if format == "json":
        put_json(chosen)
    else:
        for row in chosen:
            put_json(row, indent=None)


def _put_csv(rows: Sequence[Row], titles: Mapping[str, str]) -> None:
    import csv
    import io

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(titles)
    writer.writerows([guard_cell(as_cell(row.get(key))) for key in titles] for row in rows)
    put(text.getvalue(), end="")


def guard_cell(cell: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _draw_table(rows: Sequence[Row], titles: Mapping[str, str]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    # A column that is empty throughout only takes room from the others.
    titles = {k: t for k, t in titles.items() if not rows or any(as_cell(r.get(k)) for r in rows)}
    for key, title in titles.items():
        numeric = all(isinstance(row.get(key), (int, float, type(None))) for row in rows)
        table.add_column(title, justify="right" if numeric and rows else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(visible(as_cell(row.get(key)))) for key in titles))
    draw(table)


def refuse_vault_file(path: Path, vault: Path) -> None:
    """Refused for a file that holds what is in the vault: a note, a setting, a template, state.

    No `--force` is meant for these, and nothing could undo it.
    """
    target, root = path.resolve(), vault.resolve()
    if not target.is_relative_to(root):
        return
    is_hidden = any(part.startswith(".") for part in target.relative_to(root).parts)
    if (is_hidden or target.suffix.lower() in OURS) and target.exists():
        raise Refused(f"{path} is part of the vault, and is never written over; choose another")


def write_file(path: Path, text: str, *, force: bool = False) -> None:
    """Write a file the person asked for; Refused where one is there already and not `force`."""
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if force else os.O_EXCL)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{path.parent} cannot be made a folder: {error.strerror}") from None
    try:
        handle = os.open(path, flags, 0o644)
    except FileExistsError:
        raise Refused(f"{path} is there already; choose another name, or --force") from None
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}") from None
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        file.write(text)
