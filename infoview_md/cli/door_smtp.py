"""The door `smtp`: the letter is sent, once, and each step is written down before it is taken."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from infoview_md.cli.app import App
from infoview_md.cli.ask import confirm
from infoview_md.cli.doors import Handed, Handing
from infoview_md.cli.letter_left import ask_journal, leaving_by
from infoview_md.cli.outbox_items import ask_settle
from infoview_md.cli.output import tell
from infoview_md.core.sending import Step
from infoview_md.errors import Busy, ConfigFault, Refused

if TYPE_CHECKING:
    from infoview_md.core.account import Account
    from infoview_md.vault.journal import Writing


def hand_over(app: App, handing: Handing) -> Handed:
    """Send a letter to its one recipient, after showing to whom, and asking.

    What the journal knows has been asked, and is asked again after the person was: one that another
    run sent meanwhile has left. Refused for one of which nobody knows, for an address that changed,
    on a day that has its requests (R5), and where the person says no; ServiceMissing where the
    server cannot be reached.
    """
    from infoview_md.letters.eml import build_message
    from infoview_md.letters.mail_address import encode_address
    from infoview_md.vault.journal import hold_sending

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
    """What to answer where another run has sent the letter; Refused where nobody knows."""
    left = ask_journal(app, leaving_by(handing))
    return Handed(True, "another run has sent it", left) if left else None


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

    path, leaving = handing.letter.path, leaving_by(handing)
    with open_attempt(
        app.vault.state, envelope.message_id, path, to, clock,
        contact=str(leaving.contact.path), kind=leaving.word, seal=leaving.seal,
    ) as writing:  # fmt: skip
        try:
            said = send(message, *route, account, password, _Scribe(writing))
        except Unknown as fault:
            where = ask_settle(handing.letter.stem, envelope.message_id)
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
