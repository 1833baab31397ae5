"""send: one message to one recipient over SMTP, each step told before it is taken."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from infoview_md.core.account import Account
from infoview_md.core.sending import Step
from infoview_md.errors import InfoviewError, Refused, ServiceMissing
from infoview_md.mail.connection import make_context
from infoview_md.mail.smtp_server import (
    Answer,
    Server,
    connect,
    log_in,
    quote_answer,
)

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
"""What may stand between `<` and `>`; a name outside of ASCII would need SMTPUTF8."""

# Line ends on which two programs can disagree are how one letter becomes two (SMTP smuggling).
ODD_LINE_END = re.compile(rb"(?<!\r)\n|\r(?!\n)|\x00")
LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
LONG_LINE = re.compile(rb"[^\r\n]{999}")
PIECE = 64 * 1024

OnStep = Callable[[Step, str], None]
"""Called with a step and the server's answer before the step is taken, or once it is known."""


class Unknown(ServiceMissing):
    """The connection broke after the whole letter was handed over: it may have been accepted."""


def send(
    message: bytes,
    sender: str,
    recipient: str,
    account: Account,
    password: Callable[[], str],
    on_step: OnStep,
    context: ssl.SSLContext | None = None,
) -> str:
    """Hand a message to the account's server for one recipient; the server's answer, on one line.

    `on_step` hears INTENT before the server hears of the letter, COMMITTING before the final dot
    that makes it accept it, then SENT or REFUSED; what it raises stops everything before the step.
    The password is asked for only where the account has a user, and after the connection is safe.
    Raises ServiceMissing where the server cannot be reached or trusted, or broke off (nothing was
    sent), Refused where it said no, and Unknown where nobody can know.
    """
    _check(message, sender, recipient)
    with connect(account, context or make_context()) as server:
        if account.user:
            log_in(server, account, password)
        _check_abilities(server, message)
        on_step(Step.INTENT, "")
        size = f" SIZE={len(message)}" if server.has_extn("size") else ""
        eight = "" if message.isascii() else " BODY=8BITMIME"
        with _reporting_no(on_step):
            _demand(server, f"MAIL FROM:<{sender}>{size}{eight}", 250, sender)
            _demand(server, f"RCPT TO:<{recipient}>", 250, recipient)
            _demand(server, "DATA", 354, recipient)
        _put_body(server, message)
        on_step(Step.COMMITTING, "")
        return _commit(server, on_step)


def _check(message: bytes, sender: str, recipient: str) -> None:
    for address in (sender, recipient):
        if not ADDRESS.fullmatch(address):
            raise Refused(
                f"{address} is no address that a letter can be sent to or from; write it as "
                "name@domain, in plain letters"
            )
    if ODD_LINE_END.search(message) or LONG_LINE.search(message) or not message.endswith(b"\r\n"):
        raise Refused(
            "the letter has line ends or lines that not all servers read alike; "
            "write it with --via eml and send it with your mail program"
        )


def _check_abilities(server: Server, message: bytes) -> None:
    limit = server.esmtp_features.get("size", "").split(" ")[0]
    if limit.isdecimal() and 0 < int(limit) < len(message):
        raise Refused(
            f"the letter has {len(message):,} bytes and the server takes {int(limit):,}; "
            "leave an attachment out"
        )
    if not message.isascii() and not server.has_extn("8bitmime"):
        raise Refused("the server takes only plain ASCII mail; use --via eml instead")


@contextmanager
def _reporting_no(on_step: OnStep) -> Iterator[None]:
    """Tell of a server's no before it is raised."""
    try:
        yield
    except Refused as no:
        on_step(Step.REFUSED, no.message)
        raise


def _demand(server: Server, command: str, wanted: int, address: str) -> None:
    """Give a command and expect this answer; Refused with a sentence for any other."""
    answer = server.command(command)
    # 251 is a yes, too: the server forwards it.
    if answer.code == wanted or (wanted, answer.code) == (250, 251):
        return
    if answer.code == 421:
        raise ServiceMissing(f"the server closes: {quote_answer(answer)}; nothing was sent")
    raise Refused(_say_no(answer, address))


def _say_no(answer: Answer, address: str) -> str:
    said = quote_answer(answer)
    if 400 <= answer.code < 500:
        return f"the server does not take it now ({said}); nothing was sent, try again later"
    return f"the server does not take it for {address} ({said}); nothing was sent, see its reason"


def _put_body(server: Server, message: bytes) -> None:
    """Everything but the final dot; ServiceMissing where the server spoke up or went meanwhile."""
    data = LEADING_DOT.sub(b"..", message)
    for start in range(0, len(data), PIECE):
        server.put(data[start : start + PIECE])
    if server.has_spoken():
        raise ServiceMissing("the server broke off in the middle of the letter; nothing was sent")


def _commit(server: Server, on_step: OnStep) -> str:
    try:
        server.put(b".\r\n")
        answer = server.answer(is_last=True)
    except InfoviewError as error:
        raise Unknown(
            "the connection broke after the whole letter was handed over, so it may have been "
            f"sent or not ({error.message.partition('; ')[0]})"
        ) from None
    if 200 <= answer.code < 300:
        said = quote_answer(answer)
        on_step(Step.SENT, said)
        return said
    no = Refused(_say_no(answer, "this recipient"))
    if not 400 <= answer.code < 600:
        raise Unknown(f"the server's last word makes no sense ({quote_answer(answer)}), so the "
                      "letter may have been sent or not")  # fmt: skip
    on_step(Step.REFUSED, no.message)
    raise no
