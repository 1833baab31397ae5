"""Server: a connection to an SMTP server: safe, limited, and patient for a while only."""

from __future__ import annotations

import smtplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import NoReturn

from infoview_md.core.account import Account, Security
from infoview_md.errors import Refused, ServiceMissing
from infoview_md.mail.connection import explain_fault, refuse_open, repeats

SECONDS = 60.0
"""How long one answer may take; RFC 5321 would allow minutes, which nobody waits for."""

LAST_SECONDS = 180.0
"""The same for the answer to the final dot: giving up there leaves a letter unknown."""

MAX_LINES, MAX_LINE = 100, 2048
OURSELVES = "[127.0.0.1]"
"""Who we say we are: the name of the machine is nobody's business."""

SHOWN = 160


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said: its code, and its text on one line."""

    code: int
    text: str


def quote_answer(answer: Answer) -> str:
    """Code and text, to be shown: what cannot be seen is an escape, and it is cut to one line."""
    words = " ".join(answer.text.split())
    text = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in words)
    short = text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
    return f"{answer.code} {short}".strip()


class Server:
    """An open connection, greeted; an answer that repeats the password is not told."""

    def __init__(self, account: Account, wire: smtplib.SMTP) -> None:
        self.account = account
        self._wire = wire
        self._secret = ""

    def hide(self, secret: str) -> None:
        """From now on leave the text of an answer out that repeats this, as no server should."""
        self._secret = secret

    @property
    def esmtp_features(self) -> dict[str, str]:
        """What the server can do, and how much of it."""
        return self._wire.esmtp_features

    def has_extn(self, name: str) -> bool:
        """Whether the server can do something."""
        return bool(self._wire.has_extn(name))

    def command(self, line: str) -> Answer:
        """Give a command; the answer."""
        self.put(f"{line}\r\n".encode("ascii"))
        return self.answer()

    def put(self, data: bytes) -> None:
        """Send bytes as they are; ServiceMissing where the connection breaks."""
        with explained(self.account):
            wire = find_socket(self._wire)
            wire.settimeout(SECONDS)
            wire.sendall(data)

    def answer(self, is_last: bool = False) -> Answer:
        """The next answer, or the one to the final dot; ServiceMissing where none comes."""
        with explained(self.account):
            find_socket(self._wire).settimeout(LAST_SECONDS if is_last else SECONDS)
            code, text = self._wire.getreply()
        said = text.decode("utf-8", "replace")
        return Answer(code, "" if repeats(said, self.account.user, self._secret) else said)

    def has_spoken(self) -> bool:
        """Whether the server said something unasked, or closed the connection."""
        try:
            wire = find_socket(self._wire)
            wire.settimeout(0)
            # What came in one piece with the last answer is no longer in the socket.
            if self._wire.file is not None and self._wire.file.peek(1):
                return True
            wire.recv(1)
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        except (OSError, smtplib.SMTPException):
            pass
        return True


# -- the wire ------------------------------------------------------------------------------------


def find_socket(wire: smtplib.SMTP) -> socket.socket:
    """The socket of a connection; SMTPServerDisconnected where it is closed."""
    if wire.sock is None:
        raise smtplib.SMTPServerDisconnected("it is closed")
    return wire.sock


class _Limited(smtplib.SMTP):
    """smtplib's, which would listen to a server that never ends its answer."""

    def getreply(self) -> tuple[int, bytes]:
        """Code and text of the next answer; SMTPServerDisconnected for none that is one."""
        if self.file is None:
            self.file = find_socket(self).makefile("rb")
        texts: list[bytes] = []
        for _ in range(MAX_LINES):
            line: bytes = self.file.readline(MAX_LINE + 1)
            if not line.endswith(b"\n") or not line[:3].isdigit():
                break
            texts.append(line[4:].strip())
            if line[3:4] != b"-":
                return int(line[:3]), b"\n".join(texts)
        self.close()
        raise smtplib.SMTPServerDisconnected("it closed the connection, or talks nonsense")


class _LimitedTls(_Limited, smtplib.SMTP_SSL):
    """The same over TLS from the start."""


@contextmanager
def connect(account: Account, context: ssl.SSLContext) -> Iterator[Server]:
    """A connection that is safe and greeted, and closed in the end.

    Without TLS only to this very machine. ServiceMissing, with the reason, where it cannot be.
    """
    refuse_open(account)
    with explained(account):
        wire = _open(account, context)
    try:
        with explained(account):
            _greet(wire, account, context)
        yield Server(account, wire)
        with suppress(OSError, smtplib.SMTPException):
            wire.quit()
    finally:
        wire.close()


def _open(account: Account, context: ssl.SSLContext) -> smtplib.SMTP:
    if account.security is Security.TLS:
        return _LimitedTls(account.host, account.port, OURSELVES, timeout=SECONDS, context=context)
    return _Limited(account.host, account.port, OURSELVES, timeout=SECONDS)


def _greet(wire: smtplib.SMTP, account: Account, context: ssl.SSLContext) -> None:
    wire.ehlo_or_helo_if_needed()
    if account.security is not Security.STARTTLS:
        return
    if not wire.has_extn("starttls"):
        raise ServiceMissing(
            f"{_place(account)} offers no STARTTLS, so nothing was sent; "
            'see whether its port for security = "tls" (465) answers'
        )
    wire.starttls(context=context)
    wire.ehlo_or_helo_if_needed()


# -- who we are ----------------------------------------------------------------------------------


def log_in(server: Server, account: Account, password: Callable[[], str]) -> None:
    """Log in with the account's user, by AUTH PLAIN or LOGIN.

    smtplib's own log-in takes no passwords outside of ASCII. Refused for a wrong password.
    """
    offered = server.esmtp_features.get("auth", "").upper().split()
    mechanism = next((name for name in ("PLAIN", "LOGIN") if name in offered), "")
    if not mechanism:
        what = ", ".join(name for name in offered if name.isprintable())[:SHOWN] or "none"
        raise ServiceMissing(
            f"{_place(account)} takes no log-in by user and password (it offers: {what}); "
            "see your provider's help on mail programs"
        )
    secret = password()
    server.hide(secret)
    if mechanism == "PLAIN":
        answer = server.command(f"AUTH PLAIN {_encode(f'{chr(0)}{account.user}{chr(0)}{secret}')}")
    else:
        answer = server.command("AUTH LOGIN")
        for value in (account.user, secret):
            if answer.code == 334:
                answer = server.command(_encode(value))
    if answer.code not in (235, 503):
        _refuse_log_in(answer, account)


def _refuse_log_in(answer: Answer, account: Account) -> NoReturn:
    """A sentence for a log-in that failed, in which the password never stands."""
    said = quote_answer(answer)
    if 400 <= answer.code < 500:
        raise ServiceMissing(f"{_place(account)} lets nobody in now ({said}); try again later")
    raise Refused(
        f"{_place(account)} does not know {account.user} by this password ({said}); "
        "many providers want an app password here; infoview mail test tries it"
    )


def _encode(text: str) -> str:
    return b64encode(text.encode("utf-8")).decode("ascii")


# -- faults --------------------------------------------------------------------------------------


@contextmanager
def explained(account: Account) -> Iterator[None]:
    """Say in one sentence why a server cannot be talked to."""
    try:
        yield
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        # Not `from error`: what a server said may stand in it.
        raise _explain(error, account) from None


def _place(account: Account) -> str:
    return f"the mail server {account.host}:{account.port}"


def _explain(error: Exception, account: Account) -> ServiceMissing:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        answer = quote_answer(Answer(error.smtp_code, text))
        return ServiceMissing(f"{_place(account)} sends us away ({answer}); try again later")
    if isinstance(error, (smtplib.SMTPServerDisconnected, ConnectionError)) and not isinstance(
        error, ConnectionRefusedError
    ):
        return ServiceMissing(f"{_place(account)} closed the connection; try again later")
    if isinstance(error, OSError):
        return explain_fault(error, account, "smtp")
    return ServiceMissing(
        f"{_place(account)} does not speak SMTP; check host and port below [mail.smtp] in your "
        "config.toml"
    )
