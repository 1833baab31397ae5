"""Account: how to reach a mail server: machine-local settings as a value, never from a vault."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address


class Security(StrEnum):
    """How a connection is protected."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


DOOR_NAMES = ("text", "clipboard", "mailto", "eml", "imap", "smtp")
"""The ways a letter may leave, of which a config names the default; each is a file of the faces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A server and who we are there.

    The password is the first of: what `password_command` prints (a list, never a shell), the
    environment (`INFOVIEW_SMTP_PASSWORD`, `INFOVIEW_IMAP_PASSWORD`), the keyring. Without a `user`
    there is no log-in. Only on loopback may `security` be `none`.
    """

    host: str
    port: int
    security: Security = Security.TLS
    user: str = ""
    password_command: tuple[str, ...] = field(default=(), repr=False)

    @property
    def is_loopback(self) -> bool:
        """True where the server is this very machine, so that nobody can listen on the way."""
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """True for `localhost` and the loopback addresses; a name is not looked up."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """The `[mail]` part of the user's own config.

    `door` is the default of `--via`; `sender` the address letters come from (empty: that of the
    vault's owner); `drafts` and `inbox` name folders of the IMAP account (`drafts` empty: the one
    the server marks as such); `mailbox` is a Maildir or mbox to read replies from.
    """

    door: str = "text"
    sender: str = ""
    smtp: Account | None = None
    imap: Account | None = None
    drafts: str = ""
    inbox: str = "INBOX"
    mailbox: str = ""
