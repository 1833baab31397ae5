"""plan_forget: a person is taken out of every note, and what is left of them is found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from infoview_md.core.edit import Edit
from infoview_md.core.event import NEEDS_LINK, Event, EventKind
from infoview_md.core.filenames import fold_file_name, make_file_name
from infoview_md.core.folding import fold
from infoview_md.core.index import Index, Reading
from infoview_md.core.links import WIKILINK, Link, find_links, parse_link
from infoview_md.core.log import format_event, parse_line
from infoview_md.core.meaning import find_meant
from infoview_md.core.model import Company, Contact, Owner
from infoview_md.core.note import Note, Shape, parse_note
from infoview_md.core.outcome import edited, find_edits
from infoview_md.core.proof import CONFLICT
from infoview_md.core.references import LINK_TYPES
from infoview_md.core.relinking import relink
from infoview_md.core.schema import BY_KEY, SAME_AS
from infoview_md.core.surgery import remove_values, unset_fields
from infoview_md.core.traces import SOMEONE, Traces, find_traces, longest_word, lowered
from infoview_md.errors import Refused


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What is to be done, and what it does not reach: places, and words that mean others, too."""

    edits: list[Edit]
    traces: Traces
    left: list[tuple[PurePosixPath, int]]


def plan_forget(index: Index, contact: Contact, owner: Owner) -> Forgetting:
    """The edits after which nothing in the notes tells of a contact.

    Their note, the letters to them and the conversations with nobody else go. Elsewhere links and
    mentions become `someone`, and values that are theirs are taken out of fields.
    """
    gone = _find_gone(index, contact)
    rest = [one for path, one in index.readings.items() if path not in gone]
    others = [owner.name, owner.given, *_names_of_others(rest)]
    texts = [one.note.text for one in rest]
    traces = find_traces(index, contact, others, texts)
    moved = _find_new_names(index, contact, gone, traces)
    renamed = [replace(index.readings[old].note, path=new) for old, new in moved.items()]
    named = relink(index, index.with_notes(renamed, gone=moved), moved) if moved else index
    taking = _Taking(named, gone, traces)
    notes = [taking.take_out(one) for path, one in named.readings.items() if path not in gone]
    after = named.with_notes([note for note in notes if note], gone)
    origins = {new: old for old, new in moved.items()}
    return Forgetting(find_edits(index, after, origins), traces, [*_find_left(after, traces)])


def _names_of_others(rest: Iterable[Reading]) -> Iterator[str]:
    """What the people and companies that stay are called."""
    for reading in rest:
        if isinstance(reading.record, Company | Contact):
            yield from (reading.record.name, reading.record.stem, *reading.record.aliases)


def _find_gone(index: Index, contact: Contact) -> frozenset[PurePosixPath]:
    gone = {contact.path}
    gone |= {one.path for one in index.letters.values() if index.resolve(one.to) == contact.path}
    for talk in index.interviews.values():
        if talk.contacts and all(index.resolve(link) == contact.path for link in talk.contacts):
            gone.add(talk.path)
    return frozenset(gone)


def _find_new_names(
    index: Index, contact: Contact, gone: frozenset[PurePosixPath], traces: Traces
) -> dict[PurePosixPath, PurePosixPath]:
    """Where notes go whose file or folder is called after them."""
    taken = {fold_file_name(str(path)) for path in index.readings}
    moved: dict[PurePosixPath, PurePosixPath] = {}
    for path in index.readings:
        if path in gone or not any(map(traces.is_in, path.with_suffix("").parts)):
            continue
        stand_in = _stand_in(index, path, contact)
        parts = [traces.take_out(part) for part in path.with_suffix("").parts]
        stem = make_file_name(parts[-1].replace(SOMEONE, stand_in))
        new, number = path, 1
        while fold_file_name(str(new)) in taken:
            tail = f" {number}" if number > 1 else ""
            new, number = PurePosixPath(*parts[:-1], f"{stem}{tail}.md"), number + 1
        taken.add(fold_file_name(str(new)))
        moved[path] = new
    return moved


def _stand_in(index: Index, path: PurePosixPath, contact: Contact) -> str:
    """A conversation is called after the next of those who take part."""
    talk = index.interviews.get(path)
    for link in talk.contacts if talk else ():
        other = index.resolve(link)
        if other is not None and other != contact.path:
            return other.stem
    return SOMEONE


class _Taking:
    """What is taken out of one note after the other."""

    def __init__(self, index: Index, gone: frozenset[PurePosixPath], traces: Traces) -> None:
        self.index, self.gone, self.traces = index, gone, traces
        self.stems = [longest_word(path.stem) for path in gone]

    def take_out(self, reading: Reading) -> Note | None:
        """The note without them; None where nothing is to be changed, or may be."""
        note = reading.note
        if note.is_broken or not self._may_tell(note.text) or CONFLICT.search(note.text):
            return None
        before = note
        for key in [*note.fields]:
            note = self._take_from_field(note, key)
        text = self.traces.take_out(WIKILINK.sub(lambda found: self._say(found[0]), note.text))
        if isinstance(reading.record, Contact):
            text = self._keep_events(note, text)
        after = parse_note(note.path, text)
        return self._prove(note, after) if text != before.text else None

    def _may_tell(self, text: str) -> bool:
        """False for most notes, after a quick look for a name or a link to what goes."""
        low = lowered(text)
        return any(stem in low for stem in self.stems) or self.traces.may_be_in(text)

    def is_gone(self, link: Link, key: str = "") -> bool:
        """Whether a link leads to a note that goes, and to no other."""
        found = find_meant(self.index, link, key)
        return bool(found) and self.gone.issuperset(found)

    def _take_from_field(self, note: Note, written: str) -> Note:
        field = note.fields[written]
        key = SAME_AS.get(written) or self.index.keys.fields.get(written, written)
        theirs = [raw for raw in field.raws if self._is_theirs(key, raw)]
        if not theirs or field.shape is Shape.NESTED:
            return note
        if len(theirs) == len(field.raws):
            return edited(note, unset_fields(note, written))
        return edited(note, remove_values(note, written, theirs))

    def _is_theirs(self, key: str, raw: str) -> bool:
        spec = BY_KEY.get(key)
        if spec is not None and spec.type in LINK_TYPES:
            link = parse_link(raw)
            return link is not None and (self.is_gone(link, key) or self.traces.is_in(raw))
        return self._say(raw) == SOMEONE or self.traces.take_out(raw).strip() == SOMEONE

    def _say(self, written: str) -> str:
        """What stands for a link to what goes, or whose target is called after them."""
        found = find_links(written)
        if len(found) != 1 or found[0].start or found[0].end != len(written):
            return written
        link = found[0]
        is_named = self.traces.is_in(link.target) and not self.index.table.resolve(link)
        return (link.shown or SOMEONE) if self.is_gone(link) or is_named else written

    def _keep_events(self, note: Note, text: str) -> str:
        """What the log says of others stays said, though a link fell out of the line."""
        old, new = note.text.split("\n"), text.split("\n")
        for number, (before, after) in enumerate(zip(old, new, strict=False)):
            if before != after and (event := parse_line(before, number)) is not None:
                wanted = self._without_them(event)
                now = parse_line(after, number)
                is_note_now = wanted.kind is not event.kind
                if now is None or is_note_now or _gist(now) != _gist(wanted):
                    new[number] = format_event(wanted) + "\r" * before.endswith("\r")
        return "\n".join(new)

    def _without_them(self, event: Event) -> Event:
        links = tuple(link for link in event.links if not self.is_gone(link))
        text = self.traces.take_out(WIKILINK.sub(lambda found: self._say(found[0]), event.text))
        if event.kind not in NEEDS_LINK or links:
            return replace(event, links=links, text=text)
        said = " ".join(filter(None, (event.kind, event.qualifier)))
        text = f"{said} {SOMEONE}{f': {text}' if text else ''}"
        return replace(
            event, kind=EventKind.NOTE, qualifier="", channel="", links=(), until=None, text=text
        )

    def _prove(self, before: Note, after: Note) -> Note:
        if after.is_broken or [*after.fields] != [*before.fields]:
            raise Refused(f"{before.path} would not read back as it should; mend it by hand first")
        return after


def _gist(event: Event) -> tuple[object, ...]:
    links = {fold(link.target) for link in event.links}
    return (event.kind, event.qualifier, event.channel, event.until, event.at, links)


def _find_left(after: Index, traces: Traces) -> Iterator[tuple[PurePosixPath, int]]:
    """Every place where something of them still stands."""
    for path, reading in after.readings.items():
        lines = {reading.note.place(at)[0] for at in traces.find_left(reading.note.text)}
        if traces.is_in(str(path.with_suffix(""))):
            lines.add(1)
        for line in sorted(lines):
            yield path, line
