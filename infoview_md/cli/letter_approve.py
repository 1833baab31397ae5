"""letter --approve: the person's word for one text to one address; and whether it still holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infoview_md.cli.changes import change
from infoview_md.cli.letter_doubles import refuse_unwritten
from infoview_md.cli.letter_drafts import note_edit, note_of
from infoview_md.cli.letter_show import command, refuse_faults
from infoview_md.cli.output import tell
from infoview_md.errors import Busy, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from infoview_md.cli.app import App
    from infoview_md.cli.letter_desk import Desk
    from infoview_md.core.edit import Edit
    from infoview_md.core.fields import FieldValue
    from infoview_md.core.model import Letter


def approve(app: App, desk: Desk, anyway: str | None, dry_run: bool) -> None:
    """Write the person's word into the letter's note; Refused for a letter with faults.

    What the faults are, the caller has told.
    """
    refuse_unwritten(app, desk)
    refuse_faults(desk, anyway)
    fields = approval_fields(desk, anyway)
    change(app, lambda: [same_note_edit(app, desk, fields)], dry_run=dry_run)


def tell_what_next(desk: Desk) -> None:
    """Say how an approved letter leaves."""
    via, sent = (command(desk, option, is_made=True) for option in ("--via", "--sent"))
    tell(
        f"approved, to {desk.draft.address}: hand it over with {via}, or send it yourself and say "
        f"{sent}"
    )


def approval_fields(desk: Desk, anyway: str | None) -> dict[str, FieldValue]:
    """What an approval is in the note: the word, the seal on the text, and the address."""
    from infoview_md.letters.approval import APPROVED, Approval, make_seal

    draft = desk.draft
    seal = Approval(make_seal(draft.address, draft.subject, draft.body), anyway or "")
    return {"status": APPROVED, "approved": str(seal), "address": draft.address}


def same_note_edit(app: App, desk: Desk, fields: Mapping[str, FieldValue]) -> Edit:
    """The edit that sets fields of the note; Busy where its text is another than was shown."""
    now, shown = note_of(app, desk), desk.written
    is_other = shown and now and (now.subject, now.body) != (shown.subject, shown.body)
    if shown is not None and is_other:
        raise Busy(f"{shown.path} was edited meanwhile; look at it again, then repeat this")
    return note_edit(app, desk, fields)


def reason_of(desk: Desk, anyway: str | None) -> str:
    """Why the letter may leave in spite of its faults, as said now or when it was approved."""
    return anyway or (approved_reason(desk.written) if desk.written else "")


def approved_reason(letter: Letter) -> str:
    """Why a letter was approved in spite of its faults; empty where it was not as it stands."""
    from infoview_md.letters.approval import is_approved, read_approval

    approval = read_approval(letter) if is_approved(letter) else None
    return approval.reason if approval else ""


def is_edited_since(desk: Desk) -> bool:
    """True for a letter that was approved, and changed after that."""
    from infoview_md.letters.approval import is_approved, read_approval

    written = desk.written
    if written is None or read_approval(written) is None:
        return False
    return not is_approved(written)


def refuse_changed(desk: Desk) -> None:
    """Refused for a letter that is not what was approved, or would go to another address."""
    written, draft = desk.written, desk.draft
    again = command(desk, "--approve")
    if written is not None and written.address and written.address != draft.address:
        raise Refused(
            f"{written.path} is for {written.address}, and {desk.contact.path} now says "
            f"{draft.address or 'no address that works'}; if that is right: {again}"
        )
    if written is not None and is_edited_since(desk):
        raise Refused(f"{written.path} was edited after you approved it; read it, then {again}")
