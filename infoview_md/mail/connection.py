"""Connection: TLS as we want it, and one sentence for each way in which a server is not reached."""

from __future__ import annotations

import socket
import ssl
from base64 import b64decode, b64encode
from contextlib import suppress

from infoview_md.core.account import Account, Security
from infoview_md.errors import ServiceMissing

SECONDS = 30
"""How long a server may take for one answer."""


def make_context() -> ssl.SSLContext:
    """TLS that trusts what the system trusts (`SSL_CERT_FILE` adds to that), checked by name."""
    return ssl.create_default_context()


def refuse_open(account: Account) -> None:
    """ServiceMissing for a connection without TLS to any machine but this one."""
    if account.security is Security.NONE and not account.is_loopback:
        raise ServiceMissing(
            f"{account.host} is not this machine, and without TLS anybody on the way could read "
            'along; write security = "tls" in your config.toml'
        )


def explain_fault(error: Exception, account: Account, service: str) -> ServiceMissing:
    """The sentence for what happened on the way to a server; `service` is `smtp` or `imap`."""
    place = f"{account.host}:{account.port}"
    setting = f"[mail.{service}] in your config.toml"
    if isinstance(error, ssl.SSLCertVerificationError):
        return ServiceMissing(
            f"the certificate of {place} is not trusted ({error.verify_message}); nothing was "
            f"sent; check the host below {setting}, or name its authority with SSL_CERT_FILE"
        )
    if isinstance(error, ssl.SSLError):
        return ServiceMissing(
            f"{place} does not speak TLS as it should ({_reason(error)}); check port and security "
            f"below {setting}"
        )
    if isinstance(error, socket.gaierror):
        return ServiceMissing(
            f"{account.host} cannot be found; check the network, and the host below {setting}"
        )
    if isinstance(error, TimeoutError):
        return ServiceMissing(f"{place} does not answer; check the network, or try again later")
    if isinstance(error, ConnectionRefusedError):
        return ServiceMissing(f"nobody answers at {place}; check host and port below {setting}")
    if isinstance(error, OSError) and error.strerror:
        return ServiceMissing(f"{place} cannot be reached: {error.strerror}; try again later")
    return ServiceMissing(f"{place} ended the conversation; try again later")


def repeats(said: str, user: str, secret: str) -> bool:
    """Whether an answer repeats the password, in any form, as no server should.

    Blanks and backslashes do not count: commands escape with them, and answers are squeezed.
    """
    told = said
    for word in said.split():
        with suppress(ValueError):
            told += b64decode(word, validate=True).decode("utf-8", "replace")
    encoded = (b64encode(one.encode()).decode() for one in (secret, f"\0{user}\0{secret}"))
    forms = (secret, repr(secret.encode())[2:-1], *(one.rstrip("=") for one in encoded))
    bare = _strip(told)
    return bool(secret) and (secret in told or any(_strip(one) in bare for one in forms))


def _strip(text: str) -> str:
    return "".join(text.replace("\\", "").split())


def _reason(error: ssl.SSLError) -> str:
    return (error.reason or "no reason given").replace("_", " ").lower()
