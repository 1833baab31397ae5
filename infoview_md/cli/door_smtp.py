"""The door `smtp`: the letter is sent, once, and each step is written down before it is taken."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING

from infoview_md.cli.app import App
from infoview_md.cli.ask import confirm
from infoview_md.cli.doors import Handed, Handing
from infoview_md.cli.output import tell
from infoview_md.core.sending import Fate, Record, Sending, Step
from infoview_md.errors import Busy, ConfigFault, Refused

if TYPE_CHECKING:
    from infoview_md.core.account import Account
    from infoview_md.vault.journal import Writing

WHERE = "look for {id} in your Sent folder, then say it with: infoview outbox settle"


def hand_over(app: App, handing: Handing) -> Handed:
    """Send a letter to its one recipient, after showing to whom, and asking.

    The journal is looked at first. One that was sent already, and is not recorded in its note
    because the run broke off, is not sent again, and has left. Refused for one of which nobody
    knows whether it was sent, for an address that changed, on a day that has its requests (R5), and
    where the person says no; ServiceMissing where the server cannot be reached.
    """
    from infoview_md.letters.eml import build_message
    from infoview_md.letters.mail_address import encode_address
    from infoview_md.vault.journal import hold_sending

    if already := _find_already(app, handing):
        return already
    account = _find_account(app)
    _check_address(handing)
    envelope = handing.envelope
    message = build_message(envelope)
    sender = encode_address("your address", envelope.sender)
    recipient = encode_address("the contact's address", envelope.to)
    _check_day(app, handing)
    _ask(app, handing)
    with hold_sending(app.vault.state):
        # The journal once more: another run may have sent it while the person was asked.
        if already := _find_already(app, handing):
            return already
        _check_unchanged(app, handing)
        return _send(app, handing, account, message, (sender, recipient))


def _find_account(app: App) -> Account:
    account = app.user_config.mail.smtp
    if account is None:
        raise ConfigFault(
            "no mail server to send with is known; write host, port and user below [mail.smtp] in "
            "your own config.toml"
        )
    return account


def _find_already(app: App, handing: Handing) -> Handed | None:
    """What to answer for a letter that was sent already; Refused where nobody knows."""
    from infoview_md.vault.journal import find_sending

    sending = find_sending(app.vault.root, handing.envelope.message_id)
    told = sending.first
    if told is None or sending.fate is Fate.NOT_SENT:
        return None
    _refuse_copy(app, handing, told)
    if sending.fate is Fate.UNKNOWN:
        raise Refused(f"{handing.letter.path}: {describe_unknown(sending)}; it is not sent again")
    left_at = read_moment(told.at) if app.is_real_day else None
    return Handed(True, f"it was sent at {told.at} already; that is recorded now", left_at)


def _refuse_copy(app: App, handing: Handing, told: Record) -> None:
    """A letter whose note was copied from one that left is not that one, and would never leave."""
    from infoview_md.letters.mail_address import encode_address

    letter, envelope = handing.letter, handing.envelope
    others = (one for path, one in app.index.letters.items() if path != letter.path)
    twin = next((one for one in others if one.message_id == envelope.message_id), None)
    to = encode_address("the contact's address", envelope.to)
    if twin is not None or (told.to and told.to.casefold() != to.casefold()):
        whose = str(twin.path) if twin is not None else f"a letter to {told.to}"
        raise Refused(
            f"{letter.path} has the message_id of {whose}, as a copy would; take that line out of "
            "it, and send it again"
        )


def describe_unknown(sending: Sending) -> str:
    """Why nobody knows whether a letter left, and where to look."""
    told = sending.first
    when = f" at {told.at}" if told else ""
    where = WHERE.format(id=sending.message_id)
    return f"an attempt to send it broke off{when}, and it may have left; {where}"


def read_moment(at: str) -> datetime | None:
    """A time of the journal; None where it is none."""
    try:
        return datetime.fromisoformat(at)
    except ValueError:
        return None


def _check_address(handing: Handing) -> None:
    """A letter is bound to the person and to the address: neither may have changed since."""
    from infoview_md.letters.compose import find_address

    letter, contact, to = handing.letter, handing.contact, handing.envelope.to
    known = find_address(contact)
    if known is None or known.medium != "email":
        raise Refused(f"{contact.path}: {contact.name} has no e-mail address that works; set one")
    for address, place in ((known.address, contact.path), (letter.address, letter.path)):
        if address and address.casefold() != to.casefold():
            raise Refused(
                f"{place} says {address}, but the letter would go to {to}; "
                "look which is right, and approve the letter again"
            )


def _check_day(app: App, handing: Handing) -> None:
    """R5: no more first letters a day than the contact's rules allow."""
    from infoview_md.core.event import EventKind
    from infoview_md.core.restraint import room_for

    is_request = handing.letter.letter_kind.event is EventKind.REQUEST
    if is_request and room_for(handing.contact, app.outlook) <= 0:
        raise Refused(
            "as many new people as R5 allows were asked today; send it tomorrow, or change R5 in "
            "your rules"
        )


def _ask(app: App, handing: Handing) -> None:
    """Show name, address and subject, and have them confirmed."""
    from infoview_md.letters.header_value import format_head

    envelope = handing.envelope
    tell(format_head(envelope.to_name, f"<{envelope.to}>", envelope.subject))
    if handing.yes:
        return
    if not app.may_ask:
        raise Refused("nothing was sent; look at the letter, then say --yes")
    if not confirm(app, f"Send this letter to {envelope.to}?", default=False):
        raise Refused("nothing was sent")


def _check_unchanged(app: App, handing: Handing) -> None:
    """Busy where letter or contact were saved while the person was asked: other words, or another
    address, than what was shown.
    """
    for path in (handing.letter.path, handing.contact.path):
        known = app.index.readings.get(path)
        if known is not None and app.vault.read_note(path).digest != known.note.digest:
            raise Busy(f"{path} was saved by another program meanwhile; nothing was sent, look at "
                       "it and send again")  # fmt: skip


def _send(
    app: App, handing: Handing, account: Account, message: bytes, route: tuple[str, str]
) -> Handed:
    from infoview_md.mail.password import find_password
    from infoview_md.mail.smtp import Unknown, send
    from infoview_md.vault.journal import open_attempt

    envelope, to = handing.envelope, route[1]

    def clock() -> str:
        return app.moment.isoformat()

    def password() -> str:
        return find_password(account, "smtp", os.environ)

    path = handing.letter.path
    with open_attempt(app.vault.state, envelope.message_id, path, to, clock) as writing:
        try:
            said = send(message, *route, account, password, _Scribe(writing))
        except Unknown as fault:
            where = WHERE.format(id=envelope.message_id)
            raise Unknown(f"{fault.message}; {where}") from None
        except KeyboardInterrupt:
            if writing.steps[-1:] == [Step.COMMITTING]:
                tell(f"{path}: stopped at the last moment; see infoview outbox")
            raise
    return Handed(True, f"sent to {to} ({said})")


class _Scribe:
    """Writes each step down; what has happened already is not lost to a full disk."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing

    def __call__(self, step: Step, said: str) -> None:
        """Write a step down, before it is taken where it is one that can be left undone."""
        try:
            self._writing.note(step, said)
        except Busy as fault:
            if step not in (Step.SENT, Step.REFUSED):
                raise
            tell(f"{step} ({said}), but the journal does not say so: {fault.message}")
