"""infoview mail test: each step that works is a line, each fault a sentence; nothing is sent."""

from __future__ import annotations

from pathlib import Path

import pytest
from platformdirs import user_config_path

from infoview_md.core.account import Security
from tests.conftest import Run
from tests.tools.receiving import PASSWORD, USER, receive


def configure(text: str) -> None:
    file = user_config_path("infoview") / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")


def test_without_any_account_there_is_nothing_to_try(run: Run) -> None:
    result = run("mail", "test")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "letters leave by text: print it, to be copied",
        "no mail server is named in your config.toml, and this door needs none",
    ]


@pytest.mark.parametrize("words", [(), ("--door", "smtp")])
def test_a_door_without_its_account_says_where_to_name_it(run: Run, words: tuple[str, ...]) -> None:
    configure('[mail]\ndoor = "smtp"\n')
    result = run("mail", "test", *words)
    assert result.exit_code == 10
    assert "infoview: no SMTP server is known; name its host" in result.stderr
    assert str(user_config_path("infoview") / "config.toml") in result.stderr


def test_a_door_that_needs_no_account(run: Run) -> None:
    result = run("mail", "test", "--door", "eml")
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_smtp_is_tried_and_nothing_sent(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: Security
) -> None:
    monkeypatch.setenv("INFOVIEW_SMTP_PASSWORD", PASSWORD)
    with receive(tmp_path, security, USER) as receiver:
        port = receiver.account.port
        configure(
            f'[mail]\nsender = "mira@hartmann.example"\n[mail.smtp]\nhost = "localhost"\n'
            f'port = {port}\nsecurity = "{security}"\nuser = "{USER}"\n'
        )
        monkeypatch.setenv("SSL_CERT_FILE", str(receiver.authority))
        result = run("mail", "test")
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.splitlines()[1:] == [
            f"smtp: connected to localhost:{port} ({security}), logged in as {USER}",
            "smtp: letters would come from mira@hartmann.example; nothing was sent",
        ]
        assert receiver.mails == []


def test_a_wrong_password_is_told_without_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INFOVIEW_SMTP_PASSWORD", "sesame")
    with receive(tmp_path, Security.STARTTLS, USER) as receiver:
        configure(
            f'[mail.smtp]\nhost = "localhost"\nport = {receiver.account.port}\n'
            f'security = "starttls"\nuser = "{USER}"\n'
        )
        monkeypatch.setenv("SSL_CERT_FILE", str(receiver.authority))
        result = run("mail", "test")
    assert result.exit_code == 10
    assert f"does not know {USER}" in result.stderr
    assert "sesame" not in result.stdout + result.stderr


def test_one_account_that_fails_does_not_hide_the_other(run: Run, tmp_path: Path) -> None:
    with receive(tmp_path) as receiver:
        configure(
            '[mail.imap]\nhost = "127.0.0.1"\nport = 1\n'
            f'[mail.smtp]\nhost = "localhost"\nport = {receiver.account.port}\nsecurity = "none"\n'
        )
        result = run("mail", "test")
    assert result.exit_code == 10
    assert result.stderr.startswith("infoview: nobody answers at 127.0.0.1:1;")
    assert "smtp: connected to localhost:" in result.stdout
    assert "letters would come from nobody yet (name a sender below [mail])" in result.stdout


def test_a_fault_in_the_config_stops_with_its_place(run: Run) -> None:
    configure('[mail.imap]\nhost = "imap.example.org"\npasword = "x"\n')
    result = run("mail", "test")
    assert result.exit_code == 8
    assert "config.toml:3: `mail.imap.pasword`" in result.stderr or "nothing reads" in result.stderr
