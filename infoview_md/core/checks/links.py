"""check_links: links that are dead, ambiguous, or lead to the wrong kind of note."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from infoview_md.core.agenda.commands import make_command
from infoview_md.core.checks.fixes import value_at, with_splices
from infoview_md.core.edit import Splice
from infoview_md.core.folding import fold
from infoview_md.core.index import Index, Reading
from infoview_md.core.links import WIKILINK, find_links, format_link
from infoview_md.core.meaning import WANTED, find_meant
from infoview_md.core.model import Kind
from infoview_md.core.note import Note, find_line_starts
from infoview_md.core.outlook import Outlook
from infoview_md.core.problem import Problem, make_problem
from infoview_md.core.references import Reference


@dataclass(frozen=True, slots=True)
class LinkFault:
    """What is wrong with one link, and the notes that it may mean."""

    code: str
    reference: Reference
    found: tuple[PurePosixPath, ...] = ()


def check_links(outlook: Outlook, reading: Reading) -> Iterator[Problem]:
    """Every link that does not lead to exactly one note of the kind its field asks for."""
    for fault in find_link_faults(outlook.index, reading):
        yield _tell(outlook.index, reading, fault)


def find_link_faults(index: Index, reading: Reading) -> Iterator[LinkFault]:
    """The same before it is put into words, for which all names may be needed."""
    if reading.record is None:
        return  # somebody's daily note: what it links to is their own affair
    for reference in reading.references:
        link, wanted = reference.link, WANTED.get(reference.key)
        if link.is_attachment or not link.target or (link.is_date and not wanted):
            continue
        found = find_meant(index, link, reference.key)
        if not found:
            yield LinkFault("dead-link" if wanted else "dead-body-link", reference)
        elif len(found) > 1:
            yield LinkFault("ambiguous-link", reference, found)
        elif wanted and index.source.kind(found[0]) is not wanted:
            yield LinkFault("wrong-kind", reference, found)


def _tell(index: Index, reading: Reading, fault: LinkFault) -> Problem:
    reference, target = fault.reference, fault.reference.link.target
    wanted = WANTED.get(reference.key)
    if not fault.found:
        sentence = _dead_sentence(index, reference, wanted)
        problem = _problem(fault.code, reading, reference, sentence)
        return _with_alias(index, problem, reading, reference)
    if fault.code == "wrong-kind":
        message = f"{reference.key}: [[{target}]] is not a {wanted}"
    else:
        paths = " or ".join(format_link(path, index.table) for path in fault.found)
        message = f"[[{target}]] may mean {len(fault.found)} notes; write {paths}"
    return _problem(fault.code, reading, reference, message)


def _dead_sentence(index: Index, reference: Reference, wanted: Kind | None) -> str:
    target = reference.link.target
    start = f"{reference.key}: " if reference.key else ""
    sentence = f"{start}there is no note “{target}”"
    if named := index.table.by_name.get(fold(target), ()):
        link, shown = (format_link(named[0], index.table, name) for name in ("", target))
        return f"{sentence}; it is another name of {link}: write {shown}"
    if near := index.near(target, *filter(None, [wanted]), most=1):
        return f"{sentence}; did you mean [[{near[0]}]]?"
    if wanted in (Kind.COMPANY, Kind.CONTACT):
        return f"{sentence}; make it: {make_command('new', wanted, target)}"
    return sentence


def _with_alias(index: Index, problem: Problem, reading: Reading, reference: Reference) -> Problem:
    """The fix of a link to another name of exactly one note: a link that leads there."""
    link, wanted = reference.link, WANTED.get(reference.key)
    named = index.table.by_name.get(fold(link.target), ())
    if len(named) != 1 or link.heading or (wanted and index.source.kind(named[0]) is not wanted):
        return problem
    written = _write_link(index, reading.note, reference, named[0])

    def leads_there(after: Reading) -> bool:
        place = (reference.line, reference.column)
        links = (one.link for one in after.references if (one.line, one.column) == place)
        return any(index.resolve(one) == named[0] for one in links)

    splices = _splice_link(reading.note, reference, written) if written else ()
    return with_splices(index, problem, splices, leads_there)


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


def _problem(code: str, reading: Reading, reference: Reference, message: str) -> Problem:
    return make_problem(code, reading.path, message, reference.line, reference.column)
