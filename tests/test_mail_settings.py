"""The `[mail]` tables of the user's own config: every key, its default, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from infoview_md.cli.doors import DOORS
from infoview_md.core.account import DOOR_NAMES, Account, MailSettings, Security, is_loopback
from infoview_md.errors import ConfigFault
from infoview_md.vault.mail_settings import MAIL_SETTINGS
from infoview_md.vault.user_config import parse_user_config


def read(text: str) -> MailSettings:
    return parse_user_config(text, "config.toml").mail


def test_the_doors_of_the_config_are_the_doors_there_are() -> None:
    assert tuple(DOORS) == DOOR_NAMES


@pytest.mark.parametrize("text", ["", "[mail]\n", "[mail.smtp]\n[mail.imap]\n"])
def test_nothing_said_is_the_default(text: str) -> None:
    assert read(text) == MailSettings()
    assert read(text).door == "text"


def test_every_setting_reads_its_own_example() -> None:
    for setting in MAIL_SETTINGS:
        host = "" if setting.name == "host" else "host = 'mail.example.org'\n"
        host = host if setting.table != "mail" else ""
        read(f"[{setting.table}]\n{host}{setting.name} = {setting.example}\n")


def test_all_of_it(machine: Path) -> None:
    settings = read(
        """[mail]
door = "imap"
sender = "mira@hartmann.example"
mailbox = "~/Mail/INBOX"
[mail.smtp]
host = "smtp.example.org"
security = "starttls"
user = "mira"
password_command = "pass 'mail/my box'"
[mail.imap]
host = "[::1]"
port = 10143
security = "none"
password_command = ["pass", "mail"]
drafts = "Entwürfe"
inbox = "Posteingang"
"""
    )
    assert settings == MailSettings(
        door="imap",
        sender="mira@hartmann.example",
        smtp=Account(
            host="smtp.example.org",
            port=587,
            security=Security.STARTTLS,
            user="mira",
            password_command=("pass", "mail/my box"),
        ),
        imap=Account(
            host="::1", port=10143, security=Security.NONE, password_command=("pass", "mail")
        ),
        drafts="Entwürfe",
        inbox="Posteingang",
        mailbox=str(machine / "Mail/INBOX"),
    )


@pytest.mark.parametrize(
    ("service", "security", "port"),
    [("smtp", "tls", 465), ("smtp", "starttls", 587), ("imap", "tls", 993)],
)
def test_the_port_follows_the_security(service: str, security: str, port: int) -> None:
    mail = read(f'[mail.{service}]\nhost = "m.example.org"\nsecurity = "{security}"\n')
    account = mail.smtp or mail.imap
    assert account is not None
    assert account.port == port


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("mail = 3\n", 1, "mail must be a table: write [mail] on a line of its own"),
        ("[mail]\nsmtp = 'x'\n", 2, "mail.smtp must be a table: write [mail.smtp]"),
        ("[mail]\ndor = 'eml'\n", 2, "nothing reads `mail.dor`; did you mean door?"),
        ("[mail]\ndoor = 'smpt'\n", 2, "there is no door “smpt”; did you mean smtp?"),
        ("[mail]\ndoor = 'x'\n", 2, "there are text, clipboard, mailto, eml, imap, smtp"),
        ("[mail]\nsender = 'Mira <m@x.example>'\n", 2, "must be a mail address"),
        ("[mail]\nmailbox = 'Mail'\n", 2, "mail.mailbox must be a whole path"),
        ("[mail.imap]\nuser = 'm'\n", 1, "[mail.imap] names no host"),
        ("[mail.imap]\nhost = 'imaps://x'\n", 2, "must be the bare name of a server"),
        ("[mail.imap]\nhost = '-oProxy'\n", 2, "must be the bare name of a server"),
        ("[mail.imap]\nhost = 'a'\nport = true\n", 3, "mail.imap.port must be a whole number"),
        ("[mail.imap]\nhost = 'a'\nport = 0\n", 3, "must be from 1 to 65535"),
        ("[mail.imap]\nhost = 'a'\nsecurity = 'ssl'\n", 3, "must be tls, starttls, none"),
        ("[mail.smtp]\nhost = 'a'\nsecurity = 'none'\n", 3, "only on this machine"),
        ("[mail.smtp]\nhost = 'a'\npassword = 'x'\n", 3, "does not stand in a file"),
        ("[mail.smtp]\nhost = 'a'\npassword_command = 3\n", 3, "must be a command, as text or"),
        ("[mail.smtp]\nhost = 'a'\npassword_command = []\n", 3, "must be a command"),
        ("[mail.smtp]\nhost = 'a'\npassword_command = \"a 'b\"\n", 3, "quotes do not match"),
        ('[mail.smtp]\nhost = "a"\nuser = "a\\r\\nQUIT"\n', 3, "holds a control character"),
    ],
)
def test_a_fault_stops_with_its_line(text: str, line: int, sentence: str) -> None:
    with pytest.raises(ConfigFault) as caught:
        read(text)
    assert caught.value.message.startswith(f"config.toml:{line}: ")
    assert sentence in caught.value.message


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.0.0.1", "127.8.8.8", "::1"])
def test_this_machine_is_known(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["", "localhost.example", "10.0.0.1", "128.0.0.1", "127.0.0.1.nip"]
)
def test_another_machine_is_not_this_one(host: str) -> None:
    assert not is_loopback(host)
