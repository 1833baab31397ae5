"""place_log_lines: where new lines of a log go, and the section for a note that has no log yet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from infoview_md.core.edit import Splice
from infoview_md.core.fields import line_end, newline_of
from infoview_md.core.log import Log
from infoview_md.core.note import Note
from infoview_md.core.sections import Section, find_items, find_sections

DATED = re.compile(r"[-*+][ \t]+(?:\[\[)?(\d{4}-\d{2}-\d{2})")
RULE = re.compile(r"[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t\r]*")
# How a line begins that a list item right above takes for its own text: surely, and perhaps.
WORD = re.compile(r"[^\s#>|`~<%*+_-]")
RUN_ON = re.compile(r"[ \t]*(?![#>*+-]|```|~~~)\S")
INDENT = re.compile(r"[ \t]*")


def place_log_lines(note: Note, log: Log, lines: Sequence[str]) -> Splice:
    """Put the lines below the last one of the log; above the first where it is newest first.

    A line dated before the log's beginning goes to its other end: appended, it would make the log
    look as if it were kept the other way round.
    """
    sections = find_sections(note, "Log")
    if not sections:
        return _new_section(note.text, lines)
    if _belongs_above(log, lines[0]):
        first = min(event.line for event in log.events)
        return _put_above(note.text, first, lines if not log.newest_first else lines[::-1])
    return _put_below(note.text, sections[-1], lines)


def insert_log_lines(note: Note, log: Log, lines: Sequence[str]) -> tuple[Splice, ...]:
    """Put each line, with the indented lines below it, where its date belongs.

    That is below the last line dated at or before it, or above the first such one in a log that is
    kept newest first; else at the end of the log where the oldest lines stand.
    """
    ordered = sorted(lines, key=_day_of)
    dated = [*_find_dated(find_sections(note, "Log"))]
    if not dated:
        return (place_log_lines(note, log, ordered),)
    put: dict[tuple[int, bool], list[str]] = {}
    for line in ordered:
        put.setdefault(_find_place(dated, _day_of(line), log.newest_first), []).append(line)
    return tuple(
        _put_beside(note.text, dated[index], above, found[::-1] if log.newest_first else found)
        for (index, above), found in put.items()
    )


@dataclass(frozen=True, slots=True)
class _Dated:
    """A dated item of the log; `limit` is where the next item, or the section's end, is."""

    day: date
    start: int
    limit: int


def _find_dated(sections: Sequence[Section]) -> Iterator[_Dated]:
    for section in sections:
        items = find_items(section)
        ends = [*(item.line.start for item in items), section.end][1:]
        for item, limit in zip(items, ends, strict=False):
            found = DATED.match(item.line.text.lstrip(" \t"))
            if found and _is_day(found[1]):
                yield _Dated(date.fromisoformat(found[1]), item.line.start, limit)


def _find_place(dated: Sequence[_Dated], day: date, newest_first: bool) -> tuple[int, bool]:
    """Beside which item a line of that day belongs, and whether it goes above it."""
    known = [index for index, item in enumerate(dated) if item.day <= day]
    if newest_first:
        return (known[0], True) if known else (len(dated) - 1, False)
    return (known[-1], False) if known else (0, True)


def _put_beside(text: str, item: _Dated, above: bool, lines: Sequence[str]) -> Splice:
    """Right above or below an item, as far indented."""
    newline = newline_of(text, item.start)
    indent = INDENT.match(text, item.start)
    shown = [f"{indent[0] if indent else ''}{part}" for line in lines for part in line.split("\n")]
    if above:
        return Splice(item.start, item.start, "".join(f"{line}{newline}" for line in shown))
    at = _end_of_item(text, item.start, item.limit)
    put = "".join(f"{newline}{line}" for line in shown)
    return Splice(at, at, put + newline * _runs_on(text, at))


def _is_day(written: str) -> bool:
    """Whether `YYYY-MM-DD` is a day of the calendar."""
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True


def _day_of(line: str) -> date:
    found = DATED.match(line)
    return date.fromisoformat(found[1]) if found else date.min


def _belongs_above(log: Log, line: str) -> bool:
    found = DATED.match(line)
    if not log.events or found is None:
        return False
    day = date.fromisoformat(found[1])
    if log.newest_first:
        return day > max(log.events, key=lambda event: event.line).date
    return day < min(log.events, key=lambda event: event.line).date


def _new_section(text: str, lines: Sequence[str]) -> Splice:
    newline = newline_of(text)
    section = newline.join(["## Log", *lines])
    if not text.strip("\ufeff"):
        before, after = "", newline
    elif not text.endswith("\n"):
        before, after = newline * 2, ""
    else:
        before, after = "" if text.endswith(("\n\n", "\n\r\n")) else newline, newline
    return Splice(len(text), len(text), f"{before}{section}{after}")


def _put_above(text: str, number: int, lines: Sequence[str]) -> Splice:
    """Before the line of that number, as far indented, so that it stays an item of its own."""
    start = 0
    for _ in range(number - 1):
        start = text.find("\n", start) + 1
    indent = INDENT.match(text, start)
    newline = newline_of(text, start)
    put = "".join(f"{indent[0] if indent else ''}{line}{newline}" for line in lines)
    return Splice(start, start, put)


def _put_below(text: str, section: Section, lines: Sequence[str]) -> Splice:
    """Behind the section's last item, else its last text, else below its heading."""
    content = text[section.body_start : section.end]
    newline = newline_of(text, section.body_start)
    put = "".join(f"{newline}{line}" for line in lines)
    if content and not content.strip():
        # A blank line below the heading stays one, and one above the next heading.
        is_last = section.end == len(text) and content.startswith(newline)
        return Splice(section.body_start, section.body_start, put + newline * (not is_last))
    items = find_items(section)
    start = items[-1].line.start if items else _last_line(text, section)
    at = _end_of_item(text, start, section.end)
    return Splice(at, at, put + newline * _runs_on(text, at))


def _last_line(text: str, section: Section) -> int:
    """Where the last line begins that is neither blank nor a line across the page."""
    start = section.end
    while start > section.body_start:
        end = start - 1
        start = max(text.rfind("\n", 0, end) + 1, section.body_start)
        if text[start:end].strip() and not RULE.fullmatch(text, start, end):
            return start
    return text.rfind("\n", 0, section.heading.end) + 1


def _end_of_item(text: str, start: int, limit: int) -> int:
    """The end of a line and of what belongs to it: the text right below, and indented lines."""
    end = line_end(text, start)
    is_attached = True
    at = text.find("\n", end) + 1
    while 0 < at < limit:
        next_end = line_end(text, at)
        is_blank = not text[at:next_end].strip()
        is_attached = is_attached and not is_blank
        if not is_blank:
            if text[at] not in " \t" and not (is_attached and WORD.match(text, at)):
                break
            end = next_end
        at = text.find("\n", next_end) + 1
    return end


def _runs_on(text: str, at: int) -> bool:
    """True where the next line might be read as the end of a list item above it."""
    start = text.find("\n", at) + 1
    return bool(start and RUN_ON.match(text, start))
