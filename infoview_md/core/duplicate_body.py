"""take_body: the body of a duplicate: its log lines, and the rest one level further down."""

from __future__ import annotations

from dataclasses import dataclass, replace

from infoview_md.core.log import parse_line
from infoview_md.core.log_place import DATED
from infoview_md.core.note import Note
from infoview_md.core.quoting import CONTROL
from infoview_md.core.sections import Heading, Section, find_headings, find_items, find_sections
from infoview_md.core.visible import body_begin

DEEPEST = 6
EMPTY_TITLES = ("Notes", "Channels", "Next steps")
"""Headings of the template that say nothing while nothing stands below them."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a note's text and what stands in its place."""

    start: int
    end: int
    text: str = ""


def take_body(note: Note, level: int) -> tuple[list[str], str]:
    """The lines of the log, and all else with its headings below a heading of this level.

    What stands in the log without being one of its lines stays with the rest, under a heading that
    is no log any more.
    """
    lines: list[str] = []
    spans: list[Span] = []
    for section in find_sections(note, "Log"):
        found = [*_find_lines(note, section)]
        lines += [line for line, _ in found]
        spans += [span for _, span in found]
        left = _cut(note.text[section.body_start : section.end],
                    [replace(s, start=s.start - section.body_start, end=s.end - section.body_start)
                     for _, s in found])  # fmt: skip
        if not left.strip():
            spans.append(_whole_heading(note, section))
    for title in EMPTY_TITLES:
        spans += [_whole_heading(note, one) for one in find_sections(note, title)
                  if not note.text[one.body_start : one.end].strip()]  # fmt: skip
    gone = {span.start for span in spans}
    headings = [one for one in find_headings(note) if one.start not in gone]
    shift = level + 1 - min((one.level for one in headings), default=level + 1)
    spans += [_shift(note, one, max(0, shift)) for one in headings]
    begin = body_begin(note)
    rest = _cut(note.text[begin:], [replace(s, start=s.start - begin, end=s.end - begin)
                                    for s in spans])  # fmt: skip
    return lines, rest.replace("\r\n", "\n").strip("\n")


def _whole_heading(note: Note, section: Section) -> Span:
    return Span(section.start, min(section.heading.end + 1, len(note.text)))


def _find_lines(note: Note, section: Section) -> list[tuple[str, Span]]:
    """The items of a log that are lines of it, as they are to be written, and where they stand."""
    found: list[tuple[str, Span]] = []
    for item in find_items(section):
        start = item.line.start
        end = _end_of_item(note, start, section.end)
        raw = note.text[start:end].replace("\r\n", "\n").rstrip("\n")
        first, *below = [line for line in raw.split("\n") if line.strip()]
        line = f"-{first.strip()[1:]}"
        if DATED.match(line) and parse_line(line, 0) and not CONTROL.search(line.replace("\t", "")):
            found.append(("\n".join([line.rstrip(), *below]), Span(start, end)))
    return found


def _end_of_item(note: Note, start: int, limit: int) -> int:
    """Behind the item's line and the last indented line below it."""
    end = at = _next_line(note, start)
    while at < limit:
        line_end = _next_line(note, at)
        line = note.text[at:line_end]
        if line.strip() and line[0] not in " \t":
            break
        end = line_end if line.strip() else end
        at = line_end
    return min(end, limit)


def _next_line(note: Note, at: int) -> int:
    return note.text.find("\n", at) + 1 or len(note.text)


def _shift(note: Note, heading: Heading, by: int) -> Span:
    """The heading so many levels further down; what is left of a log is no log any more."""
    marks = "#" * min(heading.level + by, DEEPEST)
    title = f"{heading.title} notes" if heading.title.casefold() == "log" else heading.title
    is_turned = note.text[heading.start : heading.end].endswith("\r")
    return Span(heading.start, heading.end, f"{marks} {title}".rstrip() + "\r" * is_turned)


def _cut(text: str, spans: list[Span]) -> str:
    for span in sorted(spans, key=lambda span: -span.start):
        text = f"{text[: span.start]}{span.text}{text[span.end :]}"
    return text
