"""check_links: links that are dead, ambiguous, or lead to the wrong kind of note."""

from __future__ import annotations

from collections.abc import Iterator

from infoview_md.core.agenda.commands import make_command
from infoview_md.core.index import Index, Reading, iter_links, kind_of
from infoview_md.core.links import fold, format_link
from infoview_md.core.meaning import WANTED, find_meant
from infoview_md.core.model import Kind
from infoview_md.core.outlook import Outlook
from infoview_md.core.problem import Problem, make_problem
from infoview_md.core.references import Reference


def check_links(outlook: Outlook) -> Iterator[Problem]:
    """Every link that does not lead to exactly one note of the kind its field asks for."""
    for reading, reference in iter_links(outlook.index):
        if reading.record is None:
            continue  # somebody's daily note: what it links to is their own affair
        problem = _check_link(outlook.index, reading, reference)
        if problem is not None:
            yield problem


def _check_link(index: Index, reading: Reading, reference: Reference) -> Problem | None:
    link = reference.link
    wanted = WANTED.get(reference.key)
    if link.is_attachment or not link.target or (link.is_date and not wanted):
        return None
    found = find_meant(index, link, reference.key)
    if not found:
        code = "dead-link" if wanted else "dead-body-link"
        return _problem(code, reading, reference, _dead_sentence(index, reference, wanted))
    if len(found) > 1:
        paths = " or ".join(format_link(path, index.table) for path in found)
        message = f"[[{link.target}]] may mean {len(found)} notes; write {paths}"
        return _problem("ambiguous-link", reading, reference, message)
    record = index.records.get(found[0])
    if wanted and (record is None or kind_of(record) is not wanted):
        message = f"{reference.key}: [[{link.target}]] is not a {wanted}"
        return _problem("wrong-kind", reading, reference, message)
    return None


def _dead_sentence(index: Index, reference: Reference, wanted: Kind | None) -> str:
    target = reference.link.target
    start = f"{reference.key}: " if reference.key else ""
    sentence = f"{start}there is no note “{target}”"
    if named := index.table.by_name.get(fold(target)):
        link, shown = (format_link(named[0], index.table, name) for name in ("", target))
        return f"{sentence}; it is another name of {link}: write {shown}"
    if near := index.near(target, *filter(None, [wanted]), most=1):
        return f"{sentence}; did you mean [[{near[0]}]]?"
    if wanted in (Kind.COMPANY, Kind.CONTACT):
        return f"{sentence}; make it: {make_command('new', wanted, target)}"
    return sentence


def _problem(code: str, reading: Reading, reference: Reference, message: str) -> Problem:
    return make_problem(code, reading.note.path, message, reference.line, reference.column)
