"""Mail settings: the `[mail]` tables of the user's own config, as one value."""

from __future__ import annotations

import os.path
import re
from collections.abc import Iterator, Mapping
from typing import Any

from infoview_md.core.account import (
    DOOR_NAMES,
    Account,
    MailSettings,
    Security,
    is_loopback,
)
from infoview_md.core.channels import EMAIL
from infoview_md.core.values import did_you_mean
from infoview_md.vault.settings import Setting, SettingFault, Type, get_table, read_settings

PORTS = {
    "smtp": {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25},
    "imap": {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143},
}
"""The port of each service where the config names none (RFC 8314 and RFC 6409)."""

# A name or an address; nothing that could be read as an option or an URL.
HOST = re.compile(r"[A-Za-z0-9_](?:[\w.-]{0,252}[\w.])?|\[?[0-9A-Fa-f:.]{2,45}\]?")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
MAX_PORT = 65_535


def _account_settings(service: str, what: str, host: str, port: str) -> Iterator[Setting]:
    yield Setting(f"mail.{service}.host", Type.TEXT, f"The server that {what}.", f'"{host}"')
    yield Setting(
        f"mail.{service}.port", Type.NUMBER, "Its port, where it is not the usual one.", port
    )
    yield Setting(
        f"mail.{service}.security",
        Type.TEXT,
        "`tls`, `starttls` or, on this very machine only, `none`.",
        '"tls"',
    )
    yield Setting(
        f"mail.{service}.user", Type.TEXT, "Whom to log in as.", '"mira@hartmann.example"'
    )
    yield Setting(
        f"mail.{service}.password_command",
        Type.COMMAND,
        "Prints the password; run without a shell.",
        '["pass", "mail/mira"]',
    )


MAIL_SETTINGS: tuple[Setting, ...] = (
    Setting(
        "mail.door",
        Type.TEXT,
        f"How letters leave where nothing else is said: {', '.join(DOOR_NAMES)}.",
        '"eml"',
    ),
    Setting(
        "mail.sender",
        Type.TEXT,
        "The address letters come from, if not the owner's.",
        '"mira@hartmann.example"',
    ),
    Setting(
        "mail.mailbox",
        Type.TEXT,
        "A Maildir or mbox to read replies from, instead of the IMAP account.",
        '"~/Mail/INBOX"',
    ),
    *_account_settings("smtp", "sends letters", "smtp.example.org", "465"),
    *_account_settings("imap", "keeps your mail", "imap.example.org", "993"),
    Setting(
        "mail.imap.drafts",
        Type.TEXT,
        "The folder of drafts, where the server marks none.",
        '"Drafts"',
    ),
    Setting("mail.imap.inbox", Type.TEXT, "The folder replies arrive in.", '"INBOX"'),
)
"""Every key of `[mail]`, `[mail.smtp]` and `[mail.imap]`."""


def read_mail(data: Mapping[str, Any]) -> MailSettings:
    """The mail settings of the user's config; SettingFault for what cannot be meant."""
    get_table(data, "mail")
    _refuse_unknown(data)
    values = read_settings(data, MAIL_SETTINGS)
    for key, value in values.items():
        if CONTROL.search("".join(value) if isinstance(value, tuple) else str(value)):
            raise SettingFault(tuple(key.split(".")), f"{key} holds a control character; delete it")
    default = MailSettings()
    return MailSettings(
        door=_read_door(values.get("mail.door", default.door)),
        sender=_read_sender(values.get("mail.sender", "")),
        smtp=_read_account("smtp", values, data),
        imap=_read_account("imap", values, data),
        drafts=values.get("mail.imap.drafts", ""),
        inbox=values.get("mail.imap.inbox", "") or default.inbox,
        mailbox=_read_mailbox(values.get("mail.mailbox", "")),
    )


def read_whole_path(key: tuple[str, ...], written: str) -> str:
    """The path with `~` spelled out; SettingFault where it is none from the root on."""
    # Relative to what? The working folder changes from call to call.
    path = os.path.expanduser(written)
    if os.path.isabs(path):
        return path
    shown = ".".join(key)
    raise SettingFault(key, f"{shown} must be a whole path, such as ~/notes, not {written}")


def _read_mailbox(written: str) -> str:
    return read_whole_path(("mail", "mailbox"), written) if written else ""


def _read_door(word: str) -> str:
    if word in DOOR_NAMES:
        return word
    hint = did_you_mean(word, DOOR_NAMES) or f"; there are {', '.join(DOOR_NAMES)}"
    raise SettingFault(("mail", "door"), f"there is no door “{word}”{hint}")


def _read_sender(address: str) -> str:
    if not address or EMAIL.fullmatch(address):
        return address
    raise SettingFault(
        ("mail", "sender"), f"mail.sender must be a mail address and nothing else, not {address}"
    )


def _read_account(
    service: str, values: Mapping[str, Any], data: Mapping[str, Any]
) -> Account | None:
    """The account of a service; None where the config has no table of it, or an empty one."""
    table = f"mail.{service}"
    if not get_table(data, table):
        return None
    security = _read_security(table, values.get(f"{table}.security", Security.TLS))
    account = Account(
        host=_read_host(table, values.get(f"{table}.host", "")),
        port=_read_port(table, values.get(f"{table}.port", PORTS[service][security])),
        security=security,
        user=values.get(f"{table}.user", ""),
        password_command=values.get(f"{table}.password_command", ()),
    )
    if security is Security.NONE and not is_loopback(account.host):
        raise SettingFault(
            ("mail", service, "security"),
            f"{table}.security may be none only on this machine: anybody on the way to "
            f"{account.host} could read the password; write tls or starttls",
        )
    return account


def _read_security(table: str, word: str) -> Security:
    try:
        return Security(word)
    except ValueError:
        raise SettingFault(
            (*table.split("."), "security"), f"{table}.security must be {', '.join(Security)}"
        ) from None


def _read_host(table: str, host: str) -> str:
    if HOST.fullmatch(host):
        return host.strip("[]")
    raise SettingFault(
        (*table.split("."), "host"),
        f"{table}.host must be the bare name of a server, such as mail.example.org"
        if host
        else f'[{table}] names no host; add host = "mail.example.org"',
    )


def _read_port(table: str, port: int) -> int:
    if 0 < port <= MAX_PORT:
        return port
    raise SettingFault((*table.split("."), "port"), f"{table}.port must be from 1 to {MAX_PORT}")


def _refuse_unknown(data: Mapping[str, Any]) -> None:
    for table in ("mail", "mail.smtp", "mail.imap"):
        known = [setting.name for setting in MAIL_SETTINGS if setting.table == table]
        below = ["smtp", "imap"] if table == "mail" else []
        for name in get_table(data, table):
            if name not in (*known, *below):
                raise SettingFault((*table.split("."), name), _unread(table, name, known))


def _unread(table: str, name: str, known: list[str]) -> str:
    if "password" in name.casefold() or name.casefold() in ("pass", "secret", "token"):
        return (
            f"`{table}.{name}`: a password does not stand in a file; "
            "write password_command, or use the keyring"
        )
    return f"nothing reads `{table}.{name}`{did_you_mean(name, known) or '; delete it'}"
