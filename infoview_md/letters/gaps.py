"""Gap: a slot without a value, what to write, and where."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from dataclasses import dataclass

from infoview_md.core.model import Record
from infoview_md.core.note import Note
from infoview_md.letters.situation import Occasion
from infoview_md.letters.slots import SLOTS, Home, Slot
from infoview_md.letters.wording import one_line

CONFIG = "infoview.toml"
AGREEMENT = Slot("agreement", Home.LOG, "intro agreed", "both said that they want to meet")
"""What is missing while an address is withheld (slots.py)."""
SHOWN = {slot.name: f"[{slot.label}: {slot.hint}]" for slot in (*SLOTS.values(), AGREEMENT)}
"""What stands in a letter for each slot without a value, but for `{given}`."""
LETTER = "letter"
"""The place of what stands in no note: the person writes it into the letter, or names it."""


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


def say_gap(name: str, occasion: Occasion) -> str:
    """What a letter shows where the slot has no value: `[why you: one sentence about Ingrid]`."""
    return say_gaps((name,), occasion)[name]


def say_gaps(names: Iterable[str], occasion: Occasion) -> dict[str, str]:
    """As `say_gap`, for many slots of one letter."""
    given = one_line(occasion.contact.first_name)
    return {name: SHOWN[_slot(name, occasion).name].format(given=given) for name in names}


def _slot(name: str, occasion: Occasion) -> Slot:
    """The slot; where an address is withheld, the agreement that it waits for."""
    is_withheld = name == "other.email" and occasion.about and not occasion.agreed
    return AGREEMENT if is_withheld else SLOTS[name]


def _hint(slot: Slot, occasion: Occasion) -> str:
    return slot.hint.format(given=one_line(occasion.contact.first_name))


def make_gap(name: str, occasion: Occasion, word: str = "") -> Gap:
    """The gap that a slot leaves in this letter; `word` is the letter's, for the commands."""
    slot = _slot(name, occasion)
    place, command = _find_remedy(slot, occasion, word)
    remedy = _say_remedy(slot, is_named=bool(occasion.about))
    return Gap(
        slot=name,
        text=say_gap(name, occasion),
        sentence=f"{slot.label} is missing ({_hint(slot, occasion)}): {remedy}",
        place=place,
        key=slot.key,
        command=command,
    )


def _say_remedy(slot: Slot, is_named: bool) -> str:
    match slot.home:
        case Home.OWNER:
            return f"fill in `[owner] {slot.key}`"
        case Home.TEXT:
            return "write it into the letter"
        case Home.WINDOW:
            return f"give them with `{slot.key}`"
        case Home.OTHER if slot.key.startswith("--") or not is_named:
            return "name them with `--about`"
        case Home.LOG:
            return f"log it as `{slot.key}`"
    return f"fill in `{slot.key}`"


def make_address_gap(occasion: Occasion) -> Gap:
    """The gap of a contact without any address."""
    contact = occasion.contact
    return Gap(
        slot="email",
        text=f"[email: where to write to {one_line(contact.first_name)}]",
        sentence=f"no address of {one_line(contact.name)} is known to work: fill in `email`",
        place=_place(contact, "email", occasion),
        key="email",
        command=f"infoview edit {shlex.quote(contact.stem)}",
    )


def _find_remedy(slot: Slot, occasion: Occasion, word: str) -> tuple[str, str]:
    """Where the slot's value is missing, and the command that leads there."""
    if slot.home in (Home.OWNER, Home.PACK):
        return CONFIG, ""
    name = shlex.quote(occasion.contact.stem)
    record = _find_record(slot, occasion)
    if record is not None:
        command = f"infoview edit {shlex.quote(record.stem)}"
        return _place(record, slot.key, occasion), command
    letter = f"infoview letter {name}{f' {word}' if word else ''}"
    commands = {
        Home.INTERVIEW: f"infoview new interview {name}",
        Home.TALK: f"infoview new interview {name}",
        Home.LETTER: f"infoview log {name} request",
        Home.LOG: f"infoview log {name} {slot.key}",
        Home.OTHER: f"{letter} --about NAME",
        Home.WINDOW: f"{letter} --window TIME",
        Home.TEXT: f"{letter} --write",
    }
    command = commands.get(slot.home, f"infoview edit {name}")
    if slot is AGREEMENT:
        command += f" {shlex.quote(f'[[{occasion.about[0].stem}]]')}"
    if slot.home in (Home.TEXT, Home.WINDOW, Home.OTHER):
        return LETTER, command
    return _place(occasion.contact, slot.key, occasion), command


def _find_record(slot: Slot, occasion: Occasion) -> Record | None:
    """The note that holds the slot's field, where there is one."""
    talk, about = occasion.talk, occasion.about
    match slot.home:
        case Home.COMPANY:
            return occasion.company
        case Home.INTERVIEW:
            return occasion.interview
        case Home.LETTER:
            return occasion.letter
        case Home.TALK:
            return talk.interview if talk else None
        case Home.OTHER if about and not slot.key.startswith("--"):
            return about[0] if slot.key != "takeaway" else occasion.told_talk
        case Home.CONTACT:
            return occasion.contact
    return None


def _place(record: Record, key: str, occasion: Occasion) -> str:
    """`file:line` of the field, or of the line above which it belongs."""
    note = occasion.notes.get(record.path)
    return f"{record.path}:{find_line(note, key) if note else 1}"


def find_line(note: Note, key: str) -> int:
    """The line of a field, from 1; where it is missing, the line that closes the front matter."""
    if found := note.fields.get(key):
        return found.key.line
    return max(note.body_line - 1, 1)
