"""Doors: the ways a letter leaves the vault, in a lazy table; each door is one file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from infoview_md.errors import UsageError

if TYPE_CHECKING:
    from infoview_md.cli.app import App
    from infoview_md.cli.outbox_items import OutboxItem
    from infoview_md.core.model import Contact, Letter
    from infoview_md.letters.envelope import Envelope


@dataclass(frozen=True, slots=True)
class Handing:
    """A letter on its way out: who gets it, its note, and what a mail of it is made from.

    `target` is what the person wrote after the door's name: a file for `eml`, else empty; `force`
    lets a door write over that file, and `yes` answers the question before a letter is sent.
    """

    contact: Contact
    letter: Letter
    envelope: Envelope
    target: str = ""
    force: bool = False
    yes: bool = False

    @property
    def when_sent(self) -> str:
        """What to do with a letter that a door has only handed to the person: send it, and tell."""
        from infoview_md.core.agenda.commands import make_command

        known = self.letter.letter_kind
        kind = known.word if known.kind == self.letter.kind else self.letter.kind
        stems = (link.target.rpartition("/")[2] for link in self.letter.about)
        about = [word for stem in stems for word in ("--about", stem)]
        command = make_command("letter", self.contact.stem, kind, *about, "--sent")
        return f"send it, then: {command}"


@dataclass(frozen=True, slots=True)
class Handed:
    """What a door did: whether the letter has left, and a sentence that says so.

    A draft put into a mail program has not left; the person sends it and tells with `--sent`.
    `left_before` is what the journal knows of one that an earlier run, or another one meanwhile,
    has sent, and that is only recorded now.
    """

    has_left: bool
    sentence: str
    left_before: OutboxItem | None = None


Door = Callable[["App", Handing], Handed]

DOORS: Mapping[str, str] = {
    "text": "print it, to be copied",
    "clipboard": "put the text on the clipboard",
    "mailto": "print or open a mailto: link",
    "eml": "write a draft that mail programs open",
    "imap": "put a draft into the Drafts folder of your mailbox",
    "smtp": "send it",
}
"""Every door and what it does; `infoview_md.cli.door_NAME` has its `hand_over`."""


TAKES_TARGET = frozenset({"eml"})


def refuse_target(name: str, target: str) -> None:
    """UsageError where a target is named for a door that has none: it would be passed over."""
    if target and name not in TAKES_TARGET:
        raise UsageError(f"--via {name}:{target}: {name} takes nothing after it; say --via {name}")


def find_door(name: str) -> Door:
    """The door of a name; UsageError, with the doors there are, for any other."""
    if name not in DOORS:
        raise UsageError(f"there is no door “{name}”; there are {', '.join(DOORS)}")
    door: Door = import_module(f"infoview_md.cli.door_{name}").hand_over
    return door
