"""Dossier: everything the notes hold on one person, with the place of every line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from infoview_md.core.folding import plain
from infoview_md.core.index import Index, Reading
from infoview_md.core.model import Contact, Record
from infoview_md.core.sending import Record as Step
from infoview_md.core.sending import Sending

FENCE = re.compile(r"^[ >\t]*(`{3,})", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Mention:
    """A line of somebody else's note that links to the person or names them."""

    path: PurePosixPath
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is held on one person: their own note, letters and conversations whole, other lines."""

    contact: Contact
    note: str
    letters: tuple[tuple[PurePosixPath, str], ...]
    interviews: tuple[tuple[PurePosixPath, str], ...]
    mentions: tuple[Mention, ...]
    sent: tuple[Step, ...] = ()


def build_dossier(index: Index, contact: Contact, sendings: Iterable[Sending] = ()) -> Dossier:
    """Everything the notes, and the journal of what was sent, hold on a contact.

    A line names somebody by a name, another name, an address or a phone number, in any case and
    with or without accents. A first name alone names nobody in particular.
    """
    letters, talks = index.letters_to(contact), index.interviews_with(contact)
    whole = {contact.path, *(letter.path for letter in letters), *(talk.path for talk in talks)}
    others = (reading for path, reading in index.readings.items() if path not in whole)
    return Dossier(
        contact,
        index.readings[contact.path].note.text,
        _texts(index, letters),
        _texts(index, talks),
        tuple(mention for reading in others for mention in _find_mentions(index, reading, contact)),
        tuple(_find_sent(index, contact, sendings)),
    )


def _find_sent(index: Index, contact: Contact, sendings: Iterable[Sending]) -> Iterator[Step]:
    """How each attempt to send them a letter ended."""
    ids = {letter.message_id for letter in index.letters_to(contact)}
    addresses = {address.casefold() for address in contact.email}
    for sending in sendings:
        if sending.message_id in ids or sending.to.casefold() in addresses:
            yield from (attempt.last for attempt in sending.attempts)


def _texts(index: Index, records: Iterable[Record]) -> tuple[tuple[PurePosixPath, str], ...]:
    return tuple((record.path, index.readings[record.path].note.text) for record in records)


def _find_mentions(index: Index, reading: Reading, contact: Contact) -> Iterator[Mention]:
    linked = {
        reference.line
        for reference in reading.references
        if contact.path in index.table.resolve(reference.link)
    }
    names = _pattern_of(contact)
    text = reading.note.text
    if not linked and not names.search(plain(text)):
        return
    for number, line in enumerate(text.split("\n"), 1):
        if number in linked or names.search(plain(line)):
            yield Mention(reading.path, number, line.strip())


def _pattern_of(contact: Contact) -> re.Pattern[str]:
    """What the person is called or reached by, as whole words of a plain text."""
    called = (contact.name, contact.stem, *contact.aliases)
    reached = (*contact.email, *contact.phone, *contact.links)
    words = {plain(word) for word in (*called, *reached)} - {""}
    longest = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")


def format_dossier(dossier: Dossier, today: str) -> str:
    """The dossier as Markdown: notes as they stand, in code blocks, then a list of lines."""
    contact = dossier.contact
    counts = [
        _count(len(dossier.letters), "letter"),
        _count(len(dossier.interviews), "conversation"),
        _count(len(dossier.mentions), "line", " elsewhere"),
    ]
    parts = [
        f"# What these notes hold on {contact.name}",
        f"As of {today}: a note of their own, {counts[0]}, {counts[1]}, {counts[2]}.",
        f"## Their note\n\n{_block(contact.path, dossier.note)}",
        *_chapter("Letters to them", dossier.letters),
        *_chapter("Conversations with them", dossier.interviews),
    ]
    if dossier.mentions:
        lines = (f"- {one.path}:{one.line}: {_code(one.text)}" for one in dossier.mentions)
        parts.append("## Lines elsewhere\n\n" + "\n".join(lines))
    if dossier.sent:
        lines = (f"- {one.at} {one.step} {_code(one.to)} {_code(one.said)}" for one in dossier.sent)
        parts.append("## Sent to them\n\n" + "\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _count(number: int, what: str, rest: str = "") -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}{rest}"


def _chapter(title: str, texts: Iterable[tuple[PurePosixPath, str]]) -> Iterator[str]:
    blocks = [_block(path, text) for path, text in texts]
    if blocks:
        yield f"## {title}\n\n" + "\n\n".join(blocks)


def _block(path: PurePosixPath, text: str) -> str:
    """A file in a fence that is longer than any it holds."""
    longest = max((len(found) for found in FENCE.findall(text)), default=2)
    fence = "`" * (longest + 1)
    return f"### {path}\n\n{fence}markdown\n{text.rstrip()}\n{fence}"


def _code(text: str) -> str:
    ticks = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    space = " " if "`" in text else ""
    return f"{ticks}{space}{text}{space}{ticks}"


def dossier_as_dict(dossier: Dossier, today: str) -> dict[str, object]:
    """The dossier as JSON shows it."""
    return {
        "name": dossier.contact.name,
        "path": str(dossier.contact.path),
        "today": today,
        "note": dossier.note,
        "letters": [{"path": str(path), "text": text} for path, text in dossier.letters],
        "interviews": [{"path": str(path), "text": text} for path, text in dossier.interviews],
        "mentions": [
            {"path": str(one.path), "line": one.line, "text": one.text} for one in dossier.mentions
        ],
        "sent": [
            {"letter": one.letter, "to": one.to, "at": one.at, "step": one.step, "said": one.said}
            for one in dossier.sent
        ],
    }
