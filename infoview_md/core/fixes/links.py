"""fix_dead_link: a link to another name of a note, written so that it leads there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from infoview_md.core.checks.links import LinkFault, tell_fault
from infoview_md.core.edit import Edit, Splice
from infoview_md.core.fixes.proof import prove, value_at
from infoview_md.core.folding import fold
from infoview_md.core.index import Index, Reading
from infoview_md.core.links import WIKILINK, find_links, format_link
from infoview_md.core.meaning import WANTED
from infoview_md.core.note import Note, find_line_starts
from infoview_md.core.outlook import Outlook
from infoview_md.core.problem import Problem
from infoview_md.core.references import Reference


def fix_dead_link(outlook: Outlook, problem: Problem) -> tuple[Edit, ...]:
    """A link to another name of exactly one note leads there."""
    index = outlook.index
    reading = index.readings[problem.path]
    there = [
        one
        for one in reading.references
        if (one.line, one.column) == (problem.line, problem.column)
        and index.table.by_name.get(fold(one.link.target), ())
    ]
    for one in there:
        # Two may stand in one value, and so at one place.
        if tell_fault(index, reading, LinkFault(problem.code, one)) == problem:
            return _write_name(index, problem, reading, one)
    return ()


def _write_name(
    index: Index, problem: Problem, reading: Reading, reference: Reference
) -> tuple[Edit, ...]:
    link, wanted = reference.link, WANTED.get(reference.key)
    named = index.table.by_name.get(fold(link.target), ())
    if len(named) != 1 or link.heading or (wanted and index.source.kind(named[0]) is not wanted):
        return ()
    written = _write_link(index, reading.note, reference, named[0])

    def leads_there(after: Reading) -> bool:
        place = (reference.line, reference.column)
        links = (one.link for one in after.references if (one.line, one.column) == place)
        return any(index.resolve(one) == named[0] for one in links)

    splices = _splice_link(reading.note, reference, written) if written else ()
    return prove(index, problem, splices, leads_there)


def _write_link(index: Index, note: Note, reference: Reference, path: PurePosixPath) -> str:
    """The link to a note under the name it had; empty where a bar in it might part a table."""
    link = reference.link
    written = format_link(path, index.table, link.shown or link.target)
    if reference.key:
        return written
    line = note.text.split("\n")[reference.line - 1]
    if line.lstrip().startswith("|"):
        return written.replace("|", "\\|")  # in a row of a table
    return "" if "|" in WIKILINK.sub("", line) else written


def _splice_link(note: Note, reference: Reference, written: str) -> Iterator[Splice]:
    for start, end in _spans_of(note, reference):
        links = find_links(note.text[start:end])
        inside = [one for one in links if one.target == reference.link.target]
        if len(inside) == 1:
            at = start + inside[0].start + inside[0].embed
            yield Splice(at, start + inside[0].end, written)


def _spans_of(note: Note, reference: Reference) -> Iterator[tuple[int, int]]:
    """Where in the text a reference stands: its value, or in the body the link itself."""
    if reference.key:
        value = value_at(note, reference.line, reference.column)
        if value is not None:
            yield value.start, value.end
        return
    start = find_line_starts(note.text)[reference.line - 1] + reference.column - 1
    end = note.text.find("]]", start)
    if end >= 0:
        yield start, end + 2
