"""receive(): a real SMTP server on this machine that keeps what it gets, with or without TLS."""

from __future__ import annotations

import asyncio
import ssl
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword

from infoview_md.core.account import Account, Security

USER, PASSWORD = "mira", "pässword 1"


@dataclass(frozen=True, slots=True)
class Mail:
    """What the server got: sender, recipients, the bytes of the message."""

    sender: str
    recipients: tuple[str, ...]
    data: bytes


@dataclass(slots=True)
class Receiver:
    """A running server, how to reach it, and what it got; `context` trusts its certificate."""

    account: Account
    context: ssl.SSLContext
    authority: Path
    mails: list[Mail] = field(default_factory=list)
    refuses: str = ""

    async def handle_RCPT(
        self, _: object, __: object, envelope: Envelope, address: str, ___: object
    ) -> str:
        """Take a recipient, unless told to refuse."""
        if self.refuses:
            return self.refuses
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _: object, __: object, envelope: Envelope) -> str:
        """Keep a message."""
        assert isinstance(envelope.original_content, bytes)
        recipients = tuple(map(str, envelope.rcpt_tos))
        self.mails.append(Mail(str(envelope.mail_from), recipients, envelope.original_content))
        return "250 2.0.0 kept"


def _log_in(_: object, __: object, ___: object, mechanism: str, data: Any) -> AuthResult:
    assert isinstance(data, LoginPassword), mechanism
    is_right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


@contextmanager
def receive(
    folder: Path,
    security: Security = Security.NONE,
    user: str = "",
    names: Sequence[str] = ("localhost", "127.0.0.1"),
) -> Iterator[Receiver]:
    """Run a server; with a `user` it wants a log-in. Its certificate holds `names`."""
    authority = trustme.CA()
    pem = folder / "authority.pem"
    authority.cert_pem.write_to_path(pem)
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(*names).configure_cert(server)
    client = ssl.create_default_context(cafile=str(pem))
    receiver = Receiver(Account(host="localhost", port=0), client, pem)
    options: dict[str, Any] = {
        "tls_context": server if security is Security.STARTTLS else None,
        "require_starttls": security is Security.STARTTLS,
        "authenticator": _log_in if user else None,
        "auth_required": bool(user),
        "auth_require_tls": security is Security.STARTTLS,
        "data_size_limit": 1_000_000,
        "decode_data": False,
    }
    context = server if security is Security.TLS else None

    def make(loop: asyncio.AbstractEventLoop) -> SMTP:
        with warnings.catch_warnings():
            # It takes TLS from the start for none, and warns of passwords in the open.
            warnings.simplefilter("ignore")
            return SMTP(receiver, loop=loop, **options)

    with _serve(make, context) as port:
        receiver.account = Account(host="localhost", port=port, security=security, user=user)
        yield receiver


@contextmanager
def _serve(
    make: Callable[[asyncio.AbstractEventLoop], SMTP], context: ssl.SSLContext | None
) -> Iterator[int]:
    """Serve on a free port from a thread; aiosmtpd's own controllers want to know one."""
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda *_: None)
    coming = loop.create_server(lambda: make(loop), "127.0.0.1", 0, ssl=context)
    server = loop.run_until_complete(coming)
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_close(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _close(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
