"""letter --via: a letter handed to a door; what has left is frozen and logged."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from infoview_md.cli.changes import change
from infoview_md.cli.doors import DOORS, Handing, find_door, refuse_target
from infoview_md.cli.envelopes import (
    find_sender,
    make_envelope,
    read_attachments,
)
from infoview_md.cli.letter_approve import (
    approval_fields,
    reason_of,
    refuse_changed,
    same_note_edit,
)
from infoview_md.cli.letter_doubles import refuse_double, refuse_logged, refuse_unwritten
from infoview_md.cli.letter_drafts import note_of, read_back
from infoview_md.cli.letter_left import ask_journal, leaving_of, warn
from infoview_md.cli.letter_sent import freeze, freeze_left
from infoview_md.cli.letter_show import command, refuse_faults, refuse_gaps, tell_faults
from infoview_md.cli.output import refuse_vault_file, tell
from infoview_md.errors import Busy, ProblemsFound, Refused

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from infoview_md.cli.app import App
    from infoview_md.cli.letter_desk import Desk
    from infoview_md.cli.letter_wish import Wish
    from infoview_md.core.edit import Edit
    from infoview_md.core.fields import FieldValue
    from infoview_md.core.model import Letter

SHOWING = "text"
"""The door that only shows the letter, so that faults are told, and are no reason to refuse."""

SENDING = "smtp"
"""The door that sends."""

MAILS = frozenset({"mailto", "eml", "imap", "smtp"})
"""The doors that need an e-mail address."""

CARRIES_ID = frozenset({"eml", "imap", "smtp"})
"""The doors whose mail has the Message-ID that the note keeps."""


def split_door(app: App, via: str) -> tuple[str, str]:
    """The door and its target of `DOOR[:TARGET]`; the default of your config where it is empty."""
    name, _, target = via.partition(":")
    name = name or app.user_config.mail.door
    find_door(name)
    refuse_target(name, target)
    if target:
        refuse_vault_file(Path(target).expanduser(), app.vault.root)
    return name, target


def hand_over(app: App, desk: Desk, wish: Wish) -> None:
    """Hand a letter to a door, after its note is made; freeze and log it where it has left.

    What left already is recorded and handed to nobody. Raises Refused where that is not known, for
    a letter with faults, one that changed since it was approved, and one whose address is not what
    its note says.
    """
    name, target = split_door(app, SENDING if wish.send else wish.via or "")
    reason = reason_of(desk, wish.anyway)
    if name == SHOWING:
        warn(app, desk)
    elif left := ask_journal(app, leaving_of(desk)):
        freeze_left(app, desk, left, reason, wish.dry_run)
        return
    if name != SHOWING:
        refuse_unwritten(app, desk)
    # Told before anything is refused: a reason for a double is then one for the faults, too.
    tell_faults(desk)
    if not wish.anyway:
        refuse_logged(app, desk)
        refuse_double(app, desk)
    refuse_changed(desk)
    if name != SHOWING:
        refuse_faults(desk, reason)
    if name in MAILS:
        _refuse_no_mail(desk, name)
        find_sender(app)
    if name == SENDING and wish.yes:
        refuse_gaps(desk)
    attachments = read_attachments(wish.attach)
    letter = _make_ready(app, desk, name, wish)
    if letter is None:
        return
    envelope = make_envelope(app, read_back(desk, letter), letter, attachments)
    handing = Handing(
        contact=desk.contact, letter=letter, envelope=envelope, target=target,
        force=wish.force, yes=wish.yes,
    )  # fmt: skip
    handed = find_door(name)(app, handing)
    tell(handed.sentence)
    if handed.left_before is not None:
        freeze_left(app, desk, handed.left_before, reason, note=letter.path)
    elif handed.has_left:
        freeze(app, desk, reason, note=letter.path, by_door=True)
    elif desk.count_faults and not reason:
        raise SystemExit(ProblemsFound.exit_code)


def _refuse_no_mail(desk: Desk, name: str) -> None:
    if "@" not in desk.draft.address:
        raise Refused(
            f"{desk.contact.name} has no e-mail address for {name}; copy the text instead: "
            f"{command(desk, '--via', SHOWING)}"
        )


def _make_ready(app: App, desk: Desk, door: str, wish: Wish) -> Letter | None:
    """The letter's note, with its address and Message-ID; None where nothing is to be written."""
    change(app, lambda: [_ready_edit(app, desk, door, wish)], dry_run=wish.dry_run)
    if wish.dry_run:
        tell(f"it would be handed to {door}: {DOORS[door]}")
        return None
    letter = note_of(app, desk)
    if letter is None:
        raise Busy(f"the draft to {desk.contact.name} went meanwhile; repeat the command")
    return letter


def _ready_edit(app: App, desk: Desk, door: str, wish: Wish) -> Edit:
    """The Message-ID is written down before any door has it: a mail that left is known by it."""
    fields: dict[str, FieldValue] = {}
    if desk.draft.address:
        fields["address"] = desk.draft.address
    if wish.anyway:
        fields |= approval_fields(desk, wish.anyway)
    now = note_of(app, desk)
    if door in CARRIES_ID and not (now and now.message_id):
        path = same_note_edit(app, desk, fields).path
        fields["message_id"] = _find_free_id(app, desk.contact.path, path)
    return same_note_edit(app, desk, fields)


def _find_free_id(app: App, contact: PurePosixPath, path: PurePosixPath) -> str:
    """The first Message-ID for a note of this name that no letter has, or ever left with."""
    from infoview_md.letters.mail_address import make_message_id
    from infoview_md.vault.journal import read_journal

    sender = find_sender(app)
    known = {letter.message_id for letter in app.index.letters.values()}
    known |= {sending.message_id for sending in read_journal(app.vault.root)}
    ids = (make_message_id(contact, path, attempt, sender) for attempt in count(1))
    return next(one for one in ids if one not in known)
