"""check_links: links that are dead, ambiguous, or lead to the wrong kind of note."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from infoview_md.core.agenda.commands import make_command
from infoview_md.core.folding import fold
from infoview_md.core.index import Index, Reading
from infoview_md.core.links import format_link
from infoview_md.core.meaning import WANTED, find_meant
from infoview_md.core.model import Kind
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
        yield tell_fault(outlook.index, reading, fault)


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


def tell_fault(index: Index, reading: Reading, fault: LinkFault) -> Problem:
    """The same in words."""
    reference, target = fault.reference, fault.reference.link.target
    wanted = WANTED.get(reference.key)
    if not fault.found:
        sentence = _dead_sentence(index, reference, wanted)
        return _problem(fault.code, reading, reference, sentence)
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


def _problem(code: str, reading: Reading, reference: Reference, message: str) -> Problem:
    return make_problem(code, reading.path, message, reference.line, reference.column)
