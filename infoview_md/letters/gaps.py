"""Gap: a slot without a value, what to write, and where."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from infoview_md.core.model import Record
from infoview_md.core.note import Note
from infoview_md.letters.slots import SLOTS, Home, Occasion, Slot

CONFIG = "infoview.toml"


@dataclass(frozen=True, slots=True)
class Gap:
    """A slot without a value: `[why you: one sentence about Ingrid]`.

    `place` is `file:line` of the note that lacks `key`, or infoview.toml; `command` opens it, and
    is empty where the file is no note.
    """

    slot: str
    text: str
    sentence: str
    place: str
    key: str
    command: str


def make_gap(name: str, occasion: Occasion) -> Gap:
    """The gap that a slot leaves in this letter."""
    slot = SLOTS[name]
    hint = slot.hint.format(given=occasion.contact.first_name)
    place, command = _find_remedy(slot, occasion)
    where = f"[owner] {slot.key}" if slot.home is Home.OWNER else slot.key
    return Gap(
        slot=name,
        text=f"[{slot.label}: {hint}]",
        sentence=f"{slot.label} is missing ({hint}): fill in `{where}`",
        place=place,
        key=slot.key,
        command=command,
    )


def make_address_gap(occasion: Occasion) -> Gap:
    """The gap of a contact without any address."""
    contact = occasion.contact
    return Gap(
        slot="email",
        text=f"[email: where to write to {contact.first_name}]",
        sentence=f"no address of {contact.name} is known to work: fill in `email`",
        place=_place(contact, "email", occasion),
        key="email",
        command=f"infoview edit {shlex.quote(contact.stem)}",
    )


def _find_remedy(slot: Slot, occasion: Occasion) -> tuple[str, str]:
    """Where the slot's value is missing, and the command that leads there."""
    if slot.home in (Home.OWNER, Home.PACK):
        return CONFIG, ""
    name = shlex.quote(occasion.contact.stem)
    records: dict[Home, Record | None] = {
        Home.COMPANY: occasion.company,
        Home.INTERVIEW: occasion.interview,
        Home.LETTER: occasion.letter,
    }
    record = records.get(slot.home, occasion.contact)
    if record is not None:
        command = f"infoview edit {shlex.quote(record.stem)}"
        return _place(record, slot.key, occasion), command
    commands = {
        Home.INTERVIEW: f"infoview new interview {name}",
        Home.LETTER: f"infoview log {name} request",
    }
    command = commands.get(slot.home, f"infoview edit {name}")
    return _place(occasion.contact, slot.key, occasion), command


def _place(record: Record, key: str, occasion: Occasion) -> str:
    """`file:line` of the field, or of the line above which it belongs."""
    note = occasion.notes.get(record.path)
    return f"{record.path}:{find_line(note, key) if note else 1}"


def find_line(note: Note, key: str) -> int:
    """The line of a field, from 1; where it is missing, the line that closes the front matter."""
    if found := note.fields.get(key):
        return found.key.line
    return max(note.body_line - 1, 1)
