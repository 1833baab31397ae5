"""find_password: the password of an account, from a command, the environment or the keyring."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from infoview_md.core.account import Account
from infoview_md.errors import ServiceMissing

SECONDS = 120
"""How long a command may take: somebody may have to type a passphrase meanwhile."""

MAX_BYTES = 4096
INSTALL = 'pipx inject infoview keyring, or pip install "infoview[mail]"'

Run = Callable[[Sequence[str]], bytes]
"""Runs a command without a shell and returns what it printed; ServiceMissing where it fails."""

Keyring = Callable[[str, str], str | None]
"""The password that the keyring has for a host and a user; ServiceMissing where it is not there."""


class Password(str):
    """A password: text that does not show itself where a value is printed for debugging."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Password(…)"


def find_password(
    account: Account,
    service: str,
    environ: Mapping[str, str],
    run: Run | None = None,
    keyring: Keyring | None = None,
) -> Password:
    """The password of an account of `service` (`smtp` or `imap`); empty where nobody logs in.

    The first of what `password_command` prints (its first line), the variable
    `INFOVIEW_SMTP_PASSWORD` or `INFOVIEW_IMAP_PASSWORD`, and the keyring's for host and user. A
    command that fails is told at once. ServiceMissing says what to set where none is found; no
    message holds what a command printed.
    """
    if not account.user:
        return Password()
    if account.password_command:
        printed = (run or run_command)(account.password_command)
        return _check(printed, f"what the password_command of [mail.{service}] prints")
    variable = f"INFOVIEW_{service.upper()}_PASSWORD"
    if variable in environ:
        return _check(environ[variable].encode("utf-8", "surrogateescape"), variable)
    missing = ""
    try:
        kept = (keyring or ask_keyring)(account.host, account.user)
    except ServiceMissing as fault:
        kept, missing = None, f"; {fault.message}"
    if kept:
        return _check(kept.encode("utf-8", "surrogateescape"), "the password in the keyring")
    raise ServiceMissing(
        f"there is no password for {account.user} at {account.host}: name a password_command "
        f"below [mail.{service}] of your config.toml, set {variable}, or keep it with "
        f"`keyring set {account.host} {account.user}`{missing}"
    )


def run_command(command: Sequence[str]) -> bytes:
    """What a command prints; it may ask at the terminal. ServiceMissing where it fails."""
    # Its words may hold a secret, and so may what it prints: only its name is told.
    named = f"the password_command `{command[0]}`"
    try:
        done = subprocess.run(list(command), stdout=subprocess.PIPE, timeout=SECONDS, check=False)
    except FileNotFoundError:
        raise ServiceMissing(f"{named} is not there; name one that is, with its path") from None
    except subprocess.TimeoutExpired:
        raise ServiceMissing(f"{named} has not ended after {SECONDS} seconds; try it") from None
    except (OSError, ValueError) as error:
        what = error.strerror if isinstance(error, OSError) else "it holds a NUL character"
        raise ServiceMissing(f"{named} cannot be run: {what}; try it") from None
    if done.returncode:
        raise ServiceMissing(f"{named} ended with {done.returncode}; try it in a terminal")
    return done.stdout


def ask_keyring(host: str, user: str) -> str | None:
    """The keyring's password for a host and a user; ServiceMissing where there is no keyring."""
    library: Any
    try:
        import keyring as library
    except ImportError:
        raise ServiceMissing(f"for the keyring, install it: {INSTALL}") from None
    # Backends are of many makers, and raise what they like.
    try:
        kept = library.get_password(host, user)
    except Exception as error:
        raise ServiceMissing(f"the keyring cannot be read ({type(error).__name__})") from None
    return kept if isinstance(kept, str) else None


def _check(printed: bytes, what: str) -> Password:
    """The first line as a password; ServiceMissing where it cannot be one."""
    line = printed.partition(b"\n")[0].removesuffix(b"\r")
    try:
        password = Password(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise ServiceMissing(f"{what} is not UTF-8; save it as UTF-8") from None
    if not password or len(line) > MAX_BYTES or not password.isprintable():
        fault = "is empty" if not password else "is too long, or holds control characters"
        raise ServiceMissing(f"{what} {fault}; a password is one line of text")
    return password
